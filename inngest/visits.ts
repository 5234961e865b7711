import { jobs } from "@/lib/jobs";
import { forgetVisitors, tieVisits, waitingVisits } from "@/lib/tracking/tie";

const tie = jobs.createFunction(
  { id: "tie-visits", name: "Give visits to the people they turn out to be of", triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    const waiting = await step.run("look", waitingVisits);
    for (const { orgId } of waiting)
      await step.run(`organization ${orgId}`, () => tieVisits({ orgId, actor: { kind: "job", name: "Visits" } }));
  },
);

const forget = jobs.createFunction(
  { id: "forget-visitors", name: "Forget browsers of nobody", triggers: [{ cron: "41 4 * * *" }] },
  ({ step }) => step.run("forget", forgetVisitors),
);

export const visits = [tie, forget];
