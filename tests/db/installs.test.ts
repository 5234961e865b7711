/**
 * Installs that begin in the platform's own admin: signed, carried through a log-in or sign-up, into one organization.
 */
import { createHmac } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { finishApproval } from "@/lib/stores/approve";
import { beginInstall, installPlaces, storeOnTicket, ticketFor } from "@/lib/stores/install";
import { disconnectStore } from "@/lib/stores/manage";
import { useTestDatabase } from "../support/db";
import { makeMember, makeOwner } from "../support/members";
import { useKey } from "../support/organization";
import { closeShopify, openShopify } from "../support/shopify";
import { closeShops, openShop } from "../support/shopline";

useTestDatabase();
beforeAll(useKey);
afterEach(async () => {
  await closeShopify();
  await closeShops();
  useShopifyApp();
});

function useShopifyApp(id?: string, secret?: string) {
  for (const [name, value] of Object.entries({ SHOPIFY_CLIENT_ID: id, SHOPIFY_CLIENT_SECRET: secret })) {
    if (value) process.env[name] = value;
    else delete process.env[name];
  }
  forgetEnv();
}

const signed = (secret: string, name: "hmac" | "sign", parameters: Record<string, string>) => {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const message = sorted.map(([key, value]) => `${key}=${value}`).join("&");
  return new URLSearchParams({ ...parameters, [name]: createHmac("sha256", secret).update(message).digest("hex") });
};

const openedAtShopify = (secret: string, { shop = "north-candles.myshopify.com", at = Date.now() } = {}) =>
  signed(secret, "hmac", { host: "YWRtaW4", shop, timestamp: String(Math.floor(at / 1000)) });
const openedAtShopline = (secret: string, { handle = "north", at = Date.now() } = {}) =>
  signed(secret, "sign", { appkey: "key", handle, lang: "en", timestamp: String(at) });

const shopUrl = "https://north-candles.myshopify.com";

describe("a call from the platform's admin", () => {
  it("is good for the store it is signed for, by any secret that the app has now", () => {
    useShopifyApp("app", "new-secret,old-secret");
    for (const secret of ["new-secret", "old-secret"]) {
      const ticket = ticketFor("shopify", openedAtShopify(secret))!;
      expect(storeOnTicket("shopify", ticket)).toBe(shopUrl);
      expect(storeOnTicket("shopline", ticket)).toBeNull();
      expect(storeOnTicket("shopify", `${ticket}x`)).toBeNull();
    }
    Object.assign(process.env, { SHOPLINE_CLIENT_ID: "key", SHOPLINE_CLIENT_SECRET: "line-secret" });
    forgetEnv();
    const ticket = ticketFor("shopline", openedAtShopline("line-secret"))!;
    expect(storeOnTicket("shopline", ticket)).toBe("https://north.myshopline.com");
  });

  it("is refused when it is forged, altered, old, for a strange host, or when this house has no app", () => {
    useShopifyApp("app", "secret");
    const altered = openedAtShopify("secret");
    altered.set("shop", "south.myshopify.com");
    const bad = [
      new URLSearchParams(),
      openedAtShopify("guessed"),
      altered,
      openedAtShopify("secret", { at: Date.now() - 100_000 }),
      openedAtShopify("secret", { shop: "evil.example/north-candles.myshopify.com" }),
    ];
    for (const query of bad) expect(ticketFor("shopify", query)).toBeNull();
    const old = openedAtShopline("line-secret", { at: Date.now() - 11 * 60_000 });
    expect(ticketFor("shopline", old)).toBeNull();
    useShopifyApp();
    expect(ticketFor("shopify", openedAtShopify("secret"))).toBeNull();
    for (const ticket of ["", "x", "s1.a.b.c.d"]) expect(storeOnTicket("shopify", ticket)).toBeNull();
  });
});

describe("an install", () => {
  it("from Shopify's admin goes on to approval for the organization chosen, and next time leads to the store", async () => {
    const shop = await openShopify();
    useShopifyApp(shop.app.id, shop.app.secret);
    const ticket = ticketFor("shopify", openedAtShopify(shop.app.secret))!;
    const owner = await makeOwner("North");
    const viewer = await makeMember(owner.orgId, "viewer");
    expect((await installPlaces(viewer, "shopify", shopUrl)).map(({ slug }) => slug)).toEqual([viewer.slug]);
    expect(await installPlaces(owner, "shopify", shopUrl)).toEqual([{ slug: owner.slug, name: "North", store: null }]);
    const { authorizeUrl } = await beginInstall(owner.ctx, { platform: "shopify", ticket });
    const { store } = await finishApproval(owner, "shopify", shop.access.agree(authorizeUrl));
    expect(await installPlaces(owner, "shopify", shopUrl)).toMatchObject([{ slug: owner.slug, store }]);
    await disconnectStore(owner.ctx, { store: store! });
    expect(await installPlaces(owner, "shopify", shopUrl)).toMatchObject([{ slug: owner.slug, store: null }]);
  });

  it("from SHOPLINE's admin connects the store that it named", async () => {
    const shop = await openShop();
    const ticket = ticketFor("shopline", openedAtShopline(shop.app.secret))!;
    const owner = await makeOwner();
    const { authorizeUrl } = await beginInstall(owner.ctx, { platform: "shopline", ticket });
    const back = new URL(shop.approve(authorizeUrl)).searchParams;
    expect(await finishApproval(owner, "shopline", back)).toMatchObject({ org: owner.slug, store: expect.any(String) });
  });

  it("with a ticket of nobody's begins nothing", async () => {
    const owner = await makeOwner();
    await expect(beginInstall(owner.ctx, { platform: "shopify", ticket: "made-up" })).rejects.toMatchObject({
      problem: "invalid",
    });
  });
});
