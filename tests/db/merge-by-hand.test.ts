/** Two contacts of one store made one by a member, and what the store says of both afterwards. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDuplicates } from "@/lib/contacts/duplicates";
import { EditContact, editContact } from "@/lib/contacts/edits";
import { mergeByHand, previewMerge } from "@/lib/contacts/merge-by-hand";
import { joinList } from "@/lib/lists/contact";
import { createList } from "@/lib/lists/lists";
import { tagContact } from "@/lib/tags/tags";
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
const older = customer("7", "mira@example.com", { person: { phone: "+491705550101" } });
const younger = customer("8", "holt@example.com", {
  createdAt: day(5),
  updatedAt: day(5),
  person: { firstName: "Mira", lastName: "Holt-Berg", phone: "+491705550102", address: { city: "Berlin" } },
});
const records = () =>
  news(
    older,
    younger,
    order("10", "mira@example.com", { customerExternalId: "7" }),
    order("11", "holt@example.com", { customerExternalId: "8", createdAt: day(6) }),
    order("12", "holt@example.com", { createdAt: day(7) }),
  );

async function pair(said = records()) {
  const shop = await openShop();
  await shop.take(said);
  const [contact, other] = [await shop.idOf("mira@example.com"), await shop.idOf("holt@example.com")];
  return { ...shop, contact, other };
}

const only = async (shop: Pick<Shop, "contacts">) => {
  const found = await shop.contacts();
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe("a merge by hand", () => {
  it("leaves the older with everything of both, whichever way round it was asked for", async () => {
    for (const turned of [false, true]) {
      const shop = await pair();
      const { ctx, contact, other } = shop;
      const list = await createList(ctx, { name: "Newsletter", description: "" });
      await tagContact(ctx, { contact: other, tags: ["VIP"] });
      await joinList(ctx, { contact: other, list: list.id });
      const asked = turned ? { contact: other, other: contact } : { contact, other };
      expect(await mergeByHand(ctx, asked)).toEqual({ contact, ended: other });
      expect(await only(shop)).toMatchObject({
        id: contact,
        external_id: "7",
        email: "mira@example.com",
        orders: 3,
        spent: 72,
      });
      const { sql } = database();
      const [kept] = await sql`
        select (select count(*)::int from contact_tags where org_id = ${ctx.orgId}) as tags,
          (select count(*)::int from list_members where org_id = ${ctx.orgId}) as lists,
          (select count(*)::int from contact_events where org_id = ${ctx.orgId} and kind = 'order.placed') as placed,
          (select actor_name from audit_trail where org_id = ${ctx.orgId} and verb = 'contact.merged') as by`;
      expect(kept).toEqual({ tags: 1, lists: 1, placed: 3, by: "Maren" });
    }
  });

  it("takes the strictest consent, and says so in the evidence", async () => {
    const shop = await openShop();
    await shop.take(
      news(
        customer("7", "mira@example.com", { consents: [optIn(day(1))] }),
        customer("8", "holt@example.com", { createdAt: day(5), consents: [optIn(day(1)), optOut(day(3))] }),
      ),
    );
    const ids = { contact: await shop.idOf("mira@example.com"), other: await shop.idOf("holt@example.com") };
    await mergeByHand(shop.ctx, ids);
    expect(await only(shop)).toMatchObject({ email_consent: "unsubscribed" });
    const [proof] = await database().sql`
      select before, after, method from consent_evidence where org_id = ${shop.ctx.orgId} order by id desc limit 1`;
    expect(proof).toEqual({ before: "subscribed", after: "unsubscribed", method: "merge" });
  });

  it("is not split again by a resync of both accounts and all orders, in any order, nor by newer ones", async () => {
    const shop = await pair();
    await mergeByHand(shop.ctx, shop);
    const again = records();
    const before = await only(shop);
    for (const said of [again, again.toReversed(), ...again.map((one) => [one])]) await shop.take(said);
    expect(await only(shop)).toEqual(before);
    const renewed = [older, younger].map((change) =>
      change.kind === "customer" ? { ...change, record: { ...change.record, updatedAt: future() } } : change,
    );
    await shop.take(news(...renewed));
    await shop.take(
      news(order("13", "holt@example.com"), order("14", undefined, { person: { phone: "+491705550102" } })),
    );
    expect(await only(shop)).toMatchObject({ id: shop.contact, email: "mira@example.com", orders: 5 });
  });

  it("goes on with the other account when the first ends at the store", async () => {
    const shop = await pair();
    await mergeByHand(shop.ctx, shop);
    await shop.take([{ change: { kind: "customer-gone", externalId: "7" }, asOf: new Date(), authority: true }]);
    await shop.take(news(younger, order("15", "mira@example.com")));
    expect(await only(shop)).toMatchObject({ id: shop.contact, external_id: "8", orders: 4 });
  });

  it("follows the second account to a new address", async () => {
    const shop = await pair();
    await mergeByHand(shop.ctx, shop);
    await shop.take(news(customer("8", "new@example.com", { updatedAt: future() })));
    await shop.take(news(order("16", "new@example.com")));
    expect(await only(shop)).toMatchObject({ email: "mira@example.com", orders: 4 });
  });

  it("of an older guest with an account is that account's, and the guest's address still leads to it", async () => {
    const shop = await openShop();
    const guest = order("10", "guest@example.com", { createdAt: day(1) });
    await shop.take(news(guest, younger));
    const ids = { contact: await shop.idOf("guest@example.com"), other: await shop.idOf("holt@example.com") };
    await mergeByHand(shop.ctx, ids);
    await shop.take(news(guest, younger, order("17", "guest@example.com")));
    expect(await only(shop)).toMatchObject({ id: ids.contact, email: "holt@example.com", external_id: "8", orders: 2 });
  });

  it("keeps what only the one that ends was told, and an edit made to it", async () => {
    const shop = await openShop();
    await shop.take(news(customer("7", "mira@example.com", { person: { firstName: "", lastName: "" } }), younger));
    const [contact, other] = [await shop.idOf("mira@example.com"), await shop.idOf("holt@example.com")];
    await editContact(shop.ctx, EditContact.parse({ contact: other, birthday: "1988-04-12", company: "Holt & Co" }));
    await mergeByHand(shop.ctx, { contact, other });
    const kept = { last_name: "Holt-Berg", phone: "+491705550102", birthday: "1988-04-12", company: "Holt & Co" };
    expect(await only(shop)).toMatchObject(kept);
    await shop.take(news(customer("7", "mira@example.com", { person: { firstName: "", lastName: "" } })));
    expect(await only(shop)).toMatchObject(kept);
  });

  it("is refused with oneself, across stores and organizations, and to viewers", async () => {
    const [here, there] = [await pair(), await pair()];
    const outlet = await openShop(here.ctx);
    await outlet.take(news(customer("9", "mira@example.com")));
    const elsewhere = await outlet.idOf("mira@example.com");
    const { ctx, contact } = here;
    const attempt = (other: string, as: Ctx = ctx) => previewMerge(as, { contact, other });
    await expect(attempt(contact)).rejects.toMatchObject({ problem: "invalid" });
    await expect(attempt(elsewhere)).rejects.toMatchObject({ problem: "invalid" });
    await expect(attempt(there.contact)).rejects.toMatchObject({ problem: "not-found" });
    const viewer: Ctx = { ...ctx, actor: { ...ctx.actor, role: "viewer" } as Ctx["actor"] };
    await expect(attempt(here.other, viewer)).rejects.toMatchObject({ problem: "forbidden" });
  });

  it("asked for twice at once happens once", async () => {
    const shop = await pair();
    const { ctx, contact, other } = shop;
    const both = await Promise.allSettled([
      mergeByHand(ctx, { contact, other }),
      mergeByHand(ctx, { contact: other, other: contact }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await only(shop)).toMatchObject({ id: contact, orders: 3 });
  });
});

it("a preview shows exactly what the merge then does, and writes nothing", async () => {
  const shop = await pair();
  const { ctx, contact, other } = shop;
  const before = await shop.contacts();
  const { after, contact: stays } = await previewMerge(ctx, { contact, other });
  expect(await shop.contacts()).toEqual(before);
  expect(await shop.kinds("contact.merged")).toEqual([]);
  await mergeByHand(ctx, { contact, other });
  const { first_name, email, orders, spent } = await only(shop);
  expect({ stays, first_name, email, orders, spent }).toEqual({
    stays: contact,
    first_name: after.firstName,
    email: after.email,
    orders: after.orders,
    spent: Number(after.spent),
  });
});

it("possible duplicates share a number, or name and postcode, in one store", async () => {
  const shop = await openShop();
  const at = { address: { postcode: "10969" } };
  await shop.take(
    news(
      customer("7", "mira@example.com", { person: { phone: "+491705550101", ...at } }),
      customer("8", "a@example.com", { person: { firstName: "Ada", phone: "+491705550101" } }),
      customer("9", "b@example.com", { person: at }),
      customer("10", "c@example.com"),
    ),
  );
  const found = await findDuplicates(shop.ctx, { contact: await shop.idOf("mira@example.com") });
  expect(found.map(({ email, why }) => ({ email, why })).sort((a, b) => (a.email! < b.email! ? -1 : 1))).toEqual([
    { email: "a@example.com", why: "same phone number" },
    { email: "b@example.com", why: "same name and postcode" },
  ]);
});
