/** From an event to a run, through what its function asks for: batch, rate limit, debounce, singleton, throttle. */
import { milliseconds } from "./durations";
import { cancelRun } from "./endings";
import type { Engine } from "./engine";
import { holds, keyOf } from "./expressions";
import { ulid } from "./ids";
import type { FunctionConfig } from "./registration";
import { createRun, type NewRun } from "./runs";
import type { InngestEvent } from "./shapes";
import { json, type Tx } from "./store";

type Events = [InngestEvent, ...InngestEvent[]];
const DAY = 86_400_000;
/** An event may ask for a later start by a `ts` in the future; less than this is a clock that goes fast. */
const AHEAD = 1000;

/** Brings an event to a function: now, later, together with others, or not at all. */
export async function start(engine: Engine, tx: Tx, fn: FunctionConfig, event: InngestEvent): Promise<void> {
  if (fn.batchEvents && holds(fn.batchEvents.if, { event })) await collect(engine, tx, fn, fn.batchEvents, event);
  else if (fn.debounce) await postpone(engine, tx, fn, fn.debounce, event);
  else await begin(engine, tx, fn, [event]);
}

/**
 * Makes a run unless a rule of the function forbids one.
 * @returns the run's id, or undefined when it was skipped
 */
export async function begin(
  engine: Engine,
  tx: Tx,
  fn: FunctionConfig,
  events: Events,
  parent?: NewRun["parent"],
): Promise<string | undefined> {
  const [event] = events;
  if (!(await admit(tx, fn, event))) return undefined;
  const singleton = fn.singleton ? keyOf(fn.singleton.key, event) : undefined;
  if (fn.singleton && !(await makeRoom(engine, tx, fn, fn.singleton.mode, singleton ?? ""))) return undefined;
  const asked = event.ts > Date.now() + AHEAD ? new Date(event.ts) : undefined;
  const due = fn.throttle ? await turn(tx, fn.id, fn.throttle, keyOf(fn.throttle.key, event)) : undefined;
  return createRun(engine, tx, fn, events, { due: later(asked, due), singleton, parent });
}

const later = (one: Date | undefined, other: Date | undefined) =>
  one && other && other > one ? other : (one ?? other);

/** A debounce whose time has come runs with its last event. */
export async function endDebounce(engine: Engine, tx: Tx, id: string, key: string): Promise<void> {
  const [row] = await tx<{ event: InngestEvent }[]>`
    delete from engine.debounces where function_id = ${id} and key = ${key} and due_at <= now() returning event`;
  const fn = engine.registry.get(id);
  if (row && fn) await begin(engine, tx, fn, [row.event]);
}

/** A batch that is full, or whose time has come, runs with all its events. */
export async function endBatch(engine: Engine, tx: Tx, id: string): Promise<void> {
  const [row] = await tx<{ function_id: string; events: InngestEvent[] }[]>`
    delete from engine.batches where id = ${id} returning function_id, events`;
  const fn = row && engine.registry.get(row.function_id);
  const [first, ...rest] = row?.events ?? [];
  if (fn && first) await begin(engine, tx, fn, [first, ...rest]);
}

/** Rate limit and idempotency: both count the runs begun with a key in a window of time that has just passed. */
async function admit(tx: Tx, fn: FunctionConfig, event: InngestEvent): Promise<boolean> {
  const rules = [
    ...(fn.rateLimit ? [{ kind: "rate", ...fn.rateLimit, window: milliseconds(fn.rateLimit.period) ?? 0 }] : []),
    ...(fn.idempotency ? [{ kind: "idempotency", limit: 1, key: fn.idempotency, window: DAY }] : []),
  ].map((rule) => ({ ...rule, key: keyOf(rule.key, event) }));
  for (const { kind, key, limit, window } of rules) {
    const [row] = await tx<{ count: number }[]>`
      select count(*)::int as count from engine.marks
      where function_id = ${fn.id} and kind = ${kind} and key = ${key} and at > now() - make_interval(secs => ${window / 1000})`;
    if ((row?.count ?? 0) >= limit) return false;
  }
  for (const { kind, key } of rules) {
    await tx`insert into engine.marks (function_id, kind, key) values (${fn.id}, ${kind}, ${key})`;
  }
  return true;
}

async function makeRoom(
  engine: Engine,
  tx: Tx,
  fn: FunctionConfig,
  mode: "skip" | "cancel",
  key: string,
): Promise<boolean> {
  const active = await tx<{ id: string }[]>`
    select id from engine.runs
    where function_id = ${fn.id} and singleton_key = ${key} and status in ('queued', 'running')`;
  if (mode === "skip") return active.length === 0;
  for (const { id } of active)
    await cancelRun(engine, tx, id, "A newer run of this singleton function took its place.");
  return true;
}

/** The generic cell rate algorithm, as Inngest's throttle: runs start period/limit apart, `burst` of them at once. */
async function turn(
  tx: Tx,
  fn: string,
  throttle: NonNullable<FunctionConfig["throttle"]>,
  key: string,
): Promise<Date | undefined> {
  const step = (milliseconds(throttle.period) ?? 0) / throttle.limit;
  const now = Date.now();
  const [row] = await tx<{ next_at: Date }[]>`
    select next_at from engine.throttles where function_id = ${fn} and key = ${key} for update`;
  const arrival = Math.max(now, row?.next_at.getTime() ?? now);
  await tx`
    insert into engine.throttles (function_id, key, next_at) values (${fn}, ${key}, ${new Date(arrival + step)})
    on conflict (function_id, key) do update set next_at = excluded.next_at`;
  const start = arrival - step * ((throttle.burst ?? 1) - 1);
  return start > now ? new Date(start) : undefined;
}

async function postpone(
  engine: Engine,
  tx: Tx,
  fn: FunctionConfig,
  debounce: NonNullable<FunctionConfig["debounce"]>,
  event: InngestEvent,
): Promise<void> {
  const key = keyOf(debounce.key, event);
  const wanted = new Date(Date.now() + (milliseconds(debounce.period) ?? 0));
  const latest = debounce.timeout ? new Date(Date.now() + (milliseconds(debounce.timeout) ?? 0)) : null;
  const [row] = await tx<{ due_at: Date }[]>`
    insert into engine.debounces as d (function_id, key, event, due_at, latest_at)
    values (${fn.id}, ${key}, ${json(event)}::text::json, ${wanted}, ${latest})
    on conflict (function_id, key) do update set event = excluded.event,
      due_at = least(excluded.due_at, coalesce(d.latest_at, excluded.due_at))
    returning due_at`;
  await engine.queue.clock(tx, { kind: "debounce", fn: fn.id, key }, row?.due_at ?? wanted);
}

async function collect(
  engine: Engine,
  tx: Tx,
  fn: FunctionConfig,
  batch: NonNullable<FunctionConfig["batchEvents"]>,
  event: InngestEvent,
): Promise<void> {
  const key = keyOf(batch.key, event);
  const [row] = await tx<{ id: string; size: number; fresh: boolean }[]>`
    insert into engine.batches as b (id, function_id, key, size, events)
    values (${ulid()}, ${fn.id}, ${key}, 1, ${json([event])}::text::json)
    on conflict (function_id, key) do update set size = b.size + 1,
      events = (left(b.events::text, -1) || ',' || ${json(event)}::text || ']')::json
    returning id, size, (xmax = 0) as fresh`;
  if (!row) return;
  if (row.size >= batch.maxSize) await endBatch(engine, tx, row.id);
  else if (row.fresh) {
    const due = new Date(Date.now() + (milliseconds(batch.timeout) ?? 0));
    await engine.queue.clock(tx, { kind: "batch", batch: row.id }, due);
  }
}
