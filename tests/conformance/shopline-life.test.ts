/** A SHOPLINE store's whole life over HTTP: connected, read, told of changes in any order, cut off, healed. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ShoplineStore } from "@/lib/local/shopline-store";
import { apply, inboxOf, pass, peopleOf, runSync, standing } from "../support/connected";
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

const mira = { email: "mira@example.com", phone: "00491701234567", first_name: "Mira", consent: { email: 1 as const } };

/** Two accounts, of which one subscribed and bought, an archived and a sent order, a guest, and somebody who left. */
function furnish({ shop }: ShoplineStore) {
  const buyer = shop.addCustomer(mira);
  const quiet = shop.addCustomer({ email: "quiet@example.com" });
  const order = shop.placeOrder({ total: "63.90", customer: buyer });
  const sent = shop.placeOrder({ total: "10.00", customer: buyer, shipped: true, archived: true });
  const guest = shop.placeOrder({ total: "25.00", email: "guest@example.com", shipped: true });
  const left = shop.leave({ total: "68.90", email: "left@example.com" });
  shop.leave({ total: "1.00" });
  return { buyer, quiet, order, sent, guest, left };
}

const furnished = {
  "guest@example.com": { orders: 1, spent: 25, consent: "never" },
  "left@example.com": { orders: 0, spent: 0, consent: "never" },
  "mira@example.com": { orders: 2, spent: 73.9, consent: "subscribed" },
  "quiet@example.com": { orders: 0, spent: 0, consent: "never" },
};

describe("the first sync", () => {
  it.each([
    ["every order", false],
    ["those not sent alone", true],
  ])(
    "brings accounts, orders on every shelf, guests and left checkouts where a plain list holds %s",
    async (_, unshippedOnly) => {
      const store = await openShop({ unshippedOnly });
      const { guest } = furnish(store);
      store.shop.refund(guest, "5.00");
      const shop = await connect(store);
      expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
      expect(await peopleOf(shop)).toEqual({
        ...furnished,
        "guest@example.com": { orders: 1, spent: 20, consent: "never" },
      });
    },
  );

  it("goes through pages, through throttles in the middle, and through a token that ends meanwhile", async () => {
    const store = await openShop();
    for (let n = 0; n < 620; n++) store.shop.addCustomer({ email: `c${n}@example.com` });
    for (let n = 0; n < 230; n++) store.shop.placeOrder({ total: "5.00", email: `c${n}@example.com` });
    const shop = await connect(store);
    store.misbehave({ status: 429, body: "", headers: { "retry-after": "1" } }, { status: 502, body: "<html>" });
    store.expire();
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    const people: { orders: number }[] = Object.values(await peopleOf(shop));
    expect(people).toHaveLength(620);
    expect(people.filter(({ orders }) => orders === 1)).toHaveLength(230);
    expect(store.calls).toContain("POST oauth/token/refresh");
  });

  it("read anew without a change is no change", async () => {
    const store = await openShop();
    furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    expect(await pass(shop, "manual")).toMatchObject({ healed: 0, vanished: 0 });
    expect(await pass(shop, "light")).toMatchObject({ healed: 0, vanished: 0 });
  });
});

describe("deliveries", () => {
  it.each(["hex", "base64"] as const)(
    "signed in %s bring what they tell of at once; a repeat is taken once",
    async (encoding) => {
      const store = await openShop({ encoding });
      const shop = await connect(store);
      await runSync(shop);
      furnish(store);
      const told = [...store.waiting];
      expect(new Set(await store.flush((all) => [...all].reverse()))).toEqual(new Set([200]));
      await store.send(...told.slice(0, 3));
      await apply(shop);
      expect(await peopleOf(shop)).toEqual(furnished);
      expect((await inboxOf(shop)).filter((state) => state === "failed")).toEqual([]);
      expect(await inboxOf(shop)).toHaveLength(told.length);
    },
  );

  it("forged are refused", async () => {
    const store = await openShop();
    const shop = await connect(store);
    const [subscription] = store.subscriptions.values();
    const headers = { "x-shopline-topic": "customers/create", "x-shopline-hmac-sha256": "0".repeat(64) };
    const reply = await fetch(subscription!.address, { method: "POST", headers, body: '{"id":"1"}' });
    expect(reply.status).toBe(401);
    expect(await inboxOf(shop)).toEqual([]);
  });

  it("of an opt-out at the store lower the consent, and only a confirmed opt-in there raises it again", async () => {
    const store = await openShop();
    const { buyer } = furnish(store);
    store.shop.subscribe(buyer, 1, { at: new Date(Date.now() - 60_000), optInLevel: 2 });
    const shop = await connect(store);
    await runSync(shop);
    store.lose();
    store.shop.subscribe(buyer, 0, { at: new Date(Date.now() - 20_000) });
    await store.flush();
    await apply(shop);
    expect(await peopleOf(shop)).toMatchObject({ "mira@example.com": { consent: "unsubscribed" } });
    store.shop.subscribe(buyer, 1, { at: new Date(Date.now() - 10_000) });
    await store.flush();
    await apply(shop);
    expect(await peopleOf(shop)).toMatchObject({ "mira@example.com": { consent: "unsubscribed" } });
    store.shop.subscribe(buyer, 1, { at: new Date(Date.now() - 5_000), optInLevel: 2 });
    await store.flush();
    await apply(shop);
    expect(await peopleOf(shop)).toMatchObject({ "mira@example.com": { consent: "subscribed" } });
  });

  it("of a checkout that was finished after all leave one order and no draft", async () => {
    const store = await openShop();
    const shop = await connect(store);
    await runSync(shop);
    const token = store.shop.leave({ total: "68.90", email: "left@example.com" });
    await store.flush();
    await apply(shop);
    expect(await peopleOf(shop)).toMatchObject({ "left@example.com": { orders: 0 } });
    store.shop.recover(token);
    await store.flush();
    await apply(shop);
    expect(await peopleOf(shop)).toMatchObject({ "left@example.com": { orders: 1, spent: 68.9 } });
    expect((await standing(shop)).orders).toHaveLength(1);
  });
});

describe("what no delivery told", () => {
  it("is found by a light pass, which reads only what changed", async () => {
    const store = await openShop();
    const { guest, left } = furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    store.shop.refund(guest, "25.00");
    store.shop.recover(left);
    store.shop.addCustomer({ email: "late@example.com" });
    store.lose();
    expect(await pass(shop, "light")).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(shop)).toMatchObject({
      "guest@example.com": { spent: 0 },
      "late@example.com": { orders: 0 },
      "left@example.com": { orders: 1 },
    });
  });

  it("and moved no date is found by the night: who left the newsletter", async () => {
    const store = await openShop();
    const { buyer } = furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    const flags = { email_subscribe_flag: 0, email_marketing_consent: null };
    Object.assign(store.shop.rows.customers.get(buyer)!, flags);
    await pass(shop, "nightly");
    expect(await peopleOf(shop)).toMatchObject({ "mira@example.com": { consent: "unsubscribed" } });
  });

  it("and is gone is found by the night's sweep of ids, sent and archived orders included", async () => {
    const store = await openShop({ unshippedOnly: true });
    const { quiet, sent } = furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    store.shop.deleteCustomer(quiet);
    store.shop.deleteOrder(sent);
    store.lose();
    expect(await pass(shop, "nightly")).toMatchObject({ state: "done", vanished: 2 });
    const people = await peopleOf(shop);
    expect(Object.keys(people)).not.toContain("quiet@example.com");
    expect(people).toMatchObject({ "mira@example.com": { orders: 1, spent: 63.9 } });
  });
});
