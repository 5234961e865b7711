import { events, jobs } from "@/lib/jobs";
import { advanceMirror } from "@/lib/store-groups/advance";
import { beginMirror, dueMirrors, type MirrorRef, stuckMirrors } from "@/lib/store-groups/mirrors";

const stretchSeconds = 15;
const contextOf = (orgId: number) => ({ orgId, actor: { kind: "job" as const, name: "Mirror of store groups" } });

/**
 * Every minute, and at once when a store told of a change: whose groups are to be read, and whose reading stands still.
 */
const look = jobs.createFunction(
  {
    id: "mirror-store-groups",
    name: "Look whose store groups are to be read",
    triggers: [{ cron: "* * * * *" }, events.groupsStale],
  },
  async ({ step }) => {
    const begun = await step.run("begin", async () => {
      const all: MirrorRef[] = [];
      for (const { orgId, storeId, kind } of await dueMirrors()) {
        const mirrorId = await beginMirror(contextOf(orgId), { storeId, kind });
        if (mirrorId !== null) all.push({ orgId, storeId, mirrorId });
      }
      return [...all, ...(await stuckMirrors())];
    });
    if (begun.length > 0)
      await step.sendEvent(
        "go on",
        begun.map((mirror) => events.mirrorBegun.create(mirror)),
      );
  },
);

const run = jobs.createFunction(
  {
    id: "run-store-groups-mirror",
    name: "Read a store's groups",
    triggers: [events.mirrorBegun],
    concurrency: [{ key: "event.data.storeId", limit: 1 }],
    retries: 10,
  },
  async ({ event, step }) => {
    const { orgId, mirrorId } = event.data;
    for (let round = 1; round <= 400; round++) {
      const stretch = await step.run(`stretch ${round}`, () =>
        advanceMirror(contextOf(orgId), { mirrorId, seconds: stretchSeconds }),
      );
      if (stretch.done) return;
      if (stretch.waitSeconds > 0) await step.sleep(`the store asks for a pause ${round}`, `${stretch.waitSeconds}s`);
    }
    await step.sendEvent("go on", events.mirrorBegun.create(event.data));
  },
);

export const storeGroups = [look, run];
