/**
 * A whole Clientele for the browser tests: built, on ports of its own, on an empty database, with a quiet demo store.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { built } from "./build";
import { runningIn } from "./claim";
import { freshDatabase } from "./database";
import { openFolder } from "./folder";
import { type House, open } from "./house";
import type { Environment } from "./part";
import { Plainly } from "./plainly";
import { portFor } from "./ports";
import { lives } from "./process-mark";
import { appRoom, demoStoreRoom, engineRoom, mailRoom } from "./rooms";
import { keptSecrets } from "./secrets";
import { sharedEnv } from "./surroundings";

/** Builds beside what else is going on; whether it went well is told when the site is opened. */
export async function beginBuild(house: House) {
  await mustNotDisturb();
  built(house).catch(() => {});
}

/**
 * Opens everything in the house and gives what the tests must know: APP_URL, DEMO_STORE_URL, MAIL_URL, DATABASE_URL.
 */
export async function openSite(house: House): Promise<Environment> {
  await mustNotDisturb();
  const free = (part: string, usual: number) => portFor(house.folder, part, usual);
  const port = await free("app", 23_000);
  const ports = { demo: await free("demo store", 28_090), smtp: await free("smtp", 21_025) };
  const [mail, engine] = [await free("mail catcher", 21_080), await free("job engine", 28_288)];
  Object.assign(house.env, sharedEnv({ port, secrets: keptSecrets(house.folder) }), {
    DATABASE_URL: await freshDatabase(databaseOf(house), "clientele_site"),
    APP_URL: `http://localhost:${port}`,
    NEXTAUTH_URL: `http://localhost:${port}`,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    INNGEST_DEV: `http://127.0.0.1:${engine}`,
    DEMO_STORE_URL: `http://localhost:${ports.demo}`,
    ALLOW_PRIVATE_STORES: "1",
  });
  await built(house);
  await open(house, mailRoom(ports.smtp, mail, folderIn(house, "mails")));
  await open(house, engineRoom(engine, port));
  await open(house, appRoom(port));
  const store = demoStoreRoom(ports.demo, join(house.folder.path, "demo-store.json"), false);
  // Enough that a first sync can be watched, and few enough that nobody waits for it.
  await open(house, { ...store, env: { ...store.env, DEMO_STORE_CUSTOMERS: "1000" } });
  return { MAIL_URL: `http://localhost:${mail}` };
}

/** A build replaces the files that a running app reads. */
async function mustNotDisturb() {
  const running = runningIn(openFolder("main"));
  if (!running || !lives(running.launcher)) return;
  throw new Plainly(
    "The browser tests build the app anew, and `npm start` is running from this folder: stop it first.",
  );
}

function databaseOf(house: House) {
  return (name: string) => {
    const url = new URL(house.env.TEST_DATABASE_URL ?? "");
    url.pathname = `/${name}`;
    return url.href;
  };
}

function folderIn(house: House, name: string): string {
  const folder = join(house.folder.path, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
