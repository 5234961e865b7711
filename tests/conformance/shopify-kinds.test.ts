/** Special tags of a Shopify store. Its deliveries come in any order; here the last comes first. */
import { expect, it } from "vitest";
import type { ShopifyShop } from "@/lib/local/shopify-shop";
import { showStore } from "@/lib/stores/stores";
import { describeKinds, type Tagged } from "../support/kinds";
import { closeShopify, connect, openShopify } from "../support/shopify";

const people: Tagged[] = [
  { email: "both@example.com", kinds: ["buyer", "subscriber"] },
  { email: "buyer@example.com", kinds: ["buyer"] },
  { email: "nobody@example.com", kinds: ["contact"] },
  { email: "reader@example.com", kinds: ["subscriber"] },
];

async function open() {
  const place = await openShopify();
  return { ...place, flush: () => place.flush((letters) => letters.reverse()) };
}

function enter({ shop }: ShopifyShop, people: Tagged[]) {
  for (const { email, kinds } of people) {
    const customer = shop.addCustomer({
      email,
      ...(kinds.includes("subscriber") ? { state: "SUBSCRIBED" as const } : {}),
    });
    if (kinds.includes("buyer")) shop.placeOrder({ total: "5.00", customer });
  }
}

describeKinds({ open, close: closeShopify, connect, people, enter });

it("tells before the first sync how many there are of each kind", async () => {
  const shop = await openShopify();
  enter(shop, people);
  const { ctx, store } = await connect(shop);
  expect((await showStore(ctx, { store })).counts.theirKinds).toEqual({ subscriber: 2, buyer: 2, contact: 1 });
  await closeShopify();
});
