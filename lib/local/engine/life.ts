/** One life of the engine: from taking the lock to losing the database. A new life takes up all the old one had in hand. */
import { log } from "@/lib/log";
import { requeueAll } from "./claim";
import { prune, setCrons } from "./clock";
import { startDispatcher } from "./dispatch";
import { type Engine, makeRegistry, type Settings } from "./engine";
import { openQueue } from "./queue";
import { keepAsking, remember } from "./registrar";
import { makeSlots } from "./slots";
import { connect, createTables, type Sql, takeLock, transaction } from "./store";

export interface Life {
  engine: Engine;
  /** Takes no new work, waits at most `patience` milliseconds for calls on their way, and lets go of everything. */
  end(patience: number): Promise<void>;
}

const PRUNE_EVERY = 600_000;

/**
 * Begins to work. `broken` is called when a connection to Postgres breaks; the life should be ended then.
 * @returns undefined when another engine works on this database and did not go within `patience` milliseconds
 */
export async function beginLife(settings: Settings, patience: number, broken: () => void): Promise<Life | undefined> {
  const lock = await takeLock(settings.databaseUrl, patience, broken);
  if (!lock) return undefined;
  const pool = connect(settings.databaseUrl, broken);
  try {
    await createTables(pool.sql);
    const engine = await makeEngine(settings, pool.sql);
    await takeUp(engine);
    const rest = work(engine);
    const end = async (patience: number) => {
      if (patience === 0) engine.live = false;
      await rest(patience);
      engine.live = false;
      await Promise.allSettled([engine.queue.stop(), pool.end(), lock.release()]);
    };
    return { engine, end };
  } catch (error) {
    await Promise.allSettled([pool.end(), lock.release()]);
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
