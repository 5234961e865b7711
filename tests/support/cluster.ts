/** A whole Clientele of a test's own, every part a process that may be killed: Postgres, job engine and app. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase } from "@/db/client";
import { forgetEnv } from "@/lib/env";
import { jobs } from "@/lib/jobs";
import { buildIfChanged, isBuilt } from "@/lib/local/build";
import { Claim } from "@/lib/local/claim";
import { freshDatabase } from "@/lib/local/database";
import { openFolder, removeFolder, root } from "@/lib/local/folder";
import { close, type House, newHouse, open } from "@/lib/local/house";
import { portFor } from "@/lib/local/ports";
import { answers, openCluster } from "@/lib/local/postgres";
import { appRoom, engineRoom } from "@/lib/local/rooms";
import { keptSecrets } from "@/lib/local/secrets";
import { sharedEnv } from "@/lib/local/surroundings";
import { type Door, openDoor } from "./cluster-door";

export const victims = ["app", "job engine", "database"] as const;
export type Victim = (typeof victims)[number];

export type Cluster = {
  door: Door;
  /** "built": `next start`. "handlers": the route handlers alone, because nothing was built. */
  app: "built" | "handlers";
  /** `kill -9`. The launcher's own machinery starts the part again. */
  kill(victim: Victim): void;
  /** Resolves when every part answers again. */
  whole(): Promise<void>;
  close(): Promise<void>;
};

/** Opens all parts and points this process's environment at them. `build` builds the app where that is due. */
export async function openWholeCluster({ build }: { build: boolean }): Promise<Cluster> {
  const house = await newTestHouse();
  try {
    return await furnish(house, build);
  } catch (error) {
    await end(house);
    throw error;
  }
}

async function newTestHouse(): Promise<House> {
  const folder = openFolder(`test-faults-${process.pid}`);
  return newHouse(folder, await Claim.take(folder, "a test of faults"), {});
}

async function furnish(house: House, build: boolean): Promise<Cluster> {
  const port = await portFor(house.folder, "app", 24_000);
  const engine = await portFor(house.folder, "job engine", 29_288);
  const door = await openDoor(port);
  const { url } = await openCluster(house, true);
  const database = await freshDatabase(url, "clientele_faults");
  house.env = {
    ...sharedEnv({ port, secrets: keptSecrets(house.folder) }),
    APP_URL: door.url,
    NEXTAUTH_URL: door.url,
    DATABASE_URL: database,
    INNGEST_DEV: `http://127.0.0.1:${engine}`,
    ALLOW_PRIVATE_STORES: "1",
    ENGINE_RETRY_SECONDS: "1",
    LOG_LEVEL: "warn",
  };
  if (build) await buildIfChanged(house);
  await lend(house);
  const built = isBuilt();
  await open(house, engineRoom(engine, port));
  await open(house, built ? appRoom(port) : handlersRoom(port));
  const standing = async () => {
    const [stands, works, lets] = await Promise.all([
      responds(`http://127.0.0.1:${port}/api/health`),
      responds(`http://127.0.0.1:${engine}/health`),
      answers(database),
    ]);
    return stands && works && lets;
  };
  return {
    door,
    app: built ? "built" : "handlers",
    kill: (victim) => strike(house, victim),
    whole: () => until(standing, 120_000),
    async close() {
      await closeDatabase();
      await door.close();
      await end(house);
    },
  };
}

/** Postgres' helpers have groups of their own and must find out by themselves that their head is gone. */
function strike(house: House, victim: Victim) {
  const pid = house.parts.get(victim)?.pid;
  if (!pid) throw new Error(`There is no ${victim} to kill.`);
  process.kill(victim === "database" ? pid : -pid, "SIGKILL");
}

async function end(house: House) {
  await close(house);
  removeFolder(house.folder);
}

/** The test's own verbs work on the same database and speak to the same job engine. */
async function lend({ env }: House) {
  for (const name of ["DATABASE_URL", "APP_URL", "INNGEST_DEV", "CLIENTELE_KEY", "ALLOW_PRIVATE_STORES"])
    process.env[name] = env[name];
  await closeDatabase();
  forgetEnv();
  jobs.setEnvVars(process.env);
}

function handlersRoom(port: number) {
  const words = ["--import", "tsx", join(root, "tests/support/cluster-app.ts")];
  return { ...appRoom(port), words };
}

async function responds(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

async function until(enough: () => Promise<boolean>, patience: number) {
  const end = Date.now() + patience;
  while (!(await enough())) {
    if (Date.now() > end) throw new Error("A part that was killed did not come back.");
    await sleep(200);
  }
}
