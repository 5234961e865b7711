import { events, jobs } from "@/lib/jobs";
import { honourDemands, storesWithDemands } from "@/lib/privacy/honour";

const honour = jobs.createFunction(
  {
    id: "honour-demands",
    name: "Honour what a platform passed on",
    triggers: [events.demandsWaiting],
    concurrency: [{ key: "event.data.storeId", limit: 1 }],
    retries: 5,
  },
  async ({ event, step }) => {
    const ctx = { orgId: event.data.orgId, actor: { kind: "webhook" as const, name: "The store" } };
    await step.run("honour", () => honourDemands(ctx, { storeId: event.data.storeId }));
  },
);

const sweep = jobs.createFunction(
  { id: "sweep-demands", name: "Look for demands not honoured yet", triggers: [{ cron: "*/10 * * * *" }] },
  async ({ step }) => {
    const stores = await step.run("look", storesWithDemands);
    if (stores.length === 0) return;
    await step.sendEvent(
      "hint",
      stores.map((store) => events.demandsWaiting.create(store)),
    );
  },
);

export const privacy = [honour, sweep];
