/** The engine's door to Postgres: connections, the lock that keeps it the only engine, transactions that wake the queue. */
import postgres from "postgres";
import { tables } from "./tables";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;

/** "clientele engine" as a number; whoever holds this advisory lock is the engine of the database. */
const LOCK = 4_718_288;

/** A pool that reports when a connection breaks that it did not close itself. */
export function connect(url: string, broken: () => void): { sql: Sql; end(): Promise<void> } {
  let ending = false;
  const sql = postgres(url, {
    max: 8,
    // No connection is closed for its age: then every close is a break, after which the driver cannot be trusted with the rest.
    max_lifetime: null,
    onnotice: () => {},
    onclose: () => {
      if (!ending) broken();
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
 * `broken` is called when that connection breaks: from then on another engine may run.
 * @returns undefined when another engine keeps the lock
 */
export async function takeLock(url: string, patience: number, broken: () => void): Promise<Lock | undefined> {
  let held = false;
  const onclose = () => {
    if (held) broken();
    held = false;
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
