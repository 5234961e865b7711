/**
 * Checkouts that were begun and left become lines of their people's timelines, once nothing was heard of them for an
 * hour.
 */
import { sql } from "drizzle-orm";
import { database } from "@/lib/tenancy";

/** Further back nobody is told of: a first sync may bring checkouts of years. */
const days = 30;
const atOnce = 5_000;

/**
 * Writes "checkout.abandoned" for each open checkout of the last 30 days whose last change is an hour old and whose
 * person ordered nothing since, in every organization: once, however often it is called. Gives how many were written.
 */
export async function noteLeftCheckouts(): Promise<number> {
  for (let written = 0; ; ) {
    const { count } = await database().orm.execute(sql`
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, order_id, fact, detail)
      select o.org_id, o.contact_id, 'checkout.abandoned', o.updated_at + interval '1 hour', 'job', 'The clock', o.id,
        ${factOf}, jsonb_build_object('number', o.number, 'total', trim_scale(o.total)::text, 'currency', o.currency,
          'items', coalesce((select jsonb_agg(
            jsonb_build_object('name', i.name, 'quantity', trim_scale(i.quantity)::text)
            order by i.external_id) from order_items i where i.org_id = o.org_id and i.order_id = o.id), '[]'))
      from orders o
      where o.status in ('draft', 'pending') and o.ended_at is null and o.contact_id is not null
        and o.updated_at between now() - ${days}::int * interval '1 day' and now() - interval '1 hour'
        and not exists (select from contact_events e where e.org_id = o.org_id and e.fact = ${factOf})
        and not exists (select from orders p where p.org_id = o.org_id and p.contact_id = o.contact_id
          and p.ended_at is null and p.status in ('placed', 'refunded') and p.placed_at >= o.placed_at)
      order by o.updated_at limit ${atOnce}
      on conflict (org_id, fact) where fact is not null do nothing`);
    written += count;
    if (count < atOnce) return written;
  }
}

/** As the lines of an order are known: lib/records/facts.ts. */
const factOf = sql`'order ' || o.id || ' abandoned'`;
