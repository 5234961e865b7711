import { forgetOldAnswers } from "@/lib/api/idempotency";
import { jobs } from "@/lib/jobs";

const forget = jobs.createFunction(
  { id: "forget-api-answers", name: "Forget answers of the API", triggers: [{ cron: "23 * * * *" }] },
  ({ step }) => step.run("forget", forgetOldAnswers),
);

export const api = [forget];
