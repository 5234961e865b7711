import { type Fields, fieldsIn, listIn, present, text } from "@/lib/connectors/fields";
import { buyer, gid, shopMoney, time } from "@/lib/connectors/shopify/values";
import type {
  Change,
  ConsentClaim,
  OrderItem,
  OrderRecord,
  OrderStatus,
  ProductRecord,
  Refund,
} from "@/lib/connectors/types";

const undated = new Date(0);

/** An order as GraphQL shows it. `lines`: all of its lines. Every order of Shopify's is one that was placed. */
export function readOrder(order: Fields, lines: Fields[]): Change {
  const externalId = gid(order.id);
  if (!externalId) return { kind: "refused", reason: "An order came without an id." };
  const total = shopMoney(order.totalPriceSet);
  if (!total) return { kind: "refused", reason: `Order ${externalId} has no readable total.` };
  // Orders of an earlier shop are created when they are brought over, and processed when they were placed.
  const createdAt = time(order.processedAt) ?? time(order.createdAt) ?? undated;
  const cancelled = time(order.cancelledAt) !== null;
  const status = statusOf(order, cancelled);
  const record: OrderRecord = {
    externalId,
    number: text(order.name) ?? externalId,
    updatedAt: time(order.updatedAt) ?? createdAt,
    createdAt,
    status,
    platformStatus: wordsOf(order, cancelled),
    currency: total.currency,
    total: total.amount,
    customerExternalId: gid(order.customer) ?? null,
    person: personOf(order),
    consents: consentsOf(order, createdAt),
    // Only its transactions say when it was paid, and those cost a call for each order.
    paidAt: null,
    completedAt: cancelled ? null : time(order.closedAt),
    items: lines.flatMap(readLine),
    products: lines.flatMap(({ product }) => readProduct(fieldsIn(product))),
    refunds: listIn(order.refunds).flatMap(readRefund),
    coupons: Array.isArray(order.discountCodes) ? order.discountCodes.flatMap((code) => text(code) ?? []) : [],
  };
  return { kind: "order", record };
}

function statusOf(order: Fields, cancelled: boolean): OrderStatus {
  if (cancelled) return "cancelled";
  const paid = text(order.displayFinancialStatus);
  if (paid === "REFUNDED") return "refunded";
  return paid === "VOIDED" || paid === "EXPIRED" ? "cancelled" : "placed";
}

function wordsOf(order: Fields, cancelled: boolean): string {
  const words = [order.displayFinancialStatus, order.displayFulfillmentStatus].flatMap((word) => text(word) ?? []);
  const told = words.map((word) => word.toLowerCase().replaceAll("_", " "));
  return [...(cancelled ? ["cancelled"] : []), ...told].join(", ");
}

const personOf = (order: Fields) =>
  buyer(
    present({ email: text(order.email), phone: text(order.phone), language: text(order.customerLocale) }),
    fieldsIn(order.billingAddress),
    fieldsIn(order.shippingAddress),
  );

/**
 * The box at the checkout, ticked by the buyer. What staff or another program typed in is a state; no tick says
 * nothing.
 */
function consentsOf(order: Fields, createdAt: Date): ConsentClaim[] {
  if (order.customerAcceptsMarketing !== true) return [];
  const explicit = text(order.sourceName) === "web";
  const evidence = `customerAcceptsMarketing=true, sourceName=${text(order.sourceName) ?? ""}`;
  const method = explicit ? "checkout" : "store";
  return [{ channel: "email", state: "subscribed", explicit, effectiveAt: createdAt, method, evidence }];
}

/** Also a checkout's: it calls some of its fields otherwise. */
export function readLine(line: Fields, at: number): OrderItem[] {
  const total = shopMoney(line.discountedTotalSet ?? line.discountedTotalPriceSet);
  return [
    present({
      externalId: gid(line.id) ?? `line-${at + 1}`,
      productId: gid(line.product),
      variantId: gid(line.variant),
      name: text(line.name) ?? text(line.title) ?? "",
      sku: text(line.sku),
      quantity: Number(line.quantity) || 0,
      total: total?.amount ?? "0",
    }),
  ];
}

/** As the product is now; its type is the one category that Shopify has of the merchant's own words. */
function readProduct(product: Fields): ProductRecord[] {
  const [externalId, vendor, type] = [gid(product), text(product.vendor), text(product.productType)];
  if (!externalId || (!vendor && !type)) return [];
  return [present({ externalId, vendor, categories: type ? [type] : [] })];
}

/** One without an amount gave nothing back: goods only. */
function readRefund(refund: Fields): Refund[] {
  const externalId = gid(refund.id);
  const money = shopMoney(refund.totalRefundedSet);
  if (!externalId || !money || Number(money.amount) === 0) return [];
  return [present({ externalId, at: time(refund.createdAt), amount: money.amount, reason: text(refund.note) })];
}
