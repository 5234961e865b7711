/** What somebody pasted or sent as a file, read as addresses of one channel. */
import { sql } from "drizzle-orm";
import { normalizeEmail, normalizePhone } from "@/lib/contacts/identity";
import type { Working } from "@/lib/tenancy";

export const channels = ["email", "sms"] as const;
export type Channel = (typeof channels)[number];

/** Something that is no address; `line` counts from 1. */
export type Refused = { line: number; text: string };

/** Gives the address that a text is, normalised, or null. */
export type Reader = (text: string) => string | null;

/** Phone numbers without a country code are read as of the stores' country, where all stores are in one. */
export async function readerOf(ctx: Working, channel: Channel): Promise<Reader> {
  if (channel === "email") return (text) => normalizeEmail(bare(text));
  const countries = await ctx.db.execute<{ country: string }>(
    sql`select distinct country from stores where org_id = ${ctx.orgId} and country is not null limit 2`,
  );
  const country = countries.length === 1 ? countries[0]!.country : null;
  return (text) => normalizePhone(bare(text), country);
}

/** One address per line or between commas, semicolons and tabs. Addresses as often as they come. */
export function readTyped(text: string, read: Reader): { addresses: string[]; refused: Refused[] } {
  const addresses: string[] = [];
  const refused: Refused[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    for (const part of line.split(/[,;\t]/).filter((one) => one.trim())) {
      const address = read(part);
      if (address) addresses.push(address);
      else refused.push({ line: index + 1, text: shortened(part) });
    }
  }
  return { addresses, refused };
}

export const shortened = (text: string) => {
  const shown = text.replace(/[\p{Cc}\p{Cs}]+/gu, " ").trim();
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
};

/** `Mira Holt <mira@example.com>`, `"mira@example.com"` and `mailto:mira@example.com` are mira@example.com. */
function bare(text: string): string {
  const inside = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
  return inside.replace(/^[\s'"]*(mailto:|tel:|sms:)?|[\s'"]*$/giu, "");
}
