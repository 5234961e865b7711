import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * For the rest of the transaction: statements over thousands of staged rows look the others up by their keys. A plan for
 * an organization that the statistics do not name yet reads all of it (as in lib/records/absorb.ts), and one for a table
 * that was empty a moment ago reads all of the table, for each row.
 */
export const lookUpByKeys = (ctx: Working) =>
  ctx.db.execute(
    sql`select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`,
  );
