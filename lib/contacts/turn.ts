import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * Waits until nobody else decides over this store's people; holds until the transaction ends. Whoever finds or opens a
 * contact takes it first, or a webhook at the same moment would open a second one.
 */
export async function takeTurn(ctx: Working, storeId: number): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${ctx.orgId}::int, ${storeId}::int)`);
}
