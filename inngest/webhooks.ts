import { events, jobs } from "@/lib/jobs";
import { forgetOldDeliveries, forgetOldEvents } from "@/lib/organizations/retention";
import { drain, waitingStores } from "@/lib/webhooks/process";

const applyDeliveries = jobs.createFunction(
  {
    id: "apply-deliveries",
    name: "Apply a store's deliveries",
    triggers: [events.deliveriesWaiting],
    concurrency: [{ key: "event.data.storeId", limit: 1 }],
    retries: 10,
  },
  async ({ event, step }) => {
    const ctx = { orgId: event.data.orgId, actor: { kind: "webhook" as const, name: "The store" } };
    for (let round = 1; round <= 100; round++) {
      const { more } = await step.run(`apply ${round}`, () => drain(ctx, { storeId: event.data.storeId }));
      if (!more) return;
    }
    await step.sendEvent("go on", events.deliveriesWaiting.create(event.data));
  },
);

/** Finds what a lost hint left lying. */
const sweepInboxes = jobs.createFunction(
  { id: "sweep-inboxes", name: "Look for waiting deliveries", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    const waiting = await step.run("look", waitingStores);
    const late = waiting.filter((store) => store.seconds > 10);
    if (late.length === 0) return;
    const hints = late.map(({ orgId, storeId }) => events.deliveriesWaiting.create({ orgId, storeId }));
    await step.sendEvent("hint", hints);
  },
);

const forget = jobs.createFunction(
  { id: "forget-old-deliveries", name: "Forget old deliveries", triggers: [{ cron: "17 3 * * *" }] },
  ({ step }) => step.run("forget", forgetOldDeliveries),
);

const forgetEvents = jobs.createFunction(
  { id: "forget-old-events", name: "Forget old visits and messages", triggers: [{ cron: "37 3 * * *" }] },
  ({ step }) => step.run("forget", forgetOldEvents),
);

export const webhooks = [applyDeliveries, sweepInboxes, forget, forgetEvents];
