/** Erasing a person: nothing names them anywhere, and nothing brings them back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressHash } from "@/lib/address-hash";
import { EditContact, editContact } from "@/lib/contacts/edits";
import { eraseContact, previewErasure } from "@/lib/contacts/erase";
import { exportContact } from "@/lib/contacts/export-one";
import { exportPage } from "@/lib/contacts/export-page";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { showContact } from "@/lib/contacts/profile";
import { replayDelivery } from "@/lib/stores/manage";
import { tagContact } from "@/lib/tags/tags";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { tenantTables } from "../support/every-table";
import { inboxOf, putDelivery } from "../support/inbox";
import { useKey } from "../support/organization";
import { customer, day, news, optIn, order } from "../support/people";
import { openShop } from "../support/shop";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
beforeAll(useKey);

const future = new Date(Date.now() + 86_400_000);
const email = "zelda@zz.example";
const person = { firstName: "Zelda", lastName: "Zzyzx", phone: "+491705557777", address: { line1: "Zelda street 1" } };
const account = customer("7", email, { person, consents: [optIn(day(1))] });
const records = () =>
  news(account, order("10", email, { customerExternalId: "7", person }), order("11", email, { person }));
const somebodyElse = customer("8", "nils@example.com", { person: { firstName: "Nils", phone: "+491705557777" } });

async function shopWithZelda(in_?: Ctx) {
  const shop = await openShop(in_);
  await shop.take(records());
  return { ...shop, contact: await shop.idOf(email) };
}

/** Every row of the organization that still holds one of these texts. */
async function traces(orgId: number, texts: string[]): Promise<string[]> {
  const { sql } = database();
  const found: string[] = [];
  for (const table of await tenantTables(sql)) {
    for (const text of texts) {
      const rows = await sql`
        select 1 from ${sql(table)} t
        where t.org_id = ${orgId} and t::text ilike ${`%${text}%`} limit 1`;
      if (rows.length > 0) found.push(`${table}: ${text}`);
    }
  }
  if (
    (await sql`select 1 from webhook_deliveries where org_id = ${orgId} and position('zelda'::bytea in body) > 0`)
      .length > 0
  )
    found.push("webhook_deliveries: body");
  return found;
}

const named = ["zelda", "zzyzx", "zz.example", "1705557777", "31373035353537373737"];

describe("an erased person", () => {
  it("is named nowhere in the organization, in no store, while their orders stay as figures", async () => {
    const shop = await shopWithZelda();
    const outlet = await shopWithZelda(shop.ctx);
    const { ctx, contact } = shop;
    const { sql } = database();
    const place = { orgId: ctx.orgId, storeId: shop.storeId };
    await putDelivery({ ...place, topic: "order.updated", objectId: "10", key: "a", body: "zelda", state: "waiting" });
    await putDelivery({
      ...place,
      topic: "customer.updated",
      objectId: "7",
      key: "b",
      body: "zelda",
      state: "applied",
    });
    const other = { topic: "order.updated", objectId: "7", key: "c", body: "of nobody we know" };
    await putDelivery({ ...place, ...other, state: "applied" });
    await sql`insert into suppressions (org_id, channel, address, address_hash, reason, note, added_by)
      values (${ctx.orgId}, 'email', ${email}, ${addressHash(ctx.orgId, email)}, 'bounce', 'zelda', 'Test')`;
    await editContact(ctx, EditContact.parse({ contact, email: "zelda2@zz.example", company: "Zelda & Co" }));
    await tagContact(ctx, { contact: await outlet.idOf(email), tags: ["VIP"] });
    expect(await traces(ctx.orgId, named)).not.toEqual([]);
    await editContact(ctx, EditContact.parse({ contact, email }));
    const preview = await previewErasure(ctx, { contact });
    expect(preview).toMatchObject({ address: email, stores: ["Outlet", "Outlet"], orders: 4, deliveries: 2 });
    expect(await eraseContact(ctx, { contact, typed: ` ${email.toUpperCase()} ` })).toEqual({ contacts: 2 });
    expect(await traces(ctx.orgId, named)).toEqual([]);
    await expect(showContact(ctx, { contact })).rejects.toMatchObject({ problem: "not-found" });
    const [orders] =
      await sql`select count(*)::int as n, sum(total)::float8 as total from orders where org_id = ${ctx.orgId}`;
    expect(orders).toEqual({ n: 4, total: 96 });
    const kept = await sql`select channel, address, address_hash from suppressions
      where org_id = ${ctx.orgId} and reason = 'erased' order by channel, address_hash`;
    expect(kept.map(({ address }) => address)).toEqual([null, null, null]);
    expect(kept.map(({ address_hash }) => address_hash)).toContain(addressHash(ctx.orgId, email));
    expect(await inboxOf(ctx)).toMatchObject([
      { state: "ignored", size: 0 },
      { state: "applied", size: 0 },
      { state: "applied", size: 17 },
    ]);
  });

  it("does not come back by a resync, a newer record, a new order, or under another address of the account", async () => {
    const shop = await shopWithZelda();
    await eraseContact(shop.ctx, { contact: shop.contact, typed: email });
    for (const said of [records(), records().toReversed()]) await shop.take(said);
    const outcome = await shop.take(
      news(
        customer("7", email, { updatedAt: future, person }),
        order("12", email, { person }),
        order("13", undefined, { person }),
        customer("7", "zelda-anew@zz.example", { updatedAt: future, person }),
        order("10", "deleted@site.invalid", { updatedAt: future }),
        order("14", "gift@zz.example", { customerExternalId: "7", person }),
      ),
    );
    expect(outcome.erased.size).toBe(5);
    expect(await shop.contacts()).toEqual([]);
    expect(await traces(shop.ctx.orgId, named)).toEqual([]);
  });

  it("takes nobody along: who shares the number stays, and is still taken in", async () => {
    const shop = await shopWithZelda();
    await shop.take(news(somebodyElse));
    await eraseContact(shop.ctx, { contact: shop.contact, typed: email });
    await shop.take(news(somebodyElse, order("20", "nils@example.com", { person: { phone: "+491705557777" } })));
    expect(await shop.contacts()).toMatchObject([{ email: "nils@example.com", phone: "+491705557777", orders: 1 }]);
    const sms = await database().sql`select 1 from suppressions where org_id = ${shop.ctx.orgId} and channel = 'sms'`;
    expect(sms).toHaveLength(0);
  });

  it("who was merged by hand is erased under every address they had", async () => {
    const shop = await shopWithZelda();
    await shop.take(news(customer("9", "other@zz.example", { createdAt: day(9), person: { firstName: "Zelda" } })));
    await mergeByHand(shop.ctx, { contact: shop.contact, other: await shop.idOf("other@zz.example") });
    await eraseContact(shop.ctx, { contact: shop.contact, typed: email });
    await shop.take(news(customer("9", "other@zz.example"), order("30", "other@zz.example"), account));
    expect(await shop.contacts()).toEqual([]);
    expect(await traces(shop.ctx.orgId, named)).toEqual([]);
  });

  it("cannot be written back by an edit of somebody else", async () => {
    const shop = await shopWithZelda();
    await shop.take(news(customer("8", "nils@example.com")));
    await eraseContact(shop.ctx, { contact: shop.contact, typed: email });
    const attempt = editContact(shop.ctx, EditContact.parse({ contact: await shop.idOf("nils@example.com"), email }));
    await expect(attempt).rejects.toMatchObject({ problem: "invalid" });
  });

  it("of one organization is untouched in another", async () => {
    const [here, there] = [await shopWithZelda(), await shopWithZelda()];
    await eraseContact(here.ctx, { contact: here.contact, typed: email });
    await there.take(records());
    expect(await there.contacts()).toMatchObject([{ email, orders: 2 }]);
    await expect(eraseContact(here.ctx, { contact: there.contact, typed: email })).rejects.toMatchObject({
      problem: "not-found",
    });
  });
});

it("erasing needs the address typed, and the permission", async () => {
  const { ctx, contact, contacts } = await shopWithZelda();
  const wrong = eraseContact(ctx, { contact, typed: "zelda" });
  await expect(wrong).rejects.toMatchObject({ problem: "invalid", fields: { typed: `Type ${email} to confirm.` } });
  const permissions = ["contacts.erase"] as const;
  const key = { ...ctx, actor: { kind: "key", keyId: 1, name: "Eraser", permissions, storeId: null } } as const;
  const blind = eraseContact(key, { contact, typed: "somebody" });
  await expect(blind).rejects.toMatchObject({ message: "Type the contact's address to confirm." });
  const editor: Ctx = { ...ctx, actor: { ...ctx.actor, role: "editor" } as Ctx["actor"] };
  await expect(eraseContact(editor, { contact, typed: email })).rejects.toMatchObject({ problem: "forbidden" });
  await expect(previewErasure(editor, { contact })).rejects.toMatchObject({ problem: "forbidden" });
  expect(await contacts()).toHaveLength(1);
});

describe("an export of one person", () => {
  it("holds every record, order, consent, tag and line there is, and nothing of anybody else", async () => {
    const { ctx, contact, take } = await shopWithZelda();
    await take(news(somebodyElse));
    await tagContact(ctx, { contact, tags: ["VIP <script>"] });
    const exported = await exportContact(ctx, { contact });
    expect(exported.sections.profile).toMatchObject([{ email, lastName: "Zzyzx", orders: 2, line1: "Zelda street 1" }]);
    expect(exported.sections.orders).toMatchObject([{ number: "10" }, { number: "11" }]);
    expect(exported.sections["consent, with its evidence"]).toMatchObject([{ before: "never", after: "subscribed" }]);
    expect(exported.sections["accounts in the store"]).toMatchObject([{ account: "7" }]);
    expect(exported.sections.tags).toMatchObject([{ name: "VIP <script>", by: "Maren" }]);
    expect(exported.sections.timeline!.map(({ kind }) => kind)).toContain("tag.added");
    expect(JSON.stringify(exported)).not.toMatch(/nils|org_id|contact_id/i);
    const page = exportPage(exported);
    expect(page).toContain("Zelda street 1");
    expect(page).not.toContain("<script>");
  });

  it("needs the permission, and leaves its mark on the audit trail", async () => {
    const { ctx, contact } = await shopWithZelda();
    const editor: Ctx = { ...ctx, actor: { ...ctx.actor, role: "editor" } as Ctx["actor"] };
    await expect(exportContact(editor, { contact })).rejects.toMatchObject({ problem: "forbidden" });
    await exportContact(ctx, { contact });
    const trail = await database().sql`select verb from audit_trail where org_id = ${ctx.orgId}`;
    expect(trail.filter(({ verb }) => verb === "contact.exported")).toHaveLength(1);
  });
});

it("a delivery about somebody erased has no body left to be replayed", async () => {
  const shop = await shopWithZelda();
  const place = { orgId: shop.ctx.orgId, storeId: shop.storeId };
  const about = { topic: "order.updated", objectId: "10", key: "a", body: "zelda" };
  const delivery = await putDelivery({ ...place, ...about, state: "applied" });
  await eraseContact(shop.ctx, { contact: shop.contact, typed: email });
  const again = replayDelivery(shop.ctx, { store: shop.store, delivery: delivery.public });
  await expect(again).rejects.toMatchObject({ problem: "conflict" });
  expect(await traces(shop.ctx.orgId, named)).toEqual([]);
});
