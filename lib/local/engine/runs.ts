/** Runs begin here: the row, its first call, its time limits; and every further look at the function ("discovery"). */
import { milliseconds } from "./durations";
import type { Engine } from "./engine";
import { numberOf } from "./expressions";
import { ulid } from "./ids";
import type { FunctionConfig } from "./registration";
import type { InngestEvent } from "./shapes";
import { clean, json, type Tx } from "./store";

export type RunStatus = "queued" | "running" | "completed" | "failed" | "cancelled";

export interface Run {
  id: string;
  functionId: string;
  status: RunStatus;
  events: InngestEvent[];
  parentRun: string | null;
  parentStep: string | null;
  sdkVersion: number;
  priority: number;
}

/** The step id of a call that looks for the function's next steps, as the SDK names it. */
export const DISCOVERY = "step";

export interface NewRun {
  due?: Date;
  singleton?: string;
  parent?: { run: string; step: string };
}

/** Writes a run and queues its first call, in the caller's transaction. @returns the run's id */
export async function createRun(
  engine: Engine,
  tx: Tx,
  fn: FunctionConfig,
  events: [InngestEvent, ...InngestEvent[]],
  { due, singleton, parent }: NewRun = {},
): Promise<string> {
  const id = ulid();
  const [event] = events;
  const priority = Math.max(-600, Math.min(600, numberOf(fn.priority?.run, event)));
  const at = due ?? new Date();
  const [call] = await tx<{ id: string }[]>`
    with run as (
      insert into engine.runs (id, function_id, event_id, event_name, events, singleton_key, parent_run, parent_step, priority)
      values (${id}, ${fn.id}, ${event.id}, ${clean(event.name)}, ${json(events)}::text::json, ${singleton ?? null},
        ${parent?.run ?? null}, ${parent?.step ?? null}, ${priority}) returning id)
    insert into engine.calls (run_id, step_id, priority, due_at) select id, ${DISCOVERY}, ${priority}, ${at} from run
    returning id`;
  if (call) await engine.queue.call(tx, call.id, { at, priority });
  await limit(engine, tx, id, "start", fn.timeouts?.start, due);
  return id;
}

/** Starts the clock of `timeouts.start` or `timeouts.finish`. */
export async function limit(
  engine: Engine,
  tx: Tx,
  run: string,
  phase: "start" | "finish",
  length: string | undefined,
  from: Date = new Date(),
): Promise<void> {
  const span = length === undefined ? undefined : milliseconds(length);
  if (span !== undefined) await engine.queue.clock(tx, { kind: "limit", run, phase }, new Date(from.getTime() + span));
}

/** Queues the next look at the function. When one is already on its way, it will look once more when it is back. */
export async function discover(
  engine: Engine,
  tx: Tx,
  run: Pick<Run, "id" | "priority">,
  due: Date = new Date(),
): Promise<void> {
  await queueCall(engine, tx, run, DISCOVERY, due);
}

/** Queues a call of one step (or a discovery) unless there is one. */
export async function queueCall(
  engine: Engine,
  tx: Tx,
  run: Pick<Run, "id" | "priority">,
  step: string,
  due: Date = new Date(),
): Promise<void> {
  const [call] = await tx<{ id: string; fresh: boolean }[]>`
    insert into engine.calls (run_id, step_id, priority, due_at) values (${run.id}, ${step}, ${run.priority}, ${due})
    on conflict (run_id, step_id) do update set again = true
    returning id, (xmax = 0) as fresh`;
  if (call?.fresh) await engine.queue.call(tx, call.id, { at: due, priority: run.priority });
}

/** The run, locked until the transaction ends, or undefined when it does not exist or has ended. */
export async function lockRun(tx: Tx, id: string): Promise<Run | undefined> {
  const [run] = await tx<Run[]>`
    select id, function_id as "functionId", status, events, parent_run as "parentRun",
      parent_step as "parentStep", sdk_version as "sdkVersion", priority
    from engine.runs where id = ${id} and status in ('queued', 'running') for update`;
  return run;
}

/** Stores an event of our own making. It is handled like a sent one as soon as the transaction is through. */
export async function announce(tx: Tx, event: InngestEvent): Promise<void> {
  await tx`
    insert into engine.events (id, event_id, name, body)
    values (${ulid()}, ${event.id}, ${event.name}, ${json(event)}::text::json)`;
}
