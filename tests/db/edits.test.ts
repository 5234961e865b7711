/** What members write about people, against the store's records and against each other. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EditContact, editableFields, editContact } from "@/lib/contacts/edits";
import { deleteContact } from "@/lib/contacts/remove";
import { Failure } from "@/lib/errors";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, optIn, optOut, order } from "../support/people";
import { openShop, type Shop } from "../support/shop";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
beforeAll(useKey);

const future = (days = 1) => new Date(Date.now() + days * 86_400_000);
const mira = (more: object = {}) => customer("7", "mira@example.com", more);

async function withMira() {
  const shop = await openShop();
  await shop.take(news(mira()));
  return { ...shop, contact: await shop.idOf("mira@example.com") };
}

const edit = (ctx: Ctx, contact: string, fields: object) => editContact(ctx, EditContact.parse({ contact, ...fields }));
const refusal = (attempt: Promise<unknown>): Promise<Failure> =>
  attempt.then(
    () => {
      throw new Error("It was not refused.");
    },
    (error: Failure) => error,
  );
const only = async (shop: Pick<Shop, "contacts">) => {
  const found = await shop.contacts();
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe("an edit", () => {
  it("shows at once, and tells the timeline and the audit trail what, from what, and by whom", async () => {
    const { ctx, contact, contacts } = await withMira();
    const done = await edit(ctx, contact, {
      lastName: "Halt",
      city: " Berlin ",
      birthday: "1988-04-12",
      country: "DE",
    });
    expect(done.fields).toEqual(["lastName", "birthday", "city", "country"]);
    expect(await contacts()).toMatchObject([{ last_name: "Halt", city: "Berlin", birthday: "1988-04-12" }]);
    const [line] = await database().sql`
      select actor_name, detail from contact_events where org_id = ${ctx.orgId} and kind = 'contact.edited'`;
    expect(line).toMatchObject({ actor_name: "Maren" });
    expect(line!.detail.changes[0]).toEqual({ field: "last name", from: "Holt", to: "Halt" });
    const [trail] = await database().sql`
      select detail from audit_trail where org_id = ${ctx.orgId} and verb = 'contact.edited'`;
    expect(trail!.detail).toEqual({ fields: ["lastName", "birthday", "city", "country"] });
  });

  it("is not undone by an old resync, nor by a newer record that says what it said before", async () => {
    const shop = await withMira();
    await edit(shop.ctx, shop.contact, { lastName: "Halt" });
    await shop.take(news(mira(), order("10", "mira@example.com")));
    expect(await only(shop)).toMatchObject({ last_name: "Halt" });
    await shop.take(news(mira({ updatedAt: future() })));
    expect(await only(shop)).toMatchObject({ last_name: "Halt", orders: 1 });
  });

  it("gives way to a newer record that tells the field anew, for that field only and for good", async () => {
    const shop = await withMira();
    await edit(shop.ctx, shop.contact, { firstName: "Myra", lastName: "Halt" });
    await shop.take(news(mira({ updatedAt: future(1), person: { firstName: "Mira", lastName: "Stone" } })));
    expect(await only(shop)).toMatchObject({ first_name: "Myra", last_name: "Stone" });
    await shop.take(news(mira({ updatedAt: future(2) })));
    expect(await only(shop)).toMatchObject({ first_name: "Myra", last_name: "Holt" });
  });

  it("of a guest's name survives that their order is shipped", async () => {
    const shop = await openShop();
    await shop.take(news(order("10", "nils@example.com")));
    const contact = await shop.idOf("nils@example.com");
    await edit(shop.ctx, contact, { firstName: "Nils" });
    await shop.take(news(order("10", "nils@example.com", { updatedAt: future(), platformStatus: "completed" })));
    expect(await only(shop)).toMatchObject({ first_name: "Nils" });
  });

  it("can empty a field, and what is emptied stays empty", async () => {
    const shop = await openShop();
    await shop.take(news(mira({ person: { address: { city: "Berlin", line1: "Lindenstr. 4" } } })));
    await edit(shop.ctx, await shop.idOf("mira@example.com"), { city: "" });
    await shop.take(news(mira({ person: { address: { city: "Berlin", line1: "Lindenstr. 4" } } })));
    expect(await only(shop)).toMatchObject({ city: null, line1: "Lindenstr. 4" });
  });

  it("changes nothing, and writes no line, where nothing differs", async () => {
    const { ctx, contact, kinds } = await withMira();
    expect(await edit(ctx, contact, { lastName: "Holt", seen: "{}" })).toMatchObject({ fields: [] });
    expect(await kinds("contact.edited")).toEqual([]);
  });

  it("is not for viewers, and not for contacts of another organization", async () => {
    const [here, there] = [await withMira(), await withMira()];
    const viewer: Ctx = { ...here.ctx, actor: { ...here.ctx.actor, role: "viewer" } as Ctx["actor"] };
    await expect(edit(viewer, here.contact, { lastName: "X" })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(edit(here.ctx, there.contact, { lastName: "X" })).rejects.toMatchObject({ problem: "not-found" });
    await expect(editableFields(here.ctx, { contact: there.contact })).rejects.toMatchObject({ problem: "not-found" });
  });
});

describe("an edited address", () => {
  it("is the key; the account and orders that still tell the old one find the contact, and nobody comes twice", async () => {
    const shop = await withMira();
    await edit(shop.ctx, shop.contact, { email: "Mira.Holt@Example.com" });
    const again = [
      mira(),
      mira({ updatedAt: future() }),
      order("10", "mira@example.com"),
      order("11", "mira.holt@example.com"),
    ];
    for (const change of [...again, ...again.toReversed()]) await shop.take(news(change));
    expect(await only(shop)).toMatchObject({
      id: shop.contact,
      email: "mira.holt@example.com",
      external_id: "7",
      orders: 2,
    });
  });

  it("of a guest is found by the old one too, also when the guest opens an account", async () => {
    const shop = await openShop();
    await shop.take(news(order("10", "mira@exmaple.com")));
    const contact = await shop.idOf("mira@exmaple.com");
    await edit(shop.ctx, contact, { email: "mira@example.com" });
    await shop.take(news(order("10", "mira@exmaple.com"), order("11", "mira@exmaple.com", { updatedAt: future() })));
    expect(await only(shop)).toMatchObject({ id: contact, email: "mira@example.com", orders: 2 });
    await shop.take(news(customer("7", "mira@exmaple.com", { updatedAt: future() })));
    expect(await only(shop)).toMatchObject({ id: contact, email: "mira@example.com", external_id: "7", orders: 2 });
  });

  it("gives way to a newer record with a third address", async () => {
    const shop = await withMira();
    await edit(shop.ctx, shop.contact, { email: "mira.holt@example.com" });
    await shop.take(news(customer("7", "mira@stone.example", { updatedAt: future(1) })));
    expect(await only(shop)).toMatchObject({ id: shop.contact, email: "mira@stone.example" });
    await shop.take(news(customer("7", "mira@example.com", { updatedAt: future(2) })));
    expect(await only(shop)).toMatchObject({ id: shop.contact, email: "mira@example.com" });
  });

  it("that an account of the store turns out to have goes to that account", async () => {
    const shop = await withMira();
    await edit(shop.ctx, shop.contact, { email: "shared@example.com" });
    await shop.take(news(customer("8", "shared@example.com", { updatedAt: future() })));
    expect(await shop.contacts()).toMatchObject([
      { email: "mira@example.com", external_id: "7" },
      { email: "shared@example.com", external_id: "8" },
    ]);
  });

  it("keeps an opt-out", async () => {
    const shop = await openShop();
    await shop.take(news(mira({ consents: [optIn(day(1)), optOut(day(2))] })));
    await edit(shop.ctx, await shop.idOf("mira@example.com"), { email: "mira.holt@example.com" });
    await shop.take(news(mira({ updatedAt: future(), consents: [optIn(day(1))] })));
    expect(await only(shop)).toMatchObject({ email: "mira.holt@example.com", email_consent: "unsubscribed" });
  });

  it("that another contact of the store has is refused, with the offer to merge", async () => {
    const shop = await withMira();
    await shop.take(news(customer("8", "nils@example.com", { person: { phone: "+4917055501" } })));
    const other = await shop.idOf("nils@example.com");
    for (const fields of [{ email: "NILS@example.com" }, { phone: "+49 170 55501" }]) {
      const { problem, message, fields: at } = await refusal(edit(shop.ctx, shop.contact, fields));
      expect({ problem, other: at.other }).toEqual({ problem: "invalid", other });
      expect(message).toContain("merge");
    }
  });

  it("that a deleted contact had brings their opt-out along", async () => {
    const shop = await withMira();
    await shop.take(news(customer("8", "nils@example.com", { consents: [optIn(day(1)), optOut(day(2))] })));
    await deleteContact(shop.ctx, { contact: await shop.idOf("nils@example.com") });
    await edit(shop.ctx, shop.contact, { email: "nils@example.com" });
    expect(await only(shop)).toMatchObject({ email: "nils@example.com", email_consent: "unsubscribed" });
    await shop.take(news(customer("8", "nils@example.com"), mira()));
    expect(await shop.contacts()).toHaveLength(1);
  });

  it("as a number is read in the store's country and found by the old number too", async () => {
    const shop = await openShop();
    const byPhone = (id: string) => order(id, undefined, { person: { phone: "0170 5550101" } });
    await shop.take(news(byPhone("10")));
    const { id } = await only(shop);
    await edit(shop.ctx, id as string, { phone: "0170 5550102" });
    await shop.take(news(byPhone("10"), byPhone("11")));
    expect(await only(shop)).toMatchObject({ id, phone: "+491705550102", phone_key: "+491705550102", orders: 2 });
  });
});

describe("what is no value is told at its field", () => {
  const wrong: [string, string, RegExp][] = [
    ["email", "mira@", /not an e-mail address/],
    ["email", `${"a".repeat(300)}@example.com`, /not an e-mail address|too long/],
    ["phone", "many", /not a phone number/],
    ["birthday", "2999-01-01", /day of the past/],
    ["birthday", "12.4.1988", /day of the past/],
    ["country", "Germany", /Choose a country/],
    ["language", "not a language", /Choose a language/],
    ["firstName", "x".repeat(10_000), /at most 100/],
    ["line1", "x".repeat(10_000), /at most 200/],
  ];
  it.each(wrong)("%s: %s", async (field, value, message) => {
    const { ctx, contact } = await withMira();
    const failure = await refusal(edit(ctx, contact, { [field]: value, city: "Berlin" }));
    expect(failure).toBeInstanceOf(Failure);
    expect(failure.fields[field]).toMatch(message);
    expect(failure.fields.city).toBeUndefined();
  });

  it("hostile names are kept as they are typed, without what turns the text around", async () => {
    const { ctx, contact, contacts } = await withMira();
    await edit(ctx, contact, {
      firstName: "<script>alert(1)</script>",
      lastName: "\u202Eevil\u202C مرحبا\u0000",
      company: "=1+1",
    });
    expect(await contacts()).toMatchObject([
      { first_name: "<script>alert(1)</script>", last_name: "evil مرحبا", company: "=1+1" },
    ]);
  });

  it("somebody keeps at least one address", async () => {
    const shop = await openShop();
    await shop.take(news(order("10", "nils@example.com")));
    const failure = await refusal(edit(shop.ctx, await shop.idOf("nils@example.com"), { email: "" }));
    expect(failure.fields.email).toMatch(/Keep an e-mail address/);
  });
});

describe("two members who edit at once", () => {
  it("both keep what only one of them changed, and the second is told", async () => {
    const { ctx, contact, contacts } = await withMira();
    const seen = JSON.stringify(await editableFields(ctx, { contact }));
    await edit(ctx, contact, { firstName: "Myra", lastName: "Holt", seen });
    const second = await edit(ctx, contact, { firstName: "Mira", lastName: "Halt", seen });
    expect(second).toMatchObject({ fields: ["lastName"], meanwhile: ["firstName"] });
    expect(await contacts()).toMatchObject([{ first_name: "Myra", last_name: "Halt" }]);
  });

  it("who changed the same field second sees the first's value and whose it is, and may then replace it", async () => {
    const { ctx, contact, contacts } = await withMira();
    const anna: Ctx = { ...ctx, actor: { ...ctx.actor, name: "Anna" } as Ctx["actor"] };
    const seen = JSON.stringify(await editableFields(ctx, { contact }));
    await edit(anna, contact, { lastName: "Halt", company: "Halt & Co", seen });
    const typed = { ...JSON.parse(seen), lastName: "Hult", city: "Berlin" };
    const failure = await refusal(edit(ctx, contact, { ...typed, seen }));
    expect(failure.problem).toBe("conflict");
    expect(failure.fields.lastName).toBe("Anna meanwhile made this “Halt”.");
    expect(await contacts()).toMatchObject([{ last_name: "Halt", city: null }]);
    const again = await edit(ctx, contact, { ...typed, seen: failure.fields.seen });
    expect(again).toMatchObject({ fields: ["lastName", "city"], meanwhile: ["company"] });
    expect(await contacts()).toMatchObject([{ last_name: "Hult", city: "Berlin", company: "Halt & Co" }]);
  });

  it("are told of the store as well", async () => {
    const { ctx, contact, take } = await withMira();
    const seen = JSON.stringify(await editableFields(ctx, { contact }));
    await take(news(mira({ updatedAt: future(), person: { lastName: "Stone" } })));
    const failure = await refusal(edit(ctx, contact, { lastName: "Halt", seen }));
    expect(failure.fields.lastName).toBe("The store meanwhile made this “Stone”.");
  });

  it("at the very same moment write one after the other", async () => {
    const { ctx, contact, contacts, kinds } = await withMira();
    const seen = JSON.stringify(await editableFields(ctx, { contact }));
    const names = ["A", "B", "C", "D"];
    const outcomes = await Promise.allSettled(names.map((lastName) => edit(ctx, contact, { lastName, seen })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await kinds("contact.edited")).toHaveLength(1);
    expect(names).toContain((await contacts())[0]!.last_name);
  });
});
