/** A Shopify shop over HTTP that organizations connect. */
import { forgetEnv } from "@/lib/env";
import { domain, type Options, type ShopifyShop, startShopifyShop } from "@/lib/local/shopify-shop";
import { connectShopify } from "@/lib/stores/connect-shopify";
import { connected, type Kinds } from "./connected";

const open: ShopifyShop[] = [];

/** The shop that the app finds in the place of Shopify until another is opened. */
export async function openShopify(options: Options = {}) {
  const shop = await startShopifyShop(options);
  open.push(shop);
  process.env.SHOPIFY_API_URL = shop.url;
  forgetEnv();
  return shop;
}

export async function closeShopify() {
  for (const shop of open.splice(0)) await shop.stop();
  delete process.env.SHOPIFY_API_URL;
  forgetEnv();
}

export const byToken = ({ token, app }: ShopifyShop) => ({
  url: `https://${domain}`,
  token,
  clientId: "",
  secret: app.secret,
});

/** A new organization with this shop connected by a token and its first sync begun, not run. */
export const connect = (shop: ShopifyShop, kinds?: Kinds) =>
  connected((ctx) => connectShopify(ctx, byToken(shop)), kinds);
