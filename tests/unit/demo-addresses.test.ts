/** Which addresses lead to the demo's servers: its own stores' alone, and none where no demo runs. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiUrlOf, appOf, demoOf } from "@/lib/connection/apps";
import { connectorFor } from "@/lib/connectors/registry";
import type { Platform } from "@/lib/connectors/types";
import { forgetEnv } from "@/lib/env";
import { type DemoPlatformName, demoOffers } from "@/lib/local/demo-platforms";

const names = Object.keys(demoOffers) as DemoPlatformName[];
const local = "http://127.0.0.1:9";
const offers = Object.fromEntries(names.map((name) => [name, demoOffers[name](local)]));
const kept = { ...process.env };

beforeEach(() => setEnv({ DEMO_PLATFORMS: JSON.stringify(offers), ALLOW_PRIVATE_STORES: "1" }));
afterEach(() => {
  process.env = { ...kept };
  forgetEnv();
});

function setEnv(env: Record<string, string>) {
  for (const name of Object.keys(process.env))
    if (/_API_URL$|_CLIENT_(ID|SECRET)$/.test(name)) delete process.env[name];
  Object.assign(process.env, env);
  forgetEnv();
}

/** As a store is named before and after it has a row. */
const own = (name: Platform) => ({ url: offers[name]!.url, credentials: offers[name]!.keys });
const others: Record<string, { url?: string; credentials?: unknown }[]> = {
  magento: [{ url: "https://shop.example" }],
  stripe: [{ credentials: { key: "rk_live_51Real0000000000" } }, { url: `${local}` }, {}],
  shopify: [{ url: "https://north-candles.myshopify.com" }, { url: local }],
  shopline: [{ url: "https://north.myshopline.com" }, { url: local }],
  salesforce: [{ url: "https://login.salesforce.com" }, { url: "https://north.my.salesforce.com" }, { url: local }],
};

test.each(names)("the demo's own %s leads to its local server, and every other store to the platform's own", (name) => {
  expect(apiUrlOf(name, own(name))).toBe(local);
  for (const other of others[name]!) {
    expect(apiUrlOf(name, other)).toBeUndefined();
    expect(appOf(name, other)).toBeUndefined();
  }
});

test.each(names)(
  "nothing leads to a local %s where no demo runs, or where stores on private addresses are not let in",
  (name) => {
    setEnv({ ALLOW_PRIVATE_STORES: "" });
    expect([apiUrlOf(name, own(name)), appOf(name, own(name)), demoOf(name)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    setEnv({ DEMO_PLATFORMS: "{}", ALLOW_PRIVATE_STORES: "1" });
    expect([apiUrlOf(name, own(name)), appOf(name, own(name)), demoOf(name)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  },
);

test("an address that a merchant may type for the demo's store is taken for it", () => {
  for (const name of names) {
    const { url } = offers[name]!;
    const { approval } = connectorFor(name);
    if (approval) expect(approval.storeUrl(new URL(url!).host)).toBe(url);
  }
});

test("the app that the demo has at its own store is nobody else's, and this house's own is not used there", () => {
  setEnv({ SHOPIFY_CLIENT_ID: "house", SHOPIFY_CLIENT_SECRET: "house-secret" });
  expect(appOf("shopify")).toMatchObject({ id: "house" });
  expect(appOf("shopify", { url: "https://north-candles.myshopify.com" })).toMatchObject({ id: "house" });
});
