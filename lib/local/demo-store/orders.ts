/** What happens to orders in the demo store, with the events a real one sends for it, in its order. */
import { type CustomerInput, createCustomer, mergeMeta } from "@/lib/local/demo-store/customers";
import {
  type Billing,
  emptyBilling,
  emptyPlace,
  type Item,
  type Order,
  optInKey,
  products,
  refundedCents,
  totalCents,
} from "@/lib/local/demo-store/records";
import type { ShopState, WooVersion } from "@/lib/local/demo-store/state";

export type OrderInput = {
  /** An account's id; without it the buyer is a guest, known by `billing` only. */
  customerId?: number;
  billing?: Partial<Billing>;
  /** Makes an account on the way, as the checkout's tick box does. */
  createAccount?: CustomerInput;
  items?: { product: number; quantity: number }[];
  status?: string;
  /** Which checkout: they send their events in different orders. */
  checkout?: "block" | "classic" | "rest";
  payment?: string;
  paid?: boolean;
  optIn?: boolean;
  meta?: { key: string; value: unknown }[];
  coupon?: string;
};

export function placeOrder(state: ShopState, input: OrderInput = {}): number {
  const checkout = input.checkout ?? "block";
  const order = makeOrder(state, input, checkout);
  state.putOrder(order);
  if (checkout === "block") state.emit("order.updated", order.id);
  if (input.createAccount) order.customerId = createCustomer(state, input.createAccount);
  else if (checkout === "block" && order.customerId) touchCustomer(state, order.customerId);
  state.putOrder(order);
  state.emit("order.created", order.id);
  if (checkout !== "block") state.emit("order.updated", order.id);
  if (order.status === "completed") rememberBuyer(state, order.customerId);
  return order.id;
}

function makeOrder(state: ShopState, input: OrderInput, checkout: "block" | "classic" | "rest"): Order {
  const now = state.now();
  const customer = input.customerId ? state.customer(input.customerId) : undefined;
  const known = customer ? { ...customer.billing, email: customer.billing.email || customer.email } : {};
  const billing = { ...emptyBilling(), ...known, ...input.billing };
  const { email: _, ...place } = billing;
  const status = input.status ?? (checkout === "rest" ? "pending" : "processing");
  const answered = input.optIn === undefined ? [] : [{ key: optInKey, value: input.optIn ? "yes" : "no" }];
  return {
    id: state.nextPostId++,
    status,
    createdAt: now,
    modifiedAt: now,
    paidAt: input.paid || status === "completed" ? now : null,
    completedAt: status === "completed" ? now : null,
    customerId: customer?.id ?? 0,
    billing,
    shipping: checkout === "block" ? place : emptyPlace(),
    payment: input.payment ?? "stripe",
    via: { block: "store-api", classic: "checkout", rest: "rest-api" }[checkout],
    items: toItems(state, input.items ?? [{ product: products[0]!.id, quantity: 1 }]),
    discountCents: input.coupon ? 500 : 0,
    coupon: input.coupon ?? null,
    refunds: [],
    meta: [...answered, ...(input.meta ?? [])].map(({ key, value }) => state.meta(key, value)),
    statusBeforeTrash: null,
  };
}

export const toItems = (state: ShopState, items: { product: number; quantity: number }[]): Item[] =>
  items.map((item) => ({ id: state.nextItemId++, ...item }));

function touchCustomer(state: ShopState, id: number) {
  state.putCustomer({ ...state.customer(id), modifiedAt: state.now() });
  state.emit("customer.updated", id);
}

/** The first completed order makes a paying customer of the account, which saves it. */
function rememberBuyer(state: ShopState, customerId: number) {
  const customer = state.customers.get(customerId);
  if (!customer || customer.paying) return;
  state.putCustomer({ ...customer, paying: true, modifiedAt: state.now() });
  state.emit("customer.updated", customerId);
}

const draftEvents: Record<
  WooVersion,
  { opened: ("order.created" | "order.updated")[]; bought: ("order.created" | "order.updated")[] }
> = {
  "11.0.1": { opened: [], bought: ["order.updated", "order.created"] },
  "9.7.1": { opened: ["order.updated"], bought: ["order.updated", "order.created"] },
  "8.2.1": { opened: ["order.created", "order.updated"], bought: ["order.updated"] },
};

/** Somebody opens the block checkout: a draft without an email, announced differently by each version. */
export function openCheckout(state: ShopState): number {
  const order = makeOrder(state, { status: "checkout-draft" }, "block");
  state.putOrder(order);
  for (const topic of draftEvents[state.options.version].opened) state.emit(topic, order.id);
  return order.id;
}

export function completeCheckout(state: ShopState, id: number, billing: Partial<Billing>): void {
  const draft = state.order(id);
  state.putOrder({
    ...draft,
    status: "processing",
    billing: { ...draft.billing, ...billing },
    modifiedAt: state.now(),
  });
  for (const topic of draftEvents[state.options.version].bought) state.emit(topic, id);
}

export function setStatus(state: ShopState, id: number, status: string): void {
  const order = state.order(id);
  const now = state.now();
  const done = status === "completed";
  state.putOrder({
    ...order,
    status,
    modifiedAt: now,
    paidAt: order.paidAt ?? (done || status === "processing" ? now : null),
    completedAt: done ? now : order.completedAt,
  });
  if (status === "refunded") addRefund(state, id, totalCents(order) - refundedCents(order), "Order fully refunded.");
  state.emit("order.updated", id);
  if (done) rememberBuyer(state, order.customerId);
}

/**
 * A refund of `cents`, of all that is left without: WooCommerce gives back no more than that. The total stays; the status
 * turns when nothing is left.
 */
export function refund(state: ShopState, id: number, cents = Number.POSITIVE_INFINITY, reason = ""): number {
  const order = state.order(id);
  const refundId = addRefund(state, id, Math.min(cents, totalCents(order) - refundedCents(order)), reason);
  state.emit("order.updated", id);
  return refundId;
}

function addRefund(state: ShopState, id: number, cents: number, reason: string): number {
  const order = state.order(id);
  const line = { id: state.nextPostId++, cents, reason };
  const refunds = cents > 0 ? [line, ...order.refunds] : order.refunds;
  const left = totalCents(order) - refundedCents({ ...order, refunds });
  state.putOrder({ ...order, refunds, status: left <= 0 ? "refunded" : order.status, modifiedAt: state.now() });
  return line.id;
}

export type OrderChange = {
  billing?: Partial<Billing>;
  items?: { product: number; quantity: number }[];
  meta?: { key: string; value: unknown }[];
  customerId?: number;
};

export function editOrder(state: ShopState, id: number, change: OrderChange): void {
  const order = state.order(id);
  state.putOrder({
    ...order,
    customerId: change.customerId ?? order.customerId,
    billing: { ...order.billing, ...change.billing },
    items: change.items ? toItems(state, change.items) : order.items,
    meta: mergeMeta(state, order.meta, change.meta ?? []),
    modifiedAt: state.now(),
  });
  state.emit("order.updated", id);
}

/** What the merchant sees as "delete": order.deleted, and the order can come back. */
export function trash(state: ShopState, id: number): void {
  const order = state.order(id);
  state.putOrder({ ...order, status: "trash", statusBeforeTrash: order.status, modifiedAt: state.now() });
  state.emit("order.deleted", id);
}

export function restore(state: ShopState, id: number): void {
  const order = state.order(id);
  const status = order.statusBeforeTrash ?? "pending";
  state.putOrder({ ...order, status, statusBeforeTrash: null, modifiedAt: state.now() });
  state.emit("order.restored", id);
}

/** For good, and in silence. */
export const forceDelete = (state: ShopState, id: number): void => state.dropOrder(id);
