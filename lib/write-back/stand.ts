/** How it stands with the choices a store is told, for its page, and what a merchant can do about it. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { connectorOf, findStore } from "@/lib/connection/store";
import { conflict } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

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
    const of = sql`org_id = ${ctx.orgId} and store_id = ${store.id}`;
    const [row] = await ctx.db.execute<Figures>(sql`
      select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'written')::int as written,
        count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'impossible')::int as impossible,
        (extract(epoch from max(settled_at) filter (where state = 'written')) * 1000)::float8 as "lastWritten",
        (select reason from write_backs where ${of} and state in ('waiting', 'failed') and reason is not null
          order by asked_at desc limit 1) as trouble
      from write_backs where ${of}`);
    const { lastWritten, ...figures } = row!;
    const paused = store.writeAfter && store.writeAfter > new Date() && figures.waiting > 0;
    return {
      ...figures,
      holds: connectorOf(store).holds.length > 0,
      lastWrittenAt: lastWritten === null ? null : new Date(lastWritten),
      pausedUntil: paused ? store.writeAfter : null,
    };
  });
}

type Figures = Pick<WriteBackStand, "waiting" | "written" | "failed" | "impossible" | "trouble"> & {
  lastWritten: number | null;
};

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
