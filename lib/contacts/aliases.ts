import { sql } from "drizzle-orm";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/** Lets the store's records find these contacts (inner ids) also by these normalised addresses. */
export async function writeAliases(ctx: Working, storeId: number, rows: { contact: number; address: string }[]) {
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    insert into contact_aliases (org_id, store_id, address, contact_id)
    select distinct on (address) ${ctx.orgId}::bigint, ${storeId}::bigint, address, contact
    from ${rowsOf(rows)} as r(contact bigint, address text) order by address, contact
    on conflict (org_id, store_id, address) do update set contact_id = excluded.contact_id`);
}
