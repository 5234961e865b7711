/**
 * The engine from start to stop: one door, and behind it one life after another when the database goes and comes back.
 */
import type { Server } from "node:http";
import { log } from "@/lib/log";
import type { Settings } from "./engine";
import { beginLife, type Life } from "./life";
import { listen } from "./server";
import { type Breakage, makeBreakage } from "./store";

export interface RunningEngine {
  url: string;
  /** Ends the life that lost trust in its database connections and begins another, as soon as the database allows. */
  renew(): void;
  /** Takes no new work, lets calls on their way end for a moment, and lets go of everything. */
  stop(): Promise<void>;
}

/** A reason not to start, told as it stands. */
export class CannotStart extends Error {}

const LOCK_PATIENCE = 5000;
const LAST_CALLS = 1500;
const AGAIN = 500;

interface Current {
  life: Life;
  breakage: Breakage;
}

/** Starts the engine. Throws CannotStart when the database is away or has an engine already, or the port is taken. */
export async function startEngine(settings: Settings): Promise<RunningEngine> {
  let stopping = false;
  const first = await begin(settings).catch(unreachable);
  if (!first) throw new CannotStart("Another job engine already works on this database.");
  let current = first;
  const server = await listen(() => current.life.engine, settings.port).catch(async (error) => {
    await first.life.end(0);
    throw portTaken(error, settings.port);
  });
  const goOn = async () => {
    while (!stopping) {
      await current.breakage.happened;
      if (stopping) return;
      log.error("the job engine lost its database and waits for it");
      void current.life.end(0);
      current = (await beginAgain(settings, () => stopping)) ?? current;
    }
  };
  void goOn();
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    renew: () => current.breakage.report(),
    async stop() {
      stopping = true;
      await current.life.end(LAST_CALLS);
      await closeServer(server);
    },
  };
}

async function begin(settings: Settings): Promise<Current | undefined> {
  const breakage = makeBreakage();
  const life = await beginLife(settings, LOCK_PATIENCE, breakage);
  return life && { life, breakage };
}

/** A database that just came back may go again at once, so this asks until a life has begun. */
async function beginAgain(settings: Settings, stopped: () => boolean): Promise<Current | undefined> {
  while (!stopped()) {
    const next = await begin(settings).catch((error) => log.warn({ err: error }, "the database is not back yet"));
    if (next) return next;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
  return undefined;
}

function unreachable(error: unknown): never {
  throw new CannotStart(`The database cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
}

function portTaken(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) return error;
  return new CannotStart(
    `Port ${port} is taken, so the job engine cannot listen there (EADDRINUSE). Set ENGINE_PORT to a free one.`,
  );
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
