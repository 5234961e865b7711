/** A Shopify store's deliveries lost, repeated and in any order, then a night: it stands as one that was only read. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { unsubscribeContact } from "@/lib/contacts/choices";
import type { ShopifyShop } from "@/lib/local/shopify-shop";
import { database } from "@/lib/tenancy";
import { writeBack } from "@/lib/write-back/write";
import { apply, pass, peopleOf, runSync, standing } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import { closeShopify, connect, openShopify } from "../support/shopify";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeShopify);
afterAll(() => front.close());

const turn = fc.record({ what: fc.nat(8), who: fc.nat(3), amount: fc.integer({ min: 100, max: 9999 }) });
const money = (cents: number) => (cents / 100).toFixed(2);

function live({ shop }: ShopifyShop, { what, who, amount }: { what: number; who: number; amount: number }) {
  const customer = [...shop.customers.keys()][who];
  const order = [...shop.orders].filter(([, { refunds }]) => (refunds as object[]).length === 0)[who]?.[0];
  const checkout = [...shop.checkouts.keys()][who];
  if (what === 0) shop.addCustomer({ email: `c${shop.customers.size}-${amount}@example.com` });
  if (what === 1 && customer) shop.changeEmail(customer, `moved${amount}@example.com`);
  if (what === 2 && customer) shop.deleteCustomer(customer);
  if (what === 3) shop.placeOrder({ total: money(amount), customer, email: `guest${who}@example.com`, lines: 3 });
  if (what === 4 && order) shop.refund(order, money(amount));
  if (what === 5 && order) shop.cancel(order);
  if (what === 6 && order) shop.deleteOrder(order);
  if (what === 7 && customer) shop.beginCheckout({ customer, total: money(amount) });
  if (what === 8 && checkout) shop.finishCheckout(checkout);
}

it("the database ends in the state of a store that was only read", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(turn, { minLength: 8, maxLength: 25 }),
      fc.infiniteStream(fc.nat(9)),
      async (lives, dice) => {
        const next = () => dice.next().value as number;
        const shop = await openShopify();
        const store = await connect(shop);
        await runSync(store);
        for (const one of lives) {
          live(shop, one);
          if (next() < 4) continue;
          await shop.flush((letters) => {
            const arrived = letters.filter(() => next() > 3);
            return next() > 4 ? [...arrived, ...arrived.slice(0, 2)].reverse() : arrived;
          });
          if (next() > 4) await apply(store);
        }
        shop.lose();
        await apply(store);
        expect(await pass(store, "nightly")).toMatchObject({ state: "done", error: null });
        const read = await connect(shop);
        await runSync(read);
        expect(await standing(store)).toEqual(await standing(read));
      },
    ),
    { numRuns: process.env.SOAK ? 200 : 8, ...(process.env.SOAK ? {} : { seed: 20261122 }), endOnFailure: true },
  );
}, 900_000);

it("a choice made here is told to Shopify with its own date; what it then shows is no news, and lifts nothing", async () => {
  const shop = await openShopify();
  const mira = shop.shop.addCustomer({ email: "mira@example.com", state: "SUBSCRIBED" });
  const store = await connect(shop);
  await runSync(store);
  const [contact] = await database().sql`select public_id as id from contacts where org_id = ${store.ctx.orgId}`;
  await unsubscribeContact(store.ctx, { contact: contact!.id });
  expect(await writeBack(store.ctx, { storeId: store.storeId })).toMatchObject({ told: 1, more: false });
  const shown = shop.shop.customers.get(mira)!.defaultEmailAddress as Record<string, string>;
  const [row] = await database().sql`select email_consent_at as at from contacts where org_id = ${store.ctx.orgId}`;
  expect(shown.marketingState).toBe("UNSUBSCRIBED");
  expect(new Date(shown.marketingUpdatedAt!)).toEqual(new Date(row!.at));
  await shop.flush();
  await apply(store);
  await pass(store, "nightly");
  expect(await peopleOf(store)).toMatchObject({ "mira@example.com": { consent: "unsubscribed" } });
  const evidence = await database()
    .sql`select source from consent_evidence where org_id = ${store.ctx.orgId} and after = 'unsubscribed'`;
  expect(evidence).toHaveLength(1);

  shop.shop.consent(mira, "SUBSCRIBED");
  await shop.flush();
  await apply(store);
  expect(await peopleOf(store)).toMatchObject({ "mira@example.com": { consent: "unsubscribed" } });
  shop.shop.consent(mira, "SUBSCRIBED", { confirmed: true });
  await shop.flush();
  await apply(store);
  expect(await peopleOf(store)).toMatchObject({ "mira@example.com": { consent: "subscribed" } });
});
