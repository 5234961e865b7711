/** What a person without a log-in can do by the link in a mail, and what they cannot. */
import { afterAll, describe, expect, test } from "vitest";
import { GET, POST } from "@/app/api/unsubscribe/[link]/route";
import { keepPerson } from "@/lib/contacts/keep";
import { mergeContacts } from "@/lib/contacts/merge";
import { deleteContact } from "@/lib/contacts/remove";
import { disableContact } from "@/lib/contacts/switches";
import { createList, joinList, leaveList } from "@/lib/lists/lists";
import { choose, leaveAll, unsubscribe, unsubscribeByOneClick } from "@/lib/preferences/choose";
import { choiceToken } from "@/lib/preferences/links";
import { readPreferences } from "@/lib/preferences/preferences";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, optIn } from "../support/people";
import { openShop, type Shop } from "../support/shop";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

const email = "mira@example.org";

/** A shop with one subscriber, and the link in their mail. */
async function subscriber() {
  const shop = await openShop();
  await shop.take(news(customer("7", email, { consents: [optIn(day(2))], person: { email, phone: "+4722123456" } })));
  return { shop, link: await linkOf(shop) };
}

async function linkOf(shop: Shop, address = email) {
  const contact = await shop.idOf(address);
  return choiceToken({ orgId: shop.ctx.orgId, storeId: shop.storeId, contact, channel: "email", address });
}

async function stateOf(shop: Shop, address = email) {
  const [row] = await database().sql`
    select id::int, email_consent as email, sms_consent as sms, push_consent as push, gone_at, special_tags from contacts
    where org_id = ${shop.ctx.orgId} and email = ${address}`;
  return row as { id: number; email: string; sms: string; push: string; gone_at: Date | null; special_tags: string[] };
}

/** The shop's people go, row and records. */
async function forget(shop: Shop) {
  await database().sql`delete from store_customers where org_id = ${shop.ctx.orgId}`;
  await database().sql`delete from contacts where org_id = ${shop.ctx.orgId}`;
}

const evidence = (shop: Shop) => database().sql`
  select channel, before, after, method, evidence, actor_kind from consent_evidence
  where org_id = ${shop.ctx.orgId} order by id`;

describe("the button of the unsubscribe page", () => {
  test("unsubscribes at once, with the reason as evidence, and twice is the same as once", async () => {
    const { shop, link } = await subscriber();
    await unsubscribe({ link, reason: "Too many messages" });
    await unsubscribe({ link, reason: "" });
    expect(await stateOf(shop)).toMatchObject({ email: "unsubscribed", sms: "never" });
    expect((await stateOf(shop)).special_tags).not.toContain("subscriber");
    const rows = (await evidence(shop)).filter((row) => row.after === "unsubscribed");
    expect(rows).toMatchObject([{ channel: "email", method: "unsubscribe page", actor_kind: "person" }]);
    expect(rows[0]!.evidence).toContain("too many messages");
  });

  test("is not pressed by looking at the page", async () => {
    const { shop, link } = await subscriber();
    const seen = await readPreferences(link);
    expect(seen).toMatchObject({ known: true, store: "Outlet", address: email, channels: [{ state: "subscribed" }] });
    expect(await stateOf(shop)).toMatchObject({ email: "subscribed" });
  });

  test("works for a contact that is disabled, and for one that was deleted and comes back", async () => {
    const { shop, link } = await subscriber();
    const contact = await shop.idOf(email);
    await disableContact(shop.ctx, { contact, disabled: true });
    await deleteContact(shop.ctx, { contact });
    await unsubscribe({ link, reason: "" });
    expect((await stateOf(shop)).gone_at).not.toBeNull();
    const later = new Date();
    await shop.take(news(customer("7", email, { updatedAt: later, consents: [optIn(day(3))] })));
    expect(await stateOf(shop)).toMatchObject({ email: "unsubscribed", gone_at: null });
  });

  test("follows a contact that was merged, however often, also when the address went with it", async () => {
    const { shop, link } = await subscriber();
    const [first, second] = await transact(shop.ctx, async (ctx) => {
      const open = (address: string) =>
        keepPerson(ctx, shop.storeId, { email: address, emailTyped: address, phone: null }, manual);
      return [await open("new@example.org"), await open("newest@example.org")];
    });
    const old = await stateOf(shop);
    await transact(shop.ctx, async (ctx) => {
      await mergeContacts(ctx, [{ loser: old.id, survivor: first!.contactId }]);
      await mergeContacts(ctx, [{ loser: first!.contactId, survivor: second!.contactId }]);
    });
    expect(await stateOf(shop)).toBeUndefined();
    expect(await stateOf(shop, "newest@example.org")).toMatchObject({ email: "subscribed" });
    await unsubscribe({ link, reason: "" });
    expect(await stateOf(shop, "newest@example.org")).toMatchObject({ email: "unsubscribed" });
  });

  test("finds whoever has the address now when the contact itself is gone", async () => {
    const { shop, link } = await subscriber();
    await forget(shop);
    expect(await readPreferences(link)).toMatchObject({ known: false, channels: [], lists: [] });
    await unsubscribe({ link, reason: "" });
    await shop.take(news(customer("8", email, { consents: [optIn(day(2))] })));
    await unsubscribe({ link, reason: "" });
    expect(await stateOf(shop)).toMatchObject({ email: "unsubscribed" });
  });

  test("waits for a sync that decides over the same store, and is not lost to it", async () => {
    const { shop, link } = await subscriber();
    const again = (n: number) =>
      shop.take(news(customer("7", email, { updatedAt: day(n), consents: [optIn(day(n))] })));
    await Promise.all([again(5), unsubscribe({ link, reason: "" }), again(6), again(7)]);
    expect(await stateOf(shop)).toMatchObject({ email: "unsubscribed" });
  });
});

const manual = { source: "manual" as const, from: "a test" };

describe("one click", () => {
  const ask = (link: string, body: BodyInit | null, headers: Record<string, string> = {}) =>
    POST(new Request("http://localhost/", { method: "POST", body, headers }), { params: Promise.resolve({ link }) });
  const urlencoded = { "content-type": "application/x-www-form-urlencoded" };

  test("unsubscribes with the body of RFC 8058, urlencoded or multipart, without cookie, origin or redirect", async () => {
    for (const multipart of [false, true]) {
      const { shop, link } = await subscriber();
      const form = new FormData();
      form.set("List-Unsubscribe", "One-Click");
      const answer = multipart ? await ask(link, form) : await ask(link, "List-Unsubscribe=One-Click", urlencoded);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("location")).toBeNull();
      expect(await stateOf(shop)).toMatchObject({ email: "unsubscribed" });
      expect((await evidence(shop)).at(-1)).toMatchObject({ method: "one click" });
    }
  });

  test("comes twice, late, or for somebody who is gone, and is answered as done", async () => {
    const { shop, link } = await subscriber();
    const click = () => ask(link, "List-Unsubscribe=One-Click", urlencoded);
    expect([(await click()).status, (await click()).status]).toEqual([200, 200]);
    await forget(shop);
    expect((await click()).status).toBe(200);
  });

  test("is not a GET, which leads to the page and changes nothing", async () => {
    const { shop, link } = await subscriber();
    const answer = await GET(new Request("http://localhost/"), { params: Promise.resolve({ link }) });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/u/${link}`]);
    expect(await stateOf(shop)).toMatchObject({ email: "subscribed" });
  });

  test("with a damaged link, another body or a huge one changes nothing and says so", async () => {
    const { shop, link } = await subscriber();
    const statuses = [
      await ask(link.slice(0, -3), "List-Unsubscribe=One-Click", urlencoded),
      await ask(link, "", urlencoded),
      await ask(link, "List-Unsubscribe=Two-Click", urlencoded),
      await ask(link, "{}", { "content-type": "application/json" }),
      await ask(link, "--x", { "content-type": "multipart/form-data; boundary=y" }),
      await ask(link, "x".repeat(1_000_000), urlencoded),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([404, 422, 422, 422, 422, 413]);
    expect(await stateOf(shop)).toMatchObject({ email: "subscribed" });
  });
});

describe("the preference page", () => {
  test("lets the person leave and rejoin their own lists, and no other", async () => {
    const { shop, link } = await subscriber();
    const contact = await shop.idOf(email);
    const [own, left, foreign] = [
      await createList(shop.ctx, { name: "Candle club", description: "" }),
      await createList(shop.ctx, { name: "Sale", description: "" }),
      await createList(shop.ctx, { name: "Staff", description: "" }),
    ];
    for (const list of [own, left]) await joinList(shop.ctx, { contact, list: list.id });
    await leaveList(shop.ctx, { contact, list: left.id });
    const before = await readPreferences(link);
    expect(before?.lists.map(({ name, joined }) => [name, joined])).toEqual([
      ["Candle club", true],
      ["Sale", false],
    ]);
    await choose({ link, channels: ["email"], lists: [left.id, foreign.id] });
    const after = await readPreferences(link);
    expect(after?.lists.map(({ name, joined }) => [name, joined])).toEqual([
      ["Candle club", false],
      ["Sale", true],
    ]);
    expect(await stateOf(shop)).toMatchObject({ email: "subscribed" });
  });

  test("subscribes again by an explicit opt-in of this moment, after any opt-out", async () => {
    const { shop, link } = await subscriber();
    await unsubscribe({ link, reason: "" });
    await choose({ link, channels: ["email"], lists: [] });
    expect(await stateOf(shop)).toMatchObject({ email: "subscribed" });
    expect((await evidence(shop)).at(-1)).toMatchObject({ before: "unsubscribed", method: "preference page" });
  });

  test("never begins a channel that was never asked for", async () => {
    const { shop, link } = await subscriber();
    await choose({ link, channels: ["email", "sms", "push"], lists: [] });
    expect(await stateOf(shop)).toMatchObject({ email: "subscribed", sms: "never", push: "never" });
  });

  test("leaves everything: every channel, also those never begun, and every list", async () => {
    const { shop, link } = await subscriber();
    const list = await createList(shop.ctx, { name: "Candle club", description: "" });
    await joinList(shop.ctx, { contact: await shop.idOf(email), list: list.id });
    await leaveAll({ link, reason: "I never signed up" });
    expect(await stateOf(shop)).toMatchObject({ email: "unsubscribed", sms: "unsubscribed", push: "unsubscribed" });
    expect((await readPreferences(link))?.lists).toMatchObject([{ joined: false }]);
  });

  test("opened by a mail to an old address may end what is sent to the new one, and not begin it", async () => {
    const { shop, link } = await subscriber();
    const moved = "mira.new@example.org";
    await shop.take(news(customer("7", moved, { updatedAt: day(9), consents: [optIn(day(2))] })));
    await choose({ link, channels: [], lists: [] });
    expect(await stateOf(shop, moved)).toMatchObject({ email: "unsubscribed" });
    await choose({ link, channels: ["email"], lists: [] });
    expect(await stateOf(shop, moved)).toMatchObject({ email: "unsubscribed" });
    expect((await readPreferences(link))?.channels).toMatchObject([{ mayRise: false }]);
  });
});

test("a link reaches its own organization only, also when the same address is in another", async () => {
  const [mine, theirs] = [await subscriber(), await subscriber()];
  await unsubscribeByOneClick(mine.link);
  await leaveAll({ link: mine.link, reason: "" });
  expect(await stateOf(mine.shop)).toMatchObject({ email: "unsubscribed" });
  expect(await stateOf(theirs.shop)).toMatchObject({ email: "subscribed", sms: "never" });
});

test("a link of one store does not reach the same address in another store of the organization", async () => {
  const { shop, link } = await subscriber();
  const other = await openShop({ orgId: shop.ctx.orgId, actor: { kind: "job", name: "Test" } } as Ctx & {
    slug: string;
  });
  await other.take(news(customer("9", email, { consents: [optIn(day(2))] })));
  await unsubscribe({ link, reason: "" });
  const rows = await database().sql`
    select store_id::int as store, email_consent from contacts where org_id = ${shop.ctx.orgId} and email = ${email}`;
  expect(Object.fromEntries(rows.map((row) => [row.store, row.email_consent]))).toEqual({
    [shop.storeId]: "unsubscribed",
    [other.storeId]: "subscribed",
  });
});

test("a link whose store is gone is no link", async () => {
  const { shop, link } = await subscriber();
  await database().sql`delete from stores where org_id = ${shop.ctx.orgId}`;
  expect(await readPreferences(link)).toBeNull();
  await expect(unsubscribe({ link, reason: "" })).rejects.toMatchObject({ problem: "not-found" });
});
