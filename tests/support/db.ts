/** A fresh, migrated database per test file, copied from one template, so that files never see each other's rows. */
import { createHash, randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as run } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { forgetEnv } from "@/lib/env";
import { dearFrom } from "@/lib/kept";

export type TestDatabase = { url: string; drop(): Promise<void> };

/**
 * Call once at the top of a test file: before its tests `DATABASE_URL` names a fresh database that the verbs of `lib`
 * use; after them it is dropped. `url` may be read once a test or a hook runs. No answer is kept: on a busy machine a count
 * that was slow once would stand after the test has changed what it counts.
 */
export const useTestDatabase = () => useDatabase(() => testDatabase());

/** The same with a database as it was after the migration of this number. `migrate` then brings it to the newest. */
export const useOldDatabase = (last: number) =>
  useDatabase(async () => {
    const database = await testDatabase("empty");
    await migrateTo(database.url, last);
    return database;
  });

function useDatabase(open: () => Promise<TestDatabase>): { readonly url: string } {
  let database: TestDatabase | undefined;
  const before = process.env.DATABASE_URL;
  beforeAll(async () => {
    dearFrom(Number.POSITIVE_INFINITY);
    database = await open();
    await use(database.url);
  });
  afterAll(async () => {
    await use(before);
    await database?.drop();
  });
  return {
    get url() {
      if (!database) throw new Error("The test database exists once the first test or hook runs.");
      return database.url;
    },
  };
}

async function migrateTo(url: string, last: number) {
  const folder = mkdtempSync(join(tmpdir(), "migrations-"));
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    cpSync(fileURLToPath(new URL("../../db/migrations", import.meta.url)), folder, { recursive: true });
    const journal = join(folder, "meta", "_journal.json");
    const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { idx: number }[] };
    writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx <= last) }));
    await run(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end();
    rmSync(folder, { recursive: true });
  }
}

/** Makes a database of its own. The caller drops it, also when somebody is still connected. */
export async function testDatabase(of: "migrated" | "empty" = "migrated"): Promise<TestDatabase> {
  const server = testServer();
  const name = `clientele_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await withAdmin(server, async (admin) => {
    const template = of === "empty" ? "template1" : await templateOf(admin, server);
    await admin`create database ${admin(name)} template ${admin(template)}`;
  });
  const drop = () => withAdmin(server, (admin) => admin`drop database if exists ${admin(name)} with (force)`);
  return { url: addressOf(server, name), drop: async () => void (await drop()) };
}

async function use(url: string | undefined) {
  await closeDatabase();
  if (url === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = url;
  forgetEnv();
}

function testServer(): string {
  const server = process.env.TEST_DATABASE_URL;
  if (server) return server;
  throw new Error(
    "TEST_DATABASE_URL is not set: run database tests by `npm test -- <file>`, which starts a PostgreSQL.",
  );
}

/** Migrating takes a second, copying a tenth: the lock lets exactly one worker build what all the others copy. */
async function templateOf(admin: postgres.Sql, server: string): Promise<string> {
  const name = `clientele_template_${migrationsHash()}`;
  await admin`select pg_advisory_lock(hashtext(${name}))`;
  try {
    const found = await admin`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await buildTemplate(admin, server, name);
  } finally {
    await admin`select pg_advisory_unlock(hashtext(${name}))`;
  }
  return name;
}

/** Built under another name and renamed when whole: a run killed in between leaves no half-migrated template. */
async function buildTemplate(admin: postgres.Sql, server: string, name: string) {
  const draft = `${name}_draft`;
  await admin`drop database if exists ${admin(draft)} with (force)`;
  await admin`create database ${admin(draft)}`;
  await migrate(addressOf(server, draft));
  await admin`alter database ${admin(draft)} rename to ${admin(name)}`;
}

function migrationsHash(): string {
  const folder = fileURLToPath(new URL("../../db", import.meta.url));
  const hash = createHash("sha256");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (/\.(sql|ts)$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

async function withAdmin<T>(server: string, work: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(addressOf(server, "postgres"), { max: 1, onnotice: () => {} });
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function addressOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
