/** A list of suppressed addresses of another tool: nobody is opened, the addresses are suppressed. */
import { sql } from "drizzle-orm";
import { addressHasher } from "@/lib/address-hash";
import { putIn } from "@/lib/suppressions/words";
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
  const asked = told.map(({ rows, ...one }) => ({ ...one, hash: hashesOf(one.address)[0]! }));
  const loaded = await putIn(ctx, { ...wordOf(row), note: row.fileName }, asked);
  const rows = told.reduce((sum, one) => sum + one.rows, 0);
  return { ...nothing(), loaded, known: told.length - loaded, repeated: rows - told.length, calm: false };
}

/** The word of an import for the addresses it suppresses. */
export const wordOf = (row: ImportRow) => ({ by: titleOf(row), at: row.askedAt!.toISOString() });
