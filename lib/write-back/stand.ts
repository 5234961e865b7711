/** How it stands with the choices a store is told, for its page, and what a merchant can do about it. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { connectorOf, findStore } from "@/lib/connection/store";
import { conflict } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

export const OfStore = z.object({ store: z.uuid() });

/**
 * `impossible`: the store has no account for the person. `trouble` is why the newest that has not arrived has not;
 * `pausedUntil` when the store is told again, null when nothing holds it up.
 */
export type WriteBackStand = {
  holds: boolean;
  waiting: number;
  written: number;
  failed: number;
  impossible: number;
  lastWrittenAt: Date | null;
  trouble: string | null;
  pausedUntil: Date | null;
};

/** @throws Failure not-found */
export async function writeBackStand(ctx: Ctx, input: z.output<typeof OfStore>): Promise<WriteBackStand> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const counts = await countsOf(ctx, store.id);
    const untold = counts.waiting + counts.failed;
    return {
      ...counts,
      holds: connectorOf(store).holds.length > 0,
      lastWrittenAt: counts.written > 0 ? await lastWritten(ctx, store.id) : null,
      trouble: untold > 0 ? await troubleOf(ctx, store.id) : null,
      pausedUntil: counts.waiting > 0 && store.writeAfter && store.writeAfter > new Date() ? store.writeAfter : null,
    };
  });
}

async function countsOf(ctx: Working, storeId: number) {
  const rows = await ctx.db.execute<{ state: string; n: number }>(sql`
    select state, count(*)::int as n from write_backs where org_id = ${ctx.orgId}
      and store_id = ${storeId} group by state`);
  const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
  return { waiting: of("waiting"), written: of("written"), failed: of("failed"), impossible: of("impossible") };
}

/** When the newest choice that arrived arrived: by an index, where the latest of all would read every row. */
async function lastWritten(ctx: Working, storeId: number): Promise<Date | null> {
  const [row] = await ctx.db.execute<{ ms: number }>(sql`
    select (extract(epoch from settled_at) * 1000)::float8 as ms from write_backs
    where org_id = ${ctx.orgId} and store_id = ${storeId} and state = 'written' order by asked_at desc limit 1`);
  return row ? new Date(row.ms) : null;
}

async function troubleOf(ctx: Working, storeId: number): Promise<string | null> {
  const [row] = await ctx.db.execute<{ reason: string }>(sql`
    select reason from write_backs where org_id = ${ctx.orgId} and store_id = ${storeId}
      and state in ('waiting', 'failed') and reason is not null order by asked_at desc limit 1`);
  return row?.reason ?? null;
}

/** Tells the store now what has not arrived, without waiting for the next try. Gives how many choices that are. */
export async function retryWriteBacks(ctx: Ctx, input: z.output<typeof OfStore>): Promise<{ count: number }> {
  permit(ctx, "stores.sync");
  const { store, count } = await transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    if (store.state !== "active") throw conflict("Only an active store can be told. Resume or reconnect it first.");
    const { count } = await ctx.db.execute(sql`
      update write_backs set state = 'waiting', attempts = 0, next_at = now(), settled_at = null
      where org_id = ${ctx.orgId} and store_id = ${store.id} and state in ('waiting', 'failed')`);
    await ctx.db.execute(sql`update stores set write_after = null where org_id = ${ctx.orgId} and id = ${store.id}`);
    await audit(ctx, "store.choices-retried", `store ${store.name}`, { count });
    return { store, count };
  });
  await tell(events.choicesWaiting.create({ orgId: ctx.orgId, storeId: store.id }));
  return { count };
}
