/** The one pool of connections to Postgres. Nothing outside `lib` asks for it. */
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Sql = postgres.Sql;

type Open = { sql: Sql; orm: ReturnType<typeof connect> };

function connect(sql: Sql) {
  return drizzle(sql, { schema, casing: "snake_case" });
}

export type Database = ReturnType<typeof connect>;

// Next reloads modules in development; the pool must survive that, or connections pile up.
const kept = globalThis as typeof globalThis & { clienteleDatabase?: Open };

/** Opens (once per process) the pool on `url`. `max` connections; prepared statements stay on. */
export function openDatabase(url: string, max: number): Open {
  if (!kept.clienteleDatabase) {
    const sql = postgres(url, { max, onnotice: () => {}, connection: { application_name: "clientele" } });
    kept.clienteleDatabase = { sql, orm: connect(sql) };
  }
  return kept.clienteleDatabase;
}

export async function closeDatabase() {
  const open = kept.clienteleDatabase;
  kept.clienteleDatabase = undefined;
  await open?.sql.end({ timeout: 5 });
}
