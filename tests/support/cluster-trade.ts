/** Trade in a demo store while everything behind it is being killed: purchases, sign-ups, second thoughts, at random. */
import { setTimeout as sleep } from "node:timers/promises";
import type { DemoStore } from "@/lib/local/demo-store";

export type Trade = { stop(): Promise<void> };

/** Something happens about `perSecond` times a second until `stop`, which also waits for the last delivery. */
export function beginTrade(shop: DemoStore, perSecond: number): Trade {
  let open = true;
  const running = (async () => {
    for (let round = 0; open; round++) {
      happen(shop, round);
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

function happen({ store, truth }: DemoStore, round: number) {
  const { customers, orders } = truth() as { customers: { id: number }[]; orders: { id: number; status: string }[] };
  const customerId = pick(customers).id;
  const orderId = pick(orders).id;
  const email = `guest${round % 40}@example.com`;
  const events: (() => unknown)[] = [
    () => store.placeOrder({ customerId }),
    () =>
      store.placeOrder({ billing: { email, first_name: "Gil", last_name: `Guest ${round}` }, optIn: round % 2 === 0 }),
    () => store.placeOrder({ customerId, checkout: "classic", status: "completed" }),
    () => store.createCustomer({ email: `new${round}@example.com`, firstName: "Nea", optIn: true }),
    () => store.optIn(customerId),
    () => store.optOut(customerId),
    () => store.updateCustomer(customerId, { firstName: `Name ${round}` }),
    () => store.changeEmail(customerId, `moved${round}@example.com`),
    () => store.setStatus(orderId, "completed"),
    () => store.setStatus(orderId, "cancelled"),
    () => store.refund(orderId, 100),
    () => store.trash(orderId),
    () => store.forceDelete(orderId),
    () => store.deleteCustomer(customerId),
  ];
  pick(events)();
}

function pick<T>(from: T[]): T {
  const one = from[Math.floor(Math.random() * from.length)];
  if (one === undefined) throw new Error("The store is empty.");
  return one;
}
