/** A Shopify store's whole life over HTTP: connected, read in bulk and by pages, told, cut off, healed. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { shopify } from "@/lib/connectors/shopify";
import type { Page } from "@/lib/connectors/types";
import { type ShopifyShop, throttledAnswer } from "@/lib/local/shopify-shop";
import { connectShopify } from "@/lib/stores/connect-shopify";
import { showStore } from "@/lib/stores/stores";
import { database } from "@/lib/tenancy";
import { apply, inboxOf, pass, peopleOf, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeOrganization, useKey } from "../support/organization";
import { byToken, closeShopify, connect, openShopify } from "../support/shopify";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeShopify);
afterAll(() => front.close());

const open = ({ url, token }: ShopifyShop) => shopify.open({ url, credentials: { token }, allowPrivate: true });

async function all<T>(page: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = null, pages = 1; ; pages += 1) {
    const got: Page<T> = await page(cursor);
    items.push(...got.items);
    if (got.next === null) return items;
    if (pages > 500) throw new Error("The pull does not end.");
    cursor = got.next;
  }
}

/** A reader, somebody quiet, a sale to the reader with two lines, and one at a till without an account. */
function furnish({ shop }: ShopifyShop) {
  const mira = shop.addCustomer({ email: "mira@example.com", state: "SUBSCRIBED" });
  const quiet = shop.addCustomer({ email: "quiet@example.com" });
  const order = shop.placeOrder({ total: "63.90", customer: mira, lines: 2 });
  const guest = shop.placeOrder({ total: "25.00", email: "guest@example.com" });
  return { mira, quiet, order, guest };
}

describe("connecting", () => {
  it("by a token tells name, currency, zone, country; a page of the admin is an address too", async () => {
    const shop = await openShopify();
    const ctx = await makeOrganization();
    const { store } = await connectShopify(ctx, byToken(shop));
    expect(await showStore(ctx, { store })).toMatchObject({
      name: "North Candles",
      currency: "EUR",
      timeZone: "Europe/Berlin",
      url: "https://north-candles.myshopify.com",
      state: "choosing",
    });
  });

  it("says which scope is missing, and when a token is none; nothing is kept", async () => {
    const ctx = await makeOrganization();
    const lacking = await openShopify({ scopes: ["read_orders"] });
    await expect(connectShopify(ctx, byToken(lacking))).rejects.toMatchObject({
      fields: { token: expect.stringContaining("read_customers") },
    });
    const wrong = { ...byToken(lacking), token: "shpat_0000000000000000" };
    await expect(connectShopify(ctx, wrong)).rejects.toMatchObject({ fields: { token: expect.any(String) } });
    expect(await database().sql`select 1 from stores where org_id = ${ctx.orgId}`).toHaveLength(0);
  });
});

describe("what comes in", () => {
  it("first: accounts, sales with all their lines, refunds, whom only a sale names, and a checkout that was left", async () => {
    const shop = await openShopify();
    const { mira, guest } = furnish(shop);
    shop.shop.placeOrder({ total: "10.00", customer: mira, lines: 25 });
    shop.shop.refund(guest, "5.50");
    const begun = shop.shop.addCustomer({ email: "left@example.com" });
    shop.shop.beginCheckout({ customer: begun, total: "12.00" });
    const store = await connect(shop);
    expect(await runSync(store)).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(store)).toEqual({
      "guest@example.com": { orders: 1, spent: 19.5, consent: "never" },
      "left@example.com": { orders: 0, spent: 0, consent: "never" },
      "mira@example.com": { orders: 2, spent: 73.9, consent: "subscribed" },
      "quiet@example.com": { orders: 0, spent: 0, consent: "never" },
    });
    const [count] = await database().sql`select count(*)::int as lines,
      count(distinct order_id)::int as orders from order_items where org_id = ${store.ctx.orgId}`;
    expect(count).toEqual({ lines: 28, orders: 3 });
    const drafts = await database()
      .sql`select status from orders where org_id = ${store.ctx.orgId} and status = 'draft'`;
    expect(drafts).toHaveLength(1);
  });

  it("of a large shop by bulk operations, whose lines may stand before their orders, in pieces", async () => {
    const shop = await openShopify({ childrenFirst: true, bulkTakes: 1 });
    const customers = Array.from({ length: 1100 }, (_, n) => shop.shop.addCustomer({ email: `c${n}@example.com` }));
    for (let n = 0; n < 1100; n++) shop.shop.placeOrder({ total: "2.00", customer: customers[n]!, lines: 2 });
    const read = await all((cursor) => open(shop).orders(cursor, null));
    const orders = new Map(
      read.flatMap((change) => (change.kind === "order" ? [[change.record.externalId, change.record]] : [])),
    );
    expect(orders.size).toBe(1100);
    expect(new Set([...orders.values()].map(({ items }) => items.length))).toEqual(new Set([2]));
    const people = await all((cursor) => open(shop).customers(cursor));
    expect(new Set(people.map((change) => change.kind === "customer" && change.record.externalId)).size).toBe(1100);
    expect(shop.calls.filter((call) => call === "RunBulk")).toHaveLength(2);
    expect(shop.calls).not.toContain("CustomersById");
  });

  it("from a bulk operation that broke off: what it wrote counts, the rest comes a page at a time", async () => {
    const shop = await openShopify({ bulkBreaksAt: 300 });
    const made = Array.from({ length: 1200 }, (_, n) => shop.shop.addCustomer({ email: `c${n}@example.com` }));
    const people = await all((cursor) => open(shop).customers(cursor));
    const ids = people.flatMap((change) => (change.kind === "customer" ? [change.record.externalId] : []));
    expect(new Set(ids)).toEqual(new Set(made.map(String)));
    expect(shop.calls).toContain("CustomersById");
  });

  it("waits as long as the points take that are missing, in the middle of a pass", async () => {
    const shop = await openShopify();
    furnish(shop);
    const store = await connect(shop);
    shop.misbehave(throttledAnswer(), { status: 429, body: {}, headers: { "retry-after": "1" } });
    expect(await runSync(store)).toMatchObject({ state: "done", error: null });
    expect(Object.keys(await peopleOf(store))).toHaveLength(3);
    await expect(open(shop).counts()).resolves.toMatchObject({ customers: 2 });
    shop.misbehave(throttledAnswer(1000, 0));
    await expect(open(shop).counts()).rejects.toMatchObject({ name: "Throttled", retryAfterSeconds: 10 });
  });

  it("by what the shop tells, in any order: a sale, a refund, an opt-out, another address, a deletion", async () => {
    const shop = await openShopify();
    const { mira, quiet, order } = furnish(shop);
    const store = await connect(shop);
    await runSync(store);
    shop.lose();
    shop.shop.changeEmail(mira, "new@example.com");
    shop.shop.consent(mira, "UNSUBSCRIBED");
    shop.shop.refund(order, "63.90");
    shop.shop.deleteCustomer(quiet);
    const late = shop.shop.addCustomer({ email: "late@example.com" });
    shop.shop.placeOrder({ total: "9.00", customer: late });
    const answers = await shop.flush((letters) => [...letters, ...letters].reverse());
    expect(new Set(answers)).toEqual(new Set([200]));
    await apply(store);
    expect(await inboxOf(store)).not.toContain("failed");
    expect(await peopleOf(store)).toEqual({
      "guest@example.com": { orders: 1, spent: 25, consent: "never" },
      "late@example.com": { orders: 1, spent: 9, consent: "never" },
      "new@example.com": { orders: 1, spent: 0, consent: "unsubscribed" },
    });
  });

  it("by a light pass, though not a single delivery arrived", async () => {
    const shop = await openShopify();
    const { mira } = furnish(shop);
    const store = await connect(shop);
    await runSync(store);
    shop.shop.changeEmail(mira, "new@example.com");
    shop.shop.placeOrder({ total: "9.00", email: "late@example.com" });
    shop.lose();
    expect(await pass(store, "light")).toMatchObject({ state: "done", error: null });
    expect(Object.keys(await peopleOf(store))).toEqual([
      "guest@example.com",
      "late@example.com",
      "new@example.com",
      "quiet@example.com",
    ]);
  });

  it("by the night: a consent that moved no date, and accounts, orders and checkouts that vanished without a word", async () => {
    const shop = await openShopify();
    const { mira, quiet, guest } = furnish(shop);
    const token = shop.shop.beginCheckout({ customer: quiet, total: "12.00" });
    const store = await connect(shop);
    await runSync(store);
    shop.shop.consent(mira, "UNSUBSCRIBED", { silently: true });
    shop.shop.customers.delete(quiet);
    shop.shop.orders.delete(guest);
    shop.shop.checkouts.delete(token);
    shop.lose();
    expect(await pass(store, "nightly")).toMatchObject({ state: "done", vanished: 3 });
    expect(await peopleOf(store)).toEqual({ "mira@example.com": { orders: 1, spent: 63.9, consent: "unsubscribed" } });
  });

  it("without the right to all orders those hidden by age are not taken for deleted", async () => {
    const shop = await openShopify({ scopes: ["read_customers", "read_orders"] });
    const { guest } = furnish(shop);
    const store = await connect(shop);
    await runSync(store);
    shop.shop.orders.delete(guest);
    shop.lose();
    expect(await pass(store, "nightly")).toMatchObject({ state: "done", vanished: 0 });
    expect(Object.keys(await peopleOf(store))).toContain("guest@example.com");
  });

  it("read anew without a change is no change", async () => {
    const shop = await openShopify();
    furnish(shop);
    const store = await connect(shop);
    await runSync(store);
    expect(await pass(store, "manual")).toMatchObject({ healed: 0, vanished: 0 });
  });

  it("a checkout is a draft until its order is there", async () => {
    const shop = await openShopify();
    const { quiet } = furnish(shop);
    const store = await connect(shop);
    await runSync(store);
    const token = shop.shop.beginCheckout({ customer: quiet, total: "12.00" });
    const drafts = () => database().sql`select 1 from orders where org_id = ${store.ctx.orgId} and status = 'draft'
      and ended_at is null`;
    await shop.flush();
    await apply(store);
    expect(await drafts()).toHaveLength(1);
    expect(await pass(store, "light")).toMatchObject({ healed: 0 });
    shop.shop.finishCheckout(token);
    shop.shop.placeOrder({ total: "12.00", customer: quiet });
    await shop.flush();
    await apply(store);
    expect(await drafts()).toHaveLength(0);
    expect(await peopleOf(store)).toMatchObject({ "quiet@example.com": { orders: 1, spent: 12 } });
  });
});
