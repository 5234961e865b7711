/** `npm start` and `npm run dev`: everything that Clientele needs, on one machine, until Ctrl-C. */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { buildIfChanged } from "./build";
import { Claim } from "./claim";
import { ask, openDatabase } from "./database";
import {
  type DemoPlace,
  demoLogins,
  demoPassword,
  demoPlaces,
  fillDemo,
  openDemoPlatforms,
  openDemoStores,
  type PlatformsPlace,
  platformLines,
  platformsPlace,
  tendDemo,
} from "./demo";
import { openFolder, root } from "./folder";
import { close, type House, newHouse, open, openOnFreePort } from "./house";
import { say } from "./plainly";
import { appPort, portFor } from "./ports";
import { appRoom, engineRoom, mailRoom } from "./rooms";
import { keptSecrets } from "./secrets";
import { closeOnSignal } from "./signals";
import { isLoopback, readDotEnv, sharedEnv, usesInngest } from "./surroundings";

const host = "127.0.0.1";

export async function run(_words: string[], flag?: string) {
  readDotEnv();
  const reload = flag === "--dev";
  const folder = openFolder("main");
  const house = newHouse(folder, await Claim.take(folder, reload ? "npm run dev" : "npm start"), {});
  closeOnSignal(house);
  try {
    await openAll(house, reload);
  } catch (error) {
    if (house.stopping) return;
    await close(house);
    throw error;
  }
}

async function openAll(house: House, reload: boolean) {
  const port = await appPort(house.folder, process.env.PORT);
  house.env = sharedEnv({ port, secrets: keptSecrets(house.folder) });
  // The demo's passwords stand in the README: on a server that strangers reach, it has no place.
  const local = isLoopback(house.env.APP_URL ?? "");
  const demo = local ? await demoPlaces(house.folder) : [];
  const platforms = local ? await platformsPlace(house.folder) : null;
  Object.assign(house.env, platforms?.env, { DEMO_STORE_URL: demo[0]?.url });
  say("Starting the database …");
  house.env.DATABASE_URL = await openDatabase(house, "clientele", (url) => fillDemo(house, demo, url));
  if (!reload) await buildIfChanged(house);
  const mail = await openMail(house);
  const engine = await openEngine(house, port);
  await open(house, appRoom(port, reload));
  await Promise.all([openDemoStores(house, demo, true), platforms && openDemoPlatforms(house, platforms)]);
  await tendDemo(house, demo);
  house.claim.note({ address: house.env.APP_URL, env: house.env });
  if (house.stopping) return;
  tell(house, { mail, engine, demo, platforms, logins: await ask(house.env.DATABASE_URL, demoLogins) });
}

/** Gives the address of the caught mails, or undefined when a real SMTP server is set. */
async function openMail(house: House): Promise<string | undefined> {
  if (process.env.SMTP_URL) return undefined;
  const smtp = await portFor(house.folder, "smtp", 1025);
  const folder = join(house.folder.path, "mails");
  mkdirSync(folder, { recursive: true });
  const web = await openOnFreePort(house, 1080, (port) => mailRoom(smtp, port, folder));
  house.env.SMTP_URL = `smtp://${host}:${smtp}`;
  return `http://localhost:${web}`;
}

async function openEngine(house: House, appPort: number): Promise<string | undefined> {
  if (usesInngest()) return undefined;
  const port = await openOnFreePort(house, 8288, (free) => engineRoom(free, appPort));
  house.env.INNGEST_DEV = `http://${host}:${port}`;
  return `http://localhost:${port}`;
}

type News = {
  mail: string | undefined;
  engine: string | undefined;
  demo: DemoPlace[];
  platforms: PlatformsPlace | null;
  logins: string[];
};

function tell(house: House, { mail, engine, demo, platforms, logins }: News) {
  const lines = [
    ["App", house.env.APP_URL],
    ...demo.map(({ shop, url }) => ["Demo store", `${url}  ${shop.store.name}`]),
    ...(platforms ? platformLines(platforms) : []),
    ["Mail catcher", mail],
    ["Job engine", engine],
    ["Logs", relative(root, join(house.folder.path, "logs")) || "logs"],
  ];
  say("\nClientele is ready.\n");
  for (const [what, where] of lines) if (where) say(`  ${`${what}`.padEnd(16)} ${where}`);
  if (platforms) say("\n  “Add store” connects the demo's other platforms: its forms hold what they ask for.");
  if (logins.length > 0) say(`\n  Log in as        ${logins.join(", ")}\n  Password         ${demoPassword}`);
  say("\nCtrl-C stops everything.");
}
