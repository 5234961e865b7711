import { advanceBulk, stuckBulk } from "@/lib/bulk/run";
import { forgetOldBulk } from "@/lib/bulk/upkeep";
import { events, jobs } from "@/lib/jobs";

const run = jobs.createFunction(
  {
    id: "run-bulk",
    name: "Work over many contacts",
    triggers: [events.bulkBegun],
    concurrency: [{ key: "event.data.bulkId", limit: 1 }],
    retries: 10,
  },
  async ({ event, step }) => {
    const { orgId, bulkId } = event.data;
    const ctx = { orgId, actor: { kind: "job" as const, name: "Bulk action" } };
    for (let round = 1; round <= 400; round++) {
      const { done } = await step.run(`stretch ${round}`, () => advanceBulk(ctx, { bulkId, seconds: 15 }));
      if (done) return;
    }
    await step.sendEvent("go on", events.bulkBegun.create(event.data));
  },
);

/** What was lost with its engine goes on from its last batch. */
const revive = jobs.createFunction(
  { id: "revive-bulk", name: "Look for bulk actions that stand still", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    const stuck = await step.run("look", stuckBulk);
    if (stuck.length > 0)
      await step.sendEvent(
        "go on",
        stuck.map((action) => events.bulkBegun.create(action)),
      );
  },
);

const forget = jobs.createFunction(
  { id: "forget-old-bulk", name: "Forget old exports", triggers: [{ cron: "41 3 * * *" }] },
  ({ step }) => step.run("forget", forgetOldBulk),
);

export const bulk = [run, revive, forget];
