/**
 * Checkouts that were begun and not finished, as drafts of orders. GraphQL and webhooks share no id but the token in
 * the address by which a buyer comes back; both are read as the same record. A finished one is gone: its order speaks
 * for itself.
 */
import { amount, type Fields, fieldsIn, listIn, present, text } from "@/lib/connectors/fields";
import { readLine } from "@/lib/connectors/shopify/orders";
import { buyer, gid, shopMoney, time } from "@/lib/connectors/shopify/values";
import type { Change, OrderItem, OrderRecord, Person } from "@/lib/connectors/types";

const undated = new Date(0);
const prefix = "checkout-";

export const isCheckout = (externalId: string) => externalId.startsWith(prefix);

/** By the token in its address; `otherwise` where the address has none. */
export function checkoutId(url: unknown, otherwise: unknown): string | undefined {
  const token = /\/checkouts\/(?:[a-z]{1,3}\/)?([\w-]{5,200})/.exec(text(url) ?? "")?.[1] ?? text(otherwise);
  return token ? `${prefix}${token.slice(0, 200)}` : undefined;
}

/** As `abandonedCheckouts` shows one. */
export function readListed(checkout: Fields): Change {
  const total = shopMoney(checkout.totalPriceSet);
  const customer = fieldsIn(checkout.customer);
  const person = buyer(
    present({
      email: text(fieldsIn(customer.defaultEmailAddress).emailAddress),
      phone: text(fieldsIn(customer.defaultPhoneNumber).phoneNumber),
    }),
    fieldsIn(checkout.billingAddress),
    fieldsIn(checkout.shippingAddress),
  );
  const lines = listIn(fieldsIn(checkout.lineItems).nodes).flatMap((line, at) => readLine({ ...line, id: null }, at));
  return draft({
    externalId: checkoutId(checkout.abandonedCheckoutUrl, gid(checkout.id)),
    number: text(checkout.name),
    createdAt: time(checkout.createdAt),
    updatedAt: time(checkout.updatedAt),
    finished: time(checkout.completedAt) !== null,
    total,
    customer: gid(customer),
    person,
    items: lines,
  });
}

/** As checkouts/create and checkouts/update deliver one. */
export function readDelivered(checkout: Fields): Change {
  const value = amount(checkout.total_price);
  const currency = text(checkout.currency)?.toUpperCase();
  const customer = fieldsIn(checkout.customer);
  const person = buyer(
    present({
      email: text(checkout.email) ?? text(customer.email),
      phone: text(checkout.phone) ?? text(customer.phone),
    }),
    fieldsIn(checkout.billing_address),
    fieldsIn(checkout.shipping_address),
  );
  return draft({
    externalId: checkoutId(checkout.abandoned_checkout_url, checkout.token),
    number: text(checkout.name),
    createdAt: time(checkout.created_at),
    updatedAt: time(checkout.updated_at),
    finished: time(checkout.completed_at) !== null,
    total: value !== undefined && currency ? { amount: value, currency } : undefined,
    customer: gid(customer.admin_graphql_api_id) ?? gid(customer.id),
    person,
    items: listIn(checkout.line_items).map(deliveredLine),
  });
}

const deliveredLine = (line: Fields, at: number): OrderItem =>
  present({
    externalId: `line-${at + 1}`,
    productId: gid(line.product_id),
    variantId: gid(line.variant_id),
    name: text(line.title) ?? "",
    sku: text(line.sku),
    quantity: Number(line.quantity) || 0,
    total: amount(line.line_price) ?? "0",
  });

type Told = {
  externalId: string | undefined;
  number: string | undefined;
  createdAt: Date | null;
  updatedAt: Date | null;
  finished: boolean;
  total: { amount: string; currency: string } | undefined;
  customer: string | undefined;
  person: Person;
  items: OrderItem[];
};

function draft({ externalId, finished, total, customer, ...told }: Told): Change {
  if (!externalId) return { kind: "refused", reason: "A checkout came without a token." };
  if (finished) return { kind: "order-gone", externalId };
  if (!total) return { kind: "refused", reason: "A checkout came without a readable total." };
  const { email, phone } = told.person;
  // Its buyer has told nothing of themselves yet.
  if (!email && !phone && !customer) return { kind: "ignored", reason: "A checkout of somebody still unknown." };
  const createdAt = told.createdAt ?? undated;
  const record: OrderRecord = {
    externalId,
    number: told.number ?? externalId.slice(prefix.length),
    updatedAt: told.updatedAt ?? createdAt,
    createdAt,
    status: "draft",
    platformStatus: "checkout",
    currency: total.currency,
    total: total.amount,
    customerExternalId: customer ?? null,
    person: told.person,
    consents: [],
    paidAt: null,
    completedAt: null,
    items: told.items,
    refunds: [],
    coupons: [],
  };
  return { kind: "order", record };
}
