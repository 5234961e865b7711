/**
 * What a store's data amounts to, without ids and times of recording: equal for any order of arrival. Of the timeline
 * only what the records still show: that an order was once completed, or not cancelled yet, not every history has seen.
 */
import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import { receivingOf, storeById } from "@/lib/connection/store";
import { derive } from "@/lib/contacts/derive";
import { type Ctx, database, transact } from "@/lib/tenancy";

export async function snapshot(orgId: number, storeId: number) {
  const { sql } = database();
  const contacts = await sql`
    select c.external_id, c.email, c.phone, c.phone_key, c.first_name, c.last_name, c.line1, c.city, c.postcode, c.country,
      c.special_tags, c.email_consent, a.orders, a.spent, a.first_order_at, a.last_order_at, a.last_interaction_at,
      (select json_agg(json_build_array(e.kind, e.at) order by e.kind, e.at, e.fact) from contact_events e
        where e.org_id = c.org_id and e.contact_id = c.id
          and e.kind in ('order.placed', 'store.account.created')
          and (e.kind <> 'store.account.created' or e.detail->>'account' = c.external_id)
          and (e.order_id is null or exists (select from orders o where o.org_id = e.org_id and o.id = e.order_id
            and o.status in ('placed', 'refunded') and o.ended_at is null))) as facts
    from contacts c left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${orgId} and c.store_id = ${storeId} and c.gone_at is null
    order by c.external_id nulls last, c.email nulls last, c.phone`;
  const orders = await sql`
    select o.external_id, o.status, o.platform_status, o.currency, o.total, o.refunded, o.customer_external_id, o.email,
      o.placed_at, o.paid_at, o.completed_at, o.updated_at, coalesce(c.external_id, c.email, c.phone) as contact,
      (select json_agg(json_build_array(i.external_id, i.name, i.quantity, i.total) order by i.external_id)
        from order_items i where i.org_id = o.org_id and i.order_id = o.id) as items,
      (select json_agg(json_build_array(r.external_id, r.amount) order by r.external_id)
        from refunds r where r.org_id = o.org_id and r.order_id = o.id) as refunds
    from orders o left join contacts c on c.org_id = o.org_id and c.id = o.contact_id
    where o.org_id = ${orgId} and o.store_id = ${storeId} and o.ended_at is null order by o.external_id`;
  return { contacts: contacts.map((row) => ({ ...row })), orders: orders.map((row) => ({ ...row })) };
}

/** The contacts that show other figures, histories or words when they are derived anew from all records. */
export async function misfigured(ctx: Ctx, storeId: number): Promise<number[]> {
  const read = () =>
    transact(ctx, (ctx) =>
      ctx.db.execute(sql`select a.*, to_jsonb(c) - 'updated_at' as shown from contact_activity a join contacts c on c.org_id = a.org_id and c.id = a.contact_id
        where a.org_id = ${ctx.orgId} and c.store_id = ${storeId} order by a.contact_id`),
    );
  const kept = await read();
  await transact(ctx, async (ctx) => {
    const ids = kept.map((row) => Number(row.contact_id));
    await derive(ctx, receivingOf(await storeById(ctx, storeId)), ids);
  });
  const anew = await read();
  return kept.filter((row, at) => !isDeepStrictEqual(row, anew[at])).map((row) => Number(row.contact_id));
}

/**
 * Rows that point at nothing, of the tables whose pointing no foreign key watches: "orders" for an order of nobody's.
 */
export async function strays(orgId: number): Promise<string[]> {
  const { sql } = database();
  const rows = await sql`
    with pointing as (
      select 'orders' as stray, contact_id from orders where org_id = ${orgId}
      union all select 'store_customers', contact_id from store_customers where org_id = ${orgId}
      union all select 'contact_events', contact_id from contact_events where org_id = ${orgId}
      union all select 'contact_activity', contact_id from contact_activity where org_id = ${orgId}
      union all select 'consents', contact_id from consents where org_id = ${orgId}
      union all select 'consent_evidence', contact_id from consent_evidence where org_id = ${orgId}
    )
    select distinct stray from pointing p where contact_id is not null
      and not exists (select from contacts c where c.org_id = ${orgId} and c.id = p.contact_id)
    union
    select 'order_items' from order_items i where org_id = ${orgId}
      and not exists (select from orders o where o.org_id = ${orgId} and o.id = i.order_id)
    union
    select 'refunds' from refunds r where org_id = ${orgId}
      and not exists (select from orders o where o.org_id = ${orgId} and o.id = r.order_id)`;
  return rows.map(({ stray }) => stray);
}
