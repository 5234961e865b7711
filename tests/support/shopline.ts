/** A SHOPLINE store over HTTP that organizations connect. */
import { forgetEnv } from "@/lib/env";
import { type Options, type ShoplineStore, startShoplineStore } from "@/lib/local/shopline-store";
import { keepStore } from "@/lib/stores/keep";
import { connected, type Kinds } from "./connected";

const open: ShoplineStore[] = [];
const names = ["SHOPLINE_API_URL", "SHOPLINE_CLIENT_ID", "SHOPLINE_CLIENT_SECRET"] as const;

/** The store that the app finds in the place of SHOPLINE's until another is opened, and the house's app there. */
export async function openShop(options: Options = {}) {
  const shop = await startShoplineStore(options);
  open.push(shop);
  for (const [at, value] of [shop.url, shop.app.id, shop.app.secret].entries()) process.env[names[at]!] = value;
  forgetEnv();
  return shop;
}

export async function closeShops() {
  for (const shop of open.splice(0)) await shop.stop();
  for (const name of names) delete process.env[name];
  forgetEnv();
}

/** A new organization with this store connected, as after its owner's approval, and its first sync begun, not run. */
export const connect = (shop: ShoplineStore, kinds?: Kinds) =>
  connected(async (ctx) => {
    const { accessToken, expireTime } = shop.issue();
    const store = await keepStore(ctx, {
      platform: "shopline",
      url: shop.storeUrl,
      credentials: { accessToken, expiresAt: new Date(expireTime).toISOString() },
      secret: shop.app.secret,
      fields: { key: "url", place: "url" },
    });
    return { store: store.publicId };
  }, kinds);
