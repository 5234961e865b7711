/**
 * Magento's customers and orders as what they say to us. Nothing throws: what is no record becomes `ignored` or
 * `refused`.
 */
import { type Fields, fieldsIn, id, listIn, present, text } from "@/lib/connectors/fields";
import { money, readAddress, timeIn } from "@/lib/connectors/magento/values";
import type { Change, ConsentClaim, OrderItem, OrderRecord, OrderStatus, Person, Refund } from "@/lib/connectors/types";

const undated = new Date(0);

/**
 * Newsletter and addresses change without touching `updated_at`: the same date with other contents is news all the
 * same.
 */
export function readCustomer(customer: Fields): Change {
  const externalId = id(customer.id);
  if (!externalId) return { kind: "refused", reason: "A customer came without an id." };
  const createdAt = timeIn(customer.created_at) ?? undated;
  const updatedAt = timeIn(customer.updated_at) ?? createdAt;
  const consents = consentOf(customer, updatedAt);
  return {
    kind: "customer",
    record: {
      externalId,
      updatedAt,
      createdAt,
      person: customerPerson(customer),
      consents: consents ?? [],
      ...(consents === null ? { consentUntold: true as const } : {}),
      hasBought: false,
      ...(id(customer.group_id) ? { groups: [id(customer.group_id)!] } : {}),
    },
  };
}

/**
 * The newsletter's box. Its "no" cannot tell who left from who never came, so it counts only after a "yes" of the same
 * account was seen. Older versions leave it out of lists: null, unknown.
 */
function consentOf(customer: Fields, at: Date): ConsentClaim[] | null {
  const shown = fieldsIn(customer.extension_attributes).is_subscribed;
  if (typeof shown !== "boolean") return null;
  const claim = {
    channel: "email",
    explicit: false,
    effectiveAt: at,
    method: "store",
    evidence: `is_subscribed=${shown}`,
  } as const;
  return [shown ? { ...claim, state: "subscribed" } : { ...claim, state: "unsubscribed", afterYes: true }];
}

function customerPerson(customer: Fields): Person {
  const addresses = listIn(customer.addresses);
  const named = (which: string) =>
    addresses.find((address) => id(address.id) !== undefined && id(address.id) === id(customer[which]));
  const own = named("default_billing") ?? named("default_shipping") ?? addresses[0] ?? {};
  const birthday = text(customer.dob)?.slice(0, 10);
  return present({
    email: text(customer.email),
    phone: text(own.telephone),
    firstName: text(customer.firstname),
    lastName: text(customer.lastname),
    address: readAddress(own),
    birthday: birthday && /^\d{4}-\d\d-\d\d$/.test(birthday) ? birthday : undefined,
    gender: customer.gender === 1 ? "male" : customer.gender === 2 ? "female" : undefined,
  });
}

/**
 * `memos`: the order's credit memos, null where they may not be read: then what the order says of all together counts.
 */
export function readOrder(order: Fields, memos: Fields[] | null): Change {
  const externalId = id(order.entity_id);
  if (!externalId) return { kind: "refused", reason: "An order came without an id." };
  const total = money(order.grand_total);
  const currency = text(order.order_currency_code)?.toUpperCase();
  if (!total || !currency || !/^[A-Z]{3}$/.test(currency)) {
    return { kind: "refused", reason: `Order ${externalId} has no readable total.` };
  }
  const createdAt = timeIn(order.created_at) ?? undated;
  const state = text(order.state) ?? "";
  const record: OrderRecord = {
    externalId,
    number: text(order.increment_id) ?? externalId,
    updatedAt: timeIn(order.updated_at) ?? createdAt,
    createdAt,
    status: states[state] ?? "placed",
    platformStatus: text(order.status) ?? state,
    currency,
    total,
    customerExternalId: id(order.customer_id) ?? null,
    person: orderPerson(order),
    consents: [],
    // The order does not say when: only its invoices do.
    paidAt: null,
    completedAt: null,
    items: listIn(order.items).flatMap(readItem),
    refunds: refundsOf(order, memos),
    coupons: [text(order.coupon_code) ?? []].flat(),
  };
  return { kind: "order", record };
}

/** `status` is the merchant's own word; `state` is Magento's. Words of extensions count as placed. */
const states: Record<string, OrderStatus> = {
  pending_payment: "pending",
  payment_review: "pending",
  canceled: "cancelled",
  closed: "refunded",
};

/** Whether an order of this state is one that was placed. */
export const counts = (state: string): boolean => !["pending", "cancelled"].includes(states[state] ?? "placed");

function orderPerson(order: Fields): Person {
  const billing = fieldsIn(order.billing_address);
  return present({
    email: text(order.customer_email) ?? text(billing.email),
    phone: text(billing.telephone),
    firstName: text(order.customer_firstname) ?? text(billing.firstname),
    lastName: text(order.customer_lastname) ?? text(billing.lastname),
    address: readAddress(billing),
  });
}

/** The variant bought hangs below the product that was put into the cart, at no price: it is the same purchase. */
function readItem(line: Fields, at: number): OrderItem[] {
  if (line.parent_item_id !== undefined && line.parent_item_id !== null) return [];
  const whole = Number(line.row_total) - (Number(line.discount_amount) || 0);
  return [
    present({
      externalId: id(line.item_id) ?? `line-${at + 1}`,
      productId: id(line.product_id),
      name: text(line.name) ?? "",
      sku: text(line.sku),
      quantity: Number(line.qty_ordered) || 0,
      total: money(whole) ?? "0",
    }),
  ];
}

function refundsOf(order: Fields, memos: Fields[] | null): Refund[] {
  if (memos) {
    return memos.flatMap((memo) => {
      const externalId = id(memo.entity_id);
      const amount = money(memo.grand_total);
      // 3 = cancelled.
      return externalId && amount && memo.state !== 3 ? [{ externalId, at: timeIn(memo.created_at), amount }] : [];
    });
  }
  const all = money(order.total_refunded);
  return all && Number(all) > 0 ? [{ externalId: "all", at: null, amount: all }] : [];
}
