/**
 * Passes over a store: begun here, carried on by `advance`, which may be cut off anywhere and goes on from its cursor.
 */
import { and, eq, sql } from "drizzle-orm";
import { stores, syncs } from "@/db/schema";
import { type StoreRow, storeById } from "@/lib/connection/store";
import { isCalled } from "@/lib/connectors/registry";
import { conflict } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";

export type SyncKind = (typeof syncs.$inferSelect)["kind"];
export type SyncRow = typeof syncs.$inferSelect;

/** Begins a pass. A conflict when one runs already or the store is not active. Gives the sync's inner id. */
export async function beginSync(ctx: Ctx, input: { storeId: number; kind: SyncKind }): Promise<number> {
  const id = await transact(ctx, (ctx) => insertSync(ctx, input));
  await tellSync(ctx, input.storeId, id);
  return id;
}

/** Inside a transaction of the caller's, who tells the job engine after it. */
export async function insertSync(ctx: Working, input: { storeId: number; kind: SyncKind }): Promise<number> {
  const store = await storeById(ctx, input.storeId);
  if (!isCalled(store.platform))
    throw conflict("This store has nothing to read: its people come by the API and by files.");
  if (store.state !== "active") throw conflict("Only an active store can be synced. Resume or reconnect it first.");
  const [row] = await ctx.db
    .insert(syncs)
    .values({
      orgId: ctx.orgId,
      storeId: input.storeId,
      kind: input.kind,
      phase: firstPhase(input.kind),
      startedBy: ctx.actor.name,
      ...(readsAll(input.kind) && { customersTotal: store.theirCustomers, ordersTotal: store.theirOrders }),
    })
    .onConflictDoNothing()
    .returning({ id: syncs.id });
  if (!row) throw conflict("A sync of this store is running already.");
  return row.id;
}

export const tellSync = (ctx: Ctx, storeId: number, syncId: number) =>
  tell(events.syncStarted.create({ orgId: ctx.orgId, storeId, syncId }));

/** What a kind of pass goes through, in order. */
export const phases: Record<SyncKind, readonly SyncRow["phase"][]> = {
  first: ["customers", "products", "orders", "missing", "done"],
  "new-kind": ["customers", "products", "orders", "missing", "done"],
  manual: ["customers", "products", "orders", "missing", "sweep", "done"],
  nightly: ["customers", "products", "orders", "missing", "sweep", "done"],
  light: ["orders", "missing", "done"],
};

/** What the store counted when it was last asked stands in until the pass itself is told, so that a bar has an end. */
const readsAll = (kind: SyncKind) => kind === "first" || kind === "new-kind" || kind === "manual";

export const firstPhase = (kind: SyncKind) => phases[kind][0]!;
export const phaseAfter = (row: Pick<SyncRow, "kind" | "phase">) =>
  phases[row.kind][phases[row.kind].indexOf(row.phase) + 1] ?? "done";

/** From when this pass reads changes: null = everything. Nightly and light passes read what changed since the last. */
export const changedSince = (row: SyncRow, store: StoreRow) =>
  row.kind === "nightly" || row.kind === "light" ? store.ordersReadUntil : null;

/** Ends a running pass. `error` is a sentence for the merchant. */
export async function finish(ctx: Working, row: SyncRow, state: "done" | "failed" | "cancelled", error: string | null) {
  await ctx.db
    .update(syncs)
    .set({ state, error, finishedAt: sql`now()`, progressedAt: sql`now()` })
    .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.id, row.id), eq(syncs.state, "running")));
  await ctx.db.execute(sql`delete from sync_seen where org_id = ${ctx.orgId} and sync_id = ${row.id}`);
  if (state === "cancelled") return;
  await ctx.db
    .update(stores)
    .set({ trouble: error, troubleSince: error ? sql`coalesce(${stores.troubleSince}, now())` : null })
    .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, row.storeId)));
}

/**
 * Running passes that no run has moved for five minutes, though their store may be asked: the engine was never told, or
 * forgot.
 */
export async function stuckSyncs(): Promise<{ orgId: number; storeId: number; syncId: number }[]> {
  const rows = await database().sql`select org_id::int as "orgId", store_id::int as "storeId", id::int as "syncId"
    from syncs y where state = 'running' and progressed_at < now() - interval '5 minutes'
      and not exists (select from stores s where s.org_id = y.org_id and s.id = y.store_id
        and s.ask_after > now() - interval '1 minute')`;
  return rows.map((row) => ({ orgId: row.orgId, storeId: row.storeId, syncId: row.syncId }));
}
