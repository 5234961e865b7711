/**
 * The histories of a contact's orders as conditions with windows ask for them: db/schema/contacts.ts, contact_activity.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/** Orders count while placed or refunded. */
export const counts = sql`status in ('placed', 'refunded')`;

/** A moment as the histories hold it: whole minutes of Unix time, floored. */
export const minuteOf = (at: SQL) => sql`floor(extract(epoch from ${at}) / 60)::int`;

/** As many ten-thousandths as a bigint holds; what somebody spent beyond that counts as that. */
const most = sql`9000000000000000000`;

/** What orders came to, as the histories hold it. */
export const summedUp = (amount: SQL) => sql`greatest(least(${amount} * 10000, ${most}), -${most})::bigint`;

/**
 * The orders of these people ("… as k(id)") by `contact`: whether each counts, what it came to in this currency, and
 * for the histories its minute and what it and those before it came to. A set at a time and without what is wide:
 * sorted and summed for each contact alone, it cost half as much again.
 */
export const ordersSummed = (ctx: Working, people: SQL, currency: string) => sql`(
  select contact, id, external_id, placed_at, updated_at, counting, own, amount, ${minuteOf(sql`placed_at`)} as minute,
    ${summedUp(sql`sum(amount) over (partition by contact order by placed_at, id)`)} as so_far
  from (
    select k.id as contact, o.*, case when counting and own then total - refunded else 0 end as amount
    from ${people} cross join lateral (
      select id, external_id, ${counts} as counting, currency = ${currency} as own, total, refunded, placed_at,
        updated_at
      from orders where org_id = ${ctx.orgId} and contact_id = k.id and ended_at is null offset 0
    ) o) told)`;

/** Aggregates over `ordersSummed`, grouped by `contact`. Of plain columns, so that one sort serves them all. */
export const orderHistory = sql`
  coalesce(array_agg(minute order by placed_at, id) filter (where counting), '{}') as ordered_at,
  coalesce(array_agg(so_far order by placed_at, id) filter (where counting), '{}') as order_sums`;

/** What was bought and when, a row for each `contact` of these orders, which are rows of `ordersSummed`. */
export const productHistory = (ctx: Working, orders: SQL) => sql`(
  select contact, array_agg(product_id order by placed_at, o.id, i.external_id) as products,
    array_agg(minute order by placed_at, o.id, i.external_id) as products_at
  from ${orders} o cross join lateral (
    select product_id, external_id from order_items
    where org_id = ${ctx.orgId} and order_id = o.id and product_id is not null offset 0
  ) i
  where counting group by contact)`;
