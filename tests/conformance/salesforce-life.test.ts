/** A Salesforce org's people over HTTP: read, polled, merged, converted, healed. */
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "@/lib/local/salesforce-org";
import { storesDueForLook } from "@/lib/stores/upkeep";
import { database } from "@/lib/tenancy";
import { type Connected, pass, runSync, standing } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { closeCrms, connect, openCrm } from "../support/salesforce";
import { groupsOf, mirror } from "../support/store-groups";

useTestDatabase();
beforeAll(useKey);
afterEach(closeCrms);

/** Everybody who is here, and how their consent stands. */
async function peopleOf({ ctx }: Connected) {
  const rows = await database().sql`select email, email_consent as consent, special_tags as tags from contacts
    where org_id = ${ctx.orgId} and gone_at is null order by email`;
  return rows.map(({ email, consent, tags }) => `${email} ${consent} ${tags.join()}`);
}

describe("the first sync", () => {
  it("brings Contacts and Leads through pages cut short; who did not opt out never opted in by that", async () => {
    const crm = await openCrm({ cut: 3 });
    for (let n = 0; n < 7; n++) crm.org.add("Contact", { Email: `c${n}@example.com`, HasOptedOutOfEmail: n === 3 });
    for (let n = 0; n < 4; n++) crm.org.add("Lead", { Email: `l${n}@example.com` });
    crm.org.delete(crm.org.add("Contact", { Email: "bin@example.com" }));
    const shop = await connect(crm);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    const contacts = [0, 1, 2, 3, 4, 5, 6].map(
      (n) => `c${n}@example.com ${n === 3 ? "unsubscribed" : "never"} contact`,
    );
    expect(await peopleOf(shop)).toEqual([...contacts, ...[0, 1, 2, 3].map((n) => `l${n}@example.com never contact`)]);
  });

  it("works where the user sees no Leads and no opt-outs: nothing is concluded from what is hidden", async () => {
    const crm = await openCrm({ without: ["Lead"], hidden: ["HasOptedOutOfEmail", "Birthdate"] });
    crm.org.add("Contact", { Email: "mira@example.com", HasOptedOutOfEmail: true });
    const shop = await connect(crm);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(shop)).toEqual(["mira@example.com never contact"]);
  });
});

describe("campaigns", () => {
  it("are groups: read over pages, followed as people join and leave; a deleted one keeps its last members", async () => {
    const crm = await openCrm({ cut: 2 });
    const people = [0, 1, 2].map((n) => crm.org.add("Contact", { Email: `c${n}@example.com` }));
    const lead = crm.org.add("Lead", { Email: "lead@example.com" });
    const shop = await connect(crm);
    await runSync(shop);
    const fair = crm.org.addCampaign("Trade fair", [...people, lead]);
    const old = crm.org.addCampaign("Old", [people[0]!]);
    crm.org.addCampaign("Nobody yet");
    expect(await mirror(shop)).toMatchObject({ state: "done", groups_total: 3, members_done: 5 });
    const all = { "Trade fair": [lead, ...people].sort(), Old: [people[0]], "Nobody yet": [] };
    expect(await groupsOf(shop)).toEqual(all);
    crm.org.leave(fair, people[1]!);
    const contact = crm.org.convert(lead);
    crm.org.deleteCampaign(old);
    await mirror(shop);
    expect(await groupsOf(shop)).toEqual({
      "Trade fair": [people[0], people[2], contact].sort(),
      "✝ Old": [people[0]],
      "Nobody yet": [],
    });
  });

  it("are none to a user who may not see them", async () => {
    const shop = await connect(await openCrm({ without: ["Campaign"] }));
    await runSync(shop);
    expect(await mirror(shop)).toMatchObject({ state: "done", groups_total: 0 });
  });
});

describe("polling, every few minutes", () => {
  it("brings who changed, came, opted out and was deleted; a tick taken back is no opt-in", async () => {
    const crm = await openCrm();
    const [mira, jonas] = ["mira", "jonas"].map((name) => crm.org.add("Contact", { Email: `${name}@example.com` }));
    const shop = await connect(crm);
    await runSync(shop);
    await database().sql`update syncs set started_at = now() - interval '5 minutes' where store_id = ${shop.storeId}`;
    expect((await storesDueForLook()).map(({ storeId }) => storeId)).toContain(shop.storeId);
    crm.org.change(mira!, { HasOptedOutOfEmail: true });
    crm.org.delete(jonas!);
    crm.org.add("Lead", { Email: "new@example.com" });
    await pass(shop, "light");
    expect(await peopleOf(shop)).toEqual(["mira@example.com unsubscribed contact", "new@example.com never contact"]);
    crm.org.change(mira!, { HasOptedOutOfEmail: false });
    await pass(shop, "light");
    expect(await peopleOf(shop)).toContain("mira@example.com unsubscribed contact");
    expect(await pass(shop, "manual")).toMatchObject({ healed: 0, vanished: 0 });
  });

  it("of more changes within one thousandth than a page holds goes through them all, and ends", async () => {
    const crm = await openCrm({ cut: 2 });
    const shop = await connect(crm);
    await runSync(shop);
    const at = new Date();
    for (let n = 0; n < 9; n++) crm.org.add("Contact", { Email: `c${n}@example.com`, at });
    await pass(shop, "light");
    expect(await peopleOf(shop)).toHaveLength(9);
  });

  it("keeps one contact for a Lead that became a Contact, and for two that were merged the one that is left", async () => {
    const crm = await openCrm();
    const lead = crm.org.add("Lead", { Email: "lead@example.com", HasOptedOutOfEmail: true });
    const [winner, loser] = ["winner", "loser"].map((name) => crm.org.add("Contact", { Email: `${name}@example.com` }));
    const shop = await connect(crm);
    await runSync(shop);
    const idOf = async (email: string) =>
      (await database().sql`select id from contacts where org_id = ${shop.ctx.orgId} and email = ${email}`)[0]?.id;
    const before = await idOf("lead@example.com");
    crm.org.change(crm.org.convert(lead), { HasOptedOutOfEmail: false });
    crm.org.merge(winner!, loser!, { FirstName: "United" });
    await pass(shop, "light");
    expect(await idOf("lead@example.com")).toBe(before);
    const [merged] = await database().sql`select e.contact_id, c.email from contact_events e
      join contacts c on c.id = e.contact_id where e.org_id = ${shop.ctx.orgId} and e.kind = 'contact.merged'`;
    expect(merged).toMatchObject({ email: "winner@example.com" });
    expect(await peopleOf(shop)).toEqual(["lead@example.com unsubscribed contact", "winner@example.com never contact"]);
  });
});

describe("a life with looks now and then, then a night", () => {
  const turn = fc.record({ what: fc.nat(5), who: fc.nat(3), amount: fc.integer({ min: 1, max: 999 }) });

  function live({ org }: SalesforceOrg, { what, who, amount }: { what: number; who: number; amount: number }) {
    const there = (kind: "Contact" | "Lead") =>
      [...org.rows[kind].values()].filter(({ IsDeleted, IsConverted }) => !IsDeleted && IsConverted !== true);
    const [contact, other, lead] = [there("Contact")[who], there("Contact")[who + 1], there("Lead")[who]];
    if (what === 0)
      org.add(amount % 2 ? "Contact" : "Lead", { Email: `c${org.rows.Contact.size}-${amount}@example.com` });
    if (what === 1 && contact) org.change(contact.Id, { Email: `moved${amount}@example.com` });
    if (what === 2 && contact) org.change(contact.Id, { HasOptedOutOfEmail: true });
    if (what === 3 && contact) org.delete(contact.Id);
    // Who read the org only afterwards knows no more than what the one that is left tells.
    const out = contact?.HasOptedOutOfEmail === true || other?.HasOptedOutOfEmail === true;
    if (what === 4 && contact && other)
      org.merge(contact.Id, other.Id, { LastName: `L${amount}`, HasOptedOutOfEmail: out });
    if (what === 5 && lead) org.convert(lead.Id);
  }

  it("the database ends in the state of an org that was only read, however long the bin was kept", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 5, maxLength: 20 }),
        fc.infiniteStream(fc.nat(9)),
        async (life, dice) => {
          const next = () => dice.next().value as number;
          const crm = await openCrm({ cut: 1 + next() });
          const shop = await connect(crm);
          await runSync(shop);
          for (const one of life) {
            live(crm, one);
            if (next() > 6) await pass(shop, "light");
            const emptied = [...crm.org.rows.Contact.values()].filter(({ IsDeleted }) => IsDeleted && next() > 6);
            for (const { Id } of emptied) crm.org.rows.Contact.delete(Id);
          }
          expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null });
          const read = await connect(crm);
          await runSync(read);
          expect(await standing(shop)).toEqual(await standing(read));
          await closeCrms();
        },
      ),
      { numRuns: process.env.SOAK ? 200 : 6, ...(process.env.SOAK ? {} : { seed: 20261122 }), endOnFailure: true },
    );
  }, 900_000);
});
