/** The recorded app's functions (tests/fixtures/inngest/functions.ts.txt), written out so that types hold. */
import { eventType, Inngest, NonRetriableError, RetryAfterError, staticSchema } from "inngest";

export const inngest = new Inngest({ id: "probe", isDev: true });

/** What the recorded events carry, each only some of it. */
type Data = { n?: number; x?: number; y?: number; k?: string };
const on = <Name extends string>(name: Name) => eventType(`probe/${name}` as const, { schema: staticSchema<Data>() });
const pause = (length: number) => new Promise((resolve) => setTimeout(resolve, length));

const child = inngest.createFunction({ id: "child", triggers: [on("child")] }, async ({ event, step }) => {
  await step.run("c", () => 1);
  return { got: event.data.y };
});

export const functions = [
  inngest.createFunction({ id: "steps", triggers: [on("steps")] }, async ({ event, step }) => {
    const a = await step.run("one", () => ({ a: 1 }));
    await step.sleep("nap", "1s");
    const b = await step.run("two", () => a.a + 1);
    return { b, n: event.data.n };
  }),
  inngest.createFunction({ id: "parallel", triggers: [on("parallel")] }, async ({ step }) =>
    Promise.all([step.run("p1", () => 1), step.run("p2", () => 2), step.run("p3", () => 3)]),
  ),
  inngest.createFunction({ id: "retries", triggers: [on("retries")], retries: 2 }, async ({ step, attempt }) => {
    await step.run("flaky", () => {
      if (attempt < 1) throw new Error(`flaky attempt ${attempt}`);
      return "ok";
    });
    return attempt;
  }),
  inngest.createFunction({ id: "non-retriable", triggers: [on("non-retriable")] }, async ({ step }) => {
    await step.run("bad", () => {
      throw new NonRetriableError("never again");
    });
  }),
  inngest.createFunction(
    { id: "retry-after", triggers: [on("retry-after")], retries: 1 },
    async ({ step, attempt }) => {
      await step.run("later", () => {
        if (attempt === 0) throw new RetryAfterError("wait", 2000);
        return 1;
      });
    },
  ),
  inngest.createFunction({ id: "caught", triggers: [on("caught")], retries: 0 }, async ({ step }) => {
    try {
      await step.run("boom", () => {
        throw new Error("boom");
      });
    } catch (error) {
      return await step.run("recover", () => `recovered from ${error instanceof Error ? error.message : ""}`);
    }
  }),
  inngest.createFunction(
    {
      id: "on-failure",
      triggers: [on("on-failure")],
      retries: 0,
      onFailure: async ({ error, step }) => {
        await step.run("note", () => error.message);
      },
    },
    async () => {
      throw new Error("top level");
    },
  ),
  inngest.createFunction({ id: "send-event", triggers: [on("send-event")] }, async ({ step }) =>
    step.sendEvent("tell", [
      { name: "probe/heard", data: { x: 1 } },
      { name: "probe/heard", data: { x: 2 } },
    ]),
  ),
  inngest.createFunction({ id: "heard", triggers: [on("heard")] }, async ({ event }) => event.data.x),
  inngest.createFunction({ id: "invoke", triggers: [on("invoke")] }, async ({ step }) =>
    step.invoke("call-child", { function: child, data: { y: 5 } }),
  ),
  child,
  inngest.createFunction({ id: "wait", triggers: [on("wait")] }, async ({ step }) => {
    const answer = await step.waitForEvent("wf", {
      event: "probe/answer",
      timeout: "5s",
      if: "event.data.id == async.data.id",
    });
    return answer ? answer.data : null;
  }),
  inngest.createFunction({ id: "sleep-until", triggers: [on("sleep-until")] }, async ({ step }) => {
    await step.sleepUntil("su", new Date(Date.now() + 1500));
    return 1;
  }),
  inngest.createFunction(
    { id: "debounced", triggers: [on("debounced")], debounce: { key: "event.data.k", period: "2s" } },
    async ({ event }) => event.data,
  ),
  inngest.createFunction(
    { id: "batched", triggers: [on("batched")], batchEvents: { maxSize: 3, timeout: "2s" } },
    async ({ events }) => events.length,
  ),
  inngest.createFunction(
    { id: "keyed", triggers: [on("keyed")], concurrency: [{ key: "event.data.k", limit: 1 }] },
    async ({ step }) => {
      await step.run("work", () => pause(500).then(() => 1));
    },
  ),
  inngest.createFunction(
    { id: "singleton", triggers: [on("singleton")], singleton: { key: "event.data.k", mode: "skip" } },
    async ({ step }) => {
      await step.sleep("s", "2s");
      return 1;
    },
  ),
  inngest.createFunction(
    { id: "cancellable", triggers: [on("cancellable")], cancelOn: [{ event: "probe/cancel", match: "data.id" }] },
    async ({ step }) => {
      await step.sleep("long", "30s");
      return "not cancelled";
    },
  ),
  inngest.createFunction({ id: "cron", triggers: [{ cron: "TZ=Europe/Paris * * * * *" }] }, async ({ event }) => event),
  inngest.createFunction(
    { id: "idempotent", triggers: [on("idempotent")], idempotency: "event.data.k" },
    async ({ event }) => event.data.k,
  ),
  inngest.createFunction(
    { id: "rate-limited", triggers: [on("rate-limited")], rateLimit: { limit: 1, period: "1m", key: "event.data.k" } },
    async () => 1,
  ),
  inngest.createFunction(
    { id: "throttled", triggers: [on("throttled")], throttle: { limit: 1, period: "2s", key: "event.data.k" } },
    async () => 1,
  ),
  inngest.createFunction({ id: "loop", triggers: [on("loop")] }, async ({ step }) => {
    for (let i = 0; i < 4; i++) await step.run("batch", () => i);
    return "done";
  }),
];
