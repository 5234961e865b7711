/**
 * Stripe's customers, checkout sessions and charges as what they say to us. An order is a checkout session, or a
 * succeeded charge without one, and is known by its payment: so the two can never be two orders. Nothing throws.
 */
import { type Fields, fieldsIn, listIn, text } from "@/lib/connectors/fields";
import { fromMinorUnits } from "@/lib/connectors/stripe/money";
import { readPerson } from "@/lib/connectors/stripe/person";
import type { Change, ConsentClaim, OrderItem, OrderRecord, OrderStatus, Refund } from "@/lib/connectors/types";

/** "cus_…", also of an expanded object. */
export function stripeId(value: unknown): string | undefined {
  const id = typeof value === "string" ? value : fieldsIn(value).id;
  return typeof id === "string" && /^[a-z]+_\w{1,250}$/.test(id) ? id : undefined;
}

const secondsAt = (value: unknown) =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? new Date(value * 1000) : null;

const undated = new Date(0);

/** Stripe does not say when a customer changed. `askedAt`: before it was asked. */
export function readCustomer(customer: Fields, askedAt: Date): Change {
  const externalId = stripeId(customer.id);
  if (!externalId) return { kind: "refused", reason: "A customer came without an id." };
  if (customer.deleted === true) return { kind: "customer-gone", externalId };
  const person = readPerson(
    { ...customer, language: listOf(customer.preferred_locales)[0] },
    fieldsIn(customer.shipping),
  );
  const createdAt = secondsAt(customer.created) ?? undated;
  const record = { externalId, updatedAt: askedAt, undated: true as const, createdAt, person, consents: [] };
  return { kind: "customer", record: { ...record, hasBought: false } };
}

/**
 * A checkout session with its payment, charge, refunds and lines. Open ones may still become anything and are passed
 * over; expired ones are checkouts that were left. A subscription's first payment is a charge of its own: its session
 * is none.
 */
export function readSession(session: Fields, askedAt: Date): Change {
  const id = stripeId(session.id);
  const word = text(session.status) ?? "";
  if (!id) return { kind: "refused", reason: "A checkout session came without an id." };
  if (word === "open") return { kind: "ignored", reason: "A checkout that is still open." };
  const payment = fieldsIn(session.payment_intent);
  const charge = fieldsIn(payment.latest_charge);
  const currency = currencyOf(session) ?? currencyOf(payment);
  const total = currency && fromMinorUnits(session.amount_total ?? 0, currency);
  const createdAt = secondsAt(session.created) ?? undated;
  const status = sessionStatus(session, charge);
  const paidAt = status === "placed" || status === "refunded" ? (secondsAt(charge.created) ?? createdAt) : null;
  const externalId = stripeId(session.payment_intent) ?? id;
  if (!currency || !total) {
    // A setup, or left before anything was in it.
    return { kind: "ignored", reason: "A checkout without an amount." };
  }
  const record: OrderRecord = {
    externalId,
    number: text(session.client_reference_id) ?? externalId,
    updatedAt: askedAt,
    undated: true,
    createdAt,
    status,
    platformStatus: text(session.payment_status) && word === "complete" ? text(session.payment_status)! : word,
    currency,
    total,
    customerExternalId: stripeId(session.customer) ?? null,
    person: sessionPerson(session, charge),
    consents: sessionConsents(session, id, paidAt ?? createdAt),
    paidAt,
    completedAt: null,
    items: listIn(fieldsIn(session.line_items).data).map((line, at) => readItem(line, at, currency)),
    refunds: readRefunds(charge, currency),
    coupons: listIn(session.discounts).flatMap(
      (discount) =>
        stripeId(discount.promotion_code) ?? text(discount.coupon) ?? text(fieldsIn(discount.source).coupon) ?? [],
    ),
  };
  return { kind: "order", record };
}

function sessionStatus(session: Fields, charge: Fields): OrderStatus {
  if (session.status !== "complete" || session.mode === "subscription" || session.mode === "setup") return "draft";
  if (charge.refunded === true) return "refunded";
  return session.payment_status === "unpaid" ? "pending" : "placed";
}

function sessionPerson(session: Fields, charge: Fields) {
  const details = fieldsIn(session.customer_details);
  const shipping = fieldsIn(fieldsIn(session.collected_information).shipping_details);
  const person = readPerson({ ...details, email: details.email ?? session.customer_email }, shipping);
  const language = text(session.locale);
  const payer = chargePerson(charge);
  return {
    ...payer,
    ...person,
    ...(language && language !== "auto" ? { language } : {}),
  };
}

/**
 * The one consent in Stripe: a box for promotions, which it offers to buyers of some countries. Its absence says
 * nothing. Only a checkout that was completed is an act of the person.
 */
function sessionConsents(session: Fields, id: string, at: Date): ConsentClaim[] {
  const said = text(fieldsIn(session.consent).promotions);
  if (session.status !== "complete" || (said !== "opt_in" && said !== "opt_out")) return [];
  const state = said === "opt_in" ? "subscribed" : "unsubscribed";
  const evidence = `Stripe Checkout ${id}: consent.promotions=${said}`;
  return [{ channel: "email", state, explicit: true, effectiveAt: at, method: "checkout", evidence }];
}

/** A succeeded charge of no checkout session. Failed attempts and money only set aside are no orders yet. */
export function readCharge(charge: Fields, askedAt: Date): Change {
  const own = stripeId(charge.id);
  if (!own) return { kind: "refused", reason: "A charge came without an id." };
  if (charge.status !== "succeeded") return { kind: "ignored", reason: "A payment that did not succeed, or not yet." };
  const currency = currencyOf(charge);
  const captured = charge.captured !== false;
  const total =
    currency && fromMinorUnits(captured ? (charge.amount_captured ?? charge.amount) : charge.amount, currency);
  if (!currency || !total) return { kind: "refused", reason: `Charge ${own} has no readable amount.` };
  const createdAt = secondsAt(charge.created) ?? undated;
  const externalId = stripeId(charge.payment_intent) ?? own;
  const released = !captured && charge.refunded === true;
  const record: OrderRecord = {
    externalId,
    number: text(charge.receipt_number) ?? externalId,
    updatedAt: askedAt,
    undated: true,
    createdAt,
    status: released ? "cancelled" : !captured ? "pending" : charge.refunded === true ? "refunded" : "placed",
    platformStatus: released ? "released" : captured ? "succeeded" : "uncaptured",
    currency,
    total,
    customerExternalId: stripeId(charge.customer) ?? null,
    person: chargePerson(charge),
    consents: [],
    paidAt: captured ? createdAt : null,
    completedAt: null,
    items: [],
    refunds: captured ? readRefunds(charge, currency) : [],
    coupons: [],
  };
  return { kind: "order", record };
}

function chargePerson(charge: Fields) {
  const details = fieldsIn(charge.billing_details);
  return readPerson({ ...details, email: details.email ?? charge.receipt_email }, fieldsIn(charge.shipping));
}

/** Refunds that failed or were taken back are none. */
function readRefunds(charge: Fields, currency: string): Refund[] {
  return listIn(fieldsIn(charge.refunds).data).flatMap((refund) => {
    const externalId = stripeId(refund.id);
    const amount = fromMinorUnits(refund.amount, currency);
    if (!externalId || !amount || refund.status === "failed" || refund.status === "canceled") return [];
    const reason = text(refund.reason);
    return [{ externalId, at: secondsAt(refund.created), amount, ...(reason ? { reason } : {}) }];
  });
}

/** `amount_total` is after discounts and with tax; without it the line counts nothing. */
function readItem(line: Fields, at: number, currency: string): OrderItem {
  const price = fieldsIn(line.price);
  const whole = typeof line.amount_total === "number" ? line.amount_total : 0;
  const tax = typeof line.amount_tax === "number" ? line.amount_tax : 0;
  const [productId, variantId] = [stripeId(price.product), stripeId(price.id)];
  return {
    externalId: stripeId(line.id) ?? `line-${at + 1}`,
    ...(productId ? { productId } : {}),
    ...(variantId ? { variantId } : {}),
    name: text(line.description) ?? "",
    quantity: typeof line.quantity === "number" ? line.quantity : 1,
    total: fromMinorUnits(whole - tax, currency) ?? "0",
  };
}

function currencyOf(object: Fields): string | undefined {
  const currency = text(object.currency)?.toUpperCase();
  return currency && /^[A-Z]{3}$/.test(currency) ? currency : undefined;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
