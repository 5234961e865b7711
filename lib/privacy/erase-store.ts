/**
 * Erases what a store told, once it has left for good. Contacts that somebody here vouches for (typed in, imported, signed up
 * at a form, edited) are the merchant's own and stay, without what the store told of them.
 */
import { sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import type { StoreRow } from "@/lib/connection/store";
import { derive } from "@/lib/contacts/derive";
import { takeTurn } from "@/lib/contacts/turn";
import { anyId } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

const atOnce = 2000;

/** Batch by batch; cut off anywhere it goes on where it was. */
export async function eraseStore(ctx: Ctx, store: StoreRow): Promise<void> {
  for (const remove of [removeDeliveries, removeOrders, removeAccounts, removeContacts]) {
    while (await transact(ctx, (ctx) => inTurn(ctx, store, remove)));
  }
  await transact(ctx, async (ctx) => {
    await keepOthers(ctx, store);
    await ctx.db.execute(sql`
      update stores set orders_read_until = null, their_customers = null, their_orders = null, counted_at = null
      where org_id = ${ctx.orgId} and id = ${store.id}`);
    await audit(ctx, "store.erased", `store ${store.name}`);
  });
}

type Remove = (ctx: Working, storeId: number) => Promise<number>;

async function inTurn(ctx: Working, store: StoreRow, remove: Remove): Promise<boolean> {
  await takeTurn(ctx, store.id);
  return (await remove(ctx, store.id)) > 0;
}

const removeDeliveries: Remove = async (ctx, storeId) => {
  const { count } = await ctx.db.execute(sql`
    delete from webhook_deliveries where org_id = ${ctx.orgId} and store_id = ${storeId} and id in (
      select id from webhook_deliveries where org_id = ${ctx.orgId} and store_id = ${storeId} limit ${atOnce})`);
  return count;
};

const removeOrders: Remove = async (ctx, storeId) => {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from orders where org_id = ${ctx.orgId} and store_id = ${storeId} limit ${atOnce}`);
  const ids = anyId(rows.map(({ id }) => id));
  for (const table of ["order_items", "refunds"]) {
    await ctx.db.execute(sql`delete from ${sql.identifier(table)} where org_id = ${ctx.orgId} and order_id = ${ids}`);
  }
  await ctx.db.execute(sql`delete from orders where org_id = ${ctx.orgId} and id = ${ids}`);
  return rows.length;
};

const removeAccounts: Remove = async (ctx, storeId) => {
  await ctx.db.execute(sql`delete from checkouts where org_id = ${ctx.orgId} and store_id = ${storeId}`);
  const { count } = await ctx.db.execute(sql`
    delete from store_customers where org_id = ${ctx.orgId} and store_id = ${storeId} and external_id in (
      select external_id from store_customers where org_id = ${ctx.orgId} and store_id = ${storeId} limit ${atOnce})`);
  return count;
};

/** Their lines, consents and memberships go with them. */
const removeContacts: Remove = async (ctx, storeId) => {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from contacts where org_id = ${ctx.orgId} and store_id = ${storeId} and source = 'ecommerce'
      and kept_at is null and erased_at is null limit ${atOnce}`);
  const ids = anyId(rows.map(({ id }) => id));
  await ctx.db.execute(sql`delete from endpoint_messages where org_id = ${ctx.orgId} and contact_ref = ${ids}`);
  await ctx.db.execute(sql`delete from bulk_changes where org_id = ${ctx.orgId} and contact_id = ${ids}`);
  await ctx.db.execute(sql`delete from contacts where org_id = ${ctx.orgId} and id = ${ids}`);
  return rows.length;
};

async function keepOthers(ctx: Working, store: StoreRow) {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    update contacts set external_id = null where org_id = ${ctx.orgId} and store_id = ${store.id} and erased_at is null
    returning id`);
  const selection = store.selection as ("subscriber" | "buyer" | "contact")[];
  await derive(
    ctx,
    { id: store.id, currency: store.currency, selection },
    rows.map(({ id }) => Number(id)),
  );
}
