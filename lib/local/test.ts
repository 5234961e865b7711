/** `npm test` and `npm run soak`: every stage runs, whatever the one before it found; the last line is the verdict. */
import { Claim } from "./claim";
import { openFolder, removeFolder } from "./folder";
import { close, type House, newHouse } from "./house";
import { Plainly, say } from "./plainly";
import { openCluster } from "./postgres";
import { type Count, checkCount, isGood, none, sum, verdict } from "./results";
import { closeOnSignal } from "./signals";
import { browserStage, buildStage, checks, type Stage, testStages } from "./stages";
import { sweep } from "./sweep";

/** `words` choose test files by a part of their path; then the checks are left out. `--soak` runs the long versions. */
export async function run(words: string[], flag?: string) {
  const soak = flag === "--soak";
  await sweep(openFolder("main"), "test-");
  const folder = openFolder(`test-${process.pid}`);
  const env = soak ? { SOAK: "1" } : {};
  const stages = stagesFor(words, soak);
  const house = newHouse(folder, await Claim.take(folder, soak ? "npm run soak" : "npm test"), env);
  closeOnSignal(house, 1);
  const counts = await runAll(house, stages).finally(() => close(house));
  removeFolder(folder);
  const all = sum(counts);
  for (const name of all.names) say(`failed: ${name}`);
  if (all.skipped > 0) say(`${all.skipped} skipped`);
  say(verdict(all));
  process.exit(isGood(all) ? 0 : 1);
}

function stagesFor(filters: string[], soak: boolean): Stage[] {
  if (soak) return testStages(filters);
  const first = filters.length > 0 ? [] : checks;
  // The app is built beside the tests that need no browser: they often wait.
  return [...first, ...buildStage(filters), ...testStages(filters), ...browserStage(filters)];
}

async function runAll(house: House, stages: Stage[]): Promise<Count[]> {
  const done: { name: string; count: Count; seconds: number }[] = [];
  for (const stage of [postgres, ...stages]) {
    say(`\n── ${stage.name} ──`);
    const begun = Date.now();
    const count = await attempt(house, stage);
    if (count !== none) done.push({ name: stage.name, count, seconds: Math.round((Date.now() - begun) / 1000) });
  }
  say("");
  for (const { name, count, seconds } of done)
    say(`${name.padEnd(12)} ${`${seconds} s`.padStart(6)}   ${verdict(count)}`);
  return done.map(({ count }) => count);
}

async function attempt(house: House, stage: Stage): Promise<Count> {
  try {
    return await stage.run(house);
  } catch (error) {
    console.error(error instanceof Plainly ? error.message : error);
    return checkCount(1);
  }
}

/** What it holds may vanish with the machine, so it does not wait for the disk. Counts only when it fails. */
const postgres: Stage = {
  name: "postgres",
  run: async (house) => {
    const given = process.env.TEST_DATABASE_URL;
    house.env.TEST_DATABASE_URL = given || (await openCluster(house, false)).url("postgres");
    return none;
  },
};
