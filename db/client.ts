/** The one pool of connections to Postgres. Nothing outside `lib` asks for it. */
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Sql = postgres.Sql;

/** `beside` is one connection more, for what ends statements of the pool: it gets through when all of that is busy. */
type Open = { sql: Sql; orm: ReturnType<typeof connect>; beside: Sql };

function connect(sql: Sql) {
  return drizzle(sql, { schema, casing: "snake_case" });
}

export type Database = ReturnType<typeof connect>;

// Next reloads modules in development; the pool must survive that, or connections pile up.
const kept = globalThis as typeof globalThis & { clienteleDatabase?: Open };

/** Opens (once per process) the pool on `url`. `max` connections; prepared statements stay on. */
export function openDatabase(url: string, max: number): Open {
  if (!kept.clienteleDatabase) {
    const open = (max: number) =>
      postgres(url, {
        max,
        idle_timeout: max > 1 ? 0 : 20,
        onnotice: () => {},
        connection: { application_name: "clientele" },
      });
    const sql = open(max);
    kept.clienteleDatabase = { sql, orm: connect(sql), beside: open(1) };
  }
  return kept.clienteleDatabase;
}

export async function closeDatabase() {
  const open = kept.clienteleDatabase;
  kept.clienteleDatabase = undefined;
  await Promise.all([open?.sql.end({ timeout: 5 }), open?.beside.end({ timeout: 5 })]);
}
