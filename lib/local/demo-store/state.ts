/** The demo store's memory. Verbs change it and say what happened; lists and bodies are made from it. */
import { createHash, randomBytes } from "node:crypto";
import { generateStock, type Stock } from "@/lib/local/demo-store/generate";
import { ShopClock } from "@/lib/local/demo-store/php";
import type { Customer, Meta, Order, Shelf } from "@/lib/local/demo-store/records";

export type ApiKey = {
  id: number;
  consumerKey: string;
  consumerSecret: string;
  permissions: "read" | "write" | "read_write";
  description: string;
};

export type Topic =
  | "customer.created"
  | "customer.updated"
  | "customer.deleted"
  | "order.created"
  | "order.updated"
  | "order.deleted"
  | "order.restored";

/** WooCommerce versions treat opened block checkouts differently. */
export type WooVersion = "11.0.1" | "9.7.1" | "8.2.1";

export type StateOptions = {
  seed: string;
  customers: number;
  orders: number;
  endsAt: number;
  version: WooVersion;
  name: string;
  timeZone: string;
  currency: string;
  country: string;
  /** Candles unless told. */
  shelf?: Shelf;
};

export class ShopState {
  home = "";
  customers = new Map<number, Customer>();
  orders = new Map<number, Order>();
  keys: ApiKey[] = [];
  nextCustomerId: number;
  nextPostId: number;
  nextItemId: number;
  nextMetaId: number;
  /** Grows with every change; lists made from the records are kept until then. */
  version = 0;
  /** The key's user was demoted: everything it asks for, and every webhook it owns, gets an error. */
  rightsLost = false;
  readonly touchedCustomers = new Set<number>();
  readonly touchedOrders = new Set<number>();
  readonly clock: ShopClock;
  emit: (topic: Topic, id: number) => void = () => {};
  onChange: () => void = () => {};

  constructor(readonly options: StateOptions) {
    const stock: Stock = generateStock(options);
    for (const customer of stock.customers) this.customers.set(customer.id, customer);
    for (const order of stock.orders) this.orders.set(order.id, order);
    this.nextCustomerId = (stock.customers.at(-1)?.id ?? 1) + 1;
    this.nextPostId = stock.nextPostId;
    this.nextItemId = stock.nextItemId;
    this.nextMetaId = stock.nextMetaId;
    this.clock = new ShopClock(options.timeZone);
    this.keys.push({ id: 1, ...keysOf(options.seed), permissions: "read_write", description: "Demo" });
  }

  now() {
    return Math.floor(Date.now() / 1000);
  }

  meta(key: string, value: unknown): Meta {
    return { id: this.nextMetaId++, key, value };
  }

  putCustomer(customer: Customer) {
    this.customers.set(customer.id, customer);
    this.changedCustomer(customer.id);
  }

  putOrder(order: Order) {
    this.orders.set(order.id, order);
    this.changedOrder(order.id);
  }

  dropCustomer(id: number) {
    this.customers.delete(id);
    this.changedCustomer(id);
  }

  dropOrder(id: number) {
    this.orders.delete(id);
    this.changedOrder(id);
  }

  addKey(permissions: ApiKey["permissions"], description: string): ApiKey {
    const key: ApiKey = {
      id: Math.max(0, ...this.keys.map(({ id }) => id)) + 1,
      consumerKey: `ck_${randomBytes(20).toString("hex")}`,
      consumerSecret: `cs_${randomBytes(20).toString("hex")}`,
      permissions,
      description,
    };
    this.keys.push(key);
    this.onChange();
    return key;
  }

  customer(id: number): Customer {
    const customer = this.customers.get(id);
    if (!customer) throw new Error(`The demo store has no customer ${id}.`);
    return customer;
  }

  order(id: number): Order {
    const order = this.orders.get(id);
    if (!order) throw new Error(`The demo store has no order ${id}.`);
    return order;
  }

  private changedCustomer(id: number) {
    this.version += 1;
    this.touchedCustomers.add(id);
    this.onChange();
  }

  private changedOrder(id: number) {
    this.version += 1;
    this.touchedOrders.add(id);
    this.onChange();
  }
}

/** The key every demo store of this seed starts with, so that the demo can be connected without a person. */
export function keysOf(seed: string): { consumerKey: string; consumerSecret: string } {
  const digest = (part: string) => createHash("sha1").update(`${part} ${seed}`).digest("hex");
  return { consumerKey: `ck_${digest("key")}`, consumerSecret: `cs_${digest("secret")}` };
}
