import { events, jobs } from "@/lib/jobs";
import { advance } from "@/lib/sync/advance";
import { stuckSyncs } from "@/lib/sync/sync";

const stretchSeconds = 15;

const run = jobs.createFunction(
  {
    id: "run-sync",
    name: "Pass over a store",
    triggers: [events.syncStarted],
    concurrency: [{ key: "event.data.storeId", limit: 1 }],
    retries: 10,
  },
  async ({ event, step }) => {
    const { orgId, syncId } = event.data;
    const ctx = { orgId, actor: { kind: "job" as const, name: "Sync" } };
    for (let round = 1; round <= 400; round++) {
      const stretch = await step.run(`stretch ${round}`, () => advance(ctx, { syncId, seconds: stretchSeconds }));
      if (stretch.done) return;
      if (stretch.waitSeconds > 0) await step.sleep(`the store asks for a pause ${round}`, `${stretch.waitSeconds}s`);
    }
    await step.sendEvent("go on", events.syncStarted.create(event.data));
  },
);

/** A pass whose run was lost with its engine goes on from its cursor. */
const revive = jobs.createFunction(
  { id: "revive-syncs", name: "Look for passes that stand still", triggers: [{ cron: "*/5 * * * *" }] },
  async ({ step }) => {
    const stuck = await step.run("look", stuckSyncs);
    if (stuck.length > 0)
      await step.sendEvent(
        "go on",
        stuck.map((sync) => events.syncStarted.create(sync)),
      );
  },
);

export const syncs = [run, revive];
