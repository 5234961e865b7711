import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * Until the transaction ends nobody else decides who is who in this store: batches of its records, edits, merges and
 * erasures wait for each other. Taken before any row. Gives whether the organization ever erased anybody.
 */
export async function holdStore(ctx: Working, storeId: number): Promise<boolean> {
  const [row] = await ctx.db.execute<{ erased: boolean }>(
    sql`select hold_store(${ctx.orgId}::bigint, ${storeId}::bigint) as erased`,
  );
  return row!.erased;
}
