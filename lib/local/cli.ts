/**
 * `npm run clientele -- <verb>`: an operator's verb on the running Clientele, or on its database, opened for it alone.
 */
import { forgetEnv } from "@/lib/env";
import { Claim, runningIn } from "./claim";
import { command, help, usage } from "./clientele";
import { openDatabase } from "./database";
import { openFolder } from "./folder";
import { close, newHouse } from "./house";
import type { Environment } from "./part";
import { Plainly, say } from "./plainly";
import { lives } from "./process-mark";
import { keptSecrets } from "./secrets";
import { closeOnSignal } from "./signals";
import { readDotEnv, sharedEnv, usesInngest } from "./surroundings";

/** Ends the process: 0 done, 1 it could not be done, 2 the words were not understood. */
export async function run(words: string[]) {
  process.env.LOG_LEVEL ??= "error";
  const [verb, ...rest] = words;
  if (!verb || ["help", "--help", "-h"].includes(verb)) return say(usage());
  const chosen = command(verb);
  if (!chosen) {
    console.error(`There is no verb "${verb}".\n\n${usage()}`);
    process.exit(2);
  }
  const helps = help(verb, rest);
  if (helps) return say(helps);
  readDotEnv();
  process.exit(await inSurroundings(() => chosen(rest)));
}

async function inSurroundings(work: () => Promise<number>): Promise<number> {
  const folder = openFolder("main");
  const running = runningIn(folder);
  if (running && lives(running.launcher)) {
    if (!running.env) throw new Plainly("Clientele is just starting in this folder; try again when it is ready.");
    setEnv(running.env);
    return work();
  }
  const house = newHouse(folder, await Claim.take(folder, "npm run clientele"), {});
  closeOnSignal(house, 1);
  try {
    const port = Number(process.env.PORT) || 3000;
    // Nothing answers there: the usual port may be another clone's engine, which must not be told of our work.
    const engine = usesInngest() ? {} : { INNGEST_DEV: "http://127.0.0.1:9" };
    const url = await openDatabase(house, "clientele", nobody);
    setEnv({ ...sharedEnv({ port, secrets: keptSecrets(folder) }), DATABASE_URL: url, ...engine });
    return await work();
  } finally {
    await close(house);
  }
}

/** The verbs are loaded after this; what the launcher itself uses may have read an older environment. */
function setEnv(env: Environment) {
  Object.assign(process.env, env);
  forgetEnv();
}

/** A database that an operator's verb makes starts without the demo: `npm start` alone fills it. */
async function nobody() {}
