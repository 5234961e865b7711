import { jobs } from "@/lib/jobs";
import { foldTallies } from "@/lib/tallies";

const fold = jobs.createFunction(
  {
    id: "fold-tallies",
    name: "Fold counts of tags and lists",
    triggers: [{ cron: "7-59/10 * * * *" }],
    concurrency: 1,
  },
  ({ step }) => step.run("fold", foldTallies),
);

export const tallies = [fold];
