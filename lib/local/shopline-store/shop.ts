/** A SHOPLINE store in memory: what happens in it, and the messages that tell. No order of delivery is promised. */
import { randomUUID } from "node:crypto";
import { Views } from "@/lib/local/views";

export type Row = { id: string; created_at: string; updated_at: string; [field: string]: unknown };
export type Kind = "customers" | "orders" | "checkouts";
export type Group = Row & { name: string; query: string; members: Set<string> };
export type Message = { id: string; topic: string; body: object };

export type Sale = { total: string; customer?: string; email?: string; shipped?: boolean; archived?: boolean };
export type Consent = { email?: 0 | 1 | 2 | 3; optInLevel?: number; at?: Date };

/** As the store writes times: with its own offset, in whole seconds. */
export const written = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, "+08:00");

export class Shop {
  readonly rows: Record<Kind, Map<string, Row>> = { customers: new Map(), orders: new Map(), checkouts: new Map() };
  readonly groups = new Map<string, Group>();
  /** Called with each message, in the order in which things happened. */
  tell: (message: Message) => void = () => {};
  readonly views: Views;
  private count = 0;

  /** `still`: filled before it is asked, and nobody is told of what happens. */
  constructor(private readonly still = false) {
    this.views = new Views(still);
  }

  now = () => new Date();

  addCustomer(person: { email?: string; phone?: string; first_name?: string } & { consent?: Consent } = {}): string {
    const { consent, ...own } = person;
    const customer = this.put("customers", 4_309_917_000, {
      last_name: "Holt",
      language: "de",
      gender: "2",
      birthday: "19910426",
      orders_count: 0,
      tags: "vip,newsletter",
      addresses: [],
      default_address: { city: "Freiburg", zip: "79098", country_code: "DE", phone: "" },
      ...consentOf(consent ?? {}, this.now()),
      ...own,
    });
    return this.happened("customers/create", customer).id;
  }

  changeCustomer(id: string, change: object) {
    this.happened("customers/update", this.change("customers", id, change));
  }

  /** By the person, at the store: dated, and said to be an opt-in. */
  subscribe(id: string, email: 0 | 1 | 2 | 3, how: Omit<Consent, "email"> = {}) {
    const customer = this.change("customers", id, consentOf({ email, ...how }, this.now()));
    const subscribeActionType = email === 1 ? 1 : 3;
    this.happened("customers_marketing_consent/update", { ...customer, subscribeActionType });
  }

  deleteCustomer(id: string) {
    const { email, phone, updated_at } = this.rows.customers.get(id)!;
    this.rows.customers.delete(id);
    this.happened("customers/delete", { id, email, phone, updated_at });
  }

  placeOrder({ total, customer, email, shipped = false, archived = false }: Sale): string {
    const buyer = customer ? this.rows.customers.get(customer) : undefined;
    const address = buyer?.email ?? email ?? "";
    const at = written(this.now());
    const order = this.put("orders", "21098840015523770940000000", {
      name: `D${this.count}`,
      status: "open",
      financial_status: "paid",
      fulfillment_status: shipped ? "fulfilled" : null,
      hidden_order: archived,
      order_at: at,
      processed_at: at,
      currency: "EUR",
      current_total_price: total,
      email: address,
      phone: "",
      user_id: customer ?? "",
      customer: { id: customer ?? "", email: address, first_name: "Mira", last_name: "Holt" },
      billing_address: { first_name: "Mira", last_name: "Holt", address1: "Lindenweg 4", country_code: "DE" },
      discount_codes: [{ code: "WELCOME5", amount: "5.00", type: "1" }],
      line_items: [{ id: `li${this.count}`, product_id: "p1", title: "Beeswax pillar", quantity: 2, price: "31.50" }],
      refunds: [],
    });
    if (buyer) buyer.orders_count = Number(buyer.orders_count) + 1;
    return this.happened("orders/create", order).id;
  }

  changeOrder(id: string, change: object, topic = "orders/updated") {
    this.happened(topic, this.change("orders", id, change));
  }

  cancel(id: string) {
    this.changeOrder(id, { status: "canceled", cancelled_at: written(this.now()) }, "orders/cancelled");
  }

  refund(orderId: string, amount: string) {
    const order = this.rows.orders.get(orderId)!;
    const id = `re${++this.count}`;
    const at = written(this.now());
    const transactions = [{ id, order_id: orderId, kind: "refund", status: "success", amount, currency: "EUR" }];
    const refund = { id, order_id: orderId, created_at: at, processed_at: at, transactions, refund_line_items: [] };
    const refunds = [...(order.refunds as object[]), refund];
    this.change("orders", orderId, { refunds, financial_status: "partially_refunded" });
    this.happened("refunds/create", refund as unknown as Row);
  }

  deleteOrder(id: string) {
    this.rows.orders.delete(id);
    this.happened("orders/delete", { id, updated_at: written(this.now()) });
  }

  /** Somebody began a checkout and left it. Gives its token. */
  leave({ total, email = "" }: Pick<Sale, "total" | "email">): string {
    const token = `ct${++this.count}`;
    const checkout = this.put("checkouts", 2_404_785_166, {
      checkout_token: token,
      status: email ? "open" : "draft",
      email,
      phone: "",
      currency: "EUR",
      presentment_currency: "EUR",
      total_price: total,
      completed_at: "",
      line_items: [{ product_id: "p1", title: "Beeswax pillar", quantity: 2, price: "31.50" }],
      discount_codes: [],
    });
    this.happened("checkouts/create", { ...checkout, token });
    return token;
  }

  /** They came back and bought after all. */
  recover(token: string): string {
    const checkout = [...this.rows.checkouts.values()].find((one) => one.checkout_token === token)!;
    this.change("checkouts", checkout.id, { status: "recovered", completed_at: written(this.now()) });
    this.happened("checkouts/update", { ...checkout, token });
    return this.placeOrder({ total: String(checkout.total_price), email: String(checkout.email) });
  }

  /** A saved search whose matches are these customers. */
  addGroup(name: string, ...members: string[]): string {
    const id = `GROUP${7712093345510286641n + BigInt(++this.count)}`;
    const at = written(this.now());
    const own = { id, name, query: "orders_count:>1;", created_at: at, updated_at: at };
    this.groups.set(id, { ...own, members: new Set(members) });
    this.happened("customer_groups/create", own);
    return id;
  }

  /** Another name, or a search that others match: told; who matches the same search changes without a word. */
  editGroup(id: string, name: string, ...members: string[]) {
    const group = this.groups.get(id)!;
    Object.assign(group, { name, members: new Set(members), updated_at: written(this.now()) });
    const { members: _, ...own } = group;
    this.happened("customer_groups/update", own);
  }

  deleteGroup(id: string) {
    this.groups.delete(id);
    this.happened("customer_groups/delete", { id, store_id: "1734550912208", deleted_at: written(this.now()) });
  }

  /** A message that is about no record: of the app, of a person's right. */
  say(topic: string, body: object) {
    this.tell({ id: randomUUID(), topic, body });
  }

  change(kind: Kind, id: string, change: object): Row {
    return Object.assign(this.rows[kind].get(id)!, change, { updated_at: written(this.now()) });
  }

  private put(kind: Kind, from: number | string, fields: object): Row {
    const id = String(BigInt(from) + BigInt(++this.count));
    const at = written(this.now());
    const row = { id, created_at: at, updated_at: at, ...fields };
    this.rows[kind].set(id, row);
    return row;
  }

  private happened<R extends { id: string }>(topic: string, body: R): R {
    if (!this.still) this.tell({ id: randomUUID(), topic, body: structuredClone(body) });
    return body;
  }
}

function consentOf({ email = 2, optInLevel = 1, at }: Consent, now: Date) {
  const consent_updated_at = email === 2 && !at ? null : written(at ?? now);
  const told = { state: email, opt_in_level: optInLevel, consent_updated_at, consent_collected_from: "pop" };
  return {
    email_subscribe_flag: email === 3 ? 2 : email,
    email_marketing_consent: told,
    mobile_subscribe_flag: 2,
    sms_marketing_consent: { state: 2, opt_in_level: 0, consent_updated_at: null, consent_collected_from: null },
  };
}
