/**
 * One life of the engine: from taking the lock to losing the database. A new life takes up all the old one had in hand.
 */
import { log } from "@/lib/log";
import { requeueAll } from "./claim";
import { prune, setCrons } from "./clock";
import { startDispatcher } from "./dispatch";
import { type Engine, makeRegistry, type Settings } from "./engine";
import { openQueue } from "./queue";
import { keepAsking, remember } from "./registrar";
import { makeSlots } from "./slots";
import { type Breakage, connect, createTables, type Sql, takeLock, transaction } from "./store";

export interface Life {
  engine: Engine;
  /** Takes no new work, waits at most `patience` milliseconds for calls on their way, and lets go of everything. */
  end(patience: number): Promise<void>;
}

const PRUNE_EVERY = 600_000;

/**
 * Begins to work. Once a breakage is reported the life is over and should be ended.
 * @returns undefined when another engine works on this database and did not go within `patience` milliseconds
 */
export async function beginLife(settings: Settings, patience: number, breakage: Breakage): Promise<Life | undefined> {
  const lock = await takeLock(settings.databaseUrl, patience, breakage);
  if (!lock) return undefined;
  const pool = connect(settings.databaseUrl, breakage);
  try {
    const engine = await breakage.against(() => wake(settings, pool.sql, breakage));
    const rest = work(engine);
    const end = async (patience: number) => {
      if (patience === 0) engine.live = false;
      await rest(patience);
      engine.live = false;
      await Promise.allSettled([engine.queue.stop(), pool.end(), lock.release()]);
    };
    return { engine, end };
  } catch (error) {
    void Promise.allSettled([pool.end(), lock.release()]);
    throw error;
  }
}

async function wake(settings: Settings, sql: Sql, breakage: Breakage): Promise<Engine> {
  await createTables(sql);
  const engine = await makeEngine(settings, sql, breakage);
  await takeUp(engine);
  return engine;
}

async function makeEngine(settings: Settings, sql: Sql, breakage: Breakage): Promise<Engine> {
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
      const result = await breakage.against(() => transaction(sql, work));
      queue.wake();
      return result;
    },
  };
}

async function takeUp(engine: Engine): Promise<void> {
  await remember(engine);
  await engine.queue.recover();
  const again = await requeueAll(engine);
  await engine.transact((tx) => setCrons(engine, tx));
  engine.live = true;
  log.info({ functions: engine.registry.all().length, again }, "the job engine is at work");
}

function work(engine: Engine): (patience: number) => Promise<void> {
  const dispatcher = startDispatcher(engine);
  const stopAsking = keepAsking(engine);
  const tidy = () => {
    engine.transact(prune).catch((error) => log.warn({ err: error }, "old runs could not be removed"));
  };
  const timer = setInterval(tidy, PRUNE_EVERY);
  tidy();
  return (patience) => {
    stopAsking();
    clearInterval(timer);
    return dispatcher.stop(patience);
  };
}
