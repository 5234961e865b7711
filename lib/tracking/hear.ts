/**
 * What a browser tells of a visit. It never makes a contact, never changes consent or profile, and its answer is the
 * same whoever is named: a stranger with a browser learns nothing.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { isbot } from "isbot";
import type { z } from "zod";
import { addressHashes } from "@/lib/address-hash";
import { normalizeEmail } from "@/lib/contacts/identity";
import { isEmail } from "@/lib/email";
import { Failure, notFound } from "@/lib/errors";
import { placeOf, spend } from "@/lib/limits";
import { anyText, rowsOf } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import type { Call, Told } from "./inputs";
import { type Listening, secretOf, snippetById } from "./snippets";
import { passOn } from "./tie";

export type Browser = { ip: string; userAgent: string | null; origin: string | null };

/**
 * Takes in one call of the script.
 * @throws Failure not-found (no snippet, or switched off), forbidden (a page of a site that is not named), too-many
 */
export async function hear(id: string, call: z.output<typeof Call>, from: Browser): Promise<void> {
  const snippet = await snippetById(id);
  if (!snippet) throw notFound("snippet");
  if (!mayTell(snippet, from.origin))
    throw new Failure("forbidden", "Pages of this site may not tell of visits. Name it on the store's page.");
  if (isbot(from.userAgent)) return;
  await spend("visits-from", `${id} ${placeOf(from.ip)}`);
  await spend("visits", id);
  const ctx: Ctx = { orgId: snippet.orgId, actor: { kind: "person", name: "The person" } };
  await transact(ctx, (ctx) => take(ctx, snippet, call));
}

/** Whether pages of this origin may tell: the store's own, with and without www, and those the merchant names. */
export function mayTell({ url, origins }: Pick<Listening, "url" | "origins">, origin: string | null): boolean {
  if (!origin || !URL.canParse(origin)) return false;
  const named = [...origins, ...(URL.canParse(url) ? [new URL(url).origin] : [])];
  return named.some((one) => plain(one) === plain(origin));
}

const plain = (origin: string) => new URL(origin).origin.replace("://www.", "://");

async function take(ctx: Working, snippet: Listening, { visitor: key, events, who }: z.output<typeof Call>) {
  const email = await namedBy(ctx, snippet, who);
  const [visitor] = await ctx.db.execute<{ id: string; contact: string | null }>(sql`
    insert into visitors as v (org_id, store_id, key, email)
    values (${ctx.orgId}, ${snippet.storeId}, ${key}::uuid, ${email})
    on conflict (org_id, store_id, key) do update set seen_at = now(), email = coalesce(${email}, v.email),
      contact_id = case when ${email}::text is null then v.contact_id end
    returning id, contact_id as contact`);
  const columns = sql`e(n int, kind text, at timestamptz, detail jsonb)`;
  const rows = rowsOf(events.map(lineOf));
  await ctx.db.execute(sql`
    insert into visitor_events (org_id, visitor_id, kind, at, detail)
    select ${ctx.orgId}, ${visitor!.id}, kind, at, detail from ${rows} as ${columns} order by n`);
  await ctx.db.execute(sql`
    update snippets set heard_at = now() where org_id = ${ctx.orgId} and store_id = ${snippet.storeId}
      and (heard_at is null or heard_at < now() - interval '1 minute')`);
  await passOn(ctx, [Number(visitor!.id)]);
}

function lineOf({ kind, ago, ...detail }: Told, n: number) {
  return { n, kind, at: new Date(Date.now() - ago).toISOString(), detail };
}

/** The address the shop names, where it may and nobody of that address was erased. */
async function namedBy(ctx: Working, snippet: Listening, who: z.output<typeof Call>["who"]): Promise<string | null> {
  const email = who ? normalizeEmail(who.email) : null;
  if (!email || !isEmail(email)) return null;
  if (snippet.signed && !isSigned(secretOf(snippet), email, who?.signature)) return null;
  const [erased] = await ctx.db.execute(sql`
    select 1 from suppressions where org_id = ${ctx.orgId} and reason = 'erased'
      and address_hash = ${anyText(addressHashes(ctx.orgId, email))}`);
  return erased ? null : email;
}

function isSigned(secret: string, email: string, signature = ""): boolean {
  const right = createHmac("sha256", secret).update(email).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === right.length && timingSafeEqual(given, right);
}
