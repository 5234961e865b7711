/**
 * A shop's customers, orders and checkouts in memory, in the shapes of the GraphQL Admin API, and what happens to them.
 */
import { home, idOf, line, money, neverAsked, orderOf } from "@/lib/local/shopify-shop/records";
import { Segments } from "@/lib/local/shopify-shop/segments";
import type { Thing } from "@/lib/local/shopify-shop/walk";

/** `at`: when it happened, which its delivery tells. */
export type Event = { topic: string; body: object; at: string };
type Emailed = "SUBSCRIBED" | "NOT_SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING";
export type Sale = {
  total: string;
  customer?: number;
  email?: string;
  acceptsMarketing?: boolean;
  lines?: number;
  at?: Date;
};

export class Shop {
  readonly customers = new Map<number, Thing>();
  readonly orders = new Map<number, Thing>();
  readonly checkouts = new Map<string, Thing>();
  readonly segments = new Segments(
    this.customers,
    () => this.now(),
    (topic, body) => this.tell(topic, body),
  );
  /** What the shop has still to tell. */
  readonly events: Event[] = [];
  private lastId = 8_801_234_567_000;
  private last = 0;

  /** `still`: nothing is told of what happens. */
  constructor(private readonly still = false) {}

  /** Never the same twice: Shopify dates to the second in REST and finer within. */
  now = () => {
    this.last = Math.max(Date.now(), this.last + 1);
    return new Date(this.last).toISOString();
  };

  addCustomer(of: { email: string | null; phone?: string; state?: Emailed; confirmed?: boolean; at?: Date }): number {
    const n = ++this.lastId;
    const at = of.at?.toISOString() ?? this.now();
    this.customers.set(n, {
      ...{ id: idOf("Customer", n), firstName: "Mira", lastName: "Holt", locale: "de", createdAt: at, updatedAt: at },
      numberOfOrders: "0",
      tags: [],
      defaultEmailAddress: of.email && {
        emailAddress: of.email,
        marketingState: of.state ?? "NOT_SUBSCRIBED",
        marketingOptInLevel: of.state ? (of.confirmed ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN") : null,
        marketingUpdatedAt: of.state ? at : null,
      },
      defaultPhoneNumber: of.phone ? { phoneNumber: of.phone, ...neverAsked } : null,
      defaultAddress: home,
    });
    this.tell("customers/create", { id: n });
    return n;
  }

  changeEmail(n: number, emailAddress: string) {
    const customer = this.customers.get(n)!;
    customer.defaultEmailAddress = { ...(customer.defaultEmailAddress as Thing), emailAddress };
    this.touch(customer, "customers/update", n);
  }

  /** `silently`: whether Shopify moves a customer's date for it is not documented. */
  consent(n: number, marketingState: Emailed, { at = this.now(), silently = false, confirmed = false } = {}) {
    const customer = this.customers.get(n)!;
    const email = customer.defaultEmailAddress as Thing;
    const marketingOptInLevel = confirmed ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN";
    customer.defaultEmailAddress = { ...email, marketingState, marketingOptInLevel, marketingUpdatedAt: at };
    if (!silently) customer.updatedAt = this.now();
    this.tell("customers_email_marketing_consent/update", { customer_id: n });
  }

  /** Of a customer with a number of their own. */
  smsConsent(n: number, marketingState: Emailed, { at = this.now() } = {}) {
    const customer = this.customers.get(n)!;
    const phone = customer.defaultPhoneNumber as Thing;
    const shown = { marketingState, marketingOptInLevel: "SINGLE_OPT_IN", marketingUpdatedAt: at };
    customer.defaultPhoneNumber = { ...phone, ...shown };
    customer.updatedAt = this.now();
    this.tell("customers_marketing_consent/update", { id: n });
  }

  /** All labels of a customer. */
  label(n: number, tags: string[]) {
    const customer = this.customers.get(n)!;
    const before = customer.tags as string[];
    Object.assign(customer, { tags, updatedAt: this.now() });
    const tell = (topic: string, some: string[]) => {
      if (some.length > 0) this.tell(topic, { customerId: customer.id, tags: some, occurredAt: this.now() });
    };
    tell(
      "customer.tags_added",
      tags.filter((tag) => !before.includes(tag)),
    );
    tell(
      "customer.tags_removed",
      before.filter((tag) => !tags.includes(tag)),
    );
  }

  deleteCustomer(n: number) {
    this.customers.delete(n);
    for (const order of this.orders.values()) if (isOf(order, n)) order.customer = null;
    this.segments.forget(n);
    this.tell("customers/delete", { id: n, admin_graphql_api_id: idOf("Customer", n) });
  }

  placeOrder({ total, customer, email, acceptsMarketing = false, lines = 1, at }: Sale): number {
    const n = ++this.lastId;
    const date = at?.toISOString() ?? this.now();
    const buyer = customer ? this.customers.get(customer) : undefined;
    const rows = Array.from({ length: lines }, (_, k) => line(++this.lastId, k, total));
    const address = (buyer?.defaultEmailAddress as Thing | undefined)?.emailAddress ?? email ?? null;
    const name = `#${1000 + this.orders.size}`;
    this.orders.set(
      n,
      orderOf(n, { name, date, buyer: buyer ?? null, email: address, total, lines: rows, acceptsMarketing }),
    );
    if (buyer) {
      buyer.numberOfOrders = String(Number(buyer.numberOfOrders) + 1);
      this.touch(buyer, "customers/update", customer!);
    }
    this.tell("orders/create", { id: n });
    return n;
  }

  refund(n: number, amount: string) {
    const order = this.orders.get(n)!;
    const refunds = order.refunds as Thing[];
    const refund = { id: idOf("Refund", ++this.lastId), createdAt: this.now(), note: null };
    order.refunds = [...refunds, { ...refund, totalRefundedSet: money(amount) }];
    order.displayFinancialStatus = amount === total(order) ? "REFUNDED" : "PARTIALLY_REFUNDED";
    order.updatedAt = this.now();
    this.tell("refunds/create", { id: this.lastId, order_id: n });
  }

  cancel(n: number) {
    const order = this.orders.get(n)!;
    order.cancelledAt = this.now();
    this.touch(order, "orders/cancelled", n);
  }

  deleteOrder(n: number) {
    this.orders.delete(n);
    this.tell("orders/delete", { id: n });
  }

  beginCheckout({ customer, total: amount }: { customer: number; total: string }): string {
    const n = ++this.lastId;
    const token = `tok${n.toString(36)}`;
    const at = this.now();
    const url = `https://north-candles.myshopify.com/70123/checkouts/ac/${token}/recover?key=k`;
    this.checkouts.set(token, {
      ...{ id: idOf("AbandonedCheckout", n), name: `#${n}`, abandonedCheckoutUrl: url, createdAt: at, updatedAt: at },
      ...{ completedAt: null, totalPriceSet: money(amount), billingAddress: home, shippingAddress: null },
      customer: this.customers.get(customer)!,
      lineItems: [],
    });
    this.tell("checkouts/create", this.delivered(token));
    return token;
  }

  finishCheckout(token: string) {
    const checkout = this.checkouts.get(token)!;
    checkout.completedAt = this.now();
    checkout.updatedAt = this.now();
    this.tell("checkouts/update", this.delivered(token));
  }

  /** As its webhooks have it: REST's names, and no id. */
  private delivered(token: string) {
    const { name, abandonedCheckoutUrl, createdAt, updatedAt, completedAt, customer, totalPriceSet } =
      this.checkouts.get(token)!;
    const { id, defaultEmailAddress } = customer as Thing;
    const email = (defaultEmailAddress as Thing).emailAddress;
    const total_price = ((totalPriceSet as Thing).shopMoney as Thing).amount;
    const dates = { created_at: createdAt, updated_at: updatedAt, completed_at: completedAt };
    const { firstName, lastName, address1, city, zip, countryCodeV2 } = home;
    const billing = { first_name: firstName, last_name: lastName, address1, city, zip, country_code: countryCodeV2 };
    return {
      ...{ token, name, email, total_price, currency: "EUR", ...dates, abandoned_checkout_url: abandonedCheckoutUrl },
      ...{ customer: { admin_graphql_api_id: id }, billing_address: billing, line_items: [] },
    };
  }

  private touch(thing: Thing, topic: string, n: number) {
    thing.updatedAt = this.now();
    this.tell(topic, { id: n });
  }

  private tell(topic: string, body: object) {
    if (!this.still) this.events.push({ topic, body, at: this.now() });
  }
}

const isOf = (order: Thing, n: number) => (order.customer as Thing | null)?.id === idOf("Customer", n);
const total = (order: Thing) => ((order.totalPriceSet as Thing).shopMoney as Thing).amount;
