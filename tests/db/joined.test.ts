/**
 * A source of people that joined a shop: one person known to both is one contact, and each keeps its own record of
 * them.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { storeById } from "@/lib/connection/store";
import type { Change } from "@/lib/connectors/types";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { beginUpload } from "@/lib/imports/upload";
import { eraseStore } from "@/lib/privacy/erase-store";
import { chooseKinds } from "@/lib/stores/connect";
import { listStores } from "@/lib/stores/stores";
import { type Actor, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { memberCtx } from "../support/members";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { customer, day, optIn, optOut, order } from "../support/people";
import { strays } from "../support/snapshot";
import { takeInto } from "../support/taking";

useTestDatabase();
beforeAll(useKey);

/** A shop that takes only who bought or subscribed, and a CRM that joined it. */
async function open() {
  const { orgId } = await makeOrganization();
  const ctx = memberCtx(orgId, 1, "owner");
  const shop = await makeStore(ctx, { selection: ["subscriber", "buyer"] });
  const crm = await makeStore(ctx, { platform: "salesforce", selection: ["contact"], joinsId: shop.id });
  const taking =
    (storeId: number) =>
    (...changes: Change[]) =>
      takeInto(ctx, storeId, changes, day(30));
  return {
    ctx,
    shop: { ...shop, take: taking(shop.id) },
    crm: { ...crm, take: taking(crm.id) },
  };
}
type Open = Awaited<ReturnType<typeof open>>;

const gone = (externalId: string, into?: string): Change => ({
  kind: "customer-gone",
  externalId,
  ...(into && { into }),
});

/** "mira@example.com · 7 003a 00Qa · contact": the address, who it is at each source, its special tags. */
async function peopleOf({ ctx }: Pick<Open, "ctx">): Promise<string[]> {
  const rows = await database().sql`
    select coalesce(c.email, c.phone, '') as who, c.special_tags as tags, array(select external_id from store_customers a
      where a.org_id = c.org_id and a.contact_id = c.id and a.ended_at is null order by external_id collate "C") as ids
    from contacts c where c.org_id = ${ctx.orgId} and c.gone_at is null order by 1`;
  return rows.map(({ who, ids, tags }) => [who, ids.join(" "), tags.join(" ")].join(" · "));
}

const contactOf = async ({ ctx }: Open, email: string) => {
  const [row] = await database().sql`select id::int, public_id, store_id::int, email_consent, first_name, phone
    from contacts where org_id = ${ctx.orgId} and email = ${email}`;
  return row as { id: number; public_id: string; store_id: number; email_consent: string; first_name: string };
};

const untoldOf = async ({ ctx, crm }: Open) =>
  (
    await database().sql`select store_id::int as id, state from write_backs where org_id = ${ctx.orgId} order by id`
  ).map(({ id, state }) => `${id === crm.id ? "crm" : "shop"} ${state}`);

const bought = { hasBought: true };

describe("one person known to the shop and twice to the CRM", () => {
  it("is one contact of the shop with all three of their ids; whom only the CRM knows is a Contact there", async () => {
    const all = await open();
    await all.shop.take(customer("7", "mira@example.com", bought));
    await all.crm.take(
      customer("003a", "Mira@Example.com", { updatedAt: day(9), person: { firstName: "Miranda" } }),
      customer("00Qa", "mira@example.com"),
      customer("003b", "only@example.com"),
    );
    expect(await peopleOf(all)).toEqual([
      "mira@example.com · 003a 00Qa 7 · buyer",
      "only@example.com · 003b · contact",
    ]);
    const mira = await contactOf(all, "mira@example.com");
    expect(mira).toMatchObject({ store_id: all.shop.id, first_name: "Mira" });
    const stores = await listStores(all.ctx);
    expect(stores.map(({ contacts, joins }) => [contacts, joins?.id ?? null]).sort()).toEqual([
      [2, null],
      [2, all.shop.publicId],
    ]);
  });

  it("is whoever their number leads to where the CRM knows no address", async () => {
    const all = await open();
    await all.shop.take(customer("7", "mira@example.com", { ...bought, person: { phone: "+49 170 1234567" } }));
    const record = { ...(customer("003a", "") as Extract<Change, { kind: "customer" }>).record };
    await all.crm.take({ kind: "customer", record: { ...record, person: { phone: "0170 1234567" } } });
    expect(await peopleOf(all)).toEqual(["mira@example.com · 003a 7 · buyer"]);
  });

  it("stays the shop's when the CRM forgets them, and the CRM's when the shop does", async () => {
    const all = await open();
    await all.shop.take(customer("7", "mira@example.com", bought));
    await all.crm.take(customer("003a", "mira@example.com"), customer("003b", "only@example.com"));
    await all.crm.take(gone("003a"), gone("003b"));
    expect(await peopleOf(all)).toEqual(["mira@example.com · 7 · buyer"]);
    await all.crm.take(customer("003a", "mira@example.com", { updatedAt: day(31) }));
    await all.shop.take(gone("7"));
    expect(await peopleOf(all)).toEqual(["mira@example.com · 003a · contact"]);
    await all.crm.take(gone("003a"));
    expect(await peopleOf(all)).toEqual([]);
  });

  it("stays the CRM's when the shop wants all erased that it told", async () => {
    const all = await open();
    await all.shop.take(customer("7", "mira@example.com", bought), customer("8", "gone@example.com", bought));
    await all.crm.take(
      customer("003a", "mira@example.com", { person: { firstName: "Miranda" } }),
      customer("003b", "only@example.com"),
    );
    await eraseStore(all.ctx, await transact(all.ctx, (ctx) => storeById(ctx, all.shop.id)));
    expect(await peopleOf(all)).toEqual(["mira@example.com · 003a · contact", "only@example.com · 003b · contact"]);
    expect((await contactOf(all, "mira@example.com")).first_name).toBe("Miranda");
    expect(await strays(all.ctx.orgId)).toEqual([]);
  });

  it("takes the address along that only the CRM knows them by; both lead to them from then on", async () => {
    const all = await open();
    await all.crm.take(customer("003a", "old@example.com"));
    const { id } = await contactOf(all, "old@example.com");
    await all.crm.take(customer("003a", "new@example.com", { updatedAt: day(5) }));
    expect((await contactOf(all, "new@example.com")).id).toBe(id);
    await all.shop.take(order("1", "old@example.com"), order("2", "new@example.com"));
    expect(await peopleOf(all)).toEqual(["new@example.com · 003a · buyer"]);
  });

  it("is not who another account of the shop is: what the CRM moves to that one's address is that one's", async () => {
    const all = await open();
    await all.shop.take(customer("7", "mira@example.com", bought), customer("8", "jonas@example.com", bought));
    await all.crm.take(customer("003a", "mira@example.com"));
    await all.crm.take(
      customer("003a", "jonas@example.com", { updatedAt: day(5), consents: [{ ...optOut(day(5)), explicit: false }] }),
    );
    expect(await peopleOf(all)).toEqual(["jonas@example.com · 003a 8 · buyer", "mira@example.com · 7 · buyer"]);
    expect((await contactOf(all, "jonas@example.com")).email_consent).toBe("unsubscribed");
    expect((await contactOf(all, "mira@example.com")).email_consent).toBe("never");
  });
});

describe("two that the CRM made one", () => {
  it("unite their contacts, lines and all; the strictest consent holds, and either address leads there", async () => {
    const all = await open();
    await all.shop.take(
      customer("7", "mira@example.com", { ...bought, consents: [optIn(day(2))] }),
      order("1", "mira@example.com"),
    );
    await all.crm.take(
      customer("003a", "mira@example.com"),
      customer("003b", "private@example.com", { consents: [{ ...optOut(day(3)), explicit: false }] }),
    );
    await all.crm.take(gone("003b", "003a"));
    expect(await peopleOf(all)).toEqual(["mira@example.com · 003a 7 · buyer"]);
    const mira = await contactOf(all, "mira@example.com");
    expect(mira.email_consent).toBe("unsubscribed");
    const kinds = await database().sql`select kind, count(*)::int as n from contact_events where contact_id = ${mira.id}
      and kind in ('contact.merged', 'order.placed', 'store.account.created') group by kind order by kind`;
    expect(kinds.map(({ kind, n }) => `${kind} ${n}`)).toEqual([
      "contact.merged 1",
      "order.placed 1",
      "store.account.created 3",
    ]);
    await all.shop.take(order("2", "private@example.com"));
    expect(await peopleOf(all)).toHaveLength(1);
  });

  it("of whom the one that is left was not told of yet: it inherits the contact, whatever its address then is", async () => {
    const all = await open();
    await all.crm.take(customer("00Qa", "lead@example.com"));
    const { id } = await contactOf(all, "lead@example.com");
    await all.crm.take(gone("00Qa", "003a"));
    await all.crm.take(customer("003a", "work@example.com", { createdAt: day(6), updatedAt: day(6) }));
    expect(await peopleOf(all)).toEqual(["work@example.com · 003a · contact"]);
    expect((await contactOf(all, "work@example.com")).id).toBe(id);
    await all.crm.take(gone("00Qa", "003a"));
    expect(await peopleOf(all)).toEqual(["work@example.com · 003a · contact"]);
  });

  it("in a row, told in one go and in any order, are the last one", async () => {
    const all = await open();
    const three = ["a", "b", "c"].map((one) => customer(`003${one}`, `${one}@example.com`));
    await all.crm.take(...three);
    await all.crm.take(gone("003b", "003c"), gone("003a", "003b"));
    expect(await peopleOf(all)).toEqual(["c@example.com · 003c · contact"]);
  });
});

describe("a choice", () => {
  it("made at the CRM is told to the shop and not to the CRM; made here, to both; made at the shop, to the CRM", async () => {
    const out = { ...optOut(day(4)), explicit: false };
    const all = await open();
    for (const [n, name] of ["crm", "here", "shop"].entries()) {
      await all.shop.take(customer(`${n}`, `${name}@example.com`, { ...bought, consents: [optIn(day(2))] }));
      await all.crm.take(customer(`003${n}`, `${name}@example.com`));
    }
    await all.crm.take(customer("0030", "crm@example.com", { updatedAt: day(4), consents: [out] }));
    expect((await untoldOf(all)).sort()).toEqual(["shop waiting"]);
    await unsubscribeContact(all.ctx, {
      contact: (await contactOf(all, "here@example.com")).public_id,
      channel: "email",
    });
    expect((await untoldOf(all)).sort()).toEqual(["crm waiting", "shop waiting", "shop waiting"]);
    await all.shop.take(customer("2", "shop@example.com", { ...bought, updatedAt: day(4), consents: [out] }));
    expect((await untoldOf(all)).sort()).toEqual(["crm waiting", "crm waiting", "shop waiting", "shop waiting"]);
    await all.crm.take(customer("0030", "crm@example.com", { updatedAt: day(5) }));
    expect((await contactOf(all, "crm@example.com")).email_consent).toBe("unsubscribed");
  });

  it("that a key makes which is bound to the shop reaches both, and takes nobody the CRM knows away", async () => {
    const all = await open();
    await all.crm.take(customer("003a", "only@example.com"));
    const { public_id: contact } = await contactOf(all, "only@example.com");
    const permissions = ["contacts.consent" as const];
    const actor: Actor = { kind: "key", keyId: 1, name: "The shop’s key", permissions, storeId: all.shop.id };
    await unsubscribeContact({ orgId: all.ctx.orgId, actor }, { contact, channel: "email" });
    expect(await peopleOf(all)).toEqual(["only@example.com · 003a · contact"]);
    expect((await untoldOf(all)).sort()).toEqual(["crm waiting", "shop waiting"]);
  });

  it("that is older than the CRM's knowing of the person is told to it once it knows them", async () => {
    const all = await open();
    await all.shop.take(customer("7", "mira@example.com", { ...bought, consents: [optOut(day(3))] }));
    await all.crm.take(customer("003a", "mira@example.com"));
    expect(await untoldOf(all)).toEqual(["crm waiting"]);
  });
});

describe("whatever the order in which shop and CRM tell of their people", () => {
  const record = (external: string, email: string | null, phone: string | null, at: number): Change => {
    const change = customer(external, email ?? "", { ...bought, createdAt: day(at), updatedAt: day(at) });
    if (change.kind !== "customer") return change;
    const { email: _, ...person } = change.record.person;
    return {
      ...change,
      record: { ...change.record, person: { ...person, ...(email && { email }), ...(phone && { phone }) } },
    };
  };
  const told: ["shop" | "crm", Change][] = [
    ["shop", record("1", "a@example.com", "+491700000001", 1)],
    ["shop", record("2", "b@example.com", null, 2)],
    ["shop", order("9", "c@example.com", { createdAt: day(3) })],
    ["crm", record("003a", "a@example.com", null, 4)],
    ["crm", record("00Qa", "a@example.com", null, 5)],
    ["crm", record("003c", "c@example.com", "+491700000003", 6)],
    ["crm", record("003d", "d@example.com", null, 7)],
    ["crm", gone("00Qb", "003d")],
  ];
  const whole = [
    "a@example.com · 003a 00Qa 1 · buyer",
    "b@example.com · 2 · buyer",
    "c@example.com · 003c · buyer",
    "d@example.com · 003d · buyer",
  ];

  it("they end as the same contacts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(told, { minLength: told.length }),
        fc.array(fc.nat(told.length - 1), { maxLength: 3 }),
        async (life, again) => {
          const all = await open();
          for (const [source, change] of [...life, ...again.map((at) => told[at]!)]) await all[source].take(change);
          expect(await peopleOf(all)).toEqual(whole);
        },
      ),
      { numRuns: process.env.SOAK ? 200 : 6 },
    );
  }, 300_000);
});

describe("joining", () => {
  it("is for sources of people alone, before they are first read, and to a store with contacts of its own", async () => {
    const all = await open();
    const choose = (store: string, joins: string) => chooseKinds(all.ctx, { store, kinds: ["contact"], joins });
    const other = await makeStore(all.ctx, { state: "choosing" });
    await expect(choose(other.publicId, all.shop.publicId)).rejects.toThrow("This is a shop");
    await expect(choose(all.crm.publicId, other.publicId)).rejects.toThrow("before it was first read");
    const late = await makeStore(all.ctx, { platform: "salesforce", state: "choosing" });
    for (const store of [all.crm.publicId, late.publicId, other.publicId])
      await expect(choose(late.publicId, store)).rejects.toThrow("contacts of its own");
    await choose(late.publicId, all.shop.publicId);
    const joined = (await listStores(all.ctx)).filter(({ joins }) => joins?.id === all.shop.publicId);
    expect(joined.map(({ id }) => id).sort()).toEqual([all.crm.publicId, late.publicId].sort());
  });

  it("leaves no place for people of its own: whoever is given to it is refused, with the store to name", async () => {
    const all = await open();
    const file = { store: all.crm.publicId, file: "people.csv", size: 10, kind: "contacts" as const };
    await expect(beginUpload(all.ctx, file)).rejects.toThrow("are contacts of Outlet. Name that store.");
  });
});
