import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * Waits until nobody else decides over this store's people; holds until the transaction ends. Whoever finds or opens a
 * contact takes it first, or a webhook at the same moment would open a second one. Gives whether the organization ever
 * erased anybody, as it stands after the wait.
 */
export async function takeTurn(ctx: Working, storeId: number): Promise<boolean> {
  const [row] = await ctx.db.execute<{ erased: boolean }>(
    sql`select hold_store(${ctx.orgId}::bigint, ${storeId}::bigint) as erased`,
  );
  return row!.erased;
}
