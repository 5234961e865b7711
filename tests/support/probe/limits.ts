/** Functions that use each option of flow control, one at a time. */
import { existsSync } from "node:fs";
import { inngest } from "./functions";
import { note, on, pause } from "./more-events";

export const limits = [
  inngest.createFunction(
    { id: "finish-limit", triggers: [on("finish-limit")], timeouts: { finish: "1s" } },
    async ({ step }) => void (await step.sleep("long", "1h")),
  ),
  inngest.createFunction(
    { id: "newest", triggers: [on("newest")], singleton: { key: "event.data.key", mode: "cancel" } },
    async ({ event, step }) => {
      await step.sleep("a while", "700ms");
      return event.data.n;
    },
  ),
  inngest.createFunction(
    {
      id: "batch-key",
      triggers: [on("batch-key")],
      batchEvents: { maxSize: 2, timeout: "1s", key: "event.data.key", if: "event.data.key != 'alone'" },
    },
    async ({ events }) => events.map((event) => `${event.data.key}${event.data.n}`).toSorted(),
  ),
  inngest.createFunction(
    { id: "rate", triggers: [on("rate")], rateLimit: { limit: 2, period: "1m", key: "event.data.key" } },
    async ({ event }) => event.data.n,
  ),
  inngest.createFunction(
    { id: "burst", triggers: [on("burst")], throttle: { limit: 1, period: "1h", burst: 2, key: "event.data.key" } },
    async ({ event }) => event.data.n,
  ),
  inngest.createFunction(
    { id: "debounce-end", triggers: [on("debounce-end")], debounce: { period: "1s", timeout: "2s" } },
    async ({ event }) => event.data.n,
  ),
  ...["shared-a", "shared-b"].map((id) =>
    inngest.createFunction(
      { id, triggers: [on("shared")], concurrency: { limit: 1, key: '"one"', scope: "env" } },
      async ({ runId, step }) => {
        await step.run("alone", async () => {
          note(`${runId} in`);
          await pause(150);
          note(`${runId} out`);
        });
      },
    ),
  ),
  inngest.createFunction(
    { id: "priority", triggers: [on("priority")], concurrency: 1, priority: { run: "event.data.n" } },
    async ({ event, step }) => {
      await step.run("note", async () => {
        note(`priority ${event.data.n}`);
        while (event.data.until && !existsSync(event.data.until)) await pause(20);
      });
    },
  ),
  inngest.createFunction({ id: "later", triggers: [on("later")] }, async () => "later"),
  inngest.createFunction(
    { id: "filtered", triggers: [{ event: on("filtered"), if: "event.data.n > 5" }] },
    async ({ event }) => event.data,
  ),
];
