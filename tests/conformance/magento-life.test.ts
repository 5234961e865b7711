/** A Magento's whole life over HTTP: connected, read, polled, hinted at, healed. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { magento } from "@/lib/connectors/magento";
import type { Change, Page } from "@/lib/connectors/types";
import { type MagentoStore, startMagentoStore } from "@/lib/local/magento-store";
import { previewSegment } from "@/lib/segments/members";
import { connectMagento } from "@/lib/stores/connect-magento";
import { hintSetup } from "@/lib/stores/hints";
import { showStore } from "@/lib/stores/stores";
import { lookAfter, storesDueForLook } from "@/lib/stores/upkeep";
import { database } from "@/lib/tenancy";
import {
  apply,
  type Connected,
  connected,
  inboxOf,
  type Kinds,
  pass,
  peopleOf,
  runSync,
  standing,
} from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeOrganization, useKey } from "../support/organization";

useTestDatabase();
let front: Front;
const shops: MagentoStore[] = [];
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(async () => {
  for (const shop of shops.splice(0)) await shop.stop();
});
afterAll(() => front.close());

async function start(options: Parameters<typeof startMagentoStore>[0] = {}) {
  const store = await startMagentoStore(options);
  shops.push(store);
  return store;
}
const connect = ({ url, keys }: MagentoStore, kinds?: Kinds) =>
  connected((ctx) => connectMagento(ctx, { url, ...keys }), kinds);
const open = ({ url, keys: { accessToken, ...signing } }: MagentoStore) =>
  magento.open({ url, credentials: { accessToken, signing }, allowPrivate: true });

async function all<T>(page: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = null, pages = 1; ; pages += 1) {
    const got: Page<T> = await page(cursor);
    items.push(...got.items);
    if (got.next === null) return items;
    if (pages > 100) throw new Error("The pull does not end.");
    cursor = got.next;
  }
}
const idsIn = (changes: Change[]) => changes.flatMap((change) => ("record" in change ? change.record.externalId : []));

describe("products", () => {
  it("are told by the names of their categories and of their manufacturer, as far as the integration may see them", async () => {
    const names = Array.from({ length: 230 }, (_, n) => `Category ${n}`);
    const shelf = async (lacks: string[]) => {
      const store = await start({ lacks });
      store.shop.sell(11, names, "North Wax");
      for (let n = 12; n < 212; n++) store.shop.sell(n, n % 2 ? ["Candles"] : []);
      const api = open(store);
      const told = await all((cursor) => api.products!(cursor));
      return told.map((change) => (change.kind === "product" ? change.record : change));
    };
    const whole = await shelf([]);
    expect(whole).toHaveLength(201);
    expect(whole.slice(0, 3)).toEqual([
      { externalId: "11", vendor: "North Wax", categories: names },
      { externalId: "12", categories: [] },
      { externalId: "13", categories: ["Candles"] },
    ]);
    expect((await shelf(["Magento_Catalog::categories"]))[0]).toEqual({ externalId: "11", vendor: "North Wax" });
    expect((await shelf(["Magento_Catalog::attributes_attributes"]))[0]).toEqual({
      externalId: "11",
      categories: names,
    });
    expect(await shelf(["Magento_Catalog::products"])).toEqual([]);
  });

  it("bought in orders put people into segments by category, once the store was read", async () => {
    const store = await start();
    store.shop.sell(11, ["Candles"], "North Wax");
    store.shop.placeOrder({ total: 20, email: "ada@example.org" });
    const shop = await connect(store);
    await runSync(shop);
    const found = async (field: string, value: string) =>
      (await previewSegment(shop.ctx, { definition: { include: { field, operator: "any", value: [value] } } })).n;
    expect([await found("category-bought", "Candles"), await found("vendor-bought", "North Wax")]).toEqual([1, 1]);
    expect(await found("category-bought", "Gifts")).toBe(0);
  });
});

describe("lists", () => {
  it("end, though a page beyond the end repeats the last one; each record comes once", async () => {
    const store = await start();
    const made = Array.from({ length: 250 }, (_, n) => store.shop.addCustomer({ email: `c${n}@example.com` }));
    const api = open(store);
    expect(idsIn(await all((cursor) => api.customers(cursor)))).toEqual(made.map(String));
    expect(await all((cursor) => api.customerIds(cursor))).toEqual(made.map(String));
    expect(await all((cursor) => api.orderIds(cursor))).toEqual([]);
    expect(await api.counts()).toEqual({ customers: 250, orders: 0 });
  });

  it("of changes go through a second in which more changed than a page holds, and end", async () => {
    const store = await start();
    const now = Math.floor(Date.now() / 1000);
    const made = [...Array(120).fill(now - 60), ...Array(230).fill(now - 50), ...Array(30).fill(now - 40)].map(
      (at, n) => store.shop.addCustomer({ email: `c${n}@example.com`, at }),
    );
    const old = store.shop.addCustomer({ email: "old@example.com", at: now - 86_400 });
    const order = store.shop.placeOrder({ total: 10, email: "g@example.com" });
    const changed = idsIn(await all((cursor) => open(store).orders(cursor, new Date(Date.now() - 120_000))));
    expect(new Set(changed)).toEqual(new Set([...made, order].map(String)));
    expect(changed).not.toContain(String(old));
  });
});

describe("connecting", () => {
  it("signs each call; tells currency, zone, country and version", async () => {
    const store = await start();
    const ctx = await makeOrganization();
    const connectedTo = await connectMagento(ctx, { url: `${store.url}/`, ...store.keys });
    expect(await showStore(ctx, connectedTo)).toMatchObject({
      currency: "EUR",
      timeZone: "Europe/Berlin",
      version: "2.4",
      state: "choosing",
    });
  });

  it("names what the integration may not read, and says when a value is mistyped", async () => {
    const ctx = await makeOrganization();
    const lacking = await start({ lacks: ["Magento_Sales::actions_view"] });
    const refused = connectMagento(ctx, { url: lacking.url, ...lacking.keys });
    await expect(refused).rejects.toMatchObject({
      fields: { accessToken: expect.stringContaining("Orders › Actions › View") },
    });
    const mistyped = connectMagento(ctx, { url: lacking.url, ...lacking.keys, accessTokenSecret: "anothersecret1" });
    await expect(mistyped).rejects.toMatchObject({ fields: { accessToken: expect.stringContaining("mistyped") } });
    expect(await database().sql`select 1 from stores where org_id = ${ctx.orgId}`).toHaveLength(0);
  });

  it("by the access token alone works where the merchant allowed it", async () => {
    const store = await start({ bearer: true });
    const ctx = await makeOrganization();
    const alone = { consumerKey: "", consumerSecret: "", accessTokenSecret: "" };
    expect(await connectMagento(ctx, { url: store.url, ...store.keys, ...alone })).toHaveProperty("store");
  });
});

/** Two accounts, of which one reads the newsletter, and a guest. */
function furnish({ shop }: MagentoStore) {
  const mira = shop.addCustomer({ email: "mira@example.com", subscribed: true });
  const quiet = shop.addCustomer({ email: "quiet@example.com" });
  const order = shop.placeOrder({ total: 63.9, customer: mira, variant: true });
  const guest = shop.placeOrder({ total: 25, email: "guest@example.com" });
  return { mira, quiet, order, guest };
}

describe("what comes in", () => {
  it("first: accounts, orders and guests, refunds by their credit memos", async () => {
    const store = await start();
    const { guest } = furnish(store);
    store.shop.refund(guest, 5);
    store.shop.refund(guest, 2.5);
    const shop = await connect(store);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(shop)).toEqual({
      "guest@example.com": { orders: 1, spent: 17.5, consent: "never" },
      "mira@example.com": { orders: 1, spent: 63.9, consent: "subscribed" },
      "quiet@example.com": { orders: 0, spent: 0, consent: "never" },
    });
  });

  it("without the right to credit memos: the sum of refunds", async () => {
    const store = await start({ lacks: ["Magento_Sales::sales_creditmemo"] });
    const { guest } = furnish(store);
    store.shop.refund(guest, 5);
    const shop = await connect(store);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(shop)).toMatchObject({ "guest@example.com": { spent: 20 } });
  });

  it("by polling, every few minutes: a sale, a refund, another address", async () => {
    const store = await start();
    const { mira, order } = furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    store.shop.changeEmail(mira, "new@example.com");
    store.shop.refund(order, 63.9);
    store.shop.placeOrder({ total: 9, email: "late@example.com" });
    await database().sql`update syncs set started_at = now() - interval '5 minutes' where store_id = ${shop.storeId}`;
    expect((await storesDueForLook()).map(({ storeId }) => storeId)).toContain(shop.storeId);
    await lookAfter(shop.ctx, shop);
    expect(await pass(shop, "light")).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(shop)).toMatchObject({
      "late@example.com": { orders: 1, spent: 9 },
      "new@example.com": { orders: 1, spent: 0 },
    });
  });

  it("by the night: who left the newsletter, though the account's date did not move; who never came stays as they are", async () => {
    const store = await start();
    const { mira } = furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    store.shop.subscribe(mira, false);
    await pass(shop, "nightly");
    expect(await peopleOf(shop)).toMatchObject({
      "mira@example.com": { consent: "unsubscribed" },
      "quiet@example.com": { consent: "never" },
    });
  });

  it("from a version that hides the newsletter in lists: nothing is concluded from what is not shown", async () => {
    const store = await start();
    furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    const before = await peopleOf(shop);
    for (const customer of store.shop.customers.values()) customer.extension_attributes = {};
    await pass(shop, "nightly");
    expect(await peopleOf(shop)).toEqual(before);
  });

  it("an account that vanished without a word is found by the sweep of ids", async () => {
    const store = await start();
    const { quiet } = furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    store.shop.customers.delete(quiet);
    expect(await pass(shop, "nightly")).toMatchObject({ state: "done", vanished: 1 });
    expect(Object.keys(await peopleOf(shop))).not.toContain("quiet@example.com");
  });

  it("read anew without a change is no change", async () => {
    const store = await start();
    furnish(store);
    const shop = await connect(store);
    await runSync(shop);
    expect(await pass(shop, "manual")).toMatchObject({ healed: 0, vanished: 0 });
  });
});

describe("hints", () => {
  const hint = async (url: string, body: string) => (await fetch(url, { method: "POST", body })).status;

  it("from an extension at the shop bring the record they name at once; a wrong secret brings nothing", async () => {
    const store = await start();
    const shop = await connect(store);
    await runSync(shop);
    const customer = store.shop.addCustomer({ email: "mira@example.com" });
    const order = store.shop.placeOrder({ total: 12, customer });
    const { url, bodies } = (await hintSetup(shop.ctx, shop))!;
    const body = (what: string, id: number) => bodies[what]!.replace(/\{\{.*?\}\}/, String(id));
    expect(await hint(url, body("customers", customer))).toBe(200);
    expect(await hint(url, body("orders", order))).toBe(200);
    expect(await hint(`${url}x`, body("orders", order))).toBe(401);
    await apply(shop);
    expect(await inboxOf(shop)).toEqual(["applied", "applied"]);
    expect(await peopleOf(shop)).toEqual({ "mira@example.com": { orders: 1, spent: 12, consent: "never" } });
    const [kept] = await database().sql`select headers from webhook_deliveries where org_id = ${shop.ctx.orgId}`;
    expect(JSON.stringify(kept!.headers)).not.toContain(url.split("/").at(-1));
  });

  it("from Adobe I/O Events begin with a word that is said back, and come once however often they are sent", async () => {
    const store = await start();
    const shop = await connect(store);
    await runSync(shop);
    const { url } = (await hintSetup(shop.ctx, shop))!;
    expect(await (await fetch(`${url}?challenge=8ec8-word`)).text()).toBe("8ec8-word");
    expect((await fetch(`${url}x?challenge=8ec8-word`)).status).toBe(404);
    const entity_id = store.shop.addCustomer({ email: "mira@example.com" });
    const type = "com.adobe.commerce.observer.customer_save_commit_after";
    const body = JSON.stringify({ specversion: "1.0", id: "e1", type, data: { value: { entity_id } } });
    const headers = { "x-adobe-event-id": "e1", "x-adobe-event-code": type };
    for (const _ of [1, 2]) expect((await fetch(url, { method: "POST", headers, body })).status).toBe(200);
    await apply(shop);
    expect(await inboxOf(shop)).toEqual(["applied"]);
    expect(Object.keys(await peopleOf(shop))).toEqual(["mira@example.com"]);
  });
});

describe("carts", () => {
  const openCarts = async ({ ctx }: Connected) => {
    const rows = await database().sql`select o.external_id as id from orders o
      where o.org_id = ${ctx.orgId} and o.status = 'draft' and o.ended_at is null`;
    return new Set(rows.map(({ id }) => id as string));
  };

  it("that were left come with their people; one that is bought or emptied goes", async () => {
    const store = await start();
    const { mira } = furnish(store);
    const left = store.shop.fillCart({ customer: mira });
    const guests = store.shop.fillCart({ email: "hesitant@example.com" });
    store.shop.fillCart({});
    const shop = await connect(store);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    expect(await openCarts(shop)).toEqual(new Set([`cart-${left}`, `cart-${guests}`]));
    expect(await peopleOf(shop)).toMatchObject({
      "hesitant@example.com": { orders: 0, spent: 0 },
      "mira@example.com": { orders: 1, spent: 63.9 },
    });
    store.shop.endCart(left, "bought");
    store.shop.endCart(guests, "emptied");
    const fresh = store.shop.fillCart({ email: "quick@example.com", untouched: true });
    expect(await pass(shop, "light")).toMatchObject({ state: "done", error: null });
    expect(await openCarts(shop)).toEqual(new Set([`cart-${fresh}`]));
    const started = await database().sql`select 1 from contact_events
      where org_id = ${shop.ctx.orgId} and kind = 'checkout.started'`;
    expect(started).toHaveLength(3);
  });

  it("that vanished without a word are found by the night; a hint brings one at once", async () => {
    const store = await start();
    const shop = await connect(store);
    await runSync(shop);
    const cart = store.shop.fillCart({ email: "hesitant@example.com" });
    const { url, bodies } = (await hintSetup(shop.ctx, shop))!;
    const body = bodies["abandoned carts"]!.replace(/\{\{.*?\}\}/, String(cart));
    await fetch(url, { method: "POST", body });
    await apply(shop);
    expect(await openCarts(shop)).toEqual(new Set([`cart-${cart}`]));
    store.shop.carts.delete(cart);
    expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null });
    expect(await openCarts(shop)).toEqual(new Set());
  });

  it("are left out where the integration may not see them, and none that is known is taken for gone", async () => {
    const lacks: string[] = [];
    const store = await start({ lacks });
    store.shop.fillCart({ email: "hesitant@example.com" });
    const shop = await connect(store);
    await runSync(shop);
    const before = await openCarts(shop);
    expect(before.size).toBe(1);
    lacks.push("Magento_Cart::manage");
    expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null, vanished: 0 });
    expect(await openCarts(shop)).toEqual(before);
  });
});

describe("a choice made here", () => {
  it("reaches the newsletter's box of the account, and nothing else of it changes", async () => {
    const store = await start();
    const { mira, quiet } = furnish(store);
    const api = open(store);
    const before = structuredClone(store.shop.customers.get(mira)!);
    const choice = (id: number | string) => ({ externalId: String(id), state: "unsubscribed" }) as const;
    expect(await api.writeConsent([choice(mira), choice(quiet), choice(99_999)])).toEqual([
      { externalId: String(mira), outcome: "written" },
      { externalId: String(quiet), outcome: "written" },
      { externalId: "99999", outcome: "stranger" },
    ]);
    expect(store.shop.customers.get(mira)).toEqual({ ...before, extension_attributes: { is_subscribed: false } });
    expect(store.saved).toEqual([mira]);
    expect(await api.writeConsent([{ externalId: String(mira), state: "subscribed" }])).toMatchObject([
      { outcome: "written" },
    ]);
    expect(store.shop.customers.get(mira)).toEqual(before);
  });

  it("that the store declines, or that the integration may not write, is told with the reason", async () => {
    const lacks: string[] = [];
    const store = await start({ lacks });
    const { mira } = furnish(store);
    store.shop.customers.get(mira)!.lastname = "";
    const choice = { externalId: String(mira), state: "unsubscribed" } as const;
    expect(await open(store).writeConsent([choice])).toMatchObject([
      { outcome: "declined", reason: expect.stringContaining("lastname is required") },
    ]);
    lacks.push("Magento_Customer::manage");
    await expect(open(store).writeConsent([choice])).rejects.toThrow("Customers › All Customers");
  });
});

describe("with hints in any order, repeated and lost, then a night", () => {
  const turn = fc.record({ what: fc.nat(7), who: fc.nat(3), amount: fc.integer({ min: 1, max: 9999 }) });

  function live({ shop }: MagentoStore, { what, who, amount }: { what: number; who: number; amount: number }) {
    const customer = [...shop.customers.keys()][who];
    const order = [...shop.orders.values()].filter(({ total_refunded }) => total_refunded === 0)[who];
    if (what === 0) shop.addCustomer({ email: `c${shop.customers.size}-${amount}@example.com` });
    if (what === 1 && customer) shop.changeEmail(customer, `moved${amount}@example.com`);
    if (what === 2 && customer) shop.customers.delete(customer);
    if (what === 3) shop.placeOrder({ total: amount / 100, customer, email: `guest${who}@example.com` });
    if (what === 4 && order) shop.refund(order.entity_id, order.grand_total / 2);
    if (what === 5 && order) shop.setState(order.entity_id, "canceled");
    if (what === 6) shop.fillCart({ customer, email: `guest${who}@example.com` });
    const cart = [...shop.carts.values()].filter(({ is_active }) => is_active)[who];
    if (what === 7 && cart) shop.endCart(cart.id, amount % 2 ? "bought" : "emptied");
  }

  it("the database ends in the state of a store that was only read", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 5, maxLength: 20 }),
        fc.infiniteStream(fc.nat(9)),
        async (life, dice) => {
          const next = () => dice.next().value as number;
          const store = await start();
          const shop = await connect(store);
          await runSync(shop);
          const setup = (await hintSetup(shop.ctx, shop))!;
          for (const one of life) {
            live(store, one);
            if (next() < 5) continue;
            const ids = [...store.shop.orders.keys()].filter(() => next() > 6);
            for (const id of [...ids, ...ids.slice(0, 1)].reverse()) {
              const body = JSON.stringify({ topic: "order", id });
              await fetch(setup.url, { method: "POST", body });
            }
            if (next() > 4) await apply(shop);
          }
          await apply(shop);
          expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null });
          const read = await connect(store);
          await runSync(read);
          expect(await standing(shop)).toEqual(await standing(read));
        },
      ),
      { numRuns: process.env.SOAK ? 200 : 10, ...(process.env.SOAK ? {} : { seed: 20261122 }), endOnFailure: true },
    );
  }, 900_000);
});

describe("the table of special tags", () => {
  const kinds = ["subscriber", "buyer", "contact"] as const;
  const selections = [1, 2, 3, 4, 5, 6, 7].map((bits) => kinds.filter((_, at) => bits & (1 << at)));
  const people = [
    { email: "buyer@example.com", bought: true, subscribed: false },
    { email: "both@example.com", bought: true, subscribed: true },
    { email: "reader@example.com", bought: false, subscribed: true },
    { email: "nobody@example.com", bought: false, subscribed: false },
  ];

  it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
    "takes %s",
    async (_, selection) => {
      const store = await start();
      for (const { email, bought, subscribed } of people) {
        const customer = store.shop.addCustomer({ email, subscribed });
        if (bought) store.shop.placeOrder({ total: 5, customer });
      }
      const shop = await connect(store, [...selection]);
      await runSync(shop);
      const rows = await database().sql`select email, special_tags as tags from contacts
      where org_id = ${shop.ctx.orgId} and gone_at is null order by email`;
      const wanted = people.map(({ email, bought, subscribed }) => {
        const own = [...(subscribed ? ["subscriber"] : []), ...(bought ? ["buyer"] : [])];
        const tags = (own.length > 0 ? own : ["contact"]).filter((kind) => selection.some((one) => one === kind));
        return { email, tags: tags.sort() };
      });
      expect(rows.map(({ email, tags }) => ({ email, tags: [...tags].sort() }))).toEqual(
        wanted.filter(({ tags }) => tags.length > 0).sort((a, b) => (a.email < b.email ? -1 : 1)),
      );
    },
  );
});
