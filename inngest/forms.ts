import { confirmationsDue, forgetUnconfirmed, mailConfirmation } from "@/lib/forms/letters";
import { events, jobs } from "@/lib/jobs";

const mailOne = jobs.createFunction(
  {
    id: "mail-confirmation",
    name: "Mail the confirmation of a sign-up",
    triggers: [events.confirmationDue],
    concurrency: [{ key: "event.data.signupId", limit: 1 }],
    retries: 10,
  },
  async ({ event, step }) => {
    const { orgId, signupId } = event.data;
    const ctx = { orgId, actor: { kind: "job" as const, name: "Sign-up forms" } };
    await step.run("mail", () => mailConfirmation(ctx, { signupId }));
  },
);

/** Finds what a lost hint, or a mail server that was away for long, left lying. */
const sweepConfirmations = jobs.createFunction(
  { id: "sweep-confirmations", name: "Look for confirmations not mailed", triggers: [{ cron: "*/5 * * * *" }] },
  async ({ step }) => {
    const due = await step.run("look", confirmationsDue);
    if (due.length > 0)
      await step.sendEvent(
        "hint",
        due.map((one) => events.confirmationDue.create(one)),
      );
  },
);

const forget = jobs.createFunction(
  { id: "forget-unconfirmed", name: "Forget sign-ups nobody confirmed", triggers: [{ cron: "37 3 * * *" }] },
  ({ step }) => step.run("forget", forgetUnconfirmed),
);

export const forms = [mailOne, sweepConfirmations, forget];
