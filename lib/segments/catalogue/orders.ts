/** Orders and their lines as conditions ask for them: whose they are, when, and what each is known by. */
import { type SQL, sql } from "drizzle-orm";
import { anyText, eachText } from "../../sets";
import type { AnyOf, Live, Moment, Property, Rows } from "./field";
import { numberOf } from "./literals";
import { bought } from "./live";

const counts = sql`e.status in ('placed', 'refunded')`;
export const ofContact = ({ orgId }: Moment) =>
  sql`e.org_id = ${numberOf(orgId)} and e.contact_id = c.id and e.ended_at is null`;
export const asOrders = {
  from: () => sql`orders e`,
  where: (at: Moment) => sql`${ofContact(at)} and ${counts}`,
  at: sql`e.placed_at`,
};

/** An amount in another currency than the store's cannot be added to the others. */
export const inCurrency = (
  amount: SQL,
  { orgId }: Moment,
) => sql`case when e.currency = (select s.currency from stores s
  where s.org_id = ${numberOf(orgId)} and s.id = e.store_id) then ${amount} end`;

/** Keys of products, `<store>:<product>`, as inner ids of stores say them. */
const keys = (values: readonly string[], { orgId }: Moment) => sql`array(select t.id || substr(k.key, 37)
  from ${eachText(values)} as k(key) join stores t on t.org_id = ${numberOf(orgId)} and t.public_id::text = left(k.key, 36))`;

const heldItem = (which: (at: Moment) => SQL, at: Moment) => sql`exists (select from order_items i
  where i.org_id = ${numberOf(at.orgId)} and i.order_id = e.id and ${which(at)})`;

export const itemIs =
  (name: "product_id" | "variant_id"): AnyOf =>
  (values, at) =>
    sql`coalesce(e.store_id || ':' || ${sql.raw(`i.${name}`)} = any(${keys(values, at)}), false)`;

/** Of an order: whether one of its lines is among them. */
export const withItem =
  (name: "product_id" | "variant_id"): AnyOf =>
  (values, at) =>
    heldItem((at) => itemIs(name)(values, at), at);

export const skus: Live = (orgId) => sql`select i.sku as value, i.sku as label, count(*) as used from order_items i
  where i.org_id = ${numberOf(orgId)} and i.sku <> '' group by i.sku`;
export const coupons: Live = (orgId) => sql`select k as value, k as label, count(*) as used
  from orders o cross join lateral unnest(o.coupons) as k where o.org_id = ${numberOf(orgId)} group by k`;

/** Codes are the same whatever their case, as stores have it. */
export const couponAmong = (values: readonly string[]) => sql`exists (select from unnest(e.coupons) as k
  where lower(k) = any(array(select lower(v) from ${eachText(values)} as t(v))))`;

export const total = {
  type: "money",
  label: "Total",
  column: (at) => inCurrency(sql`e.total - e.refunded`, at),
} satisfies Property;

export const product = {
  type: "members",
  label: "Product",
  named: "product",
  any: withItem("product_id"),
  live: bought("product_id"),
} satisfies Property;
export const variant = {
  type: "members",
  label: "Variant",
  named: "variant",
  any: withItem("variant_id"),
  live: bought("variant_id"),
} satisfies Property;
export const sku = {
  type: "members",
  label: "SKU",
  named: "word",
  any: (values, at) => heldItem(() => sql`i.sku = ${anyText(values)}`, at),
  live: skus,
} satisfies Property;
export const coupon = {
  type: "members",
  label: "Coupon",
  named: "word",
  any: couponAmong,
  live: coupons,
} satisfies Property;
const items = {
  type: "number",
  label: "Number of items",
  column: ({ orgId }) =>
    sql`(select coalesce(sum(i.quantity), 0) from order_items i where i.org_id = ${numberOf(orgId)} and i.order_id = e.id)`,
} satisfies Property;
export const ofOrder = { total, items, product, variant, sku, coupon };

/** Lines of those orders as they are kept beside the contact: what was bought, and the minute. */
export const kept: Rows = {
  from: () => sql`unnest(a.products, a.products_at) as e(product, minute)`,
  where: () => sql`true`,
  at: sql`to_timestamp(e.minute * 60.0)`,
};
export const keptProduct: AnyOf = (values, at) => sql`c.store_id || ':' || e.product = any(${keys(values, at)})`;

/** Whether any of the rows meets the filter, whenever it was. */
export const ever =
  (source: Rows, filter: AnyOf): AnyOf =>
  (values, at) =>
    sql`exists (select from ${source.from(at)} where ${source.where(at)} and ${filter(values, at)})`;
