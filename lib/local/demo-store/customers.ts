/** What happens to people in the demo store, with the events a real one sends for it, in its order. */
import {
  type Billing,
  type Customer,
  emptyBilling,
  emptyPlace,
  type Meta,
  optInKey,
} from "@/lib/local/demo-store/records";
import type { ShopState } from "@/lib/local/demo-store/state";

export type CustomerInput = {
  email: string;
  firstName?: string;
  lastName?: string;
  username?: string;
  billing?: Partial<Billing>;
  shipping?: Partial<Billing>;
  /** The newsletter box of the sign-up form; absent = the form had none. */
  optIn?: boolean;
  meta?: { key: string; value: unknown }[];
};

/** A sign-up sends created and updated: the welcome mail's code saves the user once more. */
export function createCustomer(state: ShopState, input: CustomerInput): number {
  const id = addUser(state, input, "customer", state.now());
  state.emit("customer.created", id);
  state.emit("customer.updated", id);
  return id;
}

/** A WordPress user that is no customer fires customer.created all the same. */
export function createUser(state: ShopState, input: CustomerInput, role: string): number {
  const id = addUser(state, input, role, null);
  state.emit("customer.created", id);
  return id;
}

function addUser(state: ShopState, input: CustomerInput, role: string, modifiedAt: number | null): number {
  const id = state.nextCustomerId++;
  const answered = input.optIn === undefined ? [] : [{ key: optInKey, value: input.optIn ? "yes" : "no" }];
  state.putCustomer({
    id,
    email: input.email,
    firstName: input.firstName ?? "",
    lastName: input.lastName ?? "",
    role,
    username: input.username ?? input.email.split("@")[0] ?? "",
    createdAt: state.now(),
    modifiedAt,
    billing: { ...emptyBilling(), ...input.billing },
    shipping: { ...emptyPlace(), ...input.shipping },
    paying: false,
    meta: [...answered, ...(input.meta ?? [])].map(({ key, value }) => state.meta(key, value)),
  });
  return id;
}

export type CustomerChange = Partial<Omit<CustomerInput, "optIn">>;

/** Also without any change (a no-op save) this sends an update, as the real store does. */
export function updateCustomer(state: ShopState, id: number, change: CustomerChange): void {
  const before = state.customer(id);
  state.putCustomer({
    ...before,
    email: change.email ?? before.email,
    firstName: change.firstName ?? before.firstName,
    lastName: change.lastName ?? before.lastName,
    billing: { ...before.billing, ...change.billing },
    shipping: { ...before.shipping, ...change.shipping },
    meta: mergeMeta(state, before.meta, change.meta ?? []),
    modifiedAt: state.now(),
  });
  state.emit("customer.updated", id);
}

export function mergeMeta(state: ShopState, before: Meta[], change: { key: string; value: unknown }[]): Meta[] {
  const merged = [...before];
  for (const { key, value } of change) {
    const at = merged.findIndex((meta) => meta.key === key);
    if (at < 0) merged.push(state.meta(key, value));
    else merged[at] = { ...merged[at]!, value };
  }
  return merged;
}

export const optIn = (state: ShopState, id: number) =>
  updateCustomer(state, id, { meta: [{ key: optInKey, value: "yes" }] });

export const optOut = (state: ShopState, id: number) =>
  updateCustomer(state, id, { meta: [{ key: optInKey, value: "no" }] });

/** The account's address changes; the billing address stays behind. */
export const changeEmail = (state: ShopState, id: number, email: string) => updateCustomer(state, id, { email });

/** What many plugins do: write the meta with no event and no new date. Only a full resync finds it. */
export function changeMetaSilently(state: ShopState, id: number, key: string, value: unknown): void {
  const before = state.customer(id);
  state.putCustomer({ ...before, meta: mergeMeta(state, before.meta, [{ key, value }]) });
}

/** Sends nothing, in either direction. */
export function changeRole(state: ShopState, id: number, role: string): void {
  state.putCustomer({ ...state.customer(id), role });
}

/** WordPress's privacy eraser: billing is blanked, the account keeps its email. */
export function eraseBilling(state: ShopState, id: number): void {
  const before = state.customer(id);
  state.putCustomer({ ...before, billing: emptyBilling(), shipping: emptyPlace(), modifiedAt: state.now() });
  state.emit("customer.updated", id);
}

/** Its orders become guest orders without a word; staff accounts go without a word altogether. */
export function deleteCustomer(state: ShopState, id: number): Customer {
  const customer = state.customer(id);
  state.dropCustomer(id);
  for (const order of state.orders.values()) {
    if (order.customerId === id) state.putOrder({ ...order, customerId: 0, modifiedAt: state.now() });
  }
  if (customer.role === "customer") state.emit("customer.deleted", id);
  return customer;
}
