/** A SHOPLINE store that lives while its deliveries come in any order, twice or never; then a night. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ShoplineStore } from "@/lib/local/shopline-store";
import { apply, pass, runSync, standing } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import { closeShops, connect, openShop } from "../support/shopline";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeShops);
afterAll(() => front.close());

describe("in any order, with repeats and losses, then a night", () => {
  const turn = fc.record({ what: fc.nat(8), who: fc.nat(3), amount: fc.integer({ min: 1, max: 9999 }) });

  function live({ shop }: ShoplineStore, { what, who, amount }: { what: number; who: number; amount: number }) {
    const { customers, orders, checkouts } = shop.rows;
    const customer = [...customers.keys()][who];
    const order = [...orders.values()].filter(({ refunds }) => (refunds as unknown[]).length === 0)[who];
    const left = [...checkouts.values()].filter(({ status }) => status === "open")[who];
    const total = (amount / 100).toFixed(2);
    if (what === 0) shop.addCustomer({ email: `c${customers.size}-${amount}@example.com` });
    if (what === 1 && customer) shop.changeCustomer(customer, { email: `moved${amount}@example.com` });
    if (what === 2 && customer) shop.deleteCustomer(customer);
    if (what === 3) shop.placeOrder({ total, customer, email: `guest${who}@example.com`, shipped: amount % 2 > 0 });
    if (what === 4 && order) shop.refund(order.id, (Number(order.current_total_price) / 2).toFixed(2));
    if (what === 5 && order) shop.cancel(order.id);
    if (what === 6 && order) shop.deleteOrder(order.id);
    if (what === 7) shop.leave({ total, email: `guest${who}@example.com` });
    if (what === 8 && left) shop.recover(String(left.checkout_token));
  }

  it("the database ends in the state of a store that was only read", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 5, maxLength: 20 }),
        fc.infiniteStream(fc.nat(9)),
        async (life, dice) => {
          const next = () => dice.next().value as number;
          const store = await openShop({ unshippedOnly: next() > 4, encoding: next() > 4 ? "hex" : "base64" });
          const shop = await connect(store);
          await runSync(shop);
          for (const one of life) {
            live(store, one);
            if (next() < 4) continue;
            const told = store.waiting.splice(0).filter(() => next() > 1);
            const repeated = told.flatMap((message) => (next() > 7 ? [message, message] : [message]));
            await store.send(...repeated.sort(() => next() - 4.5));
            if (next() > 4) await apply(shop);
          }
          await apply(shop);
          expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null });
          const read = await connect(store);
          await runSync(read);
          expect(await standing(shop)).toEqual(await standing(read));
          await closeShops();
        },
      ),
      { numRuns: process.env.SOAK ? 200 : 6, ...(process.env.SOAK ? {} : { seed: 20261122 }), endOnFailure: true },
    );
  }, 900_000);
});
