/** Deliveries that are to be applied once more. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * Puts a store's settled deliveries back into its inbox: those of whose letter `d` and outcome `o` this holds. One that
 * still waits stays where it is. Gives how many.
 */
export async function putBack(ctx: Working, storeId: number, which: SQL): Promise<number> {
  const { count } = await ctx.db.execute(sql`
    with unsettled as (
      delete from webhook_outcomes o using webhook_deliveries d
      where o.org_id = ${ctx.orgId} and o.store_id = ${storeId}
        and d.org_id = ${ctx.orgId} and d.store_id = ${storeId} and d.id = o.id and ${which}
      returning o.id, o.attempts, octet_length(d.body) as bytes
    )
    insert into webhook_waiting (org_id, store_id, id, attempts, bytes)
    select ${ctx.orgId}, ${storeId}, id, attempts, bytes from unsettled on conflict do nothing`);
  return count;
}
