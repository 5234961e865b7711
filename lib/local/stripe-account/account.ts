/** A Stripe account in memory: what happens in it, and the events that tell. No order of delivery is promised. */
import { randomBytes } from "node:crypto";
import {
  type AccountOptions,
  addressOf,
  type Checkout,
  type Endpoint,
  type Kind,
  type Person,
  personOf,
  type Sale,
  type Stored,
  type StripeEvent,
} from "@/lib/local/stripe-account/records";
import { Views } from "@/lib/local/views";

export class Account {
  readonly id = "acct_1Local0000000001";
  readonly rows: Record<Kind, Map<string, Stored>> = {
    customers: new Map(),
    sessions: new Map(),
    charges: new Map(),
    refunds: new Map(),
    events: new Map(),
    endpoints: new Map(),
  };
  readonly deleted = new Set<string>();
  readonly secrets = new Map<string, string>();
  readonly views: Views;
  private readonly seed: string;
  private count = 0;
  /** Called with each event, in the order in which things happened. */
  tell: (event: StripeEvent) => void = () => {};

  constructor(readonly options: AccountOptions = {}) {
    this.seed = options.seed ?? randomBytes(3).toString("hex");
    this.views = new Views(options.still ?? false);
  }

  now = () => this.options.now?.() ?? Math.floor(Date.now() / 1000);

  addCustomer(person: Person & { at?: number }): string {
    const customer = this.put("customers", "cus", "customer", person.at, {
      name: person.name ?? null,
      email: person.email ?? null,
      phone: person.phone ?? null,
      address: addressOf(person.country),
      shipping: null,
      preferred_locales: [],
      metadata: {},
    });
    this.happened("customer.created", customer);
    return customer.id;
  }

  changeCustomer(id: string, change: Person) {
    const customer = this.rows.customers.get(id)!;
    Object.assign(customer, change);
    this.happened("customer.updated", customer);
  }

  deleteCustomer(id: string, { silently = false } = {}) {
    const customer = this.rows.customers.get(id)!;
    this.rows.customers.delete(id);
    this.deleted.add(id);
    if (!silently) this.happened("customer.deleted", customer);
  }

  /** A completed checkout; `paid: false` waits for a slow payment. Gives the session's and the payment's id. */
  checkout(sale: Checkout): { session: string; payment: string | null; charge: string | null } {
    const mode = sale.mode ?? "payment";
    const free = sale.amount === 0 || mode !== "payment";
    const payment = free ? null : this.nextId("pi");
    const paid = sale.paid ?? true;
    const session = this.put("sessions", "cs_test", "checkout.session", sale.at, {
      mode,
      status: "complete",
      payment_status: free ? "no_payment_required" : paid ? "paid" : "unpaid",
      amount_total: sale.amount,
      currency: sale.currency ?? this.options.currency ?? "eur",
      customer: sale.customer ?? null,
      customer_details: { ...personOf(sale.buyer), address: addressOf(sale.buyer?.country) },
      payment_intent: payment,
      consent: { promotions: sale.promotions ?? null, terms_of_service: null },
      locale: "de",
      metadata: {},
      lines: (sale.lines ?? []).map((line) => ({ id: this.nextId("li"), ...line })),
    });
    const charge = payment && paid ? this.charge({ ...sale, payment, at: session.created }, sale.method) : null;
    this.happened("checkout.session.completed", session);
    return { session: session.id, payment, charge };
  }

  /** Somebody went to the checkout and left. */
  leave(sale: Sale & { open?: boolean }): string {
    const session = this.put("sessions", "cs_test", "checkout.session", sale.at, {
      mode: "payment",
      status: sale.open ? "open" : "expired",
      payment_status: "unpaid",
      amount_total: sale.amount,
      currency: sale.currency ?? this.options.currency ?? "eur",
      customer: null,
      customer_details: sale.buyer ? { ...personOf(sale.buyer), address: addressOf(sale.buyer.country) } : null,
      payment_intent: null,
      consent: { promotions: null, terms_of_service: null },
      lines: [],
    });
    if (!sale.open) this.happened("checkout.session.expired", session);
    return session.id;
  }

  /** The slow payment of a checkout arrives. */
  payLater(sessionId: string) {
    const session = this.rows.sessions.get(sessionId)!;
    const { amount_total, currency, customer, payment_intent } = session;
    session.payment_status = "paid";
    const sale = { amount: Number(amount_total), currency: String(currency), customer: customer as string | null };
    this.charge({ ...sale, payment: String(payment_intent), buyer: session.customer_details as Person }, "boleto");
    this.happened("checkout.session.async_payment_succeeded", session);
  }

  /** A payment; without `payment` as before there were payment intents. */
  charge(
    sale: Sale & { payment?: string | null; status?: "succeeded" | "failed"; captured?: boolean },
    method = "card",
  ) {
    const captured = sale.captured ?? true;
    const charge = this.put("charges", "ch", "charge", sale.at, {
      amount: sale.amount,
      amount_captured: captured ? sale.amount : 0,
      amount_refunded: 0,
      refunded: false,
      captured,
      paid: sale.status !== "failed",
      status: sale.status ?? "succeeded",
      currency: sale.currency ?? this.options.currency ?? "eur",
      customer: sale.customer ?? null,
      payment_intent: sale.payment ?? null,
      payment_method_details: { type: method },
      receipt_email: null,
      receipt_number: null,
      billing_details: { ...personOf(sale.buyer), address: addressOf(sale.buyer?.country) },
      shipping: null,
    });
    if (sale.status !== "failed") this.happened("charge.succeeded", charge);
    return charge.id;
  }

  /** A payment of its own, made by an app that does not use Checkout. */
  pay(sale: Sale): { payment: string; charge: string } {
    const payment = this.nextId("pi");
    return { payment, charge: this.charge({ ...sale, payment }) };
  }

  refund(chargeId: string, amount: number, { silently = false, status = "succeeded" } = {}): string {
    const charge = this.rows.charges.get(chargeId)!;
    charge.amount_refunded = Number(charge.amount_refunded) + (status === "succeeded" ? amount : 0);
    charge.refunded = charge.amount_refunded === charge.amount_captured;
    const { currency, payment_intent } = charge;
    const refund = this.put("refunds", "re", "refund", undefined, {
      amount,
      currency,
      payment_intent,
      charge: chargeId,
      status,
      reason: "requested_by_customer",
    });
    if (!silently) {
      this.happened("refund.created", refund);
      this.happened("charge.refunded", charge);
    }
    return refund.id;
  }

  addEndpoint(url: string, events: string[], apiVersion: string): Endpoint & { secret: string } {
    const secret = `whsec_${randomBytes(24).toString("base64url")}`;
    const endpoint = this.put("endpoints", "we", "webhook_endpoint", undefined, {
      url,
      enabled_events: events,
      api_version: apiVersion,
      status: "enabled",
    }) as Endpoint;
    this.secrets.set(endpoint.id, secret);
    return { ...endpoint, secret };
  }

  /** Letters and digits that look like Stripe's, in a row that repeats for the same seed. */
  private nextId = (prefix: string) => `${prefix}_${this.seed}${String(++this.count).padStart(8, "0")}`;

  private put(kind: Kind, prefix: string, object: string, at: number | undefined, fields: object): Stored {
    const id = this.nextId(prefix);
    const row = { id, object, created: at ?? this.now(), livemode: this.options.live ?? false, ...fields };
    this.rows[kind].set(id, row);
    return row;
  }

  private happened(type: string, object: Stored) {
    if (this.options.still) return;
    const data = { object: structuredClone(object) };
    const event = this.put("events", "evt", "event", undefined, { type, data, pending_webhooks: 1 }) as StripeEvent;
    this.tell(event);
  }
}
