/**
 * Access to a SHOPLINE store: its owner's approval, tokens that end, choices written back, rights passed on, the app's
 * end.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openApi } from "@/lib/connection/access";
import { sealCredentials, storeById } from "@/lib/connection/store";
import type { ShoplineStore } from "@/lib/local/shopline-store";
import { beginApproval, finishApproval } from "@/lib/stores/approve";
import { showStore } from "@/lib/stores/stores";
import { lookAfter } from "@/lib/stores/upkeep";
import { database, transact } from "@/lib/tenancy";
import { inboxOf, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeOwner } from "../support/members";
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

describe("an owner's approval", () => {
  async function approved(store: ShoplineStore, at?: number, app?: ShoplineStore["app"]) {
    const owner = await makeOwner();
    const { authorizeUrl } = await beginApproval(owner.ctx, { platform: "shopline", url: "north", app });
    const back = new URL(store.approve(authorizeUrl, at));
    return { owner, back, finish: () => finishApproval(owner, "shopline", back.searchParams) };
  }

  it("by the house's app connects the store, and works once", async () => {
    const store = await openShop();
    const { owner, finish, back } = await approved(store);
    const { store: id } = await finish();
    expect(back.pathname).toBe("/api/connect/shopline");
    expect(await showStore(owner.ctx, { store: id! })).toMatchObject({
      name: "North Candles",
      url: store.storeUrl,
      platform: "SHOPLINE",
      currency: "EUR",
      timeZone: "Europe/Berlin",
      state: "choosing",
    });
    await expect(finish()).rejects.toMatchObject({ problem: "not-found" });
  });

  it("by an app of the merchant's own keeps that app with the store, and renews by it", async () => {
    const store = await openShop();
    const own = { ...store.app };
    process.env.SHOPLINE_CLIENT_ID = "anotherapp0";
    const { owner, finish } = await approved(store, undefined, own);
    const { store: id } = await finish();
    const [row] = await database().sql`select id::int from stores where public_id = ${id}`;
    store.expire();
    const found = await transact(owner.ctx, (ctx) => storeById(ctx, row!.id));
    expect(await openApi(found).counts()).toEqual({ customers: 0, orders: 0 });
  });

  it("that is old, altered or of another store connects nothing", async () => {
    const store = await openShop();
    const old = await approved(store, Date.now() - 11 * 60_000);
    expect(await old.finish()).toMatchObject({ store: null });
    for (const [name, value] of [
      ["handle", "south"],
      ["code", "guessed"],
      ["sign", ""],
    ] as const) {
      const { back, finish } = await approved(store);
      back.searchParams.set(name, value);
      expect(await finish()).toMatchObject({ store: null });
    }
    expect(store.tokens.size).toBe(0);
  });
});

describe("a token", () => {
  it("that ended is renewed once, however many calls find it out", async () => {
    const store = await openShop();
    const shop = await connect(store);
    store.expire();
    store.calls.length = 0;
    const row = await transact(shop.ctx, (ctx) => storeById(ctx, shop.storeId));
    const [one, other] = [openApi(row), openApi(row)];
    await Promise.all([one.counts(), one.customers(null), other.counts(), other.webhooks()]);
    expect(store.calls.filter((call) => call.endsWith("token/refresh"))).toHaveLength(1);
  });

  it("is renewed before it ends, so that no call is refused", async () => {
    const store = await openShop();
    const shop = await connect(store);
    const credentials = {
      accessToken: store.issue().accessToken,
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    };
    const sealed = sealCredentials(shop.store, credentials);
    await database().sql`update stores set credentials = ${sealed} where id = ${shop.storeId}`;
    store.calls.length = 0;
    for (const _ of [1, 2]) await openApi(await transact(shop.ctx, (ctx) => storeById(ctx, shop.storeId))).facts();
    expect(store.calls[0]).toBe("POST oauth/token/refresh");
    expect(store.calls.filter((call) => call.includes("oauth"))).toHaveLength(1);
  });

  it("of an app that is not installed any more leaves a sentence on the store's page", async () => {
    const store = await openShop();
    const shop = await connect(store);
    await runSync(shop);
    store.uninstall();
    await lookAfter(shop.ctx, shop);
    expect((await showStore(shop.ctx, shop)).trouble).toMatch(/gave no access.*Connect the store again/);
  });
});

describe("choices made here", () => {
  it("are written into the customer; whom the store does not know is a stranger; saying it twice does no harm", async () => {
    const store = await openShop();
    const mira = store.shop.addCustomer({ email: "mira@example.com", consent: { email: 1 } });
    const shop = await connect(store);
    const api = openApi(await transact(shop.ctx, (ctx) => storeById(ctx, shop.storeId)));
    const choices = [
      { externalId: mira, state: "unsubscribed" },
      { externalId: "404", state: "subscribed" },
    ] as const;
    for (const _ of [1, 2]) {
      expect(await api.writeConsent([...choices])).toEqual([
        { externalId: mira, outcome: "written" },
        { externalId: "404", outcome: "stranger" },
      ]);
    }
    expect(store.shop.rows.customers.get(mira)).toMatchObject({ email_subscribe_flag: 0, mobile_subscribe_flag: 2 });
    expect(await api.writeConsent([choices[0]], "sms")).toEqual([{ externalId: mira, outcome: "written" }]);
    expect(store.shop.rows.customers.get(mira)).toMatchObject({ email_subscribe_flag: 0, mobile_subscribe_flag: 0 });
  });
});

describe("what SHOPLINE passes on", () => {
  const demandsOf = async (orgId: number) =>
    (await database().sql`select wants from privacy_demands where org_id = ${orgId} order by id`).map(
      ({ wants }) => wants,
    );

  it("of people's rights and of the app's end is written down at the door, each once, and is no delivery to read", async () => {
    const store = await openShop();
    const shop = await connect(store);
    await runSync(shop);
    const customer = { id: "43", email: "mira@example.com", phone: "" };
    store.shop.say("customers/redact", { shop_domain: "north.myshopline.com", customer });
    store.shop.say("merchants/redact", { store_domain: "north.myshopline.com" });
    store.uninstall();
    const told = [...store.waiting];
    expect(await store.flush()).toEqual([200, 200, 200]);
    await store.send(...told);
    expect(await demandsOf(shop.ctx.orgId)).toEqual(["erase", "erase-store", "disconnect"]);
    expect(await inboxOf(shop)).toEqual([]);
  });
});
