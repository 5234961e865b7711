/** The profile and its timeline against rows written by hand. */
import { beforeAll, describe, expect, test } from "vitest";
import { contactVersion, showContact } from "@/lib/contacts/profile";
import { forgetEnv } from "@/lib/env";
import { type Ctx, database } from "@/lib/tenancy";
import { type Group, linesAPage, readTimeline } from "@/lib/timeline/read";
import { useTestDatabase } from "../support/db";

process.env.CLIENTELE_KEY ??= Buffer.alloc(32, 7).toString("base64");
forgetEnv();
useTestDatabase();

type Place = { orgId: number; storeId: number; contactId: number; contact: string };

let here: Place;
let elsewhere: Place;
const ctx = (place = here): Ctx => ({ orgId: place.orgId, actor: { kind: "operator", name: "test" } });

beforeAll(async () => {
  here = await place("north");
  elsewhere = await place("south");
});

async function place(slug: string): Promise<Place> {
  const { sql } = database();
  const [org] = await sql`insert into organizations (slug, name) values (${slug}, ${slug}) returning id`;
  const [store] = await sql`insert into stores (org_id, platform, name, url, state)
    values (${org!.id}, 'woocommerce', ${slug}, ${`https://${slug}.example`}, 'active') returning id`;
  const [contact] = await sql`
    insert into contacts (org_id, store_id, email, email_typed, first_name, last_name, source, born_at, line1, city, country)
    values (${org!.id}, ${store!.id}, 'mira@example.com', 'Mira@Example.com', 'Mira', 'Holt', 'ecommerce', now(),
      'Lindenstr. 4', 'Berlin', 'DE') returning id, public_id`;
  await sql`insert into contact_activity (org_id, contact_id, orders, spent) values (${org!.id}, ${contact!.id}, 2, 71.2)`;
  return {
    orgId: Number(org!.id),
    storeId: Number(store!.id),
    contactId: Number(contact!.id),
    contact: contact!.public_id,
  };
}

async function write(kind: string, minutesAgo: number, detail: object, { orgId, contactId } = here) {
  const { sql } = database();
  await sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    values (${orgId}, ${contactId}, ${kind}, now() - ${minutesAgo} * interval '1 minute', 'webhook', 'WooCommerce',
      ${JSON.stringify(detail)}::text::jsonb)`;
}

describe("a profile", () => {
  test("shows the person, the orders with their items, and the evidence of every consent", async () => {
    const { sql } = database();
    const { orgId, storeId, contactId } = here;
    const [order] = await sql`insert into orders (org_id, store_id, external_id, contact_id, number, status,
        platform_status, currency, total, placed_at, updated_at, person)
      values (${orgId}, ${storeId}, '7', ${contactId}, '1007', 'placed', 'processing', 'EUR', 64, now(), now(), '{}')
      returning id`;
    await sql`insert into order_items (org_id, order_id, external_id, name, quantity, total)
      values (${orgId}, ${order!.id}, '1', 'Beeswax pillar', 2, 52)`;
    await sql`insert into consent_evidence (org_id, contact_id, channel, before, after, method, source, evidence,
        effective_at, actor_kind, actor_name)
      values (${orgId}, ${contactId}, 'email', 'never', 'subscribed', 'checkout', 'WooCommerce', 'opt_in=1', now(),
        'webhook', 'WooCommerce')`;
    const profile = await showContact(ctx(), { contact: here.contact });
    expect(profile).toMatchObject({
      email: "Mira@Example.com",
      address: ["Lindenstr. 4", "Berlin"],
      country: "DE",
      spent: "71.2000",
      orders: 2,
      elsewhere: [],
    });
    expect(profile.orderList).toMatchObject([
      { number: "1007", total: "64.0000", items: [{ name: "Beeswax pillar", quantity: 2, total: "52.0000" }] },
    ]);
    expect(profile.evidence).toMatchObject([{ channel: "email", before: "never", after: "subscribed" }]);
  });

  test("is active as in the list: whoever did something in the last 365 days", async () => {
    const { sql } = database();
    const { orgId, contactId, contact } = here;
    const did = async (ago: string | null) => {
      await sql`update contact_activity set last_interaction_at = now() - ${ago}::interval
        where org_id = ${orgId} and contact_id = ${contactId}`;
      return (await showContact(ctx(), { contact })).active;
    };
    expect(await did("6 days")).toBe(true);
    expect(await did("400 days")).toBe(false);
    expect(await did(null)).toBe(false);
  });

  test("finds the same address in another store of the organization, never of another organization", async () => {
    const { sql } = database();
    const [outlet] = await sql`insert into stores (org_id, platform, name, url, state)
      values (${here.orgId}, 'woocommerce', 'Outlet', 'https://outlet.example', 'active') returning id`;
    const [twin] = await sql`insert into contacts (org_id, store_id, email, source, born_at)
      values (${here.orgId}, ${outlet!.id}, 'mira@example.com', 'ecommerce', now()) returning public_id`;
    const profile = await showContact(ctx(), { contact: here.contact });
    expect(profile.elsewhere).toEqual([
      {
        id: twin!.public_id,
        same: "email",
        platform: "woocommerce",
        storeName: "Outlet",
        orders: 0,
        spent: "0",
        currency: "EUR",
      },
    ]);
  });

  test("of another organization, of nobody, and of somebody who is gone is not found", async () => {
    const { sql } = database();
    const [gone] = await sql`insert into contacts (org_id, store_id, email, source, born_at, gone_at)
      values (${here.orgId}, ${here.storeId}, 'gone@example.com', 'ecommerce', now(), now()) returning public_id`;
    for (const contact of [elsewhere.contact, crypto.randomUUID(), gone!.public_id]) {
      await expect(showContact(ctx(), { contact })).rejects.toMatchObject({ problem: "not-found" });
      await expect(contactVersion(ctx(), { contact })).rejects.toMatchObject({ problem: "not-found" });
      await expect(readTimeline(ctx(), { contact })).rejects.toMatchObject({ problem: "not-found" });
    }
  });

  test("has a new version when something happened, and the same one when nothing did", async () => {
    const before = await contactVersion(ctx(), { contact: here.contact });
    expect(await contactVersion(ctx(), { contact: here.contact })).toBe(before);
    await write("order.placed", 0, { number: "1008" });
    expect(await contactVersion(ctx(), { contact: here.contact })).not.toBe(before);
  });
});

describe("a timeline", () => {
  test("gives every line once, newest first, page by page, also when many happened at one moment", async () => {
    const { sql } = database();
    const { orgId, contactId } = elsewhere;
    await sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind, detail)
      select ${orgId}, ${contactId}, 'order.placed', timestamptz '2026-01-01' + (n / 70) * interval '1 microsecond', 'job',
        jsonb_build_object('number', n::text) from generate_series(1, 230) n`;
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await readTimeline(ctx(elsewhere), { contact: elsewhere.contact, before });
      expect(page.lines.length).toBeLessThanOrEqual(linesAPage);
      seen.push(...page.lines.map((line) => line.detail.number!));
      before = page.next ?? undefined;
    } while (before);
    expect(seen).toEqual(Array.from({ length: 230 }, (_, n) => String(230 - n)));
  });

  test("shows one group of kinds when asked, and each kind belongs to exactly one", async () => {
    const all = ["order.placed", "checkout.started", "consent.changed", "contact.merged", "visit.started", "tag.added"];
    for (const kind of all) await write(kind, 5, { number: "group" });
    const lines = async (group?: Group) => {
      const { lines } = await readTimeline(ctx(), { contact: here.contact, group });
      return lines.filter((line) => line.detail.number === "group").map((line) => line.kind);
    };
    expect((await lines("orders")).sort()).toEqual(["checkout.started", "order.placed"]);
    expect(await lines("consent")).toEqual(["consent.changed"]);
    expect(await lines("visits")).toEqual(["visit.started"]);
    expect(await lines("groups")).toEqual(["tag.added"]);
    expect(await lines("changes")).toEqual(["contact.merged"]);
    expect((await lines()).sort()).toEqual([...all].sort());
  });

  test("reads a line whose detail is strange", async () => {
    await write("order.placed", 1, { number: 12, items: "three", fields: [1], total: null, reason: null });
    const { lines } = await readTimeline(ctx(), { contact: here.contact });
    const line = lines.find((one) => one.detail.number === "12")!;
    expect(line.detail.items).toBeUndefined();
    expect(line.detail.fields).toBeUndefined();
    expect(line.detail.reason).toBeUndefined();
  });

  test("refuses a place that was damaged or belongs to another contact", async () => {
    const { next } = await readTimeline(ctx(elsewhere), { contact: elsewhere.contact });
    for (const before of ["nonsense", next!]) {
      await expect(readTimeline(ctx(), { contact: here.contact, before })).rejects.toMatchObject({
        problem: "invalid",
      });
    }
  });
});
