import { deliverMessages, forgetOldMessages } from "@/lib/endpoints/deliver";
import { gatherMessages } from "@/lib/endpoints/gather";
import { events, jobs } from "@/lib/jobs";

/** Three looks a minute: what happened is told within twenty seconds. */
const gather = jobs.createFunction(
  { id: "gather-messages", name: "Look for changes to tell endpoints", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    for (let look = 1; look <= 3; look++) {
      const due = await step.run(`look ${look}`, gatherMessages);
      if (due.length > 0)
        await step.sendEvent(
          `hint ${look}`,
          due.map((one) => events.messagesDue.create(one)),
        );
      if (look < 3) await step.sleep(`wait ${look}`, "20s");
    }
  },
);

const deliver = jobs.createFunction(
  {
    id: "deliver-messages",
    name: "Tell an endpoint",
    triggers: [events.messagesDue],
    concurrency: [{ key: "event.data.endpointId", limit: 1 }],
    retries: 3,
  },
  async ({ event, step }) => {
    const { orgId, endpointId } = event.data;
    const ctx = { orgId, actor: { kind: "job" as const, name: "Webhooks" } };
    for (let round = 1; round <= 100; round++) {
      const { more } = await step.run(`tell ${round}`, () => deliverMessages(ctx, { endpointId }));
      if (!more) return;
    }
    await step.sendEvent("go on", events.messagesDue.create(event.data));
  },
);

const forget = jobs.createFunction(
  { id: "forget-old-messages", name: "Forget old messages to endpoints", triggers: [{ cron: "47 3 * * *" }] },
  ({ step }) => step.run("forget", forgetOldMessages),
);

export const endpoints = [gather, deliver, forget];
