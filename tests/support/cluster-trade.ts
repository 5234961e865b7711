/**
 * Trade in a demo store while everything behind it is being killed: purchases, sign-ups, second thoughts, at random.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DemoStore } from "@/lib/local/demo-store";

export type Trade = { stop(): Promise<void> };

/** Something happens about `perSecond` times a second until `stop`, which also waits for the last delivery. */
export function beginTrade(shop: DemoStore, perSecond: number): Trade {
  const known = idsOf(shop.truth());
  let open = true;
  const running = (async () => {
    for (let round = 0; open; round++) {
      pick(happenings(shop, known, round))();
      await sleep((Math.random() * 2000) / perSecond);
    }
  })();
  return {
    async stop() {
      open = false;
      await running;
      await shop.flush();
    },
  };
}

/** Ids of what the store holds; kept along here, for asking it for everything takes longer than what happens. */
type Known = { customers: number[]; orders: number[] };

const idsOf = (truth: { customers: unknown[]; orders: unknown[] }): Known => {
  const ids = (rows: unknown[]) => (rows as { id: number }[]).map(({ id }) => id);
  return { customers: ids(truth.customers), orders: ids(truth.orders) };
};

function happenings({ store }: DemoStore, { customers, orders }: Known, round: number): (() => unknown)[] {
  const [customerId, orderId] = [pick(customers), pick(orders)];
  const billing = { email: `guest${round % 40}@example.com`, first_name: "Gil", last_name: `Guest ${round}` };
  return [
    () => orders.push(store.placeOrder({ customerId })),
    () => orders.push(store.placeOrder({ billing, optIn: round % 2 === 0 })),
    () => orders.push(store.placeOrder({ customerId, checkout: "classic", status: "completed" })),
    () => customers.push(store.createCustomer({ email: `new${round}@example.com`, firstName: "Nea", optIn: true })),
    () => store.optIn(customerId),
    () => store.optOut(customerId),
    () => store.updateCustomer(customerId, { firstName: `Name ${round}` }),
    () => store.changeEmail(customerId, `moved${round}@example.com`),
    () => store.setStatus(orderId, "completed"),
    () => store.setStatus(orderId, "cancelled"),
    () => store.refund(orderId, 100),
    () => store.trash(without(orders, orderId)),
    () => store.forceDelete(without(orders, orderId)),
    () => store.deleteCustomer(without(customers, customerId)),
  ];
}

function without(ids: number[], id: number): number {
  ids.splice(ids.indexOf(id), 1);
  return id;
}

function pick<T>(from: T[]): T {
  const one = from[Math.floor(Math.random() * from.length)];
  if (one === undefined) throw new Error("The store is empty.");
  return one;
}
