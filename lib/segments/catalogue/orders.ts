/** Orders and their lines as conditions ask for them: whose they are, when, and what each is known by. */
import { type SQL, sql } from "drizzle-orm";
import { eachText } from "../../sets";
import { anyRow } from "../gather";
import type { AnyOf, Live, Moment, Property, Rows } from "./field";
import { numberOf, textsOf } from "./literals";
import { bought } from "./live";
import { currencyOf } from "./origin";

const counts = sql`e.status in ('placed', 'refunded')`;
export const live = sql`e.ended_at is null`;
export const asOrders = {
  from: () => sql`orders e`,
  of: "e",
  where: () => sql`${live} and ${counts}`,
  at: sql`e.placed_at`,
};

/** An amount in another currency than the store's cannot be added to the others. */
export const inCurrency = (amount: SQL, at: Moment): SQL =>
  sql`case when e.currency = ${currencyOf(sql`e.store_id`, at)} then ${amount} end`;

/** Keys of products, `<store>:<product>`, as inner ids of stores say them. */
function keys(values: readonly string[], { orgId, known }: Moment): SQL {
  if (known) {
    const inner = new Map(known.stores.map(({ publicId, id }) => [publicId, id]));
    return textsOf(
      values.flatMap((key) => {
        const store = inner.get(key.slice(0, 36));
        return store === undefined ? [] : [`${store}${key.slice(36)}`];
      }),
    );
  }
  return sql`array(select t.id || substr(k.key, 37)
    from ${eachText(values)} as k(key) join stores t on t.org_id = ${numberOf(orgId)}
      and t.public_id::text = left(k.key, 36))`;
}

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

/**
 * Products that stores sell under one of these names, as `<store>:<product>`. Not by contact: the set is made once, and
 * looked into.
 */
const soldAs = (name: "vendor" | "categories", values: readonly string[], { orgId }: Moment): SQL => {
  const one = name === "vendor" ? sql`p.vendor = any(${textsOf(values)})` : sql`p.categories && ${textsOf(values)}`;
  return sql`(select p.store_id || ':' || p.external_id from products p where p.org_id = ${numberOf(orgId)}
    and ${one})`;
};

/** Of a line of an order. */
export const itemSoldAs =
  (name: "vendor" | "categories"): AnyOf =>
  (values, at) =>
    sql`coalesce(e.store_id || ':' || i.product_id in ${soldAs(name, values, at)}, false)`;

/** Of a line as it is kept beside the contact. */
export const keptSoldAs =
  (name: "vendor" | "categories"): AnyOf =>
  (values, at) =>
    sql`c.store_id || ':' || e.product in ${soldAs(name, values, at)}`;

const vendors: Live = (orgId) => sql`select p.vendor as value, p.vendor as label, count(*) as used from products p
  where p.org_id = ${numberOf(orgId)} and p.vendor <> '' group by p.vendor`;
const categories: Live = (orgId) => sql`select k as value, k as label, count(*) as used
  from products p cross join lateral unnest(p.categories) as k where p.org_id = ${numberOf(orgId)}
    and k <> '' group by k`;

export const skus: Live = (orgId) => sql`select i.sku as value, i.sku as label, count(*) as used from order_items i
  where i.org_id = ${numberOf(orgId)} and i.sku <> '' group by i.sku`;
export const coupons: Live = (orgId) => sql`select k as value, k as label, count(*) as used
  from orders o cross join lateral unnest(o.coupons) as k where o.org_id = ${numberOf(orgId)} group by k`;

/**
 * Codes are the same whatever their case, as stores have it. An array's own text is lowered: no row is made of each.
 */
export const couponAmong = (values: readonly string[]) =>
  sql`(e.coupons <> '{}' and lower(e.coupons::text)::text[] && array[${sql.join(
    values.map((value) => sql`lower(${value}::text)`),
    sql`, `,
  )}])`;

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
  any: (values, at) => heldItem(() => sql`i.sku = any(${textsOf(values)})`, at),
  live: skus,
} satisfies Property;
const withItemSoldAs =
  (name: "vendor" | "categories"): AnyOf =>
  (values, at) =>
    heldItem((at) => itemSoldAs(name)(values, at), at);
export const category = {
  type: "members",
  label: "Category",
  named: "word",
  any: withItemSoldAs("categories"),
  live: categories,
} satisfies Property;
export const vendor = {
  type: "members",
  label: "Vendor",
  named: "word",
  any: withItemSoldAs("vendor"),
  live: vendors,
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
    sql`(select coalesce(sum(i.quantity), 0) from order_items i where i.org_id = ${numberOf(orgId)}
      and i.order_id = e.id)`,
} satisfies Property;
export const ofOrder = { total, items, product, variant, category, vendor, sku, coupon };

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
    anyRow(at, source, filter(values, at));
