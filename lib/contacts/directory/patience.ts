/** What a question may cost: asked of the planner beforehand, or ended by a clock. */
import { type SQL, sql } from "drizzle-orm";
import { codeOf } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { database, type Working } from "@/lib/tenancy";

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

/**
 * Does `work` in the open transaction; when `signal` says that nobody waits for it any more, its statement is ended,
 * and
 * `within` gives null. The connection is not given back before that has come through: it would end another's statement.
 */
export async function whileAwaited<T>(
  ctx: Working,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  const [own] = await ctx.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  let ending: Promise<unknown> | null = null;
  const end = () => {
    ending = database().beside`select pg_cancel_backend(${own!.pid})`.catch((error) =>
      log.warn({ error: errorFacts(error) }, "a statement that nobody waits for could not be ended"),
    );
  };
  if (signal.aborted) throw Object.assign(new Error("Nobody waits for it any more."), { code: cancelled });
  signal.addEventListener("abort", end, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", end);
    await ending;
  }
}

/** What a transaction under `limitTo` or `whileAwaited` gives, or null when its time was over. */
export async function within<T>(seconds: number, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== cancelled) throw error;
    log.info({ seconds }, "a count took too long, or nobody waited for it");
    return null;
  }
}
