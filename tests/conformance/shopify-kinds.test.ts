/** Special tags of a Shopify store: who bought, who subscribed, which kinds are taken, before and after the first sync. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ShopifyShop } from "@/lib/local/shopify-shop";
import { database } from "@/lib/tenancy";
import { apply, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import { closeShopify, connect, openShopify } from "../support/shopify";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeShopify);
afterAll(() => front.close());

type Kind = "subscriber" | "buyer" | "contact";
const kinds: Kind[] = ["subscriber", "buyer", "contact"];
const selections = [1, 2, 3, 4, 5, 6, 7].map((bits) => kinds.filter((_, at) => bits & (1 << at)));

const people = [
  { email: "both@example.com", bought: true, subscribed: true },
  { email: "buyer@example.com", bought: true, subscribed: false },
  { email: "nobody@example.com", bought: false, subscribed: false },
  { email: "reader@example.com", bought: false, subscribed: true },
];

function enter({ shop }: ShopifyShop) {
  for (const { email, bought, subscribed } of people) {
    const customer = shop.addCustomer({ email, ...(subscribed ? { state: "SUBSCRIBED" as const } : {}) });
    if (bought) shop.placeOrder({ total: "5.00", customer });
  }
}

function expected(selection: Kind[]) {
  return people.flatMap(({ email, bought, subscribed }) => {
    const own: Kind[] = [...(subscribed ? ["subscriber" as const] : []), ...(bought ? ["buyer" as const] : [])];
    const tags = (own.length > 0 ? own : ["contact" as const]).filter((kind) => selection.includes(kind)).sort();
    return tags.length > 0 ? [{ email, tags }] : [];
  });
}

async function taken(orgId: number) {
  const rows = await database().sql`select email, special_tags as tags from contacts
    where org_id = ${orgId} and gone_at is null order by email`;
  return rows.map(({ email, tags }) => ({ email, tags: [...tags].sort() }));
}

describe("with the selection", () => {
  it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
    "%s just those people are taken, whether they were there before or came after, told or lost on the way",
    async (_, selection) => {
      const before = await openShopify();
      enter(before);
      const early = await connect(before, [...selection]);
      await runSync(early);
      expect(await taken(early.ctx.orgId)).toEqual(expected([...selection]));

      const after = await openShopify();
      const late = await connect(after, [...selection]);
      await runSync(late);
      enter(after);
      await after.flush((letters) => letters.reverse());
      await apply(late);
      expect(await taken(late.ctx.orgId)).toEqual(expected([...selection]));

      const silent = await openShopify();
      const night = await connect(silent, [...selection]);
      await runSync(night);
      enter(silent);
      silent.lose();
      await pass(night, "nightly");
      expect(await taken(night.ctx.orgId)).toEqual(expected([...selection]));
    },
  );
});
