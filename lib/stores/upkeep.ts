/** What the clock does for every store: passes in its own night, a look at its webhooks, the end of old deliveries. */
import { and, eq, sql } from "drizzle-orm";
import { stores } from "@/db/schema";
import { openApi } from "@/lib/connection/access";
import { complain, keepWebhooks } from "@/lib/connection/registration";
import { answered, rest } from "@/lib/connection/silence";
import { storeById } from "@/lib/connection/store";
import { Throttled, Unauthorized } from "@/lib/connectors/errors";
import { connectedPlatforms, connectorFor } from "@/lib/connectors/registry";
import { Failure } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { beginSync, type SyncKind } from "@/lib/sync/sync";
import { type Ctx, database, transact } from "@/lib/tenancy";

export type StoreRef = { orgId: number; storeId: number };

/**
 * Stores whose night has come and that had no nightly pass for 20 hours. Each has its own minute between 02:00 and
 * 05:00 of its own time zone, so that a thousand stores do not start at once.
 */
export async function storesDueTonight(): Promise<StoreRef[]> {
  return refs(
    await database().sql`
    select s.org_id::int as "orgId", s.id::int as "storeId" from stores s
    cross join lateral (select now() at time zone s.time_zone as t) local
    where s.state = 'active' and s.platform = any(${connectedPlatforms})
      and extract(hour from local.t) * 60 + extract(minute from local.t)
        between 120 + abs(hashint8(s.id)::bigint) % 180 and 360
      and not exists (select from syncs y where y.org_id = s.org_id and y.store_id = s.id
        and y.kind in ('nightly', 'first')
        and y.started_at > now() - interval '20 hours')`,
  );
}

/**
 * Active stores that may be asked and that no pass looked at for half an hour; for five minutes where nothing is told.
 */
export async function storesDueForLook(): Promise<StoreRef[]> {
  return refs(
    await database().sql`
    select s.org_id::int as "orgId", s.id::int as "storeId" from stores s
    where s.state = 'active' and s.platform = any(${connectedPlatforms})
      and (s.ask_after is null or s.ask_after <= now())
      and not exists (select from syncs y where y.org_id = s.org_id and y.store_id = s.id
      and (y.state = 'running' or y.started_at > now()
        - case when s.platform = any(${silentPlatforms}) then interval '4 minutes' else interval '25 minutes' end))`,
  );
}

/** Those that no webhook can be registered at: polling is what brings their news. */
const silentPlatforms = connectedPlatforms.filter((platform) => connectorFor(platform).topics.length === 0);

/** Begins a pass unless one runs; gives whether it did. */
export async function passOver(ctx: Ctx, input: { storeId: number; kind: SyncKind }): Promise<boolean> {
  try {
    await beginSync(ctx, input);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.problem === "conflict") return false;
    throw error;
  }
}

/**
 * Looks at a store: its webhooks are put right, its own counts noted. A refused key becomes a sentence on the store's
 * page; a store out of reach is left for the next look. Gives the topics whose webhooks had been switched off.
 */
export async function lookAfter(ctx: Ctx, input: { storeId: number }): Promise<{ revived: string[] }> {
  const store = await transact(ctx, (ctx) => storeById(ctx, input.storeId));
  if (store.state !== "active") return { revived: [] };
  try {
    const revived = await keepWebhooks(ctx, store);
    const theirs = await openApi(store).counts();
    await transact(ctx, (ctx) =>
      ctx.db
        .update(stores)
        .set({ theirCustomers: theirs.customers, theirOrders: theirs.orders, countedAt: sql`now()` })
        .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id))),
    );
    await answered(ctx, store);
    return { revived };
  } catch (error) {
    if (error instanceof Throttled) await rest(ctx, store, error);
    else if (error instanceof Unauthorized) await transact(ctx, (ctx) => complain(ctx, store.id, error.message));
    else log.warn({ store: store.publicId, error: errorFacts(error) }, "a store could not be looked after");
    return { revived: [] };
  }
}

const refs = (rows: Iterable<object | undefined>): StoreRef[] => Array.from(rows, (row) => row as StoreRef);
