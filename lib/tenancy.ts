/**
 * Context first: every verb is `verb(ctx, input)`. Work on a tenant's rows runs in a transaction under a role for which
 * Postgres itself hides every other organization (see db/migrations/0002_locks.sql).
 */

import { type SQL, sql } from "drizzle-orm";
import { PgDialect, type PreparedQueryConfig } from "drizzle-orm/pg-core";
import { PgRaw } from "drizzle-orm/pg-core/query-builders/raw";
import { type Database, openDatabase } from "@/db/client";
import { env } from "./env";
import type { Permission } from "./permissions";

export type Role = "owner" | "admin" | "editor" | "viewer";

/** Who does it. The timeline and the audit trail always know. */
export type Actor =
  | { kind: "member"; userId: number; name: string; role: Role }
  | { kind: "job"; name: string }
  | { kind: "webhook"; name: string }
  /** Somebody without a log-in, on a page for the public: by a link in a mail, or at a sign-up form. */
  | { kind: "person"; name: string }
  /** A key of the REST API. Bound to a store (inner id), it works under a role that sees that store's rows only. */
  | { kind: "key"; keyId: number; name: string; permissions: readonly Permission[]; storeId: number | null }
  | { kind: "operator"; name: string };

export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** What a verb is given. `db` is there once a transaction is open. */
export type Ctx = { orgId: number; actor: Actor; db?: Tx };

/** What work inside a transaction is given. */
export type Working = Ctx & { db: Tx };

/** The pool itself, under the owner's role: accounts, the inbox and jobs that look over all organizations. */
export function database() {
  const { DATABASE_URL, DATABASE_POOL } = env();
  return openDatabase(DATABASE_URL, DATABASE_POOL);
}

/**
 * Runs `work` in one transaction that sees and changes this organization's rows only. Joins the transaction when there
 * is one, so nothing can be written beside it.
 */
export async function transact<T>(ctx: Ctx, work: (ctx: Working) => Promise<T>): Promise<T> {
  if (ctx.db) return work({ ...ctx, db: ctx.db });
  const store = boundTo(ctx);
  const role = store === null ? "clientele_tenant" : "clientele_store";
  return database().orm.transaction(async (db) => {
    await executeKept(
      db,
      sql`select set_config('role', ${role}, true),
      set_config('app.org_id', ${String(ctx.orgId)}, true), set_config('app.store_id', ${String(store ?? "")}, true)`,
    );
    return work({ ...ctx, db });
  });
}

/** The store (inner id) that whoever acts is bound to, or null. */
export const boundTo = ({ actor }: Pick<Ctx, "actor">): number | null => (actor.kind === "key" ? actor.storeId : null);

/**
 * As `transact`, but under the owner's role: for the few searches whose operators (ILIKE) no index may serve behind a
 * policy (1 ms against 1,284 ms at a million contacts). The caller's SQL must name `org_id`; every caller is listed in
 * tests/db/tenancy.test.ts. Whoever is bound to a store is never let beyond.
 */
export async function transactBeyondPolicy<T>(ctx: Ctx, work: (ctx: Working) => Promise<T>): Promise<T> {
  if (boundTo(ctx) !== null) return transact(ctx, work);
  return database().orm.transaction((db) => work({ ...ctx, db }));
}

const dialect = new PgDialect();

/**
 * For the rest of the transaction statements look rows up by their keys. Plans are made for any organization: one made
 * for this one knows of a new organization only that the statistics do not name it; then all indexes look the same, and
 * a look-up by id reads all of its contacts. Nor may a plan read tables whole: one made while a table held a hundred
 * rows did so for each look-up among 20,000.
 */
export async function lookUpByKeys(ctx: Working): Promise<void> {
  await executeKept(
    ctx.db,
    sql`select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`,
  );
}

/**
 * The same transaction, but a connection parses and plans each of its statements once: for work that asks the same few
 * questions thousands of times, by keys.
 */
export async function keepPlans(ctx: Working): Promise<Working> {
  await lookUpByKeys(ctx);
  return planningOnce(ctx);
}

/** The same for who lets the first statements follow `lookUpByKeys` without waiting for its answer. */
export function planningOnce(ctx: Working): Working {
  const execute: Tx["execute"] = (query) =>
    executeKept(ctx.db, typeof query === "string" ? sql.raw(query) : query.getSQL());
  return { ...ctx, db: Object.assign(Object.create(ctx.db) as Tx, { execute }) };
}

/**
 * As `db.execute`, but a connection parses the statement once and asks for its answer in one turn instead of two; after
 * a few times it keeps the plan, where one for any values is as good. Whatever differs from call to call must be a
 * value.
 */
export function executeKept<T extends Record<string, unknown>>(db: Tx, query: SQL): ReturnType<typeof db.execute<T>> {
  const built = dialect.sqlToQuery(query);
  const kept = db._.session.prepareQuery<PreparedQueryConfig & { execute: never }>(built, undefined, "kept", false);
  return new PgRaw(
    () => kept.execute(),
    query,
    built,
    (result) => result,
  );
}

/**
 * Statements of one transaction on their way while the next are still being made. All have ended before an error is
 * thrown: what one of them would have gone on to ask is never asked outside the transaction.
 */
export async function together<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const ended = await Promise.allSettled(work);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** By what statements of a batch look rows up. Of these alone a look costs a quarter of one at every column. */
const planned: Record<string, string> = {
  contacts: "org_id, store_id, id, external_id, email, phone, phone_key",
  contact_activity: "org_id, contact_id",
  contact_events: "org_id, contact_id, order_id",
  consents: "org_id, contact_id, channel",
  orders: "org_id, store_id, id, external_id, customer_external_id, contact_id",
  order_items: "org_id, order_id",
  store_customers: "org_id, store_id, external_id, contact_id",
  webhook_deliveries: "org_id, store_id, id",
  webhook_waiting: "org_id, store_id, id",
};

/**
 * Fewer rows than this: autovacuum, whose count a look at some columns leaves alone, sees to the others in a minute.
 */
const few = 30_000;

/**
 * After a bulk of `written` rows: tells the planner how those tables stand that it holds for hardly larger than that.
 * In a database that is larger the plans are made for it already, and a look at all of it cost more than the bulk
 * itself.
 */
export async function refreshStatistics(written = Number.POSITIVE_INFINITY): Promise<void> {
  const { sql } = database();
  const small = await sql<{ relname: string }[]>`select relname from pg_class
    where oid in (select to_regclass(name) from unnest(${Object.keys(planned)}::text[]) as name)
      and reltuples < ${2 * written}`;
  const tables = small.map(({ relname }) => (written < few ? `${relname} (${planned[relname]})` : relname));
  if (tables.length > 0) await sql.unsafe(`analyze ${tables.join(", ")}`);
}
