/** The database of a start: the one DATABASE_URL names, else the clone's own; migrated and never empty. */
import postgres from "postgres";
import { migrate } from "@/db/migrate";
import { demoIsDue } from "./demo/due";
import type { House } from "./house";
import { Plainly, say } from "./plainly";
import { openCluster } from "./postgres";

/** Brings demo data into the database at `url`. */
type Seed = (url: string) => Promise<void>;

/** Gives the address of a migrated database. An empty one is filled by `seed` first, whole or not at all in our own. */
export async function openDatabase(house: House, name: string, seed: Seed): Promise<string> {
  const given = process.env.DATABASE_URL;
  if (given) return openGiven(given, seed);
  const { url } = await openCluster(house, true);
  if (!(await exists(url("postgres"), name))) await makeSeeded(url, name, seed);
  else await bringUp(url(name), seed);
  return url(name);
}

export async function migrateDatabase(url: string) {
  try {
    await migrate(url);
  } catch (error) {
    throw new Plainly(`The database could not be brought to the newest schema: ${reason(error)}`);
  }
}

/** A new, migrated, empty database; one of that name is thrown away. */
export async function freshDatabase(url: (database: string) => string, name: string): Promise<string> {
  await ask(url("postgres"), async (sql) => {
    await sql`drop database if exists ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
  });
  await migrateDatabase(url(name));
  return url(name);
}

async function openGiven(url: string, seed: Seed): Promise<string> {
  try {
    await ask(url, (sql) => sql`select 1`);
  } catch (error) {
    throw new Plainly(`The database that DATABASE_URL names cannot be reached: ${reason(error)}`);
  }
  await bringUp(url, seed);
  return url;
}

/** A database nobody ever signed up in gets the demo. */
async function bringUp(url: string, seed: Seed) {
  await migrateDatabase(url);
  if (await ask(url, demoIsDue)) await seed(url);
}

/** Under another name until it is whole: a start that is killed half-way leaves no half a demo. */
async function makeSeeded(url: (database: string) => string, name: string, seed: Seed) {
  const draft = `${name}_draft`;
  await freshDatabase(url, draft);
  say("Filling the new database with the demo …");
  await seed(url(draft));
  await ask(url("postgres"), (sql) => sql`alter database ${sql(draft)} rename to ${sql(name)}`);
}

async function exists(admin: string, name: string): Promise<boolean> {
  const found = await ask(admin, (sql) => sql`select 1 from pg_database where datname = ${name}`);
  return found.length > 0;
}

export async function ask<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/** Several addresses tried give an error without a message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${reason(error.cause)})` : error.message;
}
