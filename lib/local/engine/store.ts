/** The engine's door to Postgres: connections, the lock that keeps it the only engine, transactions that wake the queue. */
import postgres from "postgres";
import { tables } from "./tables";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;

/** "clientele engine" as a number; whoever holds this advisory lock is the engine of the database. */
const LOCK = 4_718_288;

export function connect(url: string): Sql {
  return postgres(url, { max: 8, onnotice: () => {}, connection: { application_name: "clientele engine" } });
}

/** Creates what is missing. Safe to repeat. */
export async function createTables(sql: Sql): Promise<void> {
  await sql.begin((tx) => tx.unsafe(tables));
}

export interface Lock {
  release(): Promise<void>;
}

export interface LockWatcher {
  /** The lock's connection died: from now on another engine may run. */
  lost(): void;
  /** The lock is ours again. When this throws, it is given back and taken anew. */
  back(): Promise<void>;
}

/**
 * Takes the engine's lock, waiting at most `patience` milliseconds for another engine to go, and keeps it: when
 * Postgres goes away the watcher hears of it, and again when the lock is back.
 * @returns undefined when another engine keeps the lock
 */
export async function keepLock(url: string, patience: number, watcher: LockWatcher): Promise<Lock | undefined> {
  let released = false;
  let current: Lock | undefined;
  const regain = async () => {
    while (!released) {
      try {
        current = await takeLock(url, 5000, lost);
        if (current) return await watcher.back();
      } catch {
        await current?.release();
      }
      await pause(500);
    }
  };
  const lost = () => {
    watcher.lost();
    void regain();
  };
  current = await takeLock(url, patience, lost);
  if (!current) return undefined;
  return {
    release: async () => {
      released = true;
      await current?.release();
    },
  };
}

async function takeLock(url: string, patience: number, lost: () => void): Promise<Lock | undefined> {
  let held = false;
  const onclose = () => {
    if (!held) return;
    held = false;
    lost();
  };
  const sql = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {}, onclose });
  const release = async () => {
    held = false;
    await sql.end({ timeout: 1 });
  };
  try {
    const until = Date.now() + patience;
    while (!held) {
      const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as locked`;
      held = row?.locked === true;
      if (held) return { release };
      if (Date.now() > until) break;
      await pause(200);
    }
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}

const pause = (length: number) => new Promise((resolve) => setTimeout(resolve, length));

/** A value for a `json` column: `${json(x)}::text::json` keeps NUL and lone surrogates, which `jsonb` refuses. */
export function json(value: unknown): string {
  return JSON.stringify(value ?? null) ?? "null";
}

/** Text without NUL, which Postgres has no place for. */
export function clean(text: string): string {
  return text.replaceAll("\u0000", "");
}

const COLLISIONS = new Set(["40P01", "40001"]);

/** One transaction; a deadlock between two runs is tried again, everything else is the caller's. */
export async function transaction<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return (await sql.begin(work)) as T;
    } catch (error) {
      const collided = error instanceof postgres.PostgresError && COLLISIONS.has(error.code);
      if (!collided || attempt >= 4) throw error;
    }
  }
}
