/** Special tags of a SHOPLINE store. A guest has no account there, and so no consent. */
import type { ShoplineStore } from "@/lib/local/shopline-store";
import { describeKinds, type Tagged } from "../support/kinds";
import { closeShops, connect, openShop } from "../support/shopline";

type Person = Tagged & { guest?: true };

const people: Person[] = [
  { email: "both@example.com", kinds: ["buyer", "subscriber"] },
  { email: "buyer@example.com", kinds: ["buyer"] },
  { email: "guest@example.com", kinds: ["buyer"], guest: true },
  { email: "nobody@example.com", kinds: ["contact"] },
  { email: "reader@example.com", kinds: ["subscriber"] },
];

function enter({ shop }: ShoplineStore, people: Person[]) {
  for (const { email, kinds, guest } of people) {
    const consent = { email: kinds.includes("subscriber") ? (1 as const) : (2 as const) };
    const customer = guest ? undefined : shop.addCustomer({ email, consent });
    if (kinds.includes("buyer")) shop.placeOrder({ total: "5.00", customer, email });
  }
}

describeKinds({ open: () => openShop(), close: closeShops, connect, people, enter });
