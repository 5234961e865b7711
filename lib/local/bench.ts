/** `npm run bench <name> [-- --n N]`: one benchmark on a database of its own, on a disk that is waited for. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Claim } from "./claim";
import { freshDatabase } from "./database";
import { openFolder, root } from "./folder";
import { close, type House, newHouse } from "./house";
import { Plainly } from "./plainly";
import { openCluster } from "./postgres";
import { runOnce } from "./run-once";
import { keptSecrets } from "./secrets";
import { closeOnSignal } from "./signals";
import { readDotEnv, sharedEnv } from "./surroundings";

const benches = join(root, "tests/bench");

/** The first word names a file of tests/bench, the rest goes to it. The process ends with the benchmark's exit code. */
export async function run([name, ...words]: string[]) {
  if (!name || !existsSync(join(benches, `${name}.ts`))) throw new Plainly(usage(name));
  readDotEnv();
  const folder = openFolder("bench");
  const house = newHouse(folder, await Claim.take(folder, "npm run bench"), {});
  closeOnSignal(house, 1);
  const code = await measure(house, name, words).finally(() => close(house));
  process.exit(code);
}

async function measure(house: House, name: string, words: string[]): Promise<number> {
  const { url } = await openCluster(house, true);
  house.env = {
    ...sharedEnv({ port: 3000, secrets: keptSecrets(house.folder) }),
    DATABASE_URL: await freshDatabase(url, "clientele_bench"),
    LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
  };
  return runOnce(house, { name: "bench", words: ["--import", "tsx", join(benches, `${name}.ts`), ...words] });
}

function usage(name: string | undefined): string {
  const names = existsSync(benches) ? readdirSync(benches).filter((file) => file.endsWith(".ts")) : [];
  const known = names.map((file) => file.replace(/\.ts$/, "")).join(", ") || "none yet";
  return `${name ? `There is no benchmark "${name}".` : "Which benchmark?"} Known: ${known}. Usage: npm run bench <name> -- --n 1000000`;
}
