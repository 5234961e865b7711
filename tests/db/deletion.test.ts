/** Deleting a contact: hidden, remembered, and back only by what the store tells anew. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eraseContact } from "@/lib/contacts/erase";
import { showContact } from "@/lib/contacts/profile";
import { deleteContact, deleteContacts, restoreContact } from "@/lib/contacts/remove";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, optIn, optOut, order } from "../support/people";
import { openShop } from "../support/shop";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
beforeAll(useKey);

const future = new Date(Date.now() + 86_400_000);
const mira = customer("7", "mira@example.com", { person: { phone: "+4917012345" } });

describe("a deleted contact", () => {
  it("is not there any more, and its timeline and the audit trail know who did it", async () => {
    const { ctx, take, idOf, contacts, kinds } = await openShop();
    await take(news(mira));
    const contact = await idOf("mira@example.com");
    await deleteContact(ctx, { contact });
    expect(await contacts()).toEqual([]);
    await expect(showContact(ctx, { contact })).rejects.toMatchObject({ problem: "not-found" });
    await expect(deleteContact(ctx, { contact })).rejects.toMatchObject({ problem: "not-found" });
    expect(await kinds("contact.deleted")).toHaveLength(1);
    const trail = await database().sql`select verb, actor_name from audit_trail where org_id = ${ctx.orgId}`;
    expect(trail.filter(({ verb }) => verb === "contact.deleted")).toMatchObject([{ actor_name: "Maren" }]);
  });

  it("does not come back by a resync of what the store said before, in any mixture", async () => {
    const { ctx, take, idOf, contacts } = await openShop();
    const records = news(mira, order("10", "mira@example.com"), order("11", "mira@example.com", { createdAt: day(9) }));
    await take(records);
    await deleteContact(ctx, { contact: await idOf("mira@example.com") });
    await take(records);
    await take(records.toReversed());
    await take(news(customer("7", "mira@example.com", { updatedAt: day(12), person: { firstName: "Myra" } })));
    expect(await contacts()).toEqual([]);
  });

  it("that was erased meanwhile is not brought back by the notice that offers to undo the deletion", async () => {
    const { ctx, take, idOf, contacts } = await openShop();
    await take(news(mira, order("10", "mira@example.com")));
    const contact = await idOf("mira@example.com");
    await eraseContact(ctx, { contact, typed: "mira@example.com" });
    await expect(restoreContact(ctx, { contact })).rejects.toMatchObject({ problem: "not-found" });
    expect(await contacts()).toEqual([]);
  });

  it("that was known by a number only does not come back as another one", async () => {
    const { ctx, take, contacts } = await openShop();
    const byPhone = order("10", undefined, { person: { phone: "+4917012345" } });
    await take(news(byPhone));
    await deleteContact(ctx, { contact: (await contacts())[0]!.id as string });
    await take(news(byPhone));
    expect(await contacts()).toEqual([]);
  });

  it("comes back by a newer record, with its whole history, and is still unsubscribed", async () => {
    const { ctx, take, idOf, contacts, kinds } = await openShop();
    await take(news(mira, order("10", "mira@example.com", { consents: [optIn(day(2)), optOut(day(3))] })));
    const contact = await idOf("mira@example.com");
    await deleteContact(ctx, { contact });
    await take(news(order("11", "mira@example.com", { createdAt: future, updatedAt: future })));
    expect(await contacts()).toMatchObject([{ id: contact, orders: 2, email_consent: "unsubscribed" }]);
    expect(await kinds("contact.returned")).toHaveLength(1);
    await take(news(mira));
    expect(await contacts()).toHaveLength(1);
  });

  it("hears an opt-out all the same", async () => {
    const { ctx, take, idOf } = await openShop();
    await take(news(customer("7", "mira@example.com", { consents: [optIn(day(1))] })));
    await deleteContact(ctx, { contact: await idOf("mira@example.com") });
    await take(news(customer("7", "mira@example.com", { updatedAt: day(4), consents: [optOut(day(4))] })));
    const [row] = await database().sql`select email_consent, gone_at from contacts where org_id = ${ctx.orgId}`;
    expect(row).toMatchObject({ email_consent: "unsubscribed" });
    expect(row!.gone_at).not.toBeNull();
  });

  it("is brought back as it was by undo, tags and all, but only while it is deleted", async () => {
    const { ctx, take, idOf, contacts, kinds } = await openShop();
    await take(news(mira, order("10", "mira@example.com")));
    const contact = await idOf("mira@example.com");
    const before = await contacts();
    await deleteContact(ctx, { contact });
    await restoreContact(ctx, { contact });
    expect(await contacts()).toEqual(before);
    expect(await kinds("contact.restored")).toHaveLength(1);
    await expect(restoreContact(ctx, { contact })).rejects.toMatchObject({ problem: "not-found" });
  });

  it("hands a shared number on to the other one who has it", async () => {
    const { ctx, take, idOf, contacts } = await openShop();
    await take(news(mira, customer("8", "nils@example.com", { createdAt: day(5), person: { phone: "+4917012345" } })));
    await deleteContact(ctx, { contact: await idOf("mira@example.com") });
    expect(await contacts()).toMatchObject([{ email: "nils@example.com", phone_key: "+4917012345" }]);
  });
});

it("many are deleted in one go, each once, and none of another organization", async () => {
  const [here, there] = [await openShop(), await openShop()];
  for (const { take } of [here, there]) await take(news(mira, customer("8", "nils@example.com")));
  const ids = (await database().sql`select id::int as id from contacts`).map((row) => row.id as number);
  const once = await transact(here.ctx, (ctx) => deleteContacts(ctx, ids));
  const again = await transact(here.ctx, (ctx) => deleteContacts(ctx, ids));
  expect([once.length, again.length]).toEqual([2, 0]);
  expect(await here.contacts()).toEqual([]);
  expect(await there.contacts()).toHaveLength(2);
  expect(await here.kinds("contact.deleted")).toHaveLength(2);
});
