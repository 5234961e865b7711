/** What an operator of the house sees and does across organizations. Each touch is in that organization's trail. */
import { sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import { conflict, notFound } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { putBack } from "@/lib/stores/put-back";
import { insertSync, tellSync } from "@/lib/sync/sync";
import { type Actor, type Ctx, database, transact } from "@/lib/tenancy";

export type Operator = Extract<Actor, { kind: "operator" }>;

export type StoreLine = {
  id: string;
  organization: string;
  name: string;
  url: string;
  state: string;
  contacts: number;
  waiting: number;
  failed: number;
  lastDeliveryAt: Date | null;
  lastSync: string | null;
  trouble: string | null;
};

/** Every store of every organization, by the organization's address and the store's name. */
export async function listEveryStore(): Promise<StoreLine[]> {
  const rows = await database().sql`
    select s.public_id as id, o.slug as organization, s.name, s.url, s.state, s.trouble,
      s.last_delivery_at as "lastDeliveryAt",
      (select count(*)::int from contacts c where c.org_id = s.org_id and c.store_id = s.id and c.gone_at is null)
        as contacts,
      (select count(*)::int from webhook_waiting d
        where d.org_id = s.org_id and d.store_id = s.id) as waiting,
      (select count(*)::int from webhook_outcomes d
        where d.org_id = s.org_id and d.store_id = s.id and d.state = 'failed') as failed,
      (select y.kind || ' ' || y.state from syncs y where y.org_id = s.org_id and y.store_id = s.id
        order by y.started_at desc, y.id desc limit 1) as "lastSync"
    from stores s join organizations o on o.id = s.org_id order by o.slug, s.name, s.id`;
  return rows.map((row) => ({
    ...(row as unknown as StoreLine),
    lastDeliveryAt: row.lastDeliveryAt ? new Date(row.lastDeliveryAt) : null,
  }));
}

export type FoundStore = { ctx: Ctx; storeId: number; id: string; name: string };

/**
 * The store an operator means by its id, address, host or name, and a context for its organization.
 * @throws Failure not-found; conflict when several answer to it
 */
export async function storeMeant(operator: Operator, meant: string): Promise<FoundStore> {
  const rows = await database().sql`
    select org_id::int as "orgId", id::int as "storeId", public_id as id, name, url from stores
    where public_id::text = lower(${meant}) or url = ${meant.replace(/\/$/, "")}
      or split_part(url, '//', 2) = lower(${meant}) or lower(name) = lower(${meant})`;
  const [row, another] = rows;
  if (!row) throw notFound("store");
  if (another)
    throw conflict(`Several stores answer to this. Name one by its id: ${rows.map(({ id }) => id).join(", ")}`);
  return { ctx: { orgId: row.orgId, actor: operator }, storeId: row.storeId, id: row.id, name: row.name };
}

/** Begins to read the whole store again, deletions included. @throws Failure conflict while another pass runs */
export async function syncStore(
  operator: Operator,
  input: { store: string },
): Promise<FoundStore & { syncId: number }> {
  const found = await storeMeant(operator, input.store);
  const syncId = await transact(found.ctx, async (ctx) => {
    const id = await insertSync(ctx, { storeId: found.storeId, kind: "manual" });
    await audit(ctx, "store.sync-started", `store ${found.name}`);
    return id;
  });
  await tellSync(found.ctx, found.storeId, syncId);
  return { ...found, syncId };
}

export const replayable = ["failed", "ignored", "applied"] as const;
export type Replayable = (typeof replayable)[number];

/** Puts all of a store's deliveries of one state back into its inbox, to be applied once more. Gives how many. */
export async function replayDeliveries(
  operator: Operator,
  input: { store: string; state: Replayable },
): Promise<FoundStore & { count: number }> {
  const found = await storeMeant(operator, input.store);
  const { storeId } = found;
  const count = await transact(found.ctx, async (ctx) => {
    const count = await putBack(ctx, storeId, sql`o.state = ${input.state} and octet_length(d.body) > 0`);
    if (count > 0) await audit(ctx, "deliveries.replayed", `store ${found.name}`, { state: input.state, count });
    return count;
  });
  if (count > 0) await tell(events.deliveriesWaiting.create({ orgId: found.ctx.orgId, storeId }));
  return { ...found, count };
}
