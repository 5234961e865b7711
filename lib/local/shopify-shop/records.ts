/** Parts of the records that the Admin API shows; what all records have the same is one object. */
import type { Thing } from "@/lib/local/shopify-shop/walk";

export const idOf = (type: string, n: number) => `gid://shopify/${type}/${n}`;
export const money = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });
export const home = Object.freeze({
  ...{ firstName: "Mira", lastName: "Holt", company: null, address1: "Lindenweg 4", address2: null, city: "Freiburg" },
  ...{ province: null, zip: "79098", countryCodeV2: "DE", phone: null },
});
export const codes = Object.freeze(["WELCOME5"]);
const product = Object.freeze({ id: idOf("Product", 77), vendor: "Ashgrove Candles", productType: "Pillar candles" });
const variant = Object.freeze({ id: idOf("ProductVariant", 44) });

export const neverAsked = { marketingState: "NOT_SUBSCRIBED", marketingOptInLevel: null, marketingUpdatedAt: null };

export const line = (n: number, at: number, price: Thing) => ({
  ...{ id: idOf("LineItem", n), name: `Beeswax pillar ${at + 1}`, sku: `BW-${at + 1}`, quantity: 1 },
  product,
  variant,
  discountedTotalSet: at === 0 ? price : money("0.00"),
});
