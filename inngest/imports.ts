import { advanceImport, stuckImports } from "@/lib/imports/run";
import { forgetOldImports } from "@/lib/imports/upkeep";
import { events, jobs } from "@/lib/jobs";

/**
 * An organization's imports take turns two at a time, and no import runs twice: many small ones wait for no large one
 * long.
 */
const run = jobs.createFunction(
  {
    id: "run-import",
    name: "Check, run or undo an import",
    triggers: [events.importBegun],
    concurrency: [
      { key: "event.data.importId", limit: 1 },
      { key: "event.data.orgId", limit: 2 },
    ],
    retries: 10,
  },
  async ({ event, step }) => {
    const { orgId, importId } = event.data;
    const ctx = { orgId, actor: { kind: "job" as const, name: "Import" } };
    for (let round = 1; round <= 400; round++) {
      const { done } = await step.run(`stretch ${round}`, () => advanceImport(ctx, { importId, seconds: 15 }));
      if (done) return;
    }
    await step.sendEvent("go on", events.importBegun.create(event.data));
  },
);

/** What was lost with its engine goes on from its last chunk. */
const revive = jobs.createFunction(
  { id: "revive-imports", name: "Look for imports that stand still", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    const stuck = await step.run("look", stuckImports);
    if (stuck.length > 0)
      await step.sendEvent(
        "go on",
        stuck.map((one) => events.importBegun.create(one)),
      );
  },
);

const forget = jobs.createFunction(
  { id: "forget-old-imports", name: "Forget old uploads", triggers: [{ cron: "17 4 * * *" }] },
  ({ step }) => step.run("forget", forgetOldImports),
);

export const imports = [run, revive, forget];
