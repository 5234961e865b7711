/** Orders as the store's records show them, their lines and refunds, and the facts they put on the timeline. */
import { sql } from "drizzle-orm";
import { anyId, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { personOf } from "./people";
import type { Purchase, Roster } from "./roster";

/** Writes changed orders and moves those whose owner changed. Gives the contacts concerned, before and after. */
export async function writeOrders(ctx: Working, storeId: number, roster: Roster): Promise<number[]> {
  const purchases = [...roster.purchases.values()];
  const told = purchases.filter((purchase) => purchase.changed && purchase.news);
  const ended = purchases.filter((purchase) => purchase.changed && purchase.endedAt);
  const moved = purchases.filter(
    (purchase) => !purchase.changed && purchase.contact?.id !== (purchase.storedContact ?? undefined),
  );
  const ids = await upsert(ctx, storeId, told);
  await lines(ctx, told, ids);
  await end(ctx, storeId, ended);
  await move(ctx, moved);
  await facts(ctx, [...ids.values(), ...moved.map((purchase) => purchase.id!)]);
  await moveFacts(
    ctx,
    purchases.filter((one) => one.id !== null && one.storedContact !== null && one.contact?.id !== one.storedContact),
  );
  return [...told, ...ended, ...moved].flatMap((purchase) =>
    [purchase.storedContact, purchase.contact?.id ?? null].filter((id) => id !== null),
  );
}

async function upsert(ctx: Working, storeId: number, told: Purchase[]): Promise<Map<string, string>> {
  if (told.length === 0) return new Map();
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
      refunded, customer_external_id, email, phone, placed_at, paid_at, completed_at, updated_at, coupons, digest, person)
    select ${ctx.orgId}, ${storeId}, external_id, contact_id, number, status, platform_status, currency, total,
      case when refunds = '[]' and status = 'refunded' then total
        else (select coalesce(sum(amount::numeric), 0) from jsonb_array_elements_text(refunds) as amount) end,
      customer_external_id, email, phone, placed_at, paid_at, completed_at, updated_at,
      array(select jsonb_array_elements_text(coupons)), digest, person
    from ${rowsOf(rows)} as r(external_id text, contact_id bigint, number text,
      status text, platform_status text, currency text, total numeric, refunds jsonb, customer_external_id text,
      email text, phone text, placed_at timestamptz, paid_at timestamptz, completed_at timestamptz,
      updated_at timestamptz, coupons jsonb, digest text, person jsonb)
    on conflict (org_id, store_id, external_id) do update set contact_id = excluded.contact_id,
      number = excluded.number, status = excluded.status, platform_status = excluded.platform_status,
      currency = excluded.currency, total = excluded.total, refunded = excluded.refunded,
      customer_external_id = excluded.customer_external_id, email = excluded.email, phone = excluded.phone,
      placed_at = excluded.placed_at, paid_at = excluded.paid_at, completed_at = excluded.completed_at,
      updated_at = excluded.updated_at, ended_at = null, coupons = excluded.coupons, digest = excluded.digest,
      person = excluded.person
    returning id::text, external_id`);
  return new Map(written.map((row) => [String(row.external_id), String(row.id)]));
}

async function lines(ctx: Working, told: Purchase[], ids: Map<string, string>) {
  if (told.length === 0) return;
  const orderIds = anyId(ids.values());
  const items = told.flatMap((purchase) =>
    purchase.news!.items.map((item) => ({
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
  await ctx.db.execute(sql`delete from order_items where org_id = ${ctx.orgId} and order_id = ${orderIds}`);
  await ctx.db.execute(sql`insert into order_items (org_id, order_id, external_id, product_id, variant_id, name, sku,
      quantity, total)
    select ${ctx.orgId}, r.* from ${rowsOf(items)} as r(order_id bigint,
      external_id text, product_id text, variant_id text, name text, sku text, quantity numeric, total numeric)
    on conflict do nothing`);
  await refunds(ctx, told, ids, orderIds);
}

/** A refund keeps the moment it was first seen: WooCommerce tells no date of its own. */
async function refunds(ctx: Working, told: Purchase[], ids: Map<string, string>, orderIds: ReturnType<typeof sql>) {
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
  await ctx.db.execute(sql`delete from refunds f where f.org_id = ${ctx.orgId} and f.order_id = ${orderIds}
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

/**
 * Lines of the timeline that follow from an order as it stands; each comes once and goes where the order goes. An order
 * that is paid or completed anew, at another time, gets another line.
 */
async function facts(ctx: Working, orderIds: (string | number)[]) {
  if (orderIds.length === 0) return;
  const ids = anyId(orderIds);
  await ctx.db.execute(sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, order_id, fact, detail)
    select o.org_id, o.contact_id, f.kind, f.at, ${ctx.actor.kind}, ${ctx.actor.name}, o.id,
      'order ' || o.id || ' ' || f.fact, f.detail
    from orders o
    cross join lateral (
      select jsonb_build_object('number', o.number, 'total', trim_scale(o.total)::text, 'currency', o.currency) as base,
        (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'quantity', trim_scale(quantity)::text)
            order by external_id), '[]')
          from order_items i where i.org_id = o.org_id and i.order_id = o.id) as items
    ) d
    cross join lateral (
      select 'order.placed' as kind, o.placed_at as at, 'placed' as fact, d.base || jsonb_build_object('items', d.items) as detail
        where o.status in ('placed', 'refunded')
      union all select 'checkout.started', o.placed_at, 'checkout', d.base || jsonb_build_object('items', d.items)
        where o.status in ('draft', 'pending')
      union all select 'order.paid', o.paid_at, 'paid ' || extract(epoch from o.paid_at), d.base where o.paid_at is not null
      union all select 'order.completed', o.completed_at,
        'completed ' || extract(epoch from o.completed_at), d.base where o.completed_at is not null
      union all select 'order.cancelled', o.updated_at, 'cancelled', d.base where o.status = 'cancelled'
      union all select 'order.refunded', coalesce(r.at, o.updated_at), 'refund ' || r.external_id,
        d.base || jsonb_build_object('amount', trim_scale(r.amount)::text, 'reason', r.reason)
        from refunds r where r.org_id = o.org_id and r.order_id = o.id
    ) f
    where o.org_id = ${ctx.orgId} and o.id = ${ids} and o.contact_id is not null
    on conflict (org_id, fact) where fact is not null do nothing`);
}

/** The lines of an order that changed hands go with it. */
async function moveFacts(ctx: Working, purchases: Purchase[]) {
  const moved = purchases.filter((purchase) => purchase.contact?.id);
  if (moved.length === 0) return;
  const rows = moved.map((purchase) => ({ id: purchase.id, contact_id: purchase.contact!.id }));
  await ctx.db.execute(sql`update contact_events e set contact_id = r.contact_id
    from ${rowsOf(rows)} as r(id bigint, contact_id bigint)
    where e.org_id = ${ctx.orgId} and e.order_id = r.id and e.order_id = ${anyId(rows.map((row) => row.id!))}`);
}
