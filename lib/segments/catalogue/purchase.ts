/** What somebody bought. Orders count while placed or refunded, as the figures of a contact count them. */
import { sql } from "drizzle-orm";
import type { Choice, Field } from "./field";
import { numberOf, textsOf, wordsOf } from "./literals";
import { bought } from "./live";
import {
  asOrders,
  coupon,
  couponAmong,
  coupons,
  ever,
  inCurrency,
  itemIs,
  kept,
  keptProduct,
  live,
  ofOrder,
  product,
  sku,
  skus,
  total,
  variant,
  withItem,
} from "./orders";

const said = { family: "purchase" } as const;
const figures = { ...said, reads: ["figures"] } as const;
const trade = { ...said, reads: ["orders"] } as const;

const statuses: readonly Choice[] = [
  { value: "never", label: "Never bought" },
  { value: "first-time", label: "First-time buyer" },
  { value: "repeat", label: "Repeat buyer" },
];

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
      of: "e",
      where: asOrders.where,
      at: asOrders.at,
      short: { only: "product", any: keptProduct, rows: kept },
      properties: {
        product: { ...product, any: itemIs("product_id") },
        variant: { ...variant, any: itemIs("variant_id") },
        sku: { ...sku, any: (values) => sql`coalesce(i.sku = any(${textsOf(values)}), false)` },
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
      of: "e",
      where: () => sql`${asOrders.where()} and e.paid_at is not null`,
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
      of: "e",
      where: () => sql`${asOrders.where()} and e.completed_at is not null`,
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
      of: "e",
      where: () => sql`${live} and e.status = 'cancelled'`,
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
      of: "e",
      where: () => live,
      at: sql`coalesce(r.at, r.seen_at)`,
      properties: {
        amount: { type: "money", label: "Amount", column: (at) => inCurrency(sql`r.amount`, at) },
        reason: { type: "text", label: "Reason", column: () => sql`r.reason` },
        product,
      },
    },
  },
];
