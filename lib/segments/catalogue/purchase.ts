/** What somebody bought. Orders count while placed or refunded, as the figures of a contact count them. */
import { type SQL, sql } from "drizzle-orm";
import { anyText, eachText } from "../../sets";
import type { AnyOf, Choice, Field, Live, Moment, Property, Rows } from "./field";
import { numberOf, wordsOf } from "./literals";
import { bought } from "./live";

const said = { family: "purchase" } as const;
const figures = { ...said, reads: ["figures"] } as const;
const trade = { ...said, reads: ["orders"] } as const;

const statuses: readonly Choice[] = [
  { value: "never", label: "Never bought" },
  { value: "first-time", label: "First-time buyer" },
  { value: "repeat", label: "Repeat buyer" },
];

const counts = sql`e.status in ('placed', 'refunded')`;
const ofContact = ({ orgId }: Moment) =>
  sql`e.org_id = ${numberOf(orgId)} and e.contact_id = c.id and e.ended_at is null`;
const asOrders = {
  from: () => sql`orders e`,
  where: (at: Moment) => sql`${ofContact(at)} and ${counts}`,
  at: sql`e.placed_at`,
};

/** An amount in another currency than the store's cannot be added to the others. */
const inCurrency = (amount: SQL, { orgId }: Moment) => sql`case when e.currency = (select s.currency from stores s
  where s.org_id = ${numberOf(orgId)} and s.id = e.store_id) then ${amount} end`;

/** Keys of products, `<store>:<product>`, as inner ids of stores say them. */
const keys = (values: readonly string[], { orgId }: Moment) => sql`array(select t.id || substr(k.key, 37)
  from ${eachText(values)} as k(key) join stores t on t.org_id = ${numberOf(orgId)} and t.public_id::text = left(k.key, 36))`;

const heldItem = (which: (at: Moment) => SQL, at: Moment) => sql`exists (select from order_items i
  where i.org_id = ${numberOf(at.orgId)} and i.order_id = e.id and ${which(at)})`;

const itemIs =
  (name: "product_id" | "variant_id"): AnyOf =>
  (values, at) =>
    sql`coalesce(e.store_id || ':' || ${sql.raw(`i.${name}`)} = any(${keys(values, at)}), false)`;

/** Of an order: whether one of its lines is among them. */
const withItem =
  (name: "product_id" | "variant_id"): AnyOf =>
  (values, at) =>
    heldItem((at) => itemIs(name)(values, at), at);

const skus: Live = (orgId) => sql`select i.sku as value, i.sku as label, count(*) as used from order_items i
  where i.org_id = ${numberOf(orgId)} and i.sku <> '' group by i.sku`;
const coupons: Live = (orgId) => sql`select k as value, k as label, count(*) as used
  from orders o cross join lateral unnest(o.coupons) as k where o.org_id = ${numberOf(orgId)} group by k`;

/** Codes are the same whatever their case, as stores have it. */
const couponAmong = (values: readonly string[]) => sql`exists (select from unnest(e.coupons) as k
  where lower(k) = any(array(select lower(v) from ${eachText(values)} as t(v))))`;

const total: Property = {
  type: "money",
  label: "Total",
  column: (at) => inCurrency(sql`e.total - e.refunded`, at),
};

const product: Property = {
  type: "members",
  label: "Product",
  named: "product",
  any: withItem("product_id"),
  live: bought("product_id"),
};
const variant: Property = {
  type: "members",
  label: "Variant",
  named: "variant",
  any: withItem("variant_id"),
  live: bought("variant_id"),
};
/** Lines of those orders as they are kept beside the contact: what was bought, and the minute. */
const kept: Rows = {
  from: () => sql`unnest(a.products, a.products_at) as e(product, minute)`,
  where: () => sql`true`,
  at: sql`to_timestamp(e.minute * 60.0)`,
};
const keptProduct: AnyOf = (values, at) => sql`c.store_id || ':' || e.product = any(${keys(values, at)})`;

const sku: Property = {
  type: "members",
  label: "SKU",
  named: "word",
  any: (values, at) => heldItem(() => sql`i.sku = ${anyText(values)}`, at),
  live: skus,
};
const coupon: Property = { type: "members", label: "Coupon", named: "word", any: couponAmong, live: coupons };
const items: Property = {
  type: "number",
  label: "Number of items",
  column: ({ orgId }) =>
    sql`(select coalesce(sum(i.quantity), 0) from order_items i where i.org_id = ${numberOf(orgId)} and i.order_id = e.id)`,
};
const ofOrder = { total, items, product, variant, sku, coupon };

const ever =
  (source: Rows, filter: AnyOf): AnyOf =>
  (values, at) =>
    sql`exists (select from ${source.from(at)} where ${source.where(at)} and ${filter(values, at)})`;

export const purchase: readonly Field[] = [
  {
    ...figures,
    key: "purchase-status",
    label: "Purchase status",
    type: "choice",
    choices: statuses,
    any: (values) =>
      sql`case when a.orders = 0 then 'never' when a.orders = 1 then 'first-time' else 'repeat' end in ${wordsOf(values)}`,
  },
  { ...figures, key: "orders", label: "Orders", type: "number", column: () => sql`a.orders` },
  {
    ...figures,
    key: "total-spent",
    label: "Total spent",
    type: "money",
    column: () => sql`a.spent`,
    hint: "Less refunds, in the store's currency.",
  },
  {
    ...figures,
    key: "average-order",
    label: "Average order",
    type: "money",
    column: () => sql`a.spent / nullif(a.orders, 0)`,
    hint: "Who never bought has none.",
  },
  {
    ...figures,
    key: "first-order",
    label: "First order",
    type: "date",
    counted: "moment",
    column: () => sql`a.first_order_at`,
  },
  {
    ...figures,
    key: "last-order",
    label: "Last order",
    type: "date",
    counted: "moment",
    column: () => sql`a.last_order_at`,
  },
  {
    ...trade,
    key: "product-bought",
    label: "Product ever bought",
    type: "members",
    named: "product",
    any: ever(kept, keptProduct),
    live: bought("product_id"),
  },
  {
    ...trade,
    key: "variant-bought",
    label: "Variant ever bought",
    type: "members",
    named: "variant",
    any: ever(asOrders, withItem("variant_id")),
    live: bought("variant_id"),
  },
  {
    ...trade,
    key: "sku-bought",
    label: "SKU ever bought",
    type: "members",
    named: "word",
    any: ever(asOrders, sku.any),
    live: skus,
  },
  {
    ...trade,
    key: "coupon-used",
    label: "Coupon ever used",
    type: "members",
    named: "word",
    any: ever(asOrders, couponAmong),
    live: coupons,
  },
  {
    ...trade,
    key: "ordered",
    label: "Placed an order",
    type: "events",
    source: {
      ...asOrders,
      properties: ofOrder,
      kept: { minutes: sql`a.ordered_at`, sums: { of: "total", tenThousandths: sql`a.order_sums` } },
    },
  },
  {
    ...trade,
    key: "bought",
    label: "Bought a product",
    type: "events",
    hint: "Each line of an order counts by itself.",
    source: {
      from: ({ orgId }) => sql`orders e join order_items i on i.org_id = ${numberOf(orgId)} and i.order_id = e.id`,
      where: asOrders.where,
      at: asOrders.at,
      short: { only: "product", any: keptProduct, rows: kept },
      properties: {
        product: { ...product, any: itemIs("product_id") },
        variant: { ...variant, any: itemIs("variant_id") },
        sku: { ...sku, any: (values) => sql`coalesce(i.sku = ${anyText(values)}, false)` },
        name: { type: "text", label: "Name", column: () => sql`i.name` },
        quantity: { type: "number", label: "Quantity", column: () => sql`i.quantity` },
        total: { type: "money", label: "Total", column: (at) => inCurrency(sql`i.total`, at) },
        coupon,
      },
    },
  },
  {
    ...trade,
    key: "paid",
    label: "Paid an order",
    type: "events",
    source: {
      from: asOrders.from,
      where: (at) => sql`${asOrders.where(at)} and e.paid_at is not null`,
      at: sql`e.paid_at`,
      properties: ofOrder,
    },
  },
  {
    ...trade,
    key: "received",
    label: "Had an order completed",
    type: "events",
    source: {
      from: asOrders.from,
      where: (at) => sql`${asOrders.where(at)} and e.completed_at is not null`,
      at: sql`e.completed_at`,
      properties: ofOrder,
    },
  },
  {
    ...trade,
    key: "cancelled",
    label: "Had an order cancelled",
    type: "events",
    source: {
      from: () => sql`orders e`,
      where: (at) => sql`${ofContact(at)} and e.status = 'cancelled'`,
      at: sql`e.updated_at`,
      properties: { ...ofOrder, total: { ...total, column: (at) => inCurrency(sql`e.total`, at) } },
    },
    hint: "Dated by the store's last change of the order.",
  },
  {
    ...trade,
    key: "refunded",
    label: "Got money back",
    type: "events",
    source: {
      from: ({ orgId }) => sql`orders e join refunds r on r.org_id = ${numberOf(orgId)} and r.order_id = e.id`,
      where: ofContact,
      at: sql`coalesce(r.at, r.seen_at)`,
      properties: {
        amount: { type: "money", label: "Amount", column: (at) => inCurrency(sql`r.amount`, at) },
        reason: { type: "text", label: "Reason", column: () => sql`r.reason` },
        product,
      },
    },
  },
];
