/** Functions beyond the recording: what the fault tests count, and the options the recording does not use. */
import { appendFileSync } from "node:fs";
import { eventType, staticSchema } from "inngest";
import { inngest } from "./functions";

type Data = {
  n: number;
  steps: number;
  pause?: number;
};
const on = <Name extends string>(name: Name) => eventType(`more/${name}` as const, { schema: staticSchema<Data>() });
const pause = (length: number) => new Promise((resolve) => setTimeout(resolve, length));

/** One line per time a step really runs, written before and after its work. */
function note(line: string): void {
  if (process.env.JOURNAL) appendFileSync(process.env.JOURNAL, `${line}\n`);
}

export const more = [
  inngest.createFunction({ id: "journal", triggers: [on("journal")], retries: 0 }, async ({ event, step, runId }) => {
    const length = event.data.steps;
    for (let i = 0; i < length; i++) {
      await step.run(`step-${i}`, async () => {
        note(`${runId} ${event.data.n} ${i} start`);
        await pause(event.data.pause ?? 5);
        note(`${runId} ${event.data.n} ${i} end`);
        return i;
      });
      if (i === Math.floor(length / 2)) await step.sleep("nap", "200ms");
    }
    const pair = await Promise.all([
      step.run("left", () => note(`${runId} ${event.data.n} left end`)),
      step.run("right", () => note(`${runId} ${event.data.n} right end`)),
    ]);
    return { steps: length, pair: pair.length };
  }),
  inngest.createFunction({ id: "long-loop", triggers: [on("long-loop")] }, async ({ step }) => {
    let sum = 0;
    for (let i = 0; i < 100; i++) sum += await step.run("add", () => i);
    return sum;
  }),
];
