/**
 * WooCommerce's customer and order bodies (REST v3, the same in webhooks) as what they say to us. Nothing throws: a
 * body that is not one becomes `ignored` or `refused`. Facts: tests/fixtures/woocommerce, a real store's recordings.
 */
import {
  addressIn,
  amount,
  type Fields,
  fieldsIn,
  id,
  isFields,
  listIn,
  present,
  text,
  utcTime,
} from "@/lib/connectors/fields";
import type { Change, OrderItem, OrderRecord, OrderStatus, Person, Refund } from "@/lib/connectors/types";
import { customerConsents, orderConsents } from "@/lib/connectors/woocommerce/consent";

export type ReadSettings = { consentKeys?: string[] };

/** Nothing is known of when: the oldest time there is, so that anything dated wins. */
const undated = new Date(0);

/** WordPress users of other roles come through the same topic; only role `customer` is one. */
export function readCustomer(body: unknown, { consentKeys }: ReadSettings): Change {
  const trouble = readError(body);
  if (trouble) return trouble;
  const customer = fieldsIn(body);
  const externalId = id(customer.id);
  if (!externalId) return refused("A customer came without an id.");
  const role = text(customer.role);
  if (role !== "customer") return ignored(`A WordPress user with the role ${role ?? "none"}, not a customer.`);
  const createdAt = utcTime(customer.date_created_gmt);
  const updatedAt = utcTime(customer.date_modified_gmt) ?? createdAt ?? undated;
  return {
    kind: "customer",
    record: {
      externalId,
      updatedAt,
      createdAt: createdAt ?? updatedAt,
      person: readPerson(customer, fieldsIn(customer.billing), fieldsIn(customer.shipping)),
      consents: customerConsents(customer, updatedAt, consentKeys),
      hasBought: customer.is_paying_customer === true,
    },
  };
}

export function readOrder(body: unknown, { consentKeys }: ReadSettings): Change {
  const trouble = readError(body);
  if (trouble) return trouble;
  const order = fieldsIn(body);
  const externalId = id(order.id);
  if (!externalId) return refused("An order came without an id.");
  const platformStatus = text(order.status) ?? "";
  if (platformStatus === "trash") return { kind: "order-gone", externalId };
  const total = amount(order.total);
  const currency = text(order.currency)?.toUpperCase();
  if (!total || !currency || !/^[A-Z]{3}$/.test(currency)) return refused(`Order ${externalId} has no readable total.`);
  const createdAt = utcTime(order.date_created_gmt) ?? utcTime(order.date_modified_gmt) ?? undated;
  const record: OrderRecord = {
    externalId,
    number: text(order.number) ?? externalId,
    updatedAt: utcTime(order.date_modified_gmt) ?? createdAt,
    createdAt,
    status: statusOf(platformStatus),
    platformStatus,
    currency,
    total,
    customerExternalId: id(order.customer_id) ?? null,
    person: readPerson({}, fieldsIn(order.billing), fieldsIn(order.shipping)),
    consents: orderConsents(order, createdAt, consentKeys),
    paidAt: utcTime(order.date_paid_gmt),
    completedAt: utcTime(order.date_completed_gmt),
    items: listIn(order.line_items).map(readItem),
    refunds: listIn(order.refunds).flatMap(readRefund),
    coupons: listIn(order.coupon_lines).flatMap((line) => text(line.code) ?? []),
  };
  return { kind: "order", record };
}

/** Its vendor is the first of its brands; both are names as the shop shows them. */
export function readProduct(product: Fields): Change {
  const externalId = id(product.id);
  if (!externalId) return ignored("A product came without an id.");
  const names = (told: unknown) => listIn(told).flatMap(({ name }) => text(name) ?? []);
  const vendor = names(product.brands)[0];
  return { kind: "product", record: present({ externalId, vendor, categories: names(product.categories) }) };
}

/**
 * A REST error in the place of an object, as signed deliveries hold it: the body is written when it is sent, and by
 * then the object may be gone (404) or the webhook's owner may have lost the right to see it (401, 403).
 */
export function readError(body: unknown): Change | undefined {
  if (!isFields(body)) return refused("The message could not be read.");
  const code = text(body.code);
  const status = Number(fieldsIn(body.data).status);
  if (!code || "id" in body || !Number.isInteger(status)) return undefined;
  if (status === 404) return ignored("It was deleted in the store before the store wrote this message.");
  if (status === 401 || status === 403) {
    return refused(
      "The store no longer lets this connection see its customers and orders: the user who made the key lost the " +
        "right or was deleted. Connect the store again.",
    );
  }
  return refused(`The store sent an error in place of a record: ${code}.`);
}

export const ignored = (reason: string): Change => ({ kind: "ignored", reason });
export const refused = (reason: string): Change => ({ kind: "refused", reason });

const statuses: Record<string, OrderStatus> = {
  "checkout-draft": "draft",
  pending: "pending",
  failed: "pending",
  cancelled: "cancelled",
  refunded: "refunded",
};

/** WooCommerce's own reports leave out pending, failed and cancelled; plugins' own words count as placed. */
export const statusOf = (word: string): OrderStatus =>
  (Object.hasOwn(statuses, word) ? statuses[word] : undefined) ?? (word === "" ? "pending" : "placed");

/** The account's own names and email first: billing drifts away from them. Phone and address live in billing only. */
function readPerson(account: Fields, billing: Fields, shipping: Fields): Person {
  return present({
    email: text(account.email) ?? text(billing.email),
    phone: text(billing.phone) ?? text(shipping.phone),
    firstName: text(account.first_name) ?? text(billing.first_name),
    lastName: text(account.last_name) ?? text(billing.last_name),
    address: readAddress(billing) ?? readAddress(shipping),
  });
}

const readAddress = (from: Fields) =>
  addressIn({
    company: from.company,
    line1: from.address_1,
    line2: from.address_2,
    city: from.city,
    region: from.state,
    postcode: from.postcode,
    country: from.country,
  });

function readItem(line: Fields, index: number): OrderItem {
  return present({
    externalId: id(line.id) ?? `line-${index + 1}`,
    productId: id(line.product_id),
    variantId: id(line.variation_id),
    name: text(line.name) ?? "",
    sku: text(line.sku),
    quantity: Number.isFinite(Number(line.quantity)) ? Number(line.quantity) : 0,
    total: amount(line.total) ?? "0",
  });
}

/** Refunds are written as negative amounts and carry no date of their own in the order. */
function readRefund(refund: Fields): Refund[] {
  const externalId = id(refund.id);
  const total = amount(refund.total);
  if (!externalId || !total) return [];
  return [present({ externalId, at: null, amount: total.replace(/^-/, ""), reason: text(refund.reason) })];
}
