/** The platforms of which the demo has a store: how it is started, and what it gives out to be connected with. */
import type { DemoPlatform } from "@/lib/env";
import { keys } from "@/lib/local/magento-store";
import { demoMagento } from "./magento";
import type { DemoStore, Place } from "./running";
import { demoSalesforce, salesforceKeys, salesforceUrl } from "./salesforce";
import { demoShopify, shopifyKeys, shopifyUrl } from "./shopify";
import { demoShopline, shoplineKeys, shoplineUrl } from "./shopline";
import { demoStripe, stripeKeys } from "./stripe";

/** In the order of their usual ports. */
export const demoStores = {
  magento: demoMagento,
  stripe: demoStripe,
  shopify: demoShopify,
  shopline: demoShopline,
  salesforce: demoSalesforce,
} satisfies Record<string, (place: Place) => Promise<DemoStore>>;
export type DemoPlatformName = keyof typeof demoStores;

export const isDemoPlatform = (name: string): name is DemoPlatformName => Object.hasOwn(demoStores, name);

/** As the launcher calls them. */
export const demoTitles: Record<DemoPlatformName, string> = {
  magento: "Demo Magento",
  stripe: "Demo Stripe",
  shopify: "Demo Shopify",
  shopline: "Demo SHOPLINE",
  salesforce: "Demo Salesforce",
};

/**
 * By the address at which each is served. A Magento is where it is; the others are known by an address, or a key, of
 * their own.
 */
export const demoOffers: Record<DemoPlatformName, (apiUrl: string) => DemoPlatform> = {
  magento: (apiUrl) => ({ apiUrl, url: apiUrl, keys }),
  stripe: (apiUrl) => ({ apiUrl, keys: stripeKeys }),
  shopify: (apiUrl) => ({ apiUrl, url: shopifyUrl, keys: shopifyKeys }),
  shopline: (apiUrl) => ({ apiUrl, url: shoplineUrl, keys: shoplineKeys }),
  salesforce: (apiUrl) => ({ apiUrl, url: salesforceUrl, keys: salesforceKeys }),
};
