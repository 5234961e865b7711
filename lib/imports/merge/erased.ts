/** People who were erased do not come back by a file: their rows are refused, and nothing of them is kept. */
import { sql } from "drizzle-orm";
import { addressHasher } from "@/lib/address-hash";
import { forgetFiles } from "@/lib/contacts/erase/files";
import { anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { ImportRow } from "../row";
import type { Lines } from "./merged";

/**
 * By the hash of the address, or of the number where there is none, as lib/records/erased.ts. Gives how many there
 * were.
 */
export async function refuseErased(ctx: Working, row: ImportRow, lines: Lines): Promise<number> {
  const here = sql`org_id = ${ctx.orgId} and import_id = ${row.id}`;
  const between = sql`line between ${lines.first} and ${lines.last}`;
  const erased = await ctx.db.execute<{ hash: string }>(
    sql`select distinct address_hash as hash from suppressions where org_id = ${ctx.orgId} and reason = 'erased'`,
  );
  const known = new Set(erased.map(({ hash }) => hash));
  const told = await ctx.db.execute<{ address: string }>(sql`
    select distinct coalesce(email, phone) as address from import_staging
    where ${here} and ${between} and coalesce(email, phone) is not null`);
  const hashesOf = addressHasher(ctx.orgId);
  const gone = told.filter(({ address }) => hashesOf(address).some((hash) => known.has(hash)));
  if (gone.length === 0) return 0;
  await forgetFiles(ctx, sql`${row.id}::bigint`);
  const refused = await ctx.db.execute(sql`
    with gone as (
      delete from import_staging where ${here} and ${between}
        and coalesce(email, phone) = ${anyText(gone.map(({ address }) => address))} returning line
    )
    insert into import_rejects (org_id, import_id, line, reason, cells)
    select ${ctx.orgId}, ${row.id}, line, 'erased', '[]' from gone
    on conflict (org_id, import_id, line) do update set reason = 'erased', cells = '[]', mended_at = null returning 1`);
  return refused.length;
}
