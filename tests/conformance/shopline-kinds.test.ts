/** Special tags of a SHOPLINE store: who bought, who subscribed, which kinds are taken, before and after the first sync. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ShoplineStore } from "@/lib/local/shopline-store";
import { database } from "@/lib/tenancy";
import { apply, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import { closeShops, connect, openShop } from "../support/shopline";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeShops);
afterAll(() => front.close());

type Kind = "subscriber" | "buyer" | "contact";
const kinds: Kind[] = ["subscriber", "buyer", "contact"];
const selections = [1, 2, 3, 4, 5, 6, 7].map((bits) => kinds.filter((_, at) => bits & (1 << at)));

/** Everybody there can be; a guest has no account, and so no consent. */
const people: { email: string; kinds: Kind[]; guest?: true }[] = [
  { email: "both@example.com", kinds: ["buyer", "subscriber"] },
  { email: "buyer@example.com", kinds: ["buyer"] },
  { email: "guest@example.com", kinds: ["buyer"], guest: true },
  { email: "nobody@example.com", kinds: ["contact"] },
  { email: "reader@example.com", kinds: ["subscriber"] },
];

function enter({ shop }: ShoplineStore) {
  for (const { email, kinds, guest } of people) {
    const consent = { email: kinds.includes("subscriber") ? (1 as const) : (2 as const) };
    const customer = guest ? undefined : shop.addCustomer({ email, consent });
    if (kinds.includes("buyer")) shop.placeOrder({ total: "5.00", customer, email });
  }
}

const expected = (selection: readonly Kind[]) =>
  Object.fromEntries(
    people
      .map(({ email, kinds }) => [email, kinds.filter((kind) => selection.includes(kind))] as const)
      .filter(([, tags]) => tags.length > 0),
  );

async function taken(orgId: number) {
  const rows = await database().sql`select email, special_tags as tags from contacts
    where org_id = ${orgId} and gone_at is null order by email`;
  return Object.fromEntries(rows.map(({ email, tags }) => [email, [...tags].sort()]));
}

describe("with the selection", () => {
  it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
    "%s just those people are taken, whether they were there before or came after, told or lost on the way",
    async (_, selection) => {
      const store = await openShop();
      enter(store);
      const early = await connect(store, [...selection]);
      await runSync(early);
      expect(await taken(early.ctx.orgId)).toEqual(expected(selection));

      const after = await openShop();
      const late = await connect(after, [...selection]);
      await runSync(late);
      enter(after);
      await after.flush();
      await apply(late);
      expect(await taken(late.ctx.orgId)).toEqual(expected(selection));

      const silent = await openShop();
      const night = await connect(silent, [...selection]);
      await runSync(night);
      enter(silent);
      silent.lose();
      await pass(night, "nightly");
      expect(await taken(night.ctx.orgId)).toEqual(expected(selection));
    },
  );
});
