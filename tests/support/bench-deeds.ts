/** What a crowd did, by set-based SQL: two orders and three lines a contact, ten events, and the histories of both. */
import type { Sql } from "@/db/client";

export async function gatherDeeds(sql: Sql, orgId: number, n: number): Promise<void> {
  const trusted = await sql.reserve();
  await trusted`set session_replication_role = replica`;
  await orders(trusted, orgId, n);
  await events(trusted, orgId);
  // Without a notion of how many there are, a plan looks each line up by hand.
  await trusted`analyze contacts, contact_activity, orders, order_items, contact_events`;
  await histories(trusted, orgId);
  await trusted`reset session_replication_role`;
  trusted.release();
  await sql`vacuum analyze contact_activity, orders, order_items, contact_events`;
}

/** Three of ten buy, some of them often; a year and a half back, the newer the denser. */
async function orders(sql: Sql, orgId: number, n: number) {
  await sql`
    insert into orders (org_id, store_id, external_id, contact_id, number, status, platform_status, currency, total,
      placed_at, paid_at, updated_at, coupons, person)
    select org_id, store_id, id || '-' || k, id, k::text, case when r < 0.93 then 'placed' when r < 0.97 then 'cancelled' else 'refunded' end,
      'completed', 'EUR', round((5 + 90 * r2 ^ 2)::numeric, 2), placed, placed, placed,
      case when r2 < 0.1 then '{SPRING}' else '{}' end::text[], '{}'
    from (
      select c.org_id, c.store_id, c.id, k, random() as r, random() as r2,
        now() - make_interval(secs => (random() ^ 1.5) * 47304000) as placed
      from contacts c cross join lateral generate_series(1, floor(1 - ln(1 - random() * 0.9999) * 6 + 0 * c.id)::int) k
      where c.org_id = ${orgId} and 'buyer' = any(c.special_tags)) o
    limit ${2 * n}`;
  await sql`
    insert into order_items (org_id, order_id, external_id, product_id, name, quantity, total)
    select o.org_id, o.id, k::text, floor(200 * random() ^ 2)::int::text, 'Candle', 1, round(o.total / lines.n, 2)
    from orders o cross join lateral (select 1 + (o.id % 2) as n) lines cross join lateral generate_series(1, lines.n) k
    where o.org_id = ${orgId}`;
}

/** Messages sent, some opened, few clicked; products seen. */
async function events(sql: Sql, orgId: number) {
  await sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, detail)
    select ${orgId}, id, kind, now() - make_interval(secs => random() * 31536000), 'job',
      case when kind = 'product.viewed' then jsonb_build_object('product', floor(200 * random())::int::text) else '{}' end
    from contacts c cross join unnest(array['message.sent','message.sent','message.sent','message.sent','message.sent',
      'message.opened','message.opened','message.clicked','product.viewed','product.viewed']) as kind
    where c.org_id = ${orgId} and (kind not in ('message.opened', 'message.clicked') or c.id % 3 > 0)`;
}

async function histories(sql: Sql, orgId: number) {
  await sql`
    update contact_activity a set orders = o.n, spent = o.spent, first_order_at = o.first, last_order_at = o.last,
      ordered_at = o.at, order_sums = o.sums
    from (
      select contact_id, count(*) as n, sum(total) as spent, min(placed_at) as first, max(placed_at) as last,
        array_agg(floor(extract(epoch from placed_at) / 60)::int order by placed_at, id) as at,
        array_agg((so_far * 10000)::bigint order by placed_at, id) as sums
      from (select *, sum(total) over (partition by contact_id order by placed_at, id) as so_far from orders
        where org_id = ${orgId} and status in ('placed', 'refunded')) o group by contact_id) o
    where a.org_id = ${orgId} and a.contact_id = o.contact_id`;
  await sql`
    update contact_activity a set products = p.products, products_at = p.at
    from (
      select o.contact_id, array_agg(i.product_id order by o.placed_at, o.id, i.external_id) as products,
        array_agg(floor(extract(epoch from o.placed_at) / 60)::int order by o.placed_at, o.id, i.external_id) as at
      from orders o join order_items i on i.org_id = o.org_id and i.order_id = o.id
      where o.org_id = ${orgId} and o.status in ('placed', 'refunded') group by o.contact_id) p
    where a.org_id = ${orgId} and a.contact_id = p.contact_id`;
  await sql`
    update contact_activity a set sent_at = coalesce(e.sent, '{}'), opened_at = coalesce(e.opened, '{}'),
      clicked_at = coalesce(e.clicked, '{}')
    from (
      select contact_id, array_agg(minute order by minute) filter (where kind = 'message.sent') as sent,
        array_agg(minute order by minute) filter (where kind = 'message.opened') as opened,
        array_agg(minute order by minute) filter (where kind = 'message.clicked') as clicked
      from (select contact_id, kind, floor(extract(epoch from at) / 60)::int as minute from contact_events
        where org_id = ${orgId}) e group by contact_id) e
    where a.org_id = ${orgId} and a.contact_id = e.contact_id`;
}
