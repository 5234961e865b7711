/** Special tags of a Stripe account: who bought, who subscribed, which kinds are taken, before and after the first sync. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StripeAccount } from "@/lib/local/stripe-account";
import { database } from "@/lib/tenancy";
import { apply, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import { closeAccounts, connect, openAccount } from "../support/stripe";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeAccounts);
afterAll(() => front.close());

type Kind = "subscriber" | "buyer" | "contact";
const kinds: Kind[] = ["subscriber", "buyer", "contact"];
const selections = [1, 2, 3, 4, 5, 6, 7].map((bits) => kinds.filter((_, at) => bits & (1 << at)));

/** Everybody there can be. Stripe tells a consent only in a checkout, which may be one that costs nothing. */
const people: { email: string; bought: boolean; subscribed: boolean }[] = [
  { email: "buyer@example.com", bought: true, subscribed: false },
  { email: "both@example.com", bought: true, subscribed: true },
  { email: "reader@example.com", bought: false, subscribed: true },
  { email: "nobody@example.com", bought: false, subscribed: false },
];

function enter({ account }: StripeAccount) {
  for (const { email, bought, subscribed } of people) {
    const customer = account.addCustomer({ email });
    const buyer = { email };
    if (bought) account.checkout({ amount: 500, customer, buyer, promotions: subscribed ? "opt_in" : null });
    else if (subscribed) account.checkout({ amount: 0, mode: "subscription", customer, buyer, promotions: "opt_in" });
  }
}

const kindsOf = ({ bought, subscribed }: (typeof people)[number]): Kind[] =>
  bought || subscribed
    ? [...(subscribed ? ["subscriber" as const] : []), ...(bought ? ["buyer" as const] : [])]
    : ["contact"];

function expected(selection: Kind[]) {
  const taken = people.map((person) => ({
    email: person.email,
    tags: kindsOf(person).filter((kind) => selection.includes(kind)),
  }));
  return Object.fromEntries(taken.filter(({ tags }) => tags.length > 0).map(({ email, tags }) => [email, tags.sort()]));
}

async function taken(orgId: number) {
  const rows = await database().sql`select email, special_tags as tags from contacts
    where org_id = ${orgId} and gone_at is null order by email`;
  return Object.fromEntries(rows.map(({ email, tags }) => [email, [...tags].sort()]));
}

describe("with the selection", () => {
  it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
    "%s just those people are taken, whether they were there before or came after, told or lost on the way",
    async (_, selection) => {
      const before = await openAccount();
      enter(before);
      const early = await connect(before, [...selection]);
      await runSync(early);
      expect(await taken(early.ctx.orgId)).toEqual(expected([...selection]));

      const after = await openAccount();
      const late = await connect(after, [...selection]);
      await runSync(late);
      enter(after);
      await after.flush();
      await apply(late);
      expect(await taken(late.ctx.orgId)).toEqual(expected([...selection]));

      const silent = await openAccount();
      const night = await connect(silent, [...selection]);
      await runSync(night);
      enter(silent);
      silent.lose();
      await pass(night, "nightly");
      expect(await taken(night.ctx.orgId)).toEqual(expected([...selection]));
    },
  );
});
