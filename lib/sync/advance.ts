/** One stretch of a pass. A page is read outside a transaction; taking it in and moving the cursor are one. */
import { and, eq, sql } from "drizzle-orm";
import { stores, syncs } from "@/db/schema";
import { answered, rest } from "@/lib/connection/silence";
import { connectorOf, receivingAt, type StoreRow, storeById } from "@/lib/connection/store";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { Failure } from "@/lib/errors";
import { log } from "@/lib/log";
import { absorb } from "@/lib/records/absorb";
import { takeProducts } from "@/lib/records/products";
import { takeGroups } from "@/lib/store-groups/take";
import { type Ctx, executeKept, refreshStatistics, transact, type Working } from "@/lib/tenancy";
import { PageReader, type Read } from "./read";
import { remember } from "./sweep";
import { finish, phaseAfter, type SyncRow } from "./sync";

export type Stretch = { done: boolean; waitSeconds: number };

/**
 * Carries a pass on for about `seconds`. `done` when it ended in any way; `waitSeconds` when the store asks for a
 * pause. Throws only when our own database fails: the caller tries again, nothing is taken in twice.
 */
export async function advance(ctx: Ctx, input: { syncId: number; seconds: number }): Promise<Stretch> {
  const until = Date.now() + input.seconds * 1000;
  const reader = new PageReader(ctx, until);
  for (let turns = 0; ; turns++) {
    const place = await transact(ctx, (ctx) => placeOf(ctx, input.syncId));
    if (!place) return { done: true, waitSeconds: 0 };
    // Never without a turn: on a busy machine a short stretch was over before its first page, again and again.
    if (turns > 0 && Date.now() > until && !reader.has(place.row)) return { done: false, waitSeconds: 0 };
    try {
      await turn(ctx, place, reader);
      await answered(ctx, place.store);
    } catch (error) {
      if (error instanceof Throttled) return { done: false, waitSeconds: await rest(ctx, place.store, error) };
      if (!isOfStore(error)) throw error;
      log.warn({ sync: input.syncId, error: error.message }, "a sync failed");
      await transact(ctx, (ctx) => finish(ctx, place.row, "failed", error.message));
      return { done: true, waitSeconds: 0 };
    }
  }
}

const isOfStore = (error: unknown): error is Error =>
  error instanceof Unauthorized || error instanceof Unreadable || error instanceof Failure;

type Place = { row: SyncRow; store: StoreRow };

async function placeOf(ctx: Working, syncId: number): Promise<Place | null> {
  const [row] = await ctx.db
    .select()
    .from(syncs)
    .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.id, syncId)));
  if (row?.state !== "running") return null;
  const store = await storeById(ctx, row.storeId);
  if (row.cancelAsked || store.state === "disconnected") {
    await finish(ctx, row, "cancelled", null);
    return null;
  }
  return { row, store };
}

async function turn(ctx: Ctx, { row, store }: Place, reader: PageReader) {
  if (row.phase === "done") return transact(ctx, (ctx) => close(ctx, row, store));
  let grown = 0;
  const read = await reader.pages(row, store);
  await transact(ctx, async (ctx) => {
    // A crash of Postgres that loses this commit loses the cursor's step with it: the pages are read again.
    await executeKept(ctx.db, sql`set local synchronous_commit = off`);
    if (!(await holds(ctx, row))) return;
    const outcome = await absorb(ctx, await receivingAt(ctx, store), read.news);
    await takeGroups(ctx, store.id, read.news);
    await takeProducts(ctx, store.id, read.news);
    if (read.seen) await remember(ctx, row.id, read.seen.kind, read.seen.ids);
    await note(ctx, row, read, outcome);
    grown = outcome.changed;
  });
  const taken = row.taken + grown;
  if (isTelling(row, grown)) await refreshStatistics(taken < large ? taken : undefined);
}

/**
 * A first sync fills tables that the planner still holds for empty, and its plans then read a whole organization per
 * page (103 s for 5,000 records, against 4 s). Autovacuum looks once a minute; this looks when it matters.
 */
const sizes = [300, 3_000, 30_000, 300_000];

/**
 * From so many on, a look at all there is costs little beside the pass, and not to know the organization costs most.
 */
const large = 30_000;

/**
 * Also after the first orders: an organization that the statistics of a table do not name counts for one row, any index
 * serves for that, and each look-up of an order then read all of its orders (0.1 ms by 2,000 orders, and growing).
 */
function isTelling(row: SyncRow, grown: number): boolean {
  if (grown === 0) return false;
  if (row.kind === "first" && row.phase === "orders" && row.ordersDone === 0) return true;
  // Each phase by itself: five thousand customers say nothing of how many orders there are.
  const before = row.phase === "customers" ? row.customersDone : row.ordersDone;
  return sizes.some((size) => before < size && before + grown >= size);
}

/** The sync is still where this page was read for: a second runner or a cancel makes it somebody else's. */
async function holds(ctx: Working, row: SyncRow): Promise<boolean> {
  const [now] = await ctx.db
    .select({ state: syncs.state, phase: syncs.phase, cursor: syncs.cursor })
    .from(syncs)
    .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.id, row.id)))
    .for("update");
  return now?.state === "running" && now.phase === row.phase && now.cursor === row.cursor;
}

async function note(ctx: Working, row: SyncRow, read: Read, outcome: { changed: number; passedOver: Set<string> }) {
  const count = read.news.length - (read.again ?? 0);
  const gone = read.news.filter(({ change }) => change.kind.endsWith("-gone")).length;
  const dates = read.news.flatMap(({ change }) => (change.kind === "order" ? [change.record.updatedAt.getTime()] : []));
  const newest = read.clock ?? (dates.length > 0 ? new Date(Math.max(...dates)) : null);
  const heals = row.kind === "nightly" || row.kind === "light" || row.kind === "manual";
  await ctx.db
    .update(syncs)
    .set({
      phase: read.next === null ? phaseAfter(row) : row.phase,
      cursor: read.next,
      progressedAt: sql`now()`,
      ...(row.phase === "customers" && {
        customersDone: row.customersDone + count,
        customersTotal: read.total ?? row.customersTotal,
      }),
      ...(row.phase === "orders" && {
        ordersDone: row.ordersDone + count,
        ordersTotal: read.total ?? row.ordersTotal,
        ordersBegunAt: row.ordersBegunAt ?? read.asOf,
        ordersNewest: newest && (!row.ordersNewest || newest > row.ordersNewest) ? newest : row.ordersNewest,
      }),
      healed:
        row.healed + (heals ? outcome.changed - (row.phase === "sweep" ? Math.min(gone, outcome.changed) : 0) : 0),
      vanished: row.vanished + (row.phase === "sweep" ? Math.min(gone, outcome.changed) : 0),
      taken: row.taken + outcome.changed,
      passedOver: row.passedOver + outcome.passedOver.size,
    })
    .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.id, row.id)));
}

/** Clocks may differ by ten minutes before a change could slip between two passes. */
const clockSlack = 10 * 60_000;

async function close(ctx: Working, row: SyncRow, store: StoreRow) {
  await finish(ctx, row, "done", null);
  if (!row.ordersBegunAt || !row.ordersNewest) return;
  const everything = connectorOf(store).abilities.changesOf === "everything";
  const begunAt = everything ? row.startedAt : row.ordersBegunAt;
  const safe = new Date(Math.min(begunAt.getTime() - clockSlack, row.ordersNewest.getTime()));
  if (store.ordersReadUntil && safe <= store.ordersReadUntil) return;
  await ctx.db
    .update(stores)
    .set({ ordersReadUntil: safe })
    .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id)));
}
