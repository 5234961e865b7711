/**
 * SHOPLINE's orders, and the checkouts that were begun and left. Nothing throws: what is no record becomes `refused`.
 */
import { type Fields, fieldsIn, listIn, present, text } from "@/lib/connectors/fields";
import {
  couponsIn,
  currencyIn,
  customerOf,
  languageIn,
  money,
  readPerson,
  shoplineId,
  time,
  units,
} from "@/lib/connectors/shopline/fields";
import type {
  Change,
  OrderItem,
  OrderRecord,
  OrderStatus,
  Person,
  ProductRecord,
  Refund,
} from "@/lib/connectors/types";

export function readOrder(order: Fields, askedAt: Date): Change {
  const externalId = shoplineId(order.id);
  if (!externalId) return { kind: "refused", reason: "An order came without an id." };
  const currency = currencyIn(order.currency, order.presentment_currency);
  const total = units(order.current_total_price ?? order.total_price);
  if (!currency || total === null) {
    return { kind: "refused", reason: `Order ${externalId} has no readable total.` };
  }
  const paid = text(order.financial_status) ?? "";
  const record: OrderRecord = {
    externalId,
    number: text(order.name) ?? externalId,
    ...datesOf(order, askedAt),
    status: statusOf(order, paid),
    platformStatus: [text(order.status), paid].filter(Boolean).join(", "),
    currency,
    total: money(total),
    customerExternalId: customerOf(order),
    person: personOf(order),
    consents: [],
    paidAt: paidAtOf(order, paid),
    completedAt: null,
    items: listIn(order.line_items).map(readItem),
    products: listIn(order.line_items).flatMap(readProduct),
    refunds: listIn(order.refunds).flatMap(readRefund),
    coupons: couponsIn(order),
  };
  return { kind: "order", record };
}

/** How the drafts among our orders are called: a checkout has its own list and its own ids. */
export const checkoutId = (token: string) => `checkout-${token}`;
export const tokenIn = (externalId: string) => (externalId.startsWith("checkout-") ? externalId.slice(9) : null);

/** One that became an order is over: the order speaks for itself. */
export function readCheckout(checkout: Fields, askedAt: Date): Change {
  const token = shoplineId(checkout.checkout_token ?? checkout.token);
  if (!token) return { kind: "refused", reason: "A checkout came without its token." };
  const externalId = checkoutId(token);
  if (checkout.status === "recovered" || time(checkout.completed_at)) return { kind: "order-gone", externalId };
  const currency = currencyIn(checkout.presentment_currency, checkout.currency);
  const person = personOf(checkout);
  const customer = customerOf(checkout);
  if (!currency || !(person.email || person.phone || customer)) {
    return { kind: "ignored", reason: "Somebody looked at the checkout and said nothing of themselves." };
  }
  const record: OrderRecord = {
    externalId,
    number: text(checkout.name) ?? shoplineId(checkout.id) ?? token,
    ...datesOf(checkout, askedAt),
    status: "draft",
    platformStatus: text(checkout.status) ?? "checkout",
    currency,
    total: money(units(checkout.total_price) ?? 0),
    customerExternalId: customer,
    person,
    consents: [],
    paidAt: null,
    completedAt: null,
    items: listIn(checkout.line_items).map(readItem),
    refunds: [],
    coupons: couponsIn(checkout),
  };
  return { kind: "order", record };
}

function datesOf(record: Fields, askedAt: Date): Pick<OrderRecord, "createdAt" | "updatedAt" | "undated"> {
  const createdAt = time(record.order_at) ?? time(record.created_at) ?? askedAt;
  const updatedAt = time(record.updated_at) ?? time(record.update_at);
  return updatedAt ? { createdAt, updatedAt } : { createdAt, updatedAt: askedAt, undated: true };
}

/** An unpaid order is one all the same (cash on delivery); one whose payment is under way is none yet. */
function statusOf(order: Fields, paid: string): OrderStatus {
  if (/^cancell?ed$/.test(text(order.status) ?? "") || time(order.cancelled_at)) return "cancelled";
  if (paid === "refunded") return "refunded";
  return paid === "pending" ? "pending" : "placed";
}

const wasPaid = new Set(["paid", "partially_refunded", "refunded"]);

function paidAtOf(order: Fields, paid: string): Date | null {
  if (!wasPaid.has(paid)) return null;
  const [first] = listIn(order.payment_details).flatMap((payment) => time(payment.processed_at) ?? []);
  return first ?? time(order.processed_at);
}

function personOf(record: Fields): Person {
  const buyer = fieldsIn(record.customer);
  const person = readPerson(
    { email: record.email, phone: record.phone },
    { first_name: buyer.first_name, last_name: buyer.last_name, email: buyer.email, phone: buyer.phone },
    fieldsIn(record.billing_address),
    fieldsIn(record.shipping_address),
  );
  return present({ ...person, language: languageIn(record.customer_locale) });
}

function readItem(line: Fields, at: number): OrderItem {
  const quantity = Number(line.quantity) || 0;
  const off = listIn(line.discount_allocations).reduce((sum, { amount }) => sum + (units(amount) ?? 0), 0);
  return present({
    externalId: shoplineId(line.id) ?? `line-${at + 1}`,
    productId: shoplineId(line.product_id),
    variantId: shoplineId(line.variant_id),
    name: text(line.title) ?? text(line.name) ?? "",
    sku: text(line.sku),
    quantity,
    total: money((units(line.price) ?? 0) * quantity - off),
  });
}

function readProduct(line: Fields): ProductRecord[] {
  const [externalId, vendor] = [shoplineId(line.product_id), text(line.vendor)];
  return externalId && vendor ? [{ externalId, vendor }] : [];
}

/** What was paid back; where no payment is told of, what the lines given back had cost. */
function readRefund(refund: Fields): Refund[] {
  const externalId = shoplineId(refund.id);
  const payments = listIn(refund.transactions);
  const good = payments.filter(({ status }) => !/fail|cancel/i.test(text(status) ?? ""));
  const sums = payments.length > 0 ? good.map(({ amount }) => units(amount)) : lineSums(refund);
  const sum = sums.reduce<number>((all, one) => all + (one ?? 0), 0);
  if (!externalId || sum <= 0) return [];
  const reason = text(refund.note);
  const at = time(refund.processed_at) ?? time(refund.created_at);
  return [{ externalId, at, amount: money(sum), ...(reason ? { reason } : {}) }];
}

const lineSums = (refund: Fields) =>
  listIn(refund.refund_line_items).flatMap(({ subtotal, total_tax }) => [units(subtotal), units(total_tax)]);
