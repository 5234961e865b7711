/** The histories of a contact's orders as conditions with windows ask for them: db/schema/contacts.ts, contact_activity. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/** Orders count while placed or refunded. */
export const counts = sql`status in ('placed', 'refunded')`;

/** A moment as the histories hold it: whole minutes of Unix time, floored. */
export const minuteOf = (at: SQL) => sql`floor(extract(epoch from ${at}) / 60)::int`;

/** As many ten-thousandths as a bigint holds; what somebody spent beyond that counts as that. */
const most = sql`9000000000000000000`;

/**
 * The orders of these people ("… as k(id)"), each with what it and those before it came to: columns `contact`, `so_far`.
 * A set at a time: sorted and summed for each contact alone, it cost half as much again.
 */
export const ordersSummed = (ctx: Working, people: SQL, currency: string) => sql`(
  select k.id as contact, o.*, sum(case when ${counts} and currency = ${currency} then total - refunded else 0 end)
    over (partition by k.id order by placed_at, o.id) as so_far
  from ${people} cross join lateral (
    select id, external_id, status, total, refunded, currency, placed_at, updated_at, person from orders
    where org_id = ${ctx.orgId} and contact_id = k.id and ended_at is null offset 0
  ) o)`;

/** Aggregates over `ordersSummed`, grouped by `contact`. */
export const orderHistory = sql`
  coalesce(array_agg(${minuteOf(sql`placed_at`)} order by placed_at, id) filter (where ${counts}), '{}') as ordered_at,
  coalesce(array_agg(greatest(least(so_far * 10000, ${most}), -${most})::bigint order by placed_at, id)
    filter (where ${counts}), '{}') as order_sums`;

/** What was bought and when, a row for each `contact` of these orders, which are rows of `ordersSummed`. */
export const productHistory = (ctx: Working, orders: SQL) => sql`(
  select contact, array_agg(product_id order by placed_at, o.id, i.external_id) as products,
    array_agg(${minuteOf(sql`placed_at`)} order by placed_at, o.id, i.external_id) as products_at
  from ${orders} o cross join lateral (
    select product_id, external_id from order_items
    where org_id = ${ctx.orgId} and order_id = o.id and product_id is not null offset 0
  ) i
  where ${counts} group by contact)`;
