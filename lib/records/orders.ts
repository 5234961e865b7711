/** Orders as the store's records show them, with their lines and refunds. */
import { type SQL, sql } from "drizzle-orm";
import { anyId, rowsByColumn, rowsOf } from "@/lib/sets";
import { together, type Working } from "@/lib/tenancy";
import type { Purchase } from "./entries";
import { itemsOf, moveFacts, writeFacts } from "./facts";
import { personOf } from "./people";
import type { Roster } from "./roster";

/** Writes changed orders and moves those whose owner changed. Gives the contacts concerned, before and after. */
export async function writeOrders(ctx: Working, storeId: number, roster: Roster): Promise<number[]> {
  const purchases = [...roster.purchases.values()];
  const told = purchases.filter((purchase) => purchase.changed && purchase.news);
  const ended = purchases.filter((purchase) => purchase.changed && purchase.endedAt);
  const moved = purchases.filter(
    (purchase) => !purchase.changed && purchase.contact?.id !== (purchase.storedContact ?? undefined),
  );
  const [fresh, known] = [told.filter(({ id }) => id === null), told.filter(({ id }) => id !== null)];
  const written = await together([upsert(ctx, storeId, fresh), upsert(ctx, storeId, known)]);
  const ids = new Map(written.flat());
  await together([lines(ctx, told, ids), end(ctx, storeId, ended), move(ctx, moved), writeFacts(ctx, told, ids)]);
  await moveFacts(ctx, roster);
  return [...told, ...ended, ...moved].flatMap((purchase) =>
    [purchase.storedContact, purchase.contact?.id ?? null].filter((id) => id !== null),
  );
}

/**
 * New ones, or known ones told anew; the store's turn keeps others from opening the same. Gives ids by the platform's.
 */
async function upsert(ctx: Working, storeId: number, told: Purchase[]): Promise<[string, string][]> {
  if (told.length === 0) return [];
  const known = told[0]!.id !== null;
  const rows = told.map((purchase) => {
    const record = purchase.news!;
    return {
      external_id: purchase.externalId,
      contact_id: purchase.contact?.id ?? null,
      number: record.number,
      status: record.status,
      platform_status: record.platformStatus,
      currency: record.currency,
      total: record.total,
      refunds: record.refunds.map((refund) => refund.amount),
      customer_external_id: record.customerExternalId,
      email: purchase.addresses.email,
      phone: purchase.addresses.phone,
      placed_at: record.createdAt,
      paid_at: record.paidAt,
      completed_at: record.completedAt,
      updated_at: record.updatedAt,
      coupons: record.coupons,
      digest: purchase.digest,
      person: personOf(purchase),
    };
  });
  const written = await ctx.db.execute(sql`
    insert into orders (org_id, store_id, external_id, contact_id, number, status, platform_status, currency, total,
      refunded, customer_external_id, email, phone, placed_at, paid_at, completed_at, updated_at, coupons, digest,
      person)
    select ${ctx.orgId}, ${storeId}, external_id, contact_id, number, status, platform_status, currency, total,
      case when refunds = '[]' and status = 'refunded' then total
        else least(${givenBack}, greatest(total, 0)) end,
      customer_external_id, email, phone, placed_at, paid_at, completed_at, updated_at,
      coupons::text[], digest, person
    from ${rowsByColumn(orderColumns, rows)}
    ${known ? toldAnew : sql``}
    returning id::text, external_id`);
  return written.map((row) => [String(row.external_id), String(row.id)]);
}

/** More than the order cost is never taken off: a total that was lowered afterwards makes nobody owe us. */
const givenBack = sql`(select coalesce(sum(amount::numeric), 0) from jsonb_array_elements_text(refunds) as amount)`;

const orderColumns = `r(external_id text, contact_id bigint, number text, status text, platform_status text,
  currency text, total numeric, refunds jsonb, customer_external_id text, email text, phone text, placed_at timestamptz,
  paid_at timestamptz, completed_at timestamptz, updated_at timestamptz, coupons text, digest text, person jsonb)`;

const toldAnew = sql`on conflict (org_id, store_id, external_id) do update set contact_id = excluded.contact_id,
      number = excluded.number, status = excluded.status, platform_status = excluded.platform_status,
      currency = excluded.currency, total = excluded.total, refunded = excluded.refunded,
      customer_external_id = excluded.customer_external_id, email = excluded.email, phone = excluded.phone,
      placed_at = excluded.placed_at, paid_at = excluded.paid_at, completed_at = excluded.completed_at,
      updated_at = excluded.updated_at, ended_at = null, coupons = excluded.coupons, digest = excluded.digest,
      person = excluded.person`;

async function lines(ctx: Working, told: Purchase[], ids: Map<string, string>) {
  if (told.length === 0) return;
  const known = told.filter((purchase) => purchase.id !== null);
  const orderIds = anyId(known.map((purchase) => purchase.id!));
  if (known.length > 0)
    await ctx.db.execute(sql`delete from order_items where org_id = ${ctx.orgId} and order_id = ${orderIds}`);
  const items = told.flatMap((purchase) =>
    itemsOf(purchase.news!).map((item) => ({
      order_id: ids.get(purchase.externalId),
      external_id: item.externalId,
      product_id: item.productId ?? null,
      variant_id: item.variantId ?? null,
      name: item.name,
      sku: item.sku ?? null,
      quantity: item.quantity,
      total: item.total,
    })),
  );
  if (items.length > 0)
    await ctx.db.execute(sql`insert into order_items (org_id, order_id, external_id, product_id, variant_id, name, sku,
        quantity, total)
      select ${ctx.orgId}, r.* from ${rowsByColumn(itemColumns, items)}`);
  await refunds(ctx, told, ids, known.length > 0 ? orderIds : null);
}

const itemColumns = `r(order_id bigint, external_id text, product_id text, variant_id text, name text, sku text,
  quantity numeric, total numeric)`;

/** A refund keeps the moment it was first seen: WooCommerce tells no date of its own. */
async function refunds(ctx: Working, told: Purchase[], ids: Map<string, string>, knownOrders: SQL | null) {
  const rows = told.flatMap((purchase) =>
    purchase.news!.refunds.map((refund) => ({
      order_id: ids.get(purchase.externalId),
      external_id: refund.externalId,
      amount: refund.amount,
      reason: refund.reason ?? null,
      at: refund.at,
    })),
  );
  const known = sql`${rowsOf(rows)} as r(order_id bigint, external_id text,
    amount numeric, reason text, at timestamptz)`;
  if (knownOrders)
    await ctx.db.execute(sql`delete from refunds f where f.org_id = ${ctx.orgId} and f.order_id = ${knownOrders}
      and not exists (select from ${known} where r.order_id = f.order_id and r.external_id = f.external_id)`);
  if (rows.length === 0) return;
  await ctx.db.execute(sql`insert into refunds (org_id, order_id, external_id, amount, reason, at)
    select ${ctx.orgId}, r.* from ${known}
    on conflict (org_id, order_id, external_id) do update set amount = excluded.amount, reason = excluded.reason`);
}

/** An order deleted at the store counts no more. One we never had leaves a tombstone, so its late news stays out. */
async function end(ctx: Working, storeId: number, ended: Purchase[]) {
  if (ended.length === 0) return;
  const rows = ended.map((purchase) => ({ external_id: purchase.externalId, ended_at: purchase.endedAt }));
  await ctx.db.execute(sql`
    insert into orders (org_id, store_id, external_id, number, status, platform_status, currency, total, placed_at,
      updated_at, ended_at, person)
    select ${ctx.orgId}, ${storeId}, external_id, external_id, 'cancelled', 'deleted', '', 0, ended_at, ended_at,
      ended_at, '{}' from ${rowsOf(rows)}
      as r(external_id text, ended_at timestamptz)
    on conflict (org_id, store_id, external_id) do update set ended_at = excluded.ended_at, contact_id = null`);
}

async function move(ctx: Working, moved: Purchase[]) {
  if (moved.length === 0) return;
  const rows = moved.map((purchase) => ({ id: purchase.id, contact_id: purchase.contact?.id ?? null }));
  await ctx.db.execute(sql`update orders o set contact_id = r.contact_id
    from ${rowsOf(rows)} as r(id bigint, contact_id bigint)
    where o.org_id = ${ctx.orgId} and o.id = r.id and o.id = ${anyId(rows.map((row) => row.id!))}`);
}
