/**
 * Erases what a store told, once it has left for good. Contacts that somebody here vouches for (typed in, imported,
 * signed up at a form, edited) are the merchant's own and stay, without what the store told of them.
 */
import { sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import { type StoreRow, selectionOf } from "@/lib/connection/store";
import { derive } from "@/lib/contacts/derive";
import { forgetInFiles } from "@/lib/contacts/erase/exports";
import { takeTurn } from "@/lib/contacts/turn";
import { anyId } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

const atOnce = 2000;

/** Batch by batch; cut off anywhere it goes on where it was. */
export async function eraseStore(ctx: Ctx, store: StoreRow): Promise<void> {
  for (const step of [removeDeliveries, removeOrders, removeAccounts, removeContacts, keepOthers]) {
    while (await transact(ctx, (ctx) => inTurn(ctx, store, step)));
  }
  await transact(ctx, async (ctx) => {
    await ctx.db.execute(sql`
      update stores set orders_read_until = null, their_customers = null, their_orders = null, their_kinds = null,
        counted_at = null
      where org_id = ${ctx.orgId} and id = ${store.id}`);
    await audit(ctx, "store.erased", `store ${store.name}`);
  });
}

/** Gives how many it found: none, and it is through. */
type Step = (ctx: Working, store: StoreRow) => Promise<number>;

async function inTurn(ctx: Working, store: StoreRow, step: Step): Promise<boolean> {
  await takeTurn(ctx, store.id);
  return (await step(ctx, store)) > 0;
}

const removeDeliveries: Step = async (ctx, { id: storeId }) => {
  const ofStore = sql`org_id = ${ctx.orgId} and store_id = ${storeId}`;
  const rows = await ctx.db.execute<{ id: string }>(sql`
    delete from webhook_deliveries where ${ofStore} and id in (
      select id from webhook_deliveries where ${ofStore} limit ${atOnce}) returning id`);
  const ids = anyId(rows.map(({ id }) => id));
  for (const table of ["webhook_waiting", "webhook_outcomes"]) {
    await ctx.db.execute(sql`delete from ${sql.identifier(table)} where ${ofStore} and id = ${ids}`);
  }
  return rows.length;
};

const removeOrders: Step = async (ctx, { id: storeId }) => {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from orders where org_id = ${ctx.orgId} and store_id = ${storeId} limit ${atOnce}`);
  const ids = anyId(rows.map(({ id }) => id));
  for (const table of ["order_items", "refunds"]) {
    await ctx.db.execute(sql`delete from ${sql.identifier(table)} where org_id = ${ctx.orgId} and order_id = ${ids}`);
  }
  await ctx.db.execute(sql`delete from orders where org_id = ${ctx.orgId} and id = ${ids}`);
  return rows.length;
};

const removeAccounts: Step = async (ctx, { id: storeId }) => {
  for (const table of ["checkouts", "store_group_members", "products"]) {
    await ctx.db.execute(
      sql`delete from ${sql.identifier(table)} where org_id = ${ctx.orgId} and store_id = ${storeId}`,
    );
  }
  const { count } = await ctx.db.execute(sql`
    delete from store_customers where org_id = ${ctx.orgId} and store_id = ${storeId} and external_id in (
      select external_id from store_customers where org_id = ${ctx.orgId} and store_id = ${storeId} limit ${atOnce})`);
  return count;
};

/** Their lines, consents and memberships go with them. Whom a source that joined the store knows stays its. */
const removeContacts: Step = async (ctx, { id: storeId }) => {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from contacts c where org_id = ${ctx.orgId} and store_id = ${storeId} and source = 'ecommerce'
      and kept_at is null and erased_at is null and not exists (select from store_customers a
        where a.org_id = ${ctx.orgId} and a.contact_id = c.id and a.ended_at is null) limit ${atOnce}`);
  if (rows.length === 0) return 0;
  const ids = anyId(rows.map(({ id }) => id));
  await forgetInFiles(
    ctx,
    rows.map(({ id }) => Number(id)),
  );
  await ctx.db.execute(sql`delete from endpoint_messages where org_id = ${ctx.orgId} and contact_ref = ${ids}`);
  await ctx.db.execute(sql`delete from bulk_changes where org_id = ${ctx.orgId} and contact_id = ${ids}`);
  await ctx.db.execute(sql`delete from contacts where org_id = ${ctx.orgId} and id = ${ids}`);
  return rows.length;
};

/** Those whom somebody here vouches for, without the account and the figures that the store told. */
async function keepOthers(ctx: Working, store: StoreRow): Promise<number> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from contacts c left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and c.store_id = ${store.id} and c.erased_at is null
      and (c.external_id is not null or a.orders > 0) limit ${atOnce}`);
  const ids = rows.map(({ id }) => Number(id));
  await ctx.db.execute(sql`update contacts set external_id = null where org_id = ${ctx.orgId} and id = ${anyId(ids)}`);
  await derive(ctx, { id: store.id, currency: store.currency, selection: selectionOf(store) }, ids);
  return ids.length;
}
