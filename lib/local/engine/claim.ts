/** Taking a call in hand: its slots, its place in the run, and everything the app has to be told. */
import type { Call } from "./answer";
import type { Engine } from "./engine";
import { ulid } from "./ids";
import { maxAttempts } from "./registration";
import { DISCOVERY, limit } from "./runs";
import type { InngestEvent } from "./shapes";
import { type Limit, limitsOf } from "./slots";
import type { Tx } from "./store";

export interface Claimed {
  call: Call;
  limits: Limit[];
}

interface Waiting {
  run_id: string;
  function_id: string;
  step_id: string;
  status: string;
  attempt: number;
  sdk_version: number;
  events: InngestEvent[];
  due_at: Date;
  /** No call of the run has ever been made, so it has no memory to read. */
  untouched: boolean;
  /** A job can outlive its reason, e.g. when its call failed meanwhile and is to be tried later. */
  early: boolean;
}

/**
 * Takes a queued call, unless it is gone (cancelled, already taken) or a concurrency limit is full; then it is parked
 * until a slot of that limit is free. The queue's job is done in either case: from here the call's row knows.
 */
export async function claim(engine: Engine, jobId: string, callId: string): Promise<Claimed | undefined> {
  let held: Limit[] = [];
  let full: Limit | undefined;
  try {
    const claimed = await engine.transact(async (tx) => {
      engine.slots.release(held);
      held = [];
      await engine.queue.done(tx, "calls", jobId);
      const waiting = await find(tx, callId);
      const [event] = waiting?.events ?? [];
      if (!waiting || !event) return undefined;
      if (waiting.early) return void (await engine.queue.call(tx, callId, { at: waiting.due_at }));
      const fn = engine.registry.get(waiting.function_id);
      const limits = limitsOf(fn, event);
      full = engine.slots.take(limits);
      if (full) return park(tx, callId, full.key);
      held = limits;
      if (waiting.status === "queued") await limit(engine, tx, waiting.run_id, "finish", fn?.timeouts?.finish);
      const call = await take(tx, callId, waiting, maxAttempts(fn));
      return call && { call, limits };
    });
    if (!claimed) await release(engine, held);
    if (full) await standBy(engine, full);
    return claimed;
  } catch (error) {
    engine.slots.release(held);
    throw error;
  }
}

/** The slot may have been freed while the call was being parked, when nobody knew yet that it waits. */
async function standBy(engine: Engine, limit: Limit): Promise<void> {
  engine.slots.wait(limit.key);
  if (!engine.slots.full(limit)) await unpark(engine, limit.key);
}

/** Gives the slots back and lets the first call that waits for one of them go on. */
export async function release(engine: Engine, limits: Limit[]): Promise<void> {
  engine.slots.release(limits);
  for (const { key } of limits) if (engine.slots.waitedFor(key)) await unpark(engine, key);
}

/** After a restart nothing runs and nothing is parked: every call that was either is queued again. */
export async function requeueAll(engine: Engine): Promise<number> {
  return engine.transact(async (tx) => {
    const due = new Date(Date.now() + engine.settings.grace);
    const running = await tx<{ id: string; priority: number }[]>`
      update engine.calls set state = 'queued', due_at = ${due} where state = 'running' returning id, priority`;
    for (const { id, priority } of running) await engine.queue.call(tx, id, { at: due, priority });
    const waiting = await tx<{ id: string; priority: number }[]>`
      update engine.calls set state = 'queued', parked_on = null where state = 'parked' returning id, priority`;
    for (const { id, priority } of waiting) await engine.queue.call(tx, id, { priority });
    return running.length;
  });
}

/** Queues calls again that nobody makes any more, because their answer could not be written for a while. */
export async function requeueOrphans(engine: Engine, inHand: () => string[]): Promise<void> {
  const running = await engine.sql<{ id: string; generation: number }[]>`
    select id, generation from engine.calls where state = 'running'`;
  const made = new Set(inHand());
  for (const { id, generation } of running.filter((call) => !made.has(call.id))) {
    await engine.transact(async (tx) => {
      const [orphan] = await tx<{ priority: number }[]>`
        update engine.calls set state = 'queued', due_at = now()
        where id = ${id} and generation = ${generation} and state = 'running' returning priority`;
      if (orphan) await engine.queue.call(tx, id, orphan);
    });
  }
}

async function find(tx: Tx, callId: string): Promise<Waiting | undefined> {
  const [found] = await tx<Waiting[]>`
    select c.run_id, c.step_id, c.attempt, r.function_id, r.status, r.sdk_version, r.events,
      c.due_at, c.due_at > now() + interval '1 second' as early, r.started_at is null as untouched
    from engine.calls c join engine.runs r on r.id = c.run_id
    where c.id = ${callId} and c.state = 'queued' and r.status in ('queued', 'running')
    for update of r`;
  return found;
}

async function park(tx: Tx, callId: string, key: string): Promise<undefined> {
  await tx`update engine.calls set state = 'parked', parked_on = ${key} where id = ${callId}`;
}

async function unpark(engine: Engine, key: string): Promise<void> {
  engine.slots.forget(key);
  await engine.transact(async (tx) => {
    const [next] = await tx<{ id: string; priority: number }[]>`
      update engine.calls set state = 'queued', parked_on = null where id = (
        select id from engine.calls where state = 'parked' and parked_on = ${key}
        order by priority desc, due_at, id limit 1)
      returning id, priority`;
    if (!next) return;
    engine.slots.wait(key);
    await engine.queue.call(tx, next.id, { priority: next.priority });
  });
}

const memory = (tx: Tx, run: string) => tx<{ id: string; value: unknown; state: string; position: number | null }[]>`
  select id, value, state, position from engine.steps where run_id = ${run} order by position`;

/** @returns undefined when the call went between being found and being locked */
async function take(tx: Tx, callId: string, waiting: Waiting, attempts: number): Promise<Call | undefined> {
  const requestId = ulid();
  const [row] = await tx<{ generation: number }[]>`
    with run as (
      update engine.runs set status = 'running', started_at = coalesce(started_at, now()), attempt = ${waiting.attempt}
      where id = ${waiting.run_id})
    update engine.calls set state = 'running', generation = generation + 1, request_id = ${requestId}, again = false
    where id = ${callId} and state = 'queued' returning generation`;
  if (!row) return undefined;
  const steps = waiting.untouched ? [] : await memory(tx, waiting.run_id);
  return {
    id: callId,
    runId: waiting.run_id,
    functionId: waiting.function_id,
    stepId: waiting.step_id,
    attempt: waiting.attempt,
    generation: row.generation,
    requestId,
    maxAttempts: attempts,
    sdkVersion: waiting.sdk_version,
    planOnly: waiting.step_id === DISCOVERY && steps.some((step) => step.state === "pending"),
    events: waiting.events,
    steps: steps.filter((step) => step.position !== null).map(({ id, value }) => ({ id, value })),
  };
}
