/** Functions beyond the recording: what the fault tests count, and steps that the recording does not show. */
import { existsSync } from "node:fs";
import { NonRetriableError, referenceFunction } from "inngest";
import { inngest } from "./functions";
import { limits } from "./limits";
import { note, on, pause } from "./more-events";

const journal = inngest.createFunction(
  { id: "journal", triggers: [on("journal")], retries: 0 },
  async ({ event, step, runId }) => {
    const length = event.data.steps ?? 1;
    for (let i = 0; i < length; i++) {
      await step.run(`step-${i}`, async () => {
        note(`${runId} ${event.data.n} ${i} start`);
        await pause(event.data.pause ?? 5);
        note(`${runId} ${event.data.n} ${i} end`);
        return i;
      });
      if (i === Math.floor(length / 2)) await step.sleep("nap", "200ms");
    }
    const both = (name: string) => {
      note(`${runId} ${event.data.n} ${name} start`);
      note(`${runId} ${event.data.n} ${name} end`);
    };
    const pair = await Promise.all([step.run("left", () => both("left")), step.run("right", () => both("right"))]);
    return { steps: length, pair: pair.length };
  },
);

const chains = inngest.createFunction({ id: "chains", triggers: [on("chains")] }, async ({ step }) => {
  const chain = async (name: string) => {
    const first = await step.run(`${name}-1`, () => `${name}1`);
    const second = await step.run(`${name}-2`, () => `${first}${name}2`);
    return second;
  };
  return Promise.all([chain("a"), chain("b"), step.sleep("c", "300ms").then(() => "slept")]);
});

const race = inngest.createFunction(
  { id: "race", triggers: [on("race")], optimizeParallelism: false },
  async ({ step }) => {
    const winner = await Promise.race([step.run("fast", () => "fast"), step.sleep("slow", "3s").then(() => "slow")]);
    return step.run("after", () => `${winner} won`);
  },
);

const parallelFailure = inngest.createFunction(
  { id: "parallel-failure", triggers: [on("parallel-failure")], retries: 1 },
  async ({ step, attempt }) => {
    const results = await Promise.allSettled([
      step.run("good", () => 1),
      step.run("bad", () => {
        throw new NonRetriableError("bad");
      }),
      step.run("twice", () => {
        if (attempt === 0) throw new Error("once");
        return 2;
      }),
    ]);
    return results.map((result) => result.status);
  },
);

const match = inngest.createFunction({ id: "match", triggers: [on("match")] }, async ({ step }) => {
  const found = await step.waitForEvent("answer", { event: "more/answer", match: "data.id", timeout: "1h" });
  return found?.data ?? null;
});

const failingChild = inngest.createFunction(
  { id: "failing-child", triggers: [on("failing-child")], retries: 0 },
  () => {
    throw new Error("the child failed");
  },
);

const slowChild = inngest.createFunction({ id: "slow-child", triggers: [on("slow-child")] }, async ({ step }) => {
  await step.sleep("long", "1h");
});

const invokes = inngest.createFunction({ id: "invokes", triggers: [on("invokes")] }, async ({ step }) => {
  const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const failed = await step.invoke("failing", { function: failingChild, data: {} }).catch(message);
  const stranger = referenceFunction({ functionId: "nobody" });
  const unknown = await step.invoke("unknown", { function: stranger, data: {} }).catch(message);
  const late = await step.invoke("late", { function: slowChild, data: {}, timeout: "1s" }).catch(message);
  return { failed, unknown, late };
});

const signal = inngest.createFunction({ id: "signal", triggers: [on("signal")], retries: 0 }, async ({ step }) => {
  await step.waitForSignal("sign", { signal: "go", timeout: "1h", onConflict: "fail" });
});

const echo = inngest.createFunction({ id: "echo", triggers: [on("echo")] }, async ({ event, step }) => {
  const text = await step.run("repeat", () => event.data.text);
  await step.sleep("over a call", "50ms");
  return { text, same: text === event.data.text };
});

const mendable = inngest.createFunction(
  { id: "mendable", triggers: [on("mendable")], retries: 0 },
  async ({ event, step }) => {
    await step.run("first", () => note("first"));
    await step.run("second", () => {
      note("second");
      if (!existsSync(event.data.text ?? "")) throw new Error("not mended yet");
    });
    return "mended";
  },
);

const busy = inngest.createFunction({ id: "busy", triggers: [on("busy")] }, async ({ step }) => {
  for (let i = 0; i < 100; i++) {
    await step.run(`busy-${i}`, async () => {
      note(`busy ${i}`);
      await pause(100);
    });
  }
});

const longLoop = inngest.createFunction({ id: "long-loop", triggers: [on("long-loop")] }, async ({ step }) => {
  let sum = 0;
  for (let i = 0; i < 100; i++) sum += await step.run("add", () => i);
  return sum;
});

const nonsense = inngest.createFunction({ id: "nonsense", triggers: [on("nonsense")] }, async ({ step }) => {
  await step.waitForEvent("wait", { event: "more/never", timeout: "soon" as "1s" });
});

export const more = [
  nonsense,
  journal,
  chains,
  race,
  parallelFailure,
  match,
  failingChild,
  slowChild,
  invokes,
  signal,
  echo,
  mendable,
  busy,
  longLoop,
  ...limits,
];
