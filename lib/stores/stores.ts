/** Stores as the merchant sees them. */
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { stores, storeWebhooks, syncs } from "@/db/schema";
import { connectorOf, findStore, platformNames, type StoreRow, selectionOf, storeById } from "@/lib/connection/store";
import { isCalled } from "@/lib/connectors/registry";
import type { Abilities, KindCounts, Platform } from "@/lib/connectors/types";
import type { Kind } from "@/lib/contacts/selection";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

export type StoreSummary = {
  id: string;
  /** The platform's name, as people write it. */
  platform: string;
  name: string;
  url: string;
  state: StoreRow["state"];
  /** Whether the store is called at all; one of any other make is given its people. */
  called: boolean;
  /** Whether it is asked every few minutes: its platform tells nothing by itself. */
  polled: boolean;
  contacts: number;
  /** The store whose contacts its people are; null where it has its own. */
  joins: { id: string; name: string } | null;
  trouble: string | null;
  troubleSince: Date | null;
  /** When a store that asked for a pause is asked again. */
  askAfter: Date | null;
  lastDeliveryAt: Date | null;
  lastSync: SyncView | null;
  /** Choices made here that the store could not be told for a while, why, and since when; null where all is well. */
  untold: Untold | null;
};

export type Untold = { count: number; reason: string; since: Date };

/** A pass over a store. `done`/`total` count records read; `total` is null while the store has not told. */
export type SyncView = {
  id: string;
  kind: (typeof syncs.$inferSelect)["kind"];
  state: (typeof syncs.$inferSelect)["state"];
  phase: (typeof syncs.$inferSelect)["phase"];
  startedAt: Date;
  finishedAt: Date | null;
  customersDone: number;
  customersTotal: number | null;
  ordersDone: number;
  ordersTotal: number | null;
  healed: number;
  vanished: number;
  taken: number;
  passedOver: number;
  error: string | null;
  startedBy: string;
};

export type StoreDetail = StoreSummary & {
  platformKey: Platform;
  abilities: Abilities;
  selection: Kind[];
  consentKeys: string[];
  timeZone: string;
  currency: string;
  version: string | null;
  /** What waits in the inbox: how many, and since how many seconds the oldest. */
  waiting: { count: number; seconds: number };
  failed: number;
  counts: {
    customers: number;
    orders: number;
    theirCustomers: number | null;
    theirOrders: number | null;
    /** Of each kind, when it was connected; null where the platform cannot tell. */
    theirKinds: KindCounts | null;
    at: Date | null;
  };
  webhooks: { topic: string; status: string; checkedAt: Date; revivedAt: Date | null; revivals: number }[];
  syncs: SyncView[];
};

export const ShowStore = z.object({ store: z.uuid() });

export async function listStores(ctx: Ctx): Promise<StoreSummary[]> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const rows = await ctx.db.select().from(stores).where(eq(stores.orgId, ctx.orgId)).orderBy(stores.name, stores.id);
    const counts = await contactCounts(ctx);
    const latest = new Map<number, SyncView>();
    for (const row of await latestSyncs(ctx)) latest.set(row.storeId, viewOf(row));
    const untold = await untoldOf(ctx);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return rows.map((row) => {
      const home = row.joinsId ? byId.get(row.joinsId)! : null;
      return summaryOf(row, home, counts.get(row.id) ?? 0, latest.get(row.id) ?? null, untold.get(row.id) ?? null);
    });
  });
}

/** Everything the store's page shows. @throws Failure not-found */
export async function showStore(ctx: Ctx, input: z.infer<typeof ShowStore>): Promise<StoreDetail> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const row = await findStore(ctx, input.store);
    const passes = await ctx.db
      .select()
      .from(syncs)
      .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.storeId, row.id)))
      .orderBy(desc(syncs.startedAt), desc(syncs.id))
      .limit(10);
    const webhooks = await ctx.db
      .select()
      .from(storeWebhooks)
      .where(and(eq(storeWebhooks.orgId, ctx.orgId), eq(storeWebhooks.storeId, row.id)))
      .orderBy(storeWebhooks.topic);
    const figures = await figuresOf(ctx, row);
    const views = passes.map(viewOf);
    const home = row.joinsId ? await storeById(ctx, row.joinsId) : null;
    return {
      ...summaryOf(row, home, figures.contacts, views[0] ?? null, (await untoldOf(ctx)).get(row.id) ?? null),
      platformKey: row.platform as Platform,
      abilities: connectorOf(row).abilities,
      selection: selectionOf(row),
      consentKeys: row.consentKeys,
      timeZone: row.timeZone,
      currency: row.currency,
      version: row.version,
      waiting: { count: figures.waiting, seconds: figures.seconds },
      failed: figures.failed,
      counts: {
        customers: figures.customers,
        orders: figures.orders,
        theirCustomers: row.theirCustomers,
        theirOrders: row.theirOrders,
        theirKinds: row.theirKinds,
        at: row.countedAt,
      },
      webhooks: webhooks.map(({ topic, status, checkedAt, revivedAt, revivals }) => ({
        topic,
        status,
        checkedAt,
        revivedAt,
        revivals,
      })),
      syncs: views,
    };
  });
}

function summaryOf(
  row: StoreRow,
  home: StoreRow | null,
  contacts: number,
  lastSync: SyncView | null,
  untold: Untold | null,
): StoreSummary {
  return {
    id: row.publicId,
    platform: platformNames[row.platform as Platform],
    name: row.name,
    url: row.url,
    state: row.state,
    called: isCalled(row.platform),
    polled: isCalled(row.platform) && connectorOf(row).topics.length === 0,
    contacts,
    joins: home && { id: home.publicId, name: home.name },
    trouble: row.trouble,
    troubleSince: row.troubleSince,
    askAfter: row.askAfter,
    lastDeliveryAt: row.lastDeliveryAt,
    lastSync,
    untold,
  };
}

/** By store: what was given up, or has had trouble for ten minutes. A store that stumbles once needs nobody's look. */
async function untoldOf(ctx: Working): Promise<Map<number, Untold>> {
  const rows = await ctx.db.execute<{ id: number; count: number; reason: string; since: number }>(sql`
    select store_id::int as id, count(*)::int as count, max(reason) as reason,
      (extract(epoch from min(asked_at) filter (where reason is not null)) * 1000)::float8 as since
    from write_backs where org_id = ${ctx.orgId} and state in ('waiting', 'failed') group by store_id
    having bool_or(state = 'failed')
      or min(asked_at) filter (where reason is not null) < now() - interval '10 minutes'`);
  return new Map(rows.map(({ id, count, reason, since }) => [id, { count, reason, since: new Date(since) }]));
}

function viewOf(row: typeof syncs.$inferSelect): SyncView {
  const { publicId: id, kind, state, phase, startedAt, finishedAt, error, startedBy } = row;
  const { customersDone, customersTotal, ordersDone, ordersTotal, healed, vanished, taken, passedOver } = row;
  const counts = { customersDone, customersTotal, ordersDone, ordersTotal, healed, vanished, taken, passedOver };
  return { id, kind, state, phase, startedAt, finishedAt, error, startedBy, ...counts };
}

async function contactCounts(ctx: Working): Promise<Map<number, number>> {
  const rows = await ctx.db.execute(sql`select store_id::int as id, count(*)::int as n from contacts
    where org_id = ${ctx.orgId} and gone_at is null group by store_id
    union all select s.id::int, (${knownBy(ctx, sql`s.id`)}) from stores s
    where s.org_id = ${ctx.orgId} and s.joins_id is not null`);
  return new Map(rows.map((row) => [Number(row.id), Number(row.n)]));
}

async function latestSyncs(ctx: Working) {
  return ctx.db
    .selectDistinctOn([syncs.storeId])
    .from(syncs)
    .where(eq(syncs.orgId, ctx.orgId))
    .orderBy(syncs.storeId, desc(syncs.startedAt), desc(syncs.id));
}

/** How many contacts of the store that it joined this source tells of. */
const knownBy = (ctx: Working, storeId: SQL) => sql`select count(distinct a.contact_id)::int from store_customers a
  join contacts c on c.org_id = ${ctx.orgId} and c.id = a.contact_id and c.gone_at is null
  where a.org_id = ${ctx.orgId} and a.store_id = ${storeId} and a.ended_at is null`;

async function figuresOf(ctx: Working, { id: storeId, joinsId }: StoreRow) {
  const own = sql`select count(*)::int from contacts where org_id = ${ctx.orgId} and store_id = ${storeId}
    and gone_at is null`;
  const [row] = await ctx.db.execute(sql`select
    (${joinsId ? knownBy(ctx, sql`${storeId}`) : own}) as contacts,
    (select count(*)::int from store_customers where org_id = ${ctx.orgId} and store_id = ${storeId}
      and ended_at is null) as customers,
    (select count(*)::int from orders where org_id = ${ctx.orgId} and store_id = ${storeId}
      and ended_at is null) as orders,
    (select count(*)::int from webhook_waiting where org_id = ${ctx.orgId} and store_id = ${storeId}) as waiting,
    (select coalesce(extract(epoch from now() - min(received_at)), 0)::int from webhook_deliveries
      where org_id = ${ctx.orgId} and store_id = ${storeId} and id = (select min(id) from webhook_waiting
        where org_id = ${ctx.orgId} and store_id = ${storeId})) as seconds,
    (select count(*)::int from webhook_outcomes where org_id = ${ctx.orgId} and store_id = ${storeId}
      and state = 'failed') as failed`);
  return row as Record<"contacts" | "customers" | "orders" | "waiting" | "seconds" | "failed", number>;
}
