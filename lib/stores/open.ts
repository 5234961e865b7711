/**
 * A store of any other make: nothing of it can be called. Its people come by the API and by files, its orders by the
 * API.
 */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { countryCodes } from "@/lib/contacts/codes";
import { kinds } from "@/lib/contacts/selection";
import { line, TimeZone } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

export const OpenStore = z.strictObject({
  name: line("a name"),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, "Write a currency such as EUR."),
  country: z.enum(countryCodes, "Choose a country."),
  timeZone: TimeZone,
});

/** It takes everybody who is given to it, from the start. */
export async function openStore(ctx: Ctx, input: z.output<typeof OpenStore>): Promise<{ store: string }> {
  permit(ctx, "stores.connect");
  const publicId = randomUUID();
  return transact(ctx, async (ctx) => {
    const [row] = await ctx.db
      .insert(stores)
      .values({
        orgId: ctx.orgId,
        platform: "api",
        name: input.name,
        // No address of the web: it only has to be its own.
        url: `api:${publicId}`,
        state: "active",
        selection: [...kinds],
        currency: input.currency,
        country: input.country,
        // A name that PostgreSQL does not know would stop the clock's search for stores whose night has come.
        timeZone: sql`coalesce((select name from pg_timezone_names where name = ${input.timeZone}), 'UTC')`,
      })
      .returning({ store: stores.publicId });
    await audit(ctx, "store.opened", `store ${input.name}`);
    return row!;
  });
}
