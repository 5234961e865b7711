/** Events: stored before the sender hears "yes", handled in order right after. A stored event is never lost. */
import { z } from "zod";
import { log } from "@/lib/log";
import { milliseconds } from "./durations";
import { cancelRun } from "./endings";
import type { Engine } from "./engine";
import { holds } from "./expressions";
import { begin, start } from "./flow";
import { eventIds } from "./ids";
import type { FunctionConfig } from "./registration";
import { type InngestEvent, SentEvent } from "./shapes";
import { settle } from "./steps";
import { Broken, json, type Tx } from "./store";

/** A refused send, in the words of a real server. */
export class BadEvent extends Error {}

/** Events handled in one transaction. */
const GROUP = 50;
/** How often an event is tried, once a second, before it is set aside. */
const TRIES = 10;
const NOT_EVENTS = "Request body must contain an event object or an array of event objects";

/**
 * Stores what was sent to `/e/:key`.
 * @returns an id for each event, the same ones when the SDK repeats a request with the same seed
 */
export async function accept(engine: Engine, body: unknown, seed: string | undefined): Promise<string[]> {
  const sent = (Array.isArray(body) ? body : [body]).map(check);
  if (sent.length === 0) return [];
  const ids = eventIds(sent.length, seed);
  const now = Date.now();
  const rows = sent.map((event, index) => {
    const id = ids[index] ?? "";
    const whole = complete(event, id, now);
    return { id, event_id: whole.id, name: whole.name, body: json(whole) };
  });
  await engine.transact(
    (tx) => tx`
      insert into engine.events (id, event_id, name, body)
      select id, event_id, name, body::json
      from unnest(${rows.map((r) => r.id)}::text[], ${rows.map((r) => r.event_id)}::text[],
        ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.body)}::text[]) with ordinality
        as sent (id, event_id, name, body, position)
      order by position
      on conflict (id) do nothing`,
  );
  return ids;
}

/**
 * Handles the oldest stored events. Before an app ever registered they wait for it.
 * @returns how many; 0 when none is left
 */
export async function handleEvents(engine: Engine): Promise<number> {
  if (engine.registry.all().length === 0) return 0;
  try {
    return await handleSome(engine, GROUP);
  } catch (error) {
    if (!engine.live || error instanceof Broken) throw error;
    log.error({ err: error }, "a group of events failed, handling one by itself");
    return handleOne(engine);
  }
}

interface Stored {
  id: string;
  body: InngestEvent;
}

async function handleSome(engine: Engine, count: number): Promise<number> {
  const [waiting] = await engine.sql`select 1 from engine.events where handled_at is null limit 1`;
  if (!waiting) return 0;
  return engine.transact(async (tx) => {
    const events = await tx<Stored[]>`
      select id, body from engine.events where handled_at is null order by seq limit ${count}`;
    const repeated = await repeats(tx, events);
    const awaited = await waitedFor(tx, events);
    for (const { id, body } of events) {
      if (!repeated.has(id)) await handle(engine, tx, body, awaited);
    }
    await tx`update engine.events set handled_at = now() where id = any(${events.map((event) => event.id)})`;
    return events.length;
  });
}

/** The oldest event alone. One that fails again and again is set aside, or it would hold up all others for ever. */
async function handleOne(engine: Engine): Promise<number> {
  try {
    return await handleSome(engine, 1);
  } catch (error) {
    if (!engine.live || error instanceof Broken) throw error;
    const [event] = await engine.sql<{ id: string; name: string; aside: boolean }[]>`
      update engine.events set tries = tries + 1, handled_at = case when tries + 1 >= ${TRIES} then now() end
      where id = (select id from engine.events where handled_at is null order by seq limit 1)
      returning id, name, handled_at is not null as aside`;
    log.error({ event: event?.id, name: event?.name, aside: event?.aside }, "an event could not be handled");
    throw error;
  }
}

/** Those of the events whose id has come in the 24 hours before. */
async function repeats(tx: Tx, events: Stored[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select e.id from engine.events e where e.id = any(${events.map((event) => event.id)}) and exists (
      select 1 from engine.events other where other.event_id = e.event_id and other.id <> e.id
        and (other.handled_at is not null or other.seq < e.seq) and other.received_at > now() - interval '24 hours')`;
  return new Set(rows.map((row) => row.id));
}

/** Those of the events' names that a step waits for. Handling events begins no wait, so one look is enough for all. */
async function waitedFor(tx: Tx, events: Stored[]): Promise<Set<string>> {
  const rows = await tx<{ name: string }[]>`
    select distinct event_name as name from engine.waits where event_name = any(${events.map((event) => event.body.name)})`;
  return new Set(rows.map((row) => row.name));
}

async function handle(engine: Engine, tx: Tx, event: InngestEvent, awaited: Set<string>): Promise<void> {
  if (event.name === "inngest/function.invoked") return invoke(engine, tx, event);
  if (awaited.has(event.name)) await answerWaits(engine, tx, event);
  await cancelMatching(engine, tx, event);
  for (const fn of engine.registry.all()) if (listens(fn, event)) await start(engine, tx, fn, event);
}

function listens(fn: FunctionConfig, event: InngestEvent): boolean {
  return fn.triggers.some((trigger) => {
    if (!("event" in trigger)) return false;
    const named = trigger.event.endsWith("*")
      ? event.name.startsWith(trigger.event.slice(0, -1))
      : trigger.event === event.name;
    return named && holds(trigger.expression, { event });
  });
}

const Invocation = z.object({ _inngest: z.object({ correlation_id: z.string(), fn_id: z.string() }) });

async function invoke(engine: Engine, tx: Tx, event: InngestEvent): Promise<void> {
  const { correlation_id, fn_id } = Invocation.parse(event.data)._inngest;
  const [run = "", step = ""] = correlation_id.split(".");
  const fn = engine.registry.get(fn_id);
  const begun = fn && (await begin(engine, tx, fn, [event], { run, step }));
  if (begun) return;
  const message = fn ? `${fn_id} was skipped by its own limits.` : `There is no function ${fn_id}.`;
  await settle(engine, tx, run, step, "failed", { error: { name: "InvokeError", message } });
}

async function answerWaits(engine: Engine, tx: Tx, event: InngestEvent): Promise<void> {
  const waits = await tx<{ run_id: string; step_id: string; expression: string | null; events: InngestEvent[] }[]>`
    select w.run_id, w.step_id, w.expression, r.events
    from engine.waits w join engine.runs r on r.id = w.run_id where w.event_name = ${event.name}`;
  for (const { run_id, step_id, expression, events } of waits) {
    const [origin] = events;
    if (origin && holds(expression, { event: origin, async: event })) {
      await settle(engine, tx, run_id, step_id, "completed", event);
    }
  }
}

async function cancelMatching(engine: Engine, tx: Tx, event: InngestEvent): Promise<void> {
  for (const fn of engine.registry.all()) {
    for (const rule of (fn.cancel ?? []).filter((rule) => rule.event === event.name)) {
      const window = rule.timeout === undefined ? Number.POSITIVE_INFINITY : (milliseconds(rule.timeout) ?? 0);
      const since = new Date(Math.max(0, Date.now() - window));
      const runs = await tx<{ id: string; events: InngestEvent[] }[]>`
        select id, events from engine.runs
        where function_id = ${fn.id} and status in ('queued', 'running') and created_at > ${since}`;
      for (const { id, events } of runs) {
        const [origin] = events;
        if (origin && holds(rule.if, { event: origin, async: event })) {
          await cancelRun(engine, tx, id, `Cancelled by the event ${event.name}.`);
        }
      }
    }
  }
}

function check(body: unknown): SentEvent {
  if (typeof body !== "object" || body === null) throw new BadEvent(NOT_EVENTS);
  const name = "name" in body ? body.name : undefined;
  if (name === undefined || name === null || name === "") throw new BadEvent("event name is empty");
  const result = SentEvent.safeParse(body);
  if (!result.success)
    throw new BadEvent(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  if (result.data.name.startsWith("inngest/")) throw new BadEvent("event name is reserved for internal use");
  return result.data;
}

function complete(sent: SentEvent, id: string, now: number): InngestEvent {
  return {
    id: sent.id || id,
    name: sent.name,
    data: sent.data ?? {},
    ts: sent.ts || now,
    user: sent.user ?? {},
    ...(sent.v ? { v: sent.v } : {}),
  };
}
