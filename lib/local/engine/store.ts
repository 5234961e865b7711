/**
 * The engine's door to Postgres: connections, the lock that keeps it the only engine, transactions that wake the queue.
 */
import postgres from "postgres";
import { tables } from "./tables";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;

/** "clientele engine" as a number; whoever holds this advisory lock is the engine of the database. */
const LOCK = 4_718_288;

/**
 * Whether a connection to Postgres broke. postgres.js may then leave a query without any answer, for ever, so whoever
 * waits for one waits `against` this.
 */
export interface Breakage {
  report(): void;
  happened: Promise<void>;
  /** The work's result, or Broken as soon as a connection broke; after that no work is begun. */
  against<T>(work: () => Promise<T>): Promise<T>;
}

/** Nobody knows whether what was under way has been written. */
export class Broken extends Error {}

export function makeBreakage(): Breakage {
  let over = false;
  let tell = () => {};
  const happened = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const broken = happened.then(() => {
    throw new Broken("The connection to the database broke.");
  });
  broken.catch(() => {});
  return {
    happened,
    report: () => {
      over = true;
      tell();
    },
    against: (work) => (over ? broken : Promise.race([work(), broken])),
  };
}

/** A pool that reports when a connection breaks that it did not close itself. */
export function connect(url: string, breakage: Breakage): { sql: Sql; end(): Promise<void> } {
  let ending = false;
  const sql = postgres(url, {
    max: 8,
    // No connection is closed for its age: then every close is a break, after which the driver cannot be trusted.
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => {},
    onclose: () => {
      if (!ending) breakage.report();
    },
    connection: { application_name: "clientele engine" },
  });
  return {
    sql,
    end: () => {
      ending = true;
      return sql.end({ timeout: 1 });
    },
  };
}

/** Creates what is missing. Safe to repeat. */
export async function createTables(sql: Sql): Promise<void> {
  await sql.begin((tx) => tx.unsafe(tables));
}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the engine's lock on a connection of its own, waiting at most `patience` milliseconds for another engine to go.
 * When that connection breaks it is reported: from then on another engine may run.
 * @returns undefined when another engine keeps the lock
 */
export async function takeLock(url: string, patience: number, breakage: Breakage): Promise<Lock | undefined> {
  let ending = false;
  const onclose = () => {
    if (!ending) breakage.report();
  };
  const options = { max: 1, idle_timeout: 0, max_lifetime: null, connect_timeout: 10, onnotice: () => {}, onclose };
  const sql = postgres(url, options);
  const release = () => {
    ending = true;
    return sql.end({ timeout: 1 });
  };
  try {
    const until = Date.now() + patience;
    do {
      const asked = sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as locked`;
      const [row] = await breakage.against(async () => asked);
      if (row?.locked) return { release };
      await pause(200);
    } while (Date.now() < until);
  } catch (error) {
    void release();
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
