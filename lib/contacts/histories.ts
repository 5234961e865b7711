/** The histories of a contact's orders as conditions with windows ask for them: db/schema/contacts.ts, contact_activity. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/** Orders count while placed or refunded. */
export const counts = sql`status in ('placed', 'refunded')`;

/** A moment as the histories hold it: whole minutes of Unix time, floored. */
export const minuteOf = (at: SQL) => sql`floor(extract(epoch from ${at}) / 60)::int`;

/** As many ten-thousandths as a bigint holds; what somebody spent beyond that counts as that. */
const most = sql`9000000000000000000`;

/** One contact's orders, each with what it and those before it came to. `contact` is an inner id. */
export const ordersSummed = (ctx: Working, contact: SQL, currency: string) => sql`(
  select *, sum(case when ${counts} and currency = ${currency} then total - refunded else 0 end)
    over (order by placed_at, id) as so_far
  from orders where org_id = ${ctx.orgId} and contact_id = ${contact} and ended_at is null) orders`;

/** Aggregates over `ordersSummed`. */
export const orderHistory = sql`
  coalesce(array_agg(${minuteOf(sql`placed_at`)} order by placed_at, id) filter (where ${counts}), '{}') as ordered_at,
  coalesce(array_agg(greatest(least(so_far * 10000, ${most}), -${most})::bigint order by placed_at, id)
    filter (where ${counts}), '{}') as order_sums`;

/** One row of what was bought and when. */
export const productHistory = (ctx: Working, contact: SQL) => sql`(
  select coalesce(array_agg(i.product_id order by placed_at, id, i.external_id), '{}') as products,
    coalesce(array_agg(${minuteOf(sql`placed_at`)} order by placed_at, id, i.external_id), '{}') as products_at
  from orders join order_items i on i.org_id = ${ctx.orgId} and i.order_id = id and i.product_id is not null
  where orders.org_id = ${ctx.orgId} and contact_id = ${contact} and ended_at is null and ${counts})`;
