/** Records become contacts: identity, special tags, consent and figures, each rule of product.md by its sentence. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showContact } from "@/lib/contacts/profile";
import type { Kind } from "@/lib/contacts/selection";
import { absorb } from "@/lib/records/absorb";
import type { News } from "@/lib/records/batch";
import { previewSegment } from "@/lib/segments/members";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { customer, day, news, optIn, optOut, order } from "../support/people";
import { misfigured } from "../support/snapshot";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
beforeAll(useKey);

const everybody: Kind[] = ["subscriber", "buyer", "contact"];

async function shop(selection: Kind[] = everybody) {
  const ctx = await makeOrganization();
  const { id } = await makeStore(ctx, { selection });
  const store = { id, label: "WooCommerce · Outlet", country: "DE", currency: "EUR", selection, peopleOnly: false };
  const take = (said: News[], kinds = selection) => {
    const taking = { ...store, selection: kinds };
    return transact(ctx, (ctx) => absorb(ctx, { ...taking, home: taking }, said));
  };
  return { ctx, store, take, contacts: () => contactsOf(ctx) };
}

async function contactsOf(ctx: Ctx) {
  const rows = await database().sql`
    select c.email, c.external_id, c.first_name, c.special_tags, c.email_consent, c.phone, c.phone_key, a.orders,
      a.spent::float8 as spent from contacts c
    join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and c.gone_at is null order by c.email, c.external_id, c.phone`;
  return rows.map((row) => ({ ...row }));
}

const item = (externalId: string, productId: string) => ({
  externalId,
  productId,
  name: productId,
  quantity: 1,
  total: "2.00",
});

const kindsOf = async (ctx: Ctx, prefix: string) =>
  (
    await database().sql`select kind from contact_events where org_id = ${ctx.orgId} and kind like ${`${prefix}%`}
      order by at, id`
  ).map((row) => row.kind);

describe("identity", () => {
  it("a guest who makes an account stays one contact, and keeps the orders", async () => {
    const { take, contacts } = await shop();
    await take(news(order("10", "Mira.Holt@Example.com")));
    await take(news(customer("7", "mira.holt@example.com")));
    expect(await contacts()).toMatchObject([
      { email: "mira.holt@example.com", external_id: "7", orders: 1, spent: 24 },
    ]);
  });

  it("an order by number alone goes along when a later one of its batch shows whose number it is", async () => {
    const { take, contacts } = await shop();
    const number = "+4915112345678";
    await take(news(order("10", "mira@example.com", { createdAt: day(1) })));
    await take(news(order("11", undefined, { person: { phone: number }, createdAt: day(2) })));
    await take(
      news(
        order("12", undefined, { person: { phone: number }, createdAt: day(3) }),
        order("13", "mira@example.com", { person: { phone: number }, createdAt: day(4) }),
      ),
    );
    expect(await contacts()).toMatchObject([{ email: "mira@example.com", phone: number, orders: 4, spent: 96 }]);
  });

  it("one record that matches two contacts merges them, the older survives, totals and timeline are united", async () => {
    const { ctx, take, contacts } = await shop();
    await take(news(order("10", "guest@example.com", { createdAt: day(1) })));
    await take(
      news(
        customer("7", "mira@example.com", { createdAt: day(5), updatedAt: day(5) }),
        order("11", undefined, { customerExternalId: "7" }),
      ),
    );
    const [older] = await database()
      .sql`select id from contacts where org_id = ${ctx.orgId} and email = 'guest@example.com'`;
    await take(news(customer("7", "guest@example.com", { createdAt: day(5), updatedAt: day(6) })));
    expect(await contacts()).toMatchObject([{ email: "guest@example.com", external_id: "7", orders: 2, spent: 48 }]);
    const [row] = await database().sql`select id from contacts where org_id = ${ctx.orgId}`;
    expect(row!.id).toBe(older!.id);
    expect(await kindsOf(ctx, "order.placed")).toHaveLength(2);
    expect(await kindsOf(ctx, "contact.merged")).toHaveLength(1);
  });

  it("a merge takes the strictest consent", async () => {
    const { take, contacts } = await shop();
    await take(news(order("10", "guest@example.com", { consents: [optOut(day(3))] })));
    await take(news(customer("7", "mira@example.com", { consents: [optIn(day(2), false)] })));
    await take(news(customer("7", "guest@example.com", { updatedAt: day(6) })));
    expect(await contacts()).toMatchObject([{ email_consent: "unsubscribed" }]);
  });

  it("a merge that lowers the survivor's consent leaves the evidence why", async () => {
    const { ctx, take, contacts } = await shop();
    await take(news(customer("7", "mira@example.com", { consents: [optIn(day(1), false)] })));
    await take(news(order("10", "guest@example.com", { consents: [optOut(day(3))] })));
    await take(news(customer("7", "guest@example.com", { updatedAt: day(6) })));
    expect(await contacts()).toMatchObject([{ email: "guest@example.com", email_consent: "unsubscribed" }]);
    const evidence = await database().sql`select method, before, after from consent_evidence
      where org_id = ${ctx.orgId} order by id desc limit 1`;
    expect(evidence.map((row) => ({ ...row }))).toEqual([
      { method: "merge", before: "subscribed", after: "unsubscribed" },
    ]);
  });

  it("two people with one phone number stay two; the number is the key of the one known longest", async () => {
    const { take, contacts } = await shop();
    const phone = { phone: "+49 30 901820" };
    await take(news(order("11", "b@example.com", { person: phone, createdAt: day(3) })));
    await take(news(order("10", "a@example.com", { person: phone, createdAt: day(2) })));
    expect(await contacts()).toMatchObject([
      { email: "a@example.com", phone: "+4930901820", phone_key: "+4930901820" },
      { email: "b@example.com", phone: "+4930901820", phone_key: null },
    ]);
  });

  it("two accounts that swap addresses in one batch keep their own contacts", async () => {
    const { take, contacts } = await shop();
    await take(news(customer("1", "a@example.com"), customer("2", "b@example.com")));
    await take(
      news(
        customer("1", "b@example.com", { updatedAt: day(2) }),
        customer("2", "a@example.com", { updatedAt: day(2) }),
      ),
    );
    expect(await contacts()).toMatchObject([
      { email: "a@example.com", external_id: "2" },
      { email: "b@example.com", external_id: "1" },
    ]);
  });

  it("an older record never overwrites a newer one, and the same again changes nothing", async () => {
    const { ctx, take, contacts } = await shop();
    const newer = customer("7", "new@example.com", { updatedAt: day(9), person: { firstName: "Newer" } });
    await take(news(newer));
    const before = await kindsOf(ctx, "");
    const outcome = await take(news(customer("7", "old@example.com", { updatedAt: day(3) }), newer));
    expect(outcome.changed).toBe(0);
    expect(await contacts()).toMatchObject([{ email: "new@example.com", first_name: "Newer" }]);
    expect(await kindsOf(ctx, "")).toEqual(before);
  });

  it("a deleted account with orders leaves a guest, one without leaves nothing to see", async () => {
    const { take, contacts } = await shop();
    await take(news(customer("7", "buyer@example.com"), order("10", "buyer@example.com", { customerExternalId: "7" })));
    await take(news(customer("8", "only@example.com")));
    await take(news({ kind: "customer-gone", externalId: "7" }, { kind: "customer-gone", externalId: "8" }));
    expect(await contacts()).toMatchObject([{ email: "buyer@example.com", external_id: null, orders: 1 }]);
    await take(news(customer("7", "late@example.com", { updatedAt: day(2) })));
    expect(await contacts()).toHaveLength(1);
  });

  it("who comes back after being gone is still unsubscribed", async () => {
    const { take, contacts } = await shop();
    await take(news(customer("7", "mira@example.com", { consents: [optOut(day(2))] })));
    await take(news({ kind: "customer-gone", externalId: "7" }));
    expect(await contacts()).toHaveLength(0);
    await take(news(order("10", "mira@example.com", { consents: [optIn(day(1))] })));
    expect(await contacts()).toMatchObject([{ email_consent: "unsubscribed", orders: 1 }]);
  });
});

describe("special tags", () => {
  it("a record of no chosen kind is not stored at all", async () => {
    const { ctx, take } = await shop(["buyer"]);
    const outcome = await take(news(customer("7", "mira@example.com")));
    expect([...outcome.passedOver]).toEqual(["customer 7"]);
    const [row] = await database()
      .sql`select (select count(*) from contacts where org_id = ${ctx.orgId})::int as contacts,
      (select count(*) from store_customers where org_id = ${ctx.orgId})::int as accounts`;
    expect({ ...row }).toEqual({ contacts: 0, accounts: 0 });
  });

  it("one person may be subscriber and buyer; the tags are the kinds that were chosen", async () => {
    const both = await shop(["subscriber", "buyer"]);
    await both.take(news(order("10", "mira@example.com", { consents: [optIn(day(2))] })));
    expect(await both.contacts()).toMatchObject([{ special_tags: ["subscriber", "buyer"] }]);
    const one = await shop(["subscriber"]);
    await one.take(news(order("10", "mira@example.com", { consents: [optIn(day(2))] })));
    expect(await one.contacts()).toMatchObject([{ special_tags: ["subscriber"] }]);
  });

  it("an opt-out is heard although its sender is of no chosen kind any more, other changes are not", async () => {
    const { take, contacts } = await shop(["subscriber"]);
    await take(news(customer("7", "mira@example.com", { consents: [optIn(day(1), false)] })));
    await take(news(customer("7", "other@example.com", { updatedAt: day(3), consents: [optOut(day(3))] })));
    expect(await contacts()).toMatchObject([{ email: "mira@example.com", email_consent: "unsubscribed" }]);
  });

  it("unticking a kind deletes nothing", async () => {
    const { take, contacts } = await shop(everybody);
    await take(news(customer("7", "mira@example.com")));
    await take(news(customer("7", "mira@example.com", { updatedAt: day(3) })), ["buyer"]);
    expect(await contacts()).toHaveLength(1);
  });
});

describe("figures", () => {
  it("one order more is added to the histories as deriving them anew gives it, whenever it was placed", async () => {
    const { ctx, store, take, contacts } = await shop();
    const whole = { firstName: "Mira", lastName: "Holt", phone: "+4915112345678", address: { city: "Berlin" } };
    const bought = async (id: string, on: number, more: object = {}) => {
      await take(news(order(id, "mira@example.com", { customerExternalId: "7", createdAt: day(on), ...more })));
      expect(await misfigured(ctx, store.id)).toEqual([]);
    };
    await take(news(customer("7", "mira@example.com", { person: { ...whole, email: "mira@example.com" } })));
    await bought("10", 3);
    await bought("11", 5, { items: [item("1", "mug"), item("2", "lamp")] });
    await bought("12", 5, { items: [item("3", "cup")] });
    await bought("13", 6, { currency: "USD" });
    await bought("14", 4);
    await bought("15", 7, { status: "pending" });
    await bought("16", 8);
    await take(news(...["17", "18"].map((id) => order(id, "mira@example.com", { createdAt: day(9) }))));
    await bought("19", 10, { refunds: [{ externalId: "r1", amount: "4.00", at: day(11) }] });
    await bought("20", 11, { person: { firstName: "Mirabel", language: "de" } });
    expect(await contacts()).toMatchObject([{ email: "mira@example.com", orders: 10, special_tags: ["buyer"] }]);
  });

  it("cancelled, pending and draft orders do not count; refunds are taken off, exactly", async () => {
    const { take, contacts } = await shop();
    await take(
      news(
        order("1", "m@example.com", { total: "0.10", refunds: [{ externalId: "9", at: null, amount: "0.03" }] }),
        order("2", "m@example.com", { total: "0.20" }),
        order("3", "m@example.com", { status: "cancelled" }),
        order("4", "m@example.com", { status: "pending" }),
        order("5", "m@example.com", { status: "draft" }),
        order("6", "m@example.com", { status: "refunded", total: "5.00" }),
      ),
    );
    expect(await contacts()).toMatchObject([{ orders: 3, spent: 0.27 }]);
  });

  it("refunds beyond an order's total take off the total: nobody's sum is ever negative, wherever it is shown", async () => {
    const { ctx, take, contacts } = await shop();
    const refunds = (...amounts: string[]) => amounts.map((amount, n) => ({ externalId: `r${n}`, at: null, amount }));
    await take(news(order("1", "m@example.com", { total: "10.00", refunds: refunds("7.50", "6.00") })));
    expect(await contacts()).toMatchObject([{ orders: 1, spent: 0 }]);
    await take(news(order("2", "m@example.com", { total: "4.00" })));
    const [{ id }] = await database().sql<
      [{ id: string }]
    >`select public_id as id from contacts where org_id = ${ctx.orgId}`;
    expect(await showContact(ctx, { contact: id })).toMatchObject({ orders: 2, spent: "4.0000" });
    const sizes = ["=", "<"].map(async (operator) => {
      const spent = { field: "total-spent", operator, value: "4" };
      return (await previewSegment(ctx, { definition: { include: { all: [spent] } } })).n;
    });
    expect(await Promise.all(sizes)).toEqual([1, 0]);
  });

  it("an order in another currency counts, and is in neither what was spent nor the average", async () => {
    const { ctx, take } = await shop();
    const at = (id: string, on: number, currency: string, total: string) =>
      order(id, "m@example.com", { createdAt: day(on), currency, total });
    await take(news(at("1", 1, "EUR", "30.00"), at("2", 2, "USD", "500.00"), at("3", 3, "EUR", "50.00")));
    const [{ id }] = await database().sql<
      [{ id: string }]
    >`select public_id as id from contacts where org_id = ${ctx.orgId}`;
    expect(await showContact(ctx, { contact: id })).toMatchObject({ orders: 3, spent: "80.0000", foreignOrders: 1 });
    const ofForty = { field: "average-order", operator: "=", value: "40" };
    expect(await previewSegment(ctx, { definition: { include: { all: [ofForty] } } })).toMatchObject({ n: 1 });
  });

  it("an order in the trash counts no more, restored it counts again", async () => {
    const { take, contacts } = await shop();
    await take(news(order("1", "m@example.com"), order("2", "m@example.com")));
    await take(news({ kind: "order-gone", externalId: "1" }));
    expect(await contacts()).toMatchObject([{ orders: 1, spent: 24 }]);
    await take(news(order("1", "m@example.com", { updatedAt: new Date(Date.now() + 60_000) })));
    expect(await contacts()).toMatchObject([{ orders: 2, spent: 48 }]);
  });
});
