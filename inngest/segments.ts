import { events, jobs } from "@/lib/jobs";
import { keepUp, watchQueue } from "@/lib/segments/changed";
import { beginDue, stuckRefreshes } from "@/lib/segments/clock";
import { runRefresh } from "@/lib/segments/refresh";

const contextOf = (orgId: number) => ({ orgId, actor: { kind: "job" as const, name: "Segments" } });

/** Looks at the queue all the time, for no writer has to say that it wrote. One look ends as soon as somebody waits. */
const watch = jobs.createFunction(
  { id: "watch-segments", name: "Watch for changed contacts", triggers: [{ cron: "* * * * *" }], concurrency: 1 },
  async ({ event, step }) => {
    let just: number[] = [];
    for (let round = 1, seconds = 0; seconds < 50; round++) {
      const since = event.ts ?? 0;
      const seen = await step.run(`watch ${round}`, () => watchQueue({ seconds: 15, just, since }));
      seconds += seen.seconds;
      just = seen.waiting;
      const hints = just.map((orgId) => events.contactsChanged.create({ orgId }));
      if (hints.length > 0) await step.sendEvent(`hint ${round}`, hints);
    }
  },
);

const keep = jobs.createFunction(
  {
    id: "keep-segments",
    name: "Ask changed contacts anew",
    triggers: [events.contactsChanged],
    concurrency: [{ key: "event.data.orgId", limit: 1 }],
    retries: 5,
  },
  async ({ event, step }) => {
    for (let round = 1; round <= 20; round++) {
      const { waiting } = await step.run(`stretch ${round}`, () =>
        keepUp(contextOf(event.data.orgId), { seconds: 15 }),
      );
      if (!waiting) return;
    }
  },
);

const clock = jobs.createFunction(
  { id: "segments-clock", name: "Refresh segments where a day has begun", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    const due = await step.run("look", beginDue);
    const stuck = await step.run("look for what stands still", stuckRefreshes);
    const runs = [...due, ...stuck].map((run) => events.segmentsDue.create(run));
    if (runs.length > 0) await step.sendEvent("begin", runs);
  },
);

const refresh = jobs.createFunction(
  {
    id: "refresh-segments",
    name: "Refresh an organization's segments",
    triggers: [events.segmentsDue],
    concurrency: [{ key: "event.data.orgId", limit: 1 }],
    retries: 5,
  },
  async ({ event, step }) => {
    const { orgId, runId } = event.data;
    await step.run("refresh", () => runRefresh(contextOf(orgId), { runId }));
  },
);

export const segments = [watch, keep, clock, refresh];
