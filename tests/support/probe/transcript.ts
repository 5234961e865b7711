/** A conversation between server and app, boiled down to what must be the same with every server: no ids, no times. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Exchange } from "./recorder";

const Step = z.looseObject({
  id: z.string(),
  op: z.string(),
  displayName: z.string().optional(),
  name: z.string().optional(),
  data: z.unknown().optional(),
  opts: z.unknown().optional(),
  error: z.unknown().optional(),
});
const Asked = z.object({
  ctx: z.object({
    attempt: z.number(),
    max_attempts: z.number(),
    disable_immediate_execution: z.boolean(),
    generation_id: z.number(),
    run_id: z.string(),
    stack: z.object({ stack: z.array(z.string()), current: z.number() }),
  }),
  event: z.looseObject({ name: z.string(), data: z.looseObject({}) }),
  events: z.array(z.looseObject({ name: z.string(), data: z.looseObject({}) })),
  steps: z.record(z.string(), z.unknown()),
  version: z.number(),
});
type Asked = z.infer<typeof Asked>;

/** Everything that was said about one run, in order. */
export interface Told {
  fn: string;
  run: string;
  event: unknown;
  said: unknown[];
}

/** The recording of a real Inngest server. */
export function recording(): Exchange[] {
  const path = new URL("../../fixtures/inngest/exchange.jsonl", import.meta.url);
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** What was said run by run, grouped by function and put into an order that does not depend on when they ran. */
export function transcripts(exchanges: Exchange[]): Map<string, Told[]> {
  const runs = new Map<string, Told>();
  for (const call of exchanges.filter(isCall)) {
    const { run, fn, asked } = readCall(call);
    if (!runs.has(run)) runs.set(run, { fn, run, event: events(asked), said: [] });
  }
  for (const exchange of exchanges) {
    if (isCall(exchange)) runs.get(readCall(exchange).run)?.said.push(said(exchange));
    else {
      const [, run = ""] = /^\/v1\/checkpoint\/([^/]+)\/async$/.exec(exchange.path) ?? [];
      runs.get(run)?.said.push(checkpointed(exchange));
    }
  }
  const byFunction = new Map<string, Told[]>();
  for (const told of runs.values()) byFunction.set(told.fn, [...(byFunction.get(told.fn) ?? []), inOrder(told)]);
  for (const list of byFunction.values()) list.sort((a, b) => order(a.event, b.event));
  return byFunction;
}

/** When each call of a function began and ended, by the app's own clock, in order. */
export function isCall(exchange: Exchange): boolean {
  return exchange.direction === "server-to-app" && exchange.method === "POST";
}

function readCall(exchange: Exchange) {
  const asked = Asked.parse(JSON.parse(exchange.request_body));
  const url = new URL(exchange.path, "http://app");
  return { run: asked.ctx.run_id, fn: url.searchParams.get("fnId") ?? "", step: url.searchParams.get("stepId"), asked };
}

function said(exchange: Exchange): unknown {
  const { asked, step } = readCall(exchange);
  const { ctx } = asked;
  const answer = JSON.parse(exchange.response_body);
  return {
    call: step,
    attempt: ctx.attempt,
    maxAttempts: ctx.max_attempts,
    generation: ctx.generation_id,
    version: asked.version,
    planOnly: ctx.disable_immediate_execution,
    steps: Object.fromEntries(Object.entries(asked.steps).map(([id, value]) => [id, remembered(value)])),
    stack: [ctx.stack.stack.length, ctx.stack.current],
    status: exchange.status,
    noRetry: exchange.response_headers["x-inngest-no-retry"],
    retryAfter: exchange.response_headers["retry-after"],
    answer: Array.isArray(answer) ? answer.map(op) : error(answer),
  };
}

function checkpointed(exchange: Exchange): unknown {
  const { steps } = z.object({ steps: z.array(Step) }).parse(JSON.parse(exchange.request_body));
  return { checkpoint: steps.map(op), status: exchange.status };
}

function op(value: unknown): unknown {
  const { id, op, displayName, name, data, opts, error: problem } = Step.parse(value);
  const stable = op === "Sleep" && name ? name.replace(/^\d{4}-.*Z$/, "a date") : name;
  return {
    id,
    op,
    displayName,
    name: stable,
    opts,
    data: withoutIds(data),
    error: problem ? error(problem) : undefined,
  };
}

const error = (value: unknown) => z.object({ name: z.string(), message: z.string() }).parse(value);

/** What a run remembers of a step: a failed one by its message, an awaited event by its content. */
function remembered(value: unknown): unknown {
  const failed = z.object({ error: z.unknown() }).safeParse(value);
  if (failed.success) return { error: error(failed.data.error) };
  const event = z.object({ name: z.string(), data: z.unknown(), id: z.string() }).safeParse(value);
  return event.success ? { name: event.data.name, data: event.data.data } : value;
}

/** A run's events without what each server words its own way; of a batch the number, as its order is not promised. */
function events({ event, events }: Asked): unknown {
  if (event.name === "probe/batched") return { batch: events.length };
  return withoutIds(event.data, event.name);
}

function withoutIds(data: unknown, name?: string): unknown {
  const failed = z
    .object({ function_id: z.string(), error: z.object({ message: z.string(), name: z.string() }) })
    .safeParse(data);
  if (name === "inngest/function.failed" && failed.success) {
    return { of: failed.data.function_id, error: error(failed.data.error) };
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
  const { _inngest, ids, ...rest } = data as Record<string, unknown>;
  return Array.isArray(ids) ? { ...rest, ids: ids.length } : rest;
}

/**
 * Calls of single steps are made at the same time: the order they ended in says nothing, nor which of them the others
 * were told of already.
 */
function inOrder(told: Told): Told {
  const single = z.looseObject({
    call: z.string().length(40),
    steps: z.record(z.string(), z.unknown()),
    stack: z.array(z.number()),
  });
  const alone = (one: unknown) => single.safeParse(one).success;
  const from = told.said.findIndex(alone);
  if (from < 0) return told;
  const called = new Set(told.said.flatMap((one) => single.safeParse(one).data?.call ?? []));
  const byItself = (one: unknown) => {
    const { data } = single.safeParse(one);
    if (!data) return one;
    const steps = Object.entries(data.steps).filter(([id]) => !called.has(id));
    const known = Object.keys(data.steps).length - steps.length;
    return { ...data, steps: Object.fromEntries(steps), stack: data.stack.map((n) => n - known) };
  };
  const to = told.said.findLastIndex(alone) + 1;
  const together = told.said.slice(from, to).map(byItself).toSorted(order);
  return { ...told, said: [...told.said.slice(0, from), ...together, ...told.said.slice(to)] };
}

const order = (a: unknown, b: unknown) => JSON.stringify(a).localeCompare(JSON.stringify(b));
