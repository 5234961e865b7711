/** The local job engine against a recorded real Inngest server: same functions, same events, same conversation. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { eventIds } from "@/lib/local/engine/ids";
import {
  eventually,
  freePort,
  freshDatabase,
  type Process,
  startEngineProcess,
  startProbe,
} from "../support/probe/processes";
import { type Exchange, record } from "../support/probe/recorder";
import { isCall, recording, type Told, transcripts } from "../support/probe/transcript";

const recorded = recording();
const expected = transcripts(recorded);
/**
 * The real server had seen these two keys in an earlier session, so it ran neither; a server new to them runs each
 * once.
 */
const SEEN_BEFORE = new Map([
  ["probe-heard", { x: 9 }],
  ["probe-idempotent", { k: "z" }],
]);
/** The recording begins within the minute of the cron's first tick, whose first attempt it does not show. */
const UNLIKE = new Set(["probe-cron"]);

const exchanges: Exchange[] = [];
const stops: (() => Promise<unknown>)[] = [];
let engine = "";

const Runs = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      function: z.string(),
      status: z.string(),
      created: z.string(),
      started: z.string().nullable(),
    }),
  ),
});
const runs = async () => Runs.parse(await (await fetch(`${engine}/api/runs`)).json()).runs;
const send = (body: string) => fetch(`${engine}/e/key`, { method: "POST", body });

beforeAll(async () => {
  const [enginePort, appPort] = [await freePort(), await freePort()];
  const database = await freshDatabase("conformance");
  stops.push(database.drop);
  const toApp = await record("server-to-app", () => `http://127.0.0.1:${appPort}`, exchanges);
  const toEngine = await record("app-to-server", () => `http://127.0.0.1:${enginePort}`, exchanges);
  stops.push(toApp.stop, toEngine.stop);
  const app: Process = await startProbe({ PORT: String(appPort), INNGEST_DEV: toEngine.url });
  stops.push(() => app.kill());
  const process = await startEngineProcess({
    DATABASE_URL: database.url,
    ENGINE_PORT: String(enginePort),
    ENGINE_APP_URL: `${toApp.url}/api/inngest`,
    ENGINE_RETRY_SECONDS: "1",
  });
  stops.push(() => process.kill());
  engine = toEngine.url;
  await eventually(async () => exchanges.some((one) => one.path === "/fn/register"), Boolean);
  await replay();
  await eventually(runs, (all) => settled(all), 90_000);
});

afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** Sends what was sent to the real server, in the recording's order and with its pauses. */
async function replay(): Promise<void> {
  const sent = recorded.filter((one) => one.path === "/e/key");
  const begun = Date.now();
  const first = Date.parse(sent[0]?.at ?? "");
  for (const one of sent) {
    const due = begun + Date.parse(one.at) - first;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
    await send(one.request_body);
  }
}

/** All has been said: nothing is under way, and the cron has ticked. */
function settled(all: { function: string; status: string }[]): boolean {
  const busy = all.some((run) => ["queued", "running"].includes(run.status));
  return !busy && all.length > 20 && all.some((run) => run.function === "probe-cron");
}

const ours = () => transcripts(exchanges);

describe("registration", () => {
  test("the probe app registers the recorded functions", () => {
    const [real, own] = [recorded, exchanges].map((all) => all.find((one) => one.path === "/fn/register"));
    const functions = (one: Exchange | undefined) =>
      JSON.parse(one?.request_body ?? "{}")
        .functions.filter((fn: { triggers: { event?: string }[] }) => !fn.triggers[0]?.event?.startsWith("more/"))
        .map(({ steps, ...fn }: { steps: { step: { retries?: unknown } } }) => ({
          ...fn,
          retries: steps.step.retries,
        }));
    expect(functions(own)).toEqual(functions(real));
  });

  test("a registration is answered with the fields of the real server", () => {
    const [real, own] = [recorded, exchanges].map((all) => all.find((one) => one.path === "/fn/register"));
    expect(own?.status).toBe(real?.status);
    expect(Object.keys(JSON.parse(own?.response_body ?? "{}"))).toEqual(
      Object.keys(JSON.parse(real?.response_body ?? "{}")),
    );
  });

  test("the app is told that it registered", () => {
    const put = exchanges.find((one) => one.method === "PUT" && one.status === 200);
    expect(JSON.parse(put?.response_body ?? "{}").message).toBe("Successfully registered");
  });
});

describe("events", () => {
  test("what is no event is refused in the words of the real server", () => {
    const refused = (all: Exchange[]) =>
      all
        .filter((one) => one.path === "/e/key" && one.status !== 200)
        .map((one) => ({ status: one.status, answer: JSON.parse(one.response_body) }));
    expect(refused(exchanges)).toEqual(refused(recorded));
  });

  test("an event sent by the SDK gets the ids that its seed makes at the real server", () => {
    const sent = recorded.filter((one) => one.request_headers["x-inngest-event-id-seed"] !== undefined);
    expect(sent.length).toBeGreaterThan(0);
    for (const one of sent) {
      const { ids } = JSON.parse(one.response_body);
      expect(eventIds(ids.length, one.request_headers["x-inngest-event-id-seed"])).toEqual(ids);
    }
  });
});

describe("runs", () => {
  const functions = [...expected.keys()].filter((fn) => !UNLIKE.has(fn));

  test.each(functions)("%s is called with the same and answers the same as at the real server", (fn) => {
    const told = (ours().get(fn) ?? []).filter((one) => !isNew(one));
    expect(told.map(({ event, said }) => ({ event, said }))).toEqual(
      expected.get(fn)?.map(({ event, said }) => ({ event, said })),
    );
  });

  test("no function runs that did not run at the real server, but for those it had seen before", () => {
    const names = (all: Map<string, unknown>) => [...all.keys()].toSorted();
    expect(names(ours())).toEqual([...new Set([...names(expected), "probe-idempotent"])].toSorted());
  });

  test("the same event id twice, and the same idempotency key twice, run once", () => {
    expect(ours().get("probe-heard")?.filter(isNew)).toHaveLength(1);
    expect(ours().get("probe-idempotent")?.filter(isNew)).toHaveLength(1);
  });

  test("a cancelled run is cancelled, a failed one has failed, all others are completed", async () => {
    const all = await runs();
    const ended = (status: string) =>
      all
        .filter((run) => run.status === status)
        .map((run) => run.function)
        .toSorted();
    expect(ended("cancelled")).toEqual(["probe-cancellable"]);
    expect(ended("failed")).toEqual(lastAnswers(400));
    expect(all.filter((run) => !["cancelled", "failed", "completed"].includes(run.status))).toEqual([]);
  });

  test("calls with the same concurrency key never overlap", () => {
    for (const all of [recorded, exchanges]) expect(overlaps(all, "probe-keyed")).toBe(0);
  });

  test("throttled runs start at least their period apart", async () => {
    const [first = 0, second = 0] = starts(recorded, "probe-throttled");
    expect(second - first).toBeGreaterThanOrEqual(2000);
    const [one, other] = (await runs()).filter((run) => run.function === "probe-throttled").toReversed();
    expect(Date.parse(other?.started ?? "") - Date.parse(one?.created ?? "")).toBeGreaterThanOrEqual(2000);
  });

  test("a cron ticks on the minute, with the event of the real server", () => {
    const events = (all: Exchange[]) =>
      callsOf(all, "probe-cron").map((one) => {
        const { event } = JSON.parse(one.request_body);
        const { data, id, ts } = event;
        expect([data.fireAt, id, Date.parse(id) % 60_000]).toEqual([data.scheduledAt, data.fireAt, 0]);
        expect(ts).toBe(Date.parse(id));
        return { ...event, id: "", ts: 0, data: { ...data, fireAt: "", scheduledAt: "" } };
      });
    expect(events(exchanges)[0]).toEqual(events(recorded)[0]);
  });
});

const isNew = ({ fn, event }: Told) => JSON.stringify(event) === JSON.stringify(SEEN_BEFORE.get(fn));

const callsOf = (all: Exchange[], fn: string) => all.filter((one) => isCall(one) && one.path.includes(`fnId=${fn}&`));

/** The functions whose last answer at the real server had this status. */
function lastAnswers(status: number): string[] {
  return [...expected.entries()]
    .filter(([, told]) =>
      told.some(({ said }) => z.object({ status: z.literal(status) }).safeParse(said.at(-1)).success),
    )
    .map(([fn]) => fn)
    .toSorted();
}

/** When a function's calls were answered, which these functions do at once. */
const starts = (all: Exchange[], fn: string) =>
  callsOf(all, fn)
    .map((one) => Date.parse(one.at))
    .toSorted((a, b) => a - b);

/** How many times a step of the function ran while another one did, by the SDK's own timing. */
function overlaps(all: Exchange[], fn: string): number {
  const ids = new Set(callsOf(all, fn).map((one) => JSON.parse(one.request_body).ctx.run_id));
  const spans = all
    .filter((one) => one.path.startsWith("/v1/checkpoint/"))
    .map((one) => JSON.parse(one.request_body))
    .filter((body) => ids.has(body.run_id))
    .map((body) => body.steps[0].timing)
    .toSorted((one, other) => one.a - other.a);
  expect(spans).toHaveLength(3);
  return spans.filter((span, index) => index > 0 && span.a < spans[index - 1].a + spans[index - 1].b - 5e6).length;
}
