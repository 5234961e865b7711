import { events, jobs } from "@/lib/jobs";
import { storesToTell } from "@/lib/write-back/due";
import { writeBack } from "@/lib/write-back/write";

const tellStore = jobs.createFunction(
  {
    id: "tell-store-choices",
    name: "Tell a store the choices made here",
    triggers: [events.choicesWaiting],
    concurrency: [{ key: "event.data.storeId", limit: 1 }],
    retries: 10,
  },
  async ({ event, step }) => {
    const ctx = { orgId: event.data.orgId, actor: { kind: "job" as const, name: "Clientele" } };
    for (let round = 1; round <= 100; round++) {
      const { more } = await step.run(`tell ${round}`, () => writeBack(ctx, { storeId: event.data.storeId }));
      if (!more) return;
    }
    await step.sendEvent("go on", events.choicesWaiting.create(event.data));
  },
);

/** Choices are written down with the change that made them; this finds them, once a minute. */
const findChoices = jobs.createFunction(
  { id: "find-untold-choices", name: "Look for choices to tell", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    const due = await step.run("look", storesToTell);
    if (due.length === 0) return;
    await step.sendEvent(
      "hint",
      due.map((store) => events.choicesWaiting.create(store)),
    );
  },
);

export const writeBacks = [tellStore, findChoices];
