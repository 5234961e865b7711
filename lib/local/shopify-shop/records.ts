/** Parts of the records that the Admin API shows; what all records have the same is one object. */
import type { Thing } from "@/lib/local/shopify-shop/walk";

export const idOf = (type: string, n: number) => `gid://shopify/${type}/${n}`;
export const money = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });
export const home = Object.freeze({
  ...{ firstName: "Mira", lastName: "Holt", company: null, address1: "Lindenweg 4", address2: null, city: "Freiburg" },
  ...{ province: null, zip: "79098", countryCodeV2: "DE", phone: null },
});
const codes = Object.freeze(["WELCOME5"]);
const product = Object.freeze({ id: idOf("Product", 77), vendor: "Ashgrove Candles", productType: "Pillar candles" });
const variant = Object.freeze({ id: idOf("ProductVariant", 44) });

export const neverAsked = { marketingState: "NOT_SUBSCRIBED", marketingOptInLevel: null, marketingUpdatedAt: null };

export const line = (n: number, at: number, price: string): Thing => ({
  id: idOf("LineItem", n),
  name: `Beeswax pillar ${at + 1}`,
  sku: `BW-${at + 1}`,
  quantity: 1,
  product,
  variant,
  discountedTotalSet: money(at === 0 ? price : "0.00"),
});

type Placed = {
  name: string;
  date: string;
  buyer: Thing | null;
  email: unknown;
  total: string;
  lines: Thing[];
  acceptsMarketing: boolean;
};

/** Field by field: an object that is put together of others takes twice the room. */
export const orderOf = (n: number, { name, date, buyer, email, total, lines, acceptsMarketing }: Placed): Thing => ({
  id: idOf("Order", n),
  name,
  email,
  phone: null,
  customerLocale: "de-DE",
  createdAt: date,
  processedAt: date,
  updatedAt: date,
  cancelledAt: null,
  closedAt: null,
  sourceName: "web",
  displayFinancialStatus: "PAID",
  displayFulfillmentStatus: "UNFULFILLED",
  discountCodes: codes,
  customerAcceptsMarketing: acceptsMarketing,
  totalPriceSet: money(total),
  customer: buyer,
  billingAddress: home,
  shippingAddress: null,
  refunds: [],
  subtotalLineItemsQuantity: lines.length,
  lineItems: lines,
});
