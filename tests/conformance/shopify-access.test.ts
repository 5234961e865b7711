/** Being let into a Shopify store, staying in as tokens end, leaving it, and what people may demand of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openApi } from "@/lib/connection/access";
import { storeById } from "@/lib/connection/store";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { exportContact } from "@/lib/contacts/export-one";
import { forgetEnv } from "@/lib/env";
import { type ShopifyShop, signed } from "@/lib/local/shopify-shop";
import { listDemands } from "@/lib/privacy/demands";
import { honourDemands } from "@/lib/privacy/honour";
import { approvalOutcome, BeginApproval, beginApproval, finishApproval } from "@/lib/stores/approve";
import { ConnectShopify, connectShopify } from "@/lib/stores/connect-shopify";
import { showStore } from "@/lib/stores/stores";
import { lookAfter } from "@/lib/stores/upkeep";
import { database, transact } from "@/lib/tenancy";
import { writeBack } from "@/lib/write-back/write";
import { type Connected, connected, pass, peopleOf, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeMember, makeOwner, type Person } from "../support/members";
import { useKey } from "../support/organization";
import { byToken, closeShopify, connect, openShopify } from "../support/shopify";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(async () => {
  await closeShopify();
  useHouseApp(null);
});
afterAll(() => front.close());

function useHouseApp(app: ShopifyShop["app"] | null) {
  for (const [name, value] of Object.entries({ SHOPIFY_CLIENT_ID: app?.id, SHOPIFY_CLIENT_SECRET: app?.secret })) {
    if (value) process.env[name] = value;
    else delete process.env[name];
  }
  forgetEnv();
}

const asked = (platform: "shopify" = "shopify") =>
  BeginApproval.parse({ platform, url: "https://admin.shopify.com/store/north-candles/orders" });

/** The merchant goes to Shopify's page, agrees, and is back. */
async function approved(shop: ShopifyShop, owner: Person) {
  useHouseApp(shop.app);
  const { authorizeUrl } = await beginApproval(owner.ctx, asked());
  return finishApproval(owner, "shopify", shop.access.agree(authorizeUrl));
}

const storeIdOf = async (store: string) => {
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  return row!.id as number;
};

describe("an opt-out made here", () => {
  it("is told on both channels; of a number that Shopify does not hold as the customer's own it is said why not", async () => {
    const store = await openShopify();
    const mira = store.shop.addCustomer({ email: "mira@example.com", phone: "+491701234567", state: "SUBSCRIBED" });
    const jonas = store.shop.addCustomer({ email: "jonas@example.com" });
    const shop = await connect(store);
    await runSync(shop);
    const rows = await database().sql`select public_id, email from contacts where org_id = ${shop.ctx.orgId}`;
    for (const { public_id: contact } of rows)
      for (const channel of ["email", "sms"] as const) await unsubscribeContact(shop.ctx, { contact, channel });
    const ctx = { orgId: shop.ctx.orgId, actor: { kind: "job" as const, name: "Clientele" } };
    expect(await writeBack(ctx, shop)).toEqual({ told: 3, more: false });
    expect(store.shop.customers.get(mira)).toMatchObject({
      defaultEmailAddress: { marketingState: "UNSUBSCRIBED" },
      defaultPhoneNumber: { marketingState: "UNSUBSCRIBED" },
    });
    expect(store.shop.customers.get(jonas)).toMatchObject({ defaultEmailAddress: { marketingState: "UNSUBSCRIBED" } });
    const untold = await database().sql`select channel, state, reason from write_backs
      where org_id = ${shop.ctx.orgId} and state <> 'written'`;
    expect([...untold]).toEqual([{ channel: "sms", state: "impossible", reason: expect.stringMatching("no number") }]);
  });
});

describe("approval at Shopify's page", () => {
  it("connects the store for the member who was sent there, once", async () => {
    const shop = await openShopify();
    const owner = await makeOwner();
    useHouseApp(shop.app);
    const { authorizeUrl } = await beginApproval(owner.ctx, asked());
    const back = shop.access.agree(authorizeUrl);
    const other = await makeMember(owner.orgId, "owner");
    await expect(finishApproval(other, "shopify", back)).rejects.toMatchObject({ problem: "not-found" });
    const { store, org } = await finishApproval(owner, "shopify", back);
    expect(org).toBe(owner.slug);
    expect(await showStore(owner.ctx, { store: store! })).toMatchObject({ name: "North Candles", state: "choosing" });
    await expect(finishApproval(owner, "shopify", back)).rejects.toMatchObject({ problem: "not-found" });
    await expect(finishApproval(owner, "shopline", back)).rejects.toMatchObject({ problem: "not-found" });
  });

  it("says on the page what went wrong, and keeps nothing: a forged answer, an old one, another store's", async () => {
    const shop = await openShopify();
    const owner = await makeOwner();
    useHouseApp(shop.app);
    const problemOf = async (spoil: (page: string) => URLSearchParams) => {
      const { authorizeUrl } = await beginApproval(owner.ctx, asked());
      const { store, state } = await finishApproval(owner, "shopify", spoil(authorizeUrl));
      expect(store).toBeNull();
      return (await approvalOutcome(owner.ctx, { state }))?.problem;
    };
    const forged = (page: string) => {
      const back = shop.access.agree(page);
      back.set("code", "another");
      return back;
    };
    expect(await problemOf(forged)).toMatch(/not signed/);
    expect(await problemOf((page) => shop.access.agree(page, { at: Date.now() - 100_000 }))).toMatch(/too old/);
    expect(await problemOf((page) => shop.access.agree(page, { shop: "other.myshopify.com" }))).toMatch(
      /another store/,
    );
    expect(await database().sql`select 1 from stores where org_id = ${owner.orgId}`).toHaveLength(0);
  });

  it("needs an app: without the house's the merchant names their own, which then goes with the store", async () => {
    const shop = await openShopify({ tokenSeconds: 60 });
    const owner = await makeOwner();
    useHouseApp(null);
    await expect(beginApproval(owner.ctx, asked())).rejects.toMatchObject({ problem: "conflict" });
    const { authorizeUrl } = await beginApproval(owner.ctx, { ...asked(), app: shop.app });
    const { store } = await finishApproval(owner, "shopify", shop.access.agree(authorizeUrl));
    const row = await transact(owner.ctx, async (ctx) => storeById(ctx, await storeIdOf(store!)));
    expect(await openApi(row).counts()).toMatchObject({ customers: 0 });
    expect(shop.access.renewals).toBe(1);
  });
});

describe("access that ends", () => {
  it("is renewed once for all who call at the same moment, and what comes after is the new one's", async () => {
    const shop = await openShopify({ tokenSeconds: 3600 });
    const owner = await makeOwner();
    const { store } = await approved(shop, owner);
    const id = await storeIdOf(store!);
    const row = () => transact(owner.ctx, (ctx) => storeById(ctx, id));
    shop.access.end();
    const stale = await row();
    const [one, two] = [openApi(stale), openApi(stale)];
    await Promise.all([one.counts(), two.counts(), one.facts(), two.facts()]);
    expect(shop.access.renewals).toBe(1);
    await openApi(await row()).counts();
    await two.counts();
    expect(shop.access.renewals).toBe(1);
  });

  it("of an own app in the merchant's organization needs nothing but its secret", async () => {
    const shop = await openShopify({ tokenSeconds: 60 });
    const owner = await makeOwner();
    const { app } = shop;
    const input = ConnectShopify.parse({ url: "north-candles", clientId: app.id, secret: app.secret });
    const { store } = await connectShopify(owner.ctx, input);
    const id = await storeIdOf(store);
    shop.access.end();
    expect(await openApi(await transact(owner.ctx, (ctx) => storeById(ctx, id))).counts()).toMatchObject({ orders: 0 });
    const wrong = ConnectShopify.parse({ url: "north-candles", clientId: app.id, secret: "another" });
    await expect(connectShopify(owner.ctx, wrong)).rejects.toMatchObject({ fields: { clientId: expect.any(String) } });
    expect(ConnectShopify.safeParse({ url: "north-candles", secret: "s" }).success).toBe(false);
  });

  it("for good becomes a sentence on the store's page", async () => {
    const shop = await openShopify();
    const store = await connect(shop);
    await runSync(store);
    shop.access.end({ refreshToo: true });
    await lookAfter(store.ctx, store);
    expect((await showStore(store.ctx, store)).trouble).toMatch(/does not accept this token/);
  });
});

/** As Shopify sends the topics of privacy: to one address for all stores. */
async function demand(topic: string, told: object, secret?: string) {
  const { body, headers } = signed(topic, told, secret);
  return (await fetch(`${front.url}/api/webhooks/shopify`, { method: "POST", body, headers })).status;
}
const statesOf = async ({ ctx }: Connected) => {
  const rows = await database()
    .sql`select wants, state, who from privacy_demands where org_id = ${ctx.orgId} order by id`;
  return rows.map(({ wants, state, who }) => [wants, state, who]);
};

describe("what people demand", () => {
  async function live() {
    const shop = await openShopify();
    const mira = shop.shop.addCustomer({ email: "mira@example.com", state: "SUBSCRIBED" });
    shop.shop.placeOrder({ total: "63.90", customer: mira });
    shop.shop.addCustomer({ email: "quiet@example.com" });
    const store = await connect(shop);
    await runSync(store);
    return { shop, store, mira };
  }

  it("is taken by its signature only, also at the address for all stores", async () => {
    const { store, mira } = await live();
    const told = { shop_domain: "north-candles.myshopify.com", customer: { id: mira, email: "mira@example.com" } };
    expect(await demand("customers/redact", told, "guessed")).toBe(401);
    expect(await statesOf(store)).toEqual([]);
    expect(await demand("customers/redact", told)).toBe(200);
    expect(await statesOf(store)).toEqual([
      ["erase", "waiting", { email: "mira@example.com", externalId: String(mira) }],
    ]);
  });

  it("to be forgotten: the person is erased, and no night brings them back; the demand forgets them too", async () => {
    const { shop, store, mira } = await live();
    shop.shop.customers.get(mira)!.updatedAt = shop.shop.now();
    await demand("customers/redact", { customer: { id: mira, email: "mira@example.com", phone: null } });
    await honourDemands(store.ctx, store);
    expect(await statesOf(store)).toEqual([["erase", "done", {}]]);
    expect(Object.keys(await peopleOf(store))).toEqual(["quiet@example.com"]);
    await pass(store, "nightly");
    expect(Object.keys(await peopleOf(store))).toEqual(["quiet@example.com"]);
    const traces = await database().sql`select 1 from webhook_deliveries where org_id = ${store.ctx.orgId}
      and position('mira@example.com' in convert_from(body, 'UTF8')) > 0`;
    expect(traces).toHaveLength(0);
  });

  it("to be forgotten after the account was deleted: who was only hidden is erased", async () => {
    const { shop, store, mira } = await live();
    shop.shop.orders.clear();
    shop.shop.deleteCustomer(mira);
    shop.lose();
    await pass(store, "nightly");
    await demand("customers/redact", { customer: { id: mira, email: "mira@example.com" } });
    await honourDemands(store.ctx, store);
    const left = await database()
      .sql`select 1 from contacts where org_id = ${store.ctx.orgId} and email = 'mira@example.com'`;
    expect(left).toHaveLength(0);
  });

  it("to see what is held: the store's page says whose data is to be handed over, until it was downloaded", async () => {
    const { store, mira } = await live();
    await demand("customers/data_request", { customer: { id: mira }, data_request: { id: 9 } });
    await demand("customers/data_request", { customer: { id: 1, email: "stranger@example.com" } });
    await honourDemands(store.ctx, store);
    expect((await statesOf(store)).map(([, state]) => state)).toEqual(["open", "unknown"]);
    const { open } = await listDemands(store.ctx, store);
    expect(open).toMatchObject([{ name: "mira@example.com" }]);
    await exportContact(store.ctx, { contact: open[0]!.contact });
    expect(await listDemands(store.ctx, store)).toMatchObject({ open: [], handedOver: 1 });
  });
});

describe("a store that took the app off", () => {
  it("is disconnected with a sentence; told late, after it was connected again, that means nothing", async () => {
    const shop = await openShopify();
    const store = await connect(shop);
    await runSync(store);
    const { body, headers } = signed("app/uninstalled", { domain: "north-candles.myshopify.com" });
    const told = { method: "POST", body, headers };
    const address = `${front.url}/api/webhooks/shopify/${store.store}`;
    expect((await fetch(address, told)).status).toBe(200);
    await honourDemands(store.ctx, store);
    expect(await showStore(store.ctx, store)).toMatchObject({ state: "active" });

    shop.access.end();
    expect((await fetch(address, { ...told, headers: { ...headers, "x-shopify-webhook-id": "another" } })).status).toBe(
      200,
    );
    await honourDemands(store.ctx, store);
    expect(await showStore(store.ctx, store)).toMatchObject({ state: "disconnected", trouble: expect.any(String) });
  });

  it("and wants all erased: what it told is gone, what the merchant keeps stays, the store can come back", async () => {
    const shop = await openShopify();
    const mira = shop.shop.addCustomer({ email: "mira@example.com" });
    shop.shop.placeOrder({ total: "63.90", customer: mira });
    const own = shop.shop.addCustomer({ email: "own@example.com" });
    shop.shop.placeOrder({ total: "5.00", customer: own });
    const store = await connect(shop);
    await runSync(store);
    await database()
      .sql`update contacts set kept_at = now() where org_id = ${store.ctx.orgId} and email = 'own@example.com'`;
    shop.access.end();
    expect(await demand("shop/redact", { shop_id: 1, shop_domain: "north-candles.myshopify.com" })).toBe(200);
    await honourDemands(store.ctx, store);
    expect(await peopleOf(store)).toEqual({ "own@example.com": { orders: 0, spent: 0, consent: "never" } });
    for (const table of ["orders", "order_items", "store_customers"]) {
      const rows = await database().sql`select 1 from ${database().sql(table)} where org_id = ${store.ctx.orgId}`;
      expect(rows).toHaveLength(0);
    }
    expect(await showStore(store.ctx, store)).toMatchObject({ state: "disconnected" });

    const token = shop.access.byHand();
    const again = await connectShopify(store.ctx, { ...byToken(shop), token });
    expect(again.store).toBe(store.store);
    await pass(store, "manual").catch(() => runSync(store));
    expect(Object.keys(await peopleOf(store))).toEqual(["mira@example.com", "own@example.com"]);
  });

  it("wants no other organization's store erased that is connected still", async () => {
    const shop = await openShopify();
    shop.shop.addCustomer({ email: "mira@example.com" });
    const [gone, stays] = [
      await connect(shop),
      await connected((ctx) => connectShopify(ctx, { ...byToken(shop), token: shop.access.byHand() })),
    ];
    await runSync(gone);
    await runSync(stays);
    const kept = shop.access.byHand();
    await connectShopify(stays.ctx, { ...byToken(shop), token: kept });
    await database().sql`update stores set state = 'disconnected', credentials = null where id = ${gone.storeId}`;
    await demand("shop/redact", { shop_domain: "north-candles.myshopify.com" });
    await honourDemands(gone.ctx, gone);
    await honourDemands(stays.ctx, stays);
    expect(Object.keys(await peopleOf(gone))).toEqual([]);
    expect(Object.keys(await peopleOf(stays))).toEqual(["mira@example.com"]);
  });
});
