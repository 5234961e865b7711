/**
 * Special tags of a Salesforce org, alone or joined to a shop: all of its people are Contacts, whatever else they are.
 */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "@/lib/local/salesforce-org";
import { chooseKinds } from "@/lib/stores/connect";
import { keepStore } from "@/lib/stores/keep";
import { advance } from "@/lib/sync/advance";
import { beginSync } from "@/lib/sync/sync";
import { type Ctx, database } from "@/lib/tenancy";
import type { Kinds } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { selections } from "../support/kinds";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { customer, optIn } from "../support/people";
import { closeCrms, openCrm } from "../support/salesforce";
import { takeInto } from "../support/taking";

useTestDatabase();
beforeAll(useKey);
afterEach(closeCrms);

type Kind = Kinds[number];

/** Who bought and subscribed at the shop, where there is one; all of them are in the org too. */
const people = [
  { name: "both", bought: true, subscribed: true },
  { name: "buyer", bought: true, subscribed: false },
  { name: "nobody", bought: false, subscribed: false },
  { name: "reader", bought: false, subscribed: true },
];
type Person = (typeof people)[number];

const kindsOf = ({ bought, subscribed }: Person): Kind[] => {
  const own: Kind[] = [...(bought ? ["buyer" as const] : []), ...(subscribed ? ["subscriber" as const] : [])];
  return own.length > 0 ? own : ["contact"];
};

const enter = ({ org }: SalesforceOrg) => {
  for (const { name } of people) org.add(name === "both" ? "Lead" : "Contact", { Email: `${name}@example.com` });
};

async function connect(ctx: Ctx, crm: SalesforceOrg, selection: Kind[], joins = "") {
  const given = { ...crm.issue(), loginUrl: "https://login.salesforce.com" };
  const fields = { key: "url", place: "url" };
  const { publicId, id } = await keepStore(ctx, { platform: "salesforce", url: crm.url, credentials: given, fields });
  await chooseKinds(ctx, { store: publicId, kinds: selection, joins });
  const pass = async (kind?: "light" | "nightly") => {
    if (kind) await beginSync(ctx, { storeId: id, kind });
    const [sync] = await database().sql`select id::int from syncs where store_id = ${id} and state = 'running'`;
    while (!(await advance(ctx, { syncId: sync!.id, seconds: 60 })).done);
  };
  await pass();
  return pass;
}

async function taken({ orgId }: Ctx) {
  const rows = await database().sql`select email, special_tags as tags from contacts
    where org_id = ${orgId} and gone_at is null order by email`;
  return rows.map(({ email, tags }) => `${email.split("@")[0]}: ${[...tags].sort().join(" and ")}`);
}

describe("with the selection", () => {
  it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
    "%s: alone all are taken as Contacts or nobody, before or after the first sync, told by a look or by the night",
    async (_, selection) => {
      const expected = selection.includes("contact") ? people.map(({ name }) => `${name}: contact`) : [];
      const before = await openCrm();
      enter(before);
      const early = await makeOrganization();
      await connect(early, before, [...selection]);
      expect(await taken(early)).toEqual(expected);
      for (const kind of selection.length === 1 ? (["light", "nightly"] as const) : (["light"] as const)) {
        const crm = await openCrm();
        const late = await makeOrganization();
        const pass = await connect(late, crm, [...selection]);
        enter(crm);
        await pass(kind);
        expect(await taken(late)).toEqual(expected);
      }
    },
  );

  it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
    "%s of the shop that it joined: who is of those kinds has their tags, whoever is neither is a Contact by the org",
    async (_, selection) => {
      for (const shopFirst of [true, false]) {
        const ctx = await makeOrganization();
        const shop = await makeStore(ctx, { selection: [...selection] });
        const crm = await openCrm();
        enter(crm);
        const sell = () =>
          takeInto(
            ctx,
            shop.id,
            people.map((one, n) =>
              customer(`${n}`, `${one.name}@example.com`, {
                hasBought: one.bought,
                consents: one.subscribed ? [optIn(new Date(Date.UTC(2026, 0, 2)))] : [],
              }),
            ),
          );
        if (shopFirst) await sell();
        await connect(ctx, crm, ["contact"], shop.publicId);
        if (!shopFirst) await sell();
        const told = people.map((one) => {
          // What the shop tells of people of other kinds is not taken, so to us they are what the org says: Contacts.
          const own = kindsOf(one).filter((kind) => selection.includes(kind));
          return `${one.name}: ${(own.length > 0 ? own : ["contact"]).sort().join(" and ")}`;
        });
        expect(await taken(ctx)).toEqual(told);
      }
    },
  );
});
