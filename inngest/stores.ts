import { jobs } from "@/lib/jobs";
import { noteLeftCheckouts } from "@/lib/stores/left-open";
import { lookAfter, passOver, type StoreRef, storesDueForLook, storesDueTonight } from "@/lib/stores/upkeep";

const contextOf = (store: StoreRef) => ({ orgId: store.orgId, actor: { kind: "job" as const, name: "The clock" } });

const nightly = jobs.createFunction(
  { id: "nightly-resync", name: "Resync stores in their night", triggers: [{ cron: "*/5 * * * *" }] },
  async ({ step }) => {
    const due = await step.run("look", storesDueTonight);
    for (const store of due) {
      await step.run(`begin ${store.storeId}`, () =>
        passOver(contextOf(store), { storeId: store.storeId, kind: "nightly" }),
      );
    }
  },
);

/**
 * Webhooks are hints: twice an hour, and more often where there are none, a store is looked at and its changes are
 * read.
 */
const reconcile = jobs.createFunction(
  { id: "reconcile-stores", name: "Look after every store", triggers: [{ cron: "2-59/5 * * * *" }] },
  async ({ step }) => {
    const due = await step.run("look", storesDueForLook);
    for (const store of due) {
      await step.run(`look after ${store.storeId}`, () => lookAfter(contextOf(store), store));
      await step.run(`begin ${store.storeId}`, () =>
        passOver(contextOf(store), { storeId: store.storeId, kind: "light" }),
      );
    }
  },
);

const leftOpen = jobs.createFunction(
  {
    id: "note-left-checkouts",
    name: "Note checkouts that were left",
    triggers: [{ cron: "4-59/10 * * * *" }],
    concurrency: 1,
  },
  ({ step }) => step.run("note", noteLeftCheckouts),
);

export const stores = [nightly, reconcile, leftOpen];
