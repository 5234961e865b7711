/** What a question may cost: asked of the planner beforehand, or ended by a clock. */
import { type SQL, sql } from "drizzle-orm";
import { codeOf } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";

/** How many rows the planner believes `from` to have; a millisecond, whatever the size. */
export async function estimated(ctx: Working, from: SQL): Promise<number> {
  const [row] = await ctx.db.execute<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    sql`explain (format json) select 1 from ${from}`,
  );
  return row?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}

/** Ends each statement of the transaction that takes longer. */
export const limitTo = (ctx: Working, seconds: number) =>
  ctx.db.execute(sql`select set_config('statement_timeout', ${String(seconds * 1000)}, true)`);

const cancelled = "57014";

/** What a transaction under `limitTo` gives, or null when its time was over. */
export async function within<T>(seconds: number, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== cancelled) throw error;
    log.info({ seconds }, "a count took too long");
    return null;
  }
}
