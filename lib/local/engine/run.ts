/** The engine from start to stop, as one thing that a process can hold. */
import type { Server } from "node:http";
import { log } from "@/lib/log";
import { requeueAll } from "./claim";
import { prune, setCrons } from "./clock";
import { startDispatcher } from "./dispatch";
import { type Engine, makeRegistry, type Settings } from "./engine";
import { openQueue } from "./queue";
import { keepAsking, remember } from "./registrar";
import { listen } from "./server";
import { makeSlots } from "./slots";
import { connect, createTables, keepLock, type Sql, transaction } from "./store";

export interface RunningEngine {
  url: string;
  /** Takes no new work, lets calls on their way end for a moment, and lets go of everything. */
  stop(): Promise<void>;
}

/** A reason not to start, told as it stands. */
export class CannotStart extends Error {}

const LOCK_PATIENCE = 10_000;
const PRUNE_EVERY = 600_000;

/** Starts the engine. Throws CannotStart when the database is away or has an engine already, or the port is taken. */
export async function startEngine(settings: Settings): Promise<RunningEngine> {
  const sql = connect(settings.databaseUrl);
  const undo: (() => Promise<unknown>)[] = [() => sql.end({ timeout: 1 })];
  const stop = async () => {
    for (const step of undo.reverse()) await step().catch((error) => log.warn({ err: error }, "not stopped cleanly"));
  };
  try {
    const watcher = { lost: () => {}, back: async () => {} };
    const lock = await keepLock(settings.databaseUrl, LOCK_PATIENCE, {
      lost: () => watcher.lost(),
      back: () => watcher.back(),
    }).catch(unreachable);
    if (!lock) throw new CannotStart("Another job engine already works on this database.");
    undo.push(lock.release);
    await createTables(sql);
    const engine = await makeEngine(settings, sql);
    undo.push(engine.queue.stop);
    watcher.lost = () => {
      engine.live = false;
      log.error("the job engine lost its database and waits for it");
    };
    watcher.back = () => resume(engine);
    const server = await listen(engine).catch((error) => portTaken(error, settings.port));
    undo.push(() => closeServer(server));
    await resume(engine);
    undo.push(begin(engine));
    return { url: `http://127.0.0.1:${portOf(server)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeEngine(settings: Settings, sql: Sql): Promise<Engine> {
  const queue = await openQueue(sql);
  return {
    settings,
    sql,
    queue,
    slots: makeSlots(),
    registry: makeRegistry(),
    live: false,
    appUp: true,
    refusal: undefined,
    async transact(work) {
      const result = await transaction(sql, work);
      queue.wake();
      return result;
    },
  };
}

/** Takes up what an engine before, or this one before it lost its database, had in hand. */
async function resume(engine: Engine): Promise<void> {
  await remember(engine);
  await engine.queue.recover();
  const again = await requeueAll(engine);
  await engine.transact((tx) => setCrons(engine, tx));
  engine.live = true;
  engine.queue.wake();
  log.info({ functions: engine.registry.all().length, again }, "the job engine is at work");
}

function begin(engine: Engine): () => Promise<void> {
  const dispatcher = startDispatcher(engine);
  const stopAsking = keepAsking(engine);
  const tidy = () => {
    if (engine.live) engine.transact(prune).catch((error) => log.warn({ err: error }, "old runs could not be removed"));
  };
  const timer = setInterval(tidy, PRUNE_EVERY);
  tidy();
  return async () => {
    stopAsking();
    clearInterval(timer);
    await dispatcher.stop(1500);
    engine.live = false;
  };
}

function unreachable(error: unknown): never {
  throw new CannotStart(`The database cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
}

function portTaken(error: unknown, port: number): never {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
  throw new CannotStart(`Port ${port} is taken, so the job engine cannot listen there. Set ENGINE_PORT to a free one.`);
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
