/** What people and programs may ask about runs, and the few things they may do to them. */
import { cancelRun, retryRun } from "./endings";
import type { Engine } from "./engine";
import { holds } from "./expressions";
import type { InngestEvent, RunError } from "./shapes";

export interface RunLine {
  id: string;
  function: string;
  event: string;
  status: string;
  attempt: number;
  created: Date;
  started: Date | null;
  ended: Date | null;
  /** Milliseconds from start to end, or until now. */
  duration: number | null;
  error: string | null;
}

/** Up to 100 runs, newest first; `before` is the id of the last one of the page before. */
export async function listRuns(engine: Engine, query: URLSearchParams): Promise<RunLine[]> {
  const status = query.get("status") || null;
  const name = query.get("function") || null;
  const before = query.get("before") || null;
  const event = query.get("event") || null;
  const rows = await engine.sql<(Omit<RunLine, "error"> & { error: RunError | null })[]>`
    select id, function_id as function, event_name as event, status, attempt, created_at as created,
      started_at as started, ended_at as ended, error,
      round(extract(epoch from coalesce(ended_at, now()) - started_at) * 1000)::int as duration
    from engine.runs
    where (${status}::text is null or status = ${status}) and (${name}::text is null or function_id = ${name})
      and (${before}::text is null or id < ${before}) and (${event}::text is null or event_id = ${event})
    order by id desc limit 100`;
  return rows.map((row) => ({ ...row, error: row.error?.message ?? null }));
}

/** One run with its events, result, error and steps in the order they were found, or undefined. */
export async function showRun(engine: Engine, id: string) {
  const [run] = await engine.sql`
    select id, function_id as function, event_name as event, status, attempt, created_at as created,
      started_at as started, ended_at as ended, events, output, error, parent_run as parent
    from engine.runs where id = ${id}`;
  if (!run) return undefined;
  const steps = await engine.sql`
    select id, name, op, state, attempts, value, error, due_at as due, created_at as created, ended_at as ended
    from engine.steps where run_id = ${id} order by created_at, position nulls last`;
  const calls = await engine.sql`
    select step_id as step, state, attempt, due_at as due from engine.calls where run_id = ${id}`;
  return { ...run, steps, calls };
}

/** Takes a failed or cancelled run up again. @returns whether there was one */
export function retry(engine: Engine, id: string): Promise<boolean> {
  return engine.transact((tx) => retryRun(engine, tx, id));
}

/** Cancels a run that has not ended. @returns whether there was one */
export function cancel(engine: Engine, id: string): Promise<boolean> {
  return engine.transact((tx) => cancelRun(engine, tx, id, "Cancelled by hand."));
}

export interface BulkCancel {
  function_id: string;
  started_after?: string;
  started_before?: string;
  if?: string;
}

/**
 * Cancels the running runs of a function begun in a span of time, those only whose event fits `if`. @returns how many
 */
export async function cancelMany(engine: Engine, wish: BulkCancel): Promise<number> {
  return engine.transact(async (tx) => {
    const runs = await tx<{ id: string; events: InngestEvent[] }[]>`
      select id, events from engine.runs
      where function_id = ${wish.function_id} and status in ('queued', 'running')
        and created_at >= ${new Date(wish.started_after ?? 0)}
        and created_at <= ${wish.started_before ? new Date(wish.started_before) : new Date()}`;
    let count = 0;
    for (const { id, events } of runs) {
      const [event] = events;
      if (event && holds(wish.if, { event, async: event })) {
        if (await cancelRun(engine, tx, id, "Cancelled by hand.")) count++;
      }
    }
    return count;
  });
}

/** For the app's health page: `lag` is the age in seconds of the oldest call that could run and does not. */
export async function health(engine: Engine) {
  const { registry, refusal, appUp: app, live } = engine;
  const state = {
    database: live,
    app,
    functions: registry.all().length,
    ...(refusal === undefined ? {} : { refusal }),
  };
  if (!live) return { ok: false, ...state, lag: 0, queued: 0, running: 0, unhandled: 0 };
  const [row] = await engine.sql<{ lag: number; queued: number; running: number; unhandled: number }[]>`
    select coalesce(extract(epoch from now() - min(due_at) filter (where state = 'queued' and due_at <= now())), 0)::float
        as lag,
      count(*) filter (where state <> 'running')::int as queued,
      count(*) filter (where state = 'running')::int as running,
      (select count(*)::int from engine.events where handled_at is null) as unhandled
    from engine.calls`;
  return { ok: app && refusal === undefined, ...state, ...row };
}
