/** A list of suppressed addresses of another tool: nobody is opened, the addresses are suppressed. */
import { sql } from "drizzle-orm";
import { addressHasher } from "@/lib/address-hash";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, titleOf } from "../row";
import { type Lines, type Merged, nothing } from "./merged";

/** Addresses that are suppressed already, for whatever reason of the same kind, are known. */
export async function suppressAll(ctx: Working, row: ImportRow, lines: Lines): Promise<Merged> {
  const told = await ctx.db.execute<{ channel: string; address: string; reason: string; rows: number }>(sql`
    select case when email is null then 'sms' else 'email' end as channel, coalesce(email, phone) as address,
      max(coalesce(suppressed, 'manual')) as reason, count(*)::int as rows
    from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}
      and line between ${lines.first} and ${lines.last} and coalesce(email, phone) is not null
    group by 1, 2`);
  const hashesOf = addressHasher(ctx.orgId);
  const asked = told.map(({ rows, ...one }) => ({ ...one, hash: hashesOf(one.address)[0] }));
  const added = await ctx.db.execute(sql`
    insert into suppressions (org_id, channel, address, address_hash, reason, note, added_by, added_at)
    select ${ctx.orgId}, channel, address, hash, reason, ${row.fileName}, ${titleOf(row)},
      ${row.askedAt!.toISOString()}::timestamptz
    from ${rowsOf(asked)} as a(channel text, address text, hash text, reason text) order by hash
    on conflict do nothing returning 1`);
  const rows = told.reduce((sum, one) => sum + one.rows, 0);
  const loaded = added.length;
  return { ...nothing(), loaded, known: told.length - loaded, repeated: rows - told.length, calm: false };
}
