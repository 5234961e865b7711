/** The start page's numbers against counting one by one. */
import { beforeAll, describe, expect, test } from "vitest";
import { contactsOverTime, daysShown, homeFigures, storesVersion } from "@/lib/home";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";

useTestDatabase();

let orgId: number;
let store: string;
const ctx = (): Ctx => ({ orgId, actor: { kind: "operator", name: "test" } });

beforeAll(async () => {
  orgId = await organization("north");
  await organization("south");
  const [row] = await database().sql`select public_id from stores where org_id = ${orgId}`;
  store = row!.public_id;
});

async function organization(slug: string): Promise<number> {
  const { sql } = database();
  const [org] = await sql`insert into organizations (slug, name) values (${slug}, ${slug}) returning id`;
  const id = Number(org!.id);
  const [shop] = await sql`insert into stores (org_id, platform, name, url, state)
    values (${id}, 'woocommerce', 'Shop', ${`https://${slug}.example`}, 'active') returning id`;
  const add = (email: string, columns: Record<string, string>, days = 0) => {
    const created = new Date(Date.now() - days * 86_400_000).toISOString();
    const row = { org_id: id, store_id: shop!.id, email, source: "ecommerce", born_at: created, created_at: created };
    return sql`insert into contacts ${sql({ ...row, ...columns })}`;
  };
  const now = new Date().toISOString();
  await add("one@example.com", { email_consent: "subscribed", phone: "+491700000001", sms_consent: "subscribed" });
  await add("two@example.com", { email_consent: "subscribed", disabled_at: now }, 3);
  await add("three@example.com", { email_consent: "subscribed", excluded_at: now }, 10);
  await add("held@example.com", { email_consent: "subscribed" }, 10);
  await add("four@example.com", { email_consent: "unsubscribed", source: "csv" }, 100);
  await add("gone@example.com", { email_consent: "subscribed", gone_at: now });
  for (const reason of ["bounce", "manual"]) {
    await sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
      values (${id}, 'email', 'held@example.com', ${reason}, ${reason}, 'test')`;
  }
  await sql`insert into contact_activity (org_id, contact_id, last_interaction_at)
    select org_id, id, now() - case when email = 'one@example.com' then interval '1 day' else interval '400 days' end
    from contacts where org_id = ${id}`;
  return id;
}

describe("the start page", () => {
  test("counts who can be reached: not the disabled, the excluded, the suppressed, the gone", async () => {
    const figures = await homeFigures(ctx());
    expect(figures).toMatchObject({ contacts: 5, thisWeek: 2, email: 1, sms: 1, active: 1 });
    expect(figures.consent.email).toEqual({ subscribed: 4, pending: 0, unsubscribed: 1, never: 0 });
    expect(figures.consent.push).toEqual({ subscribed: 0, pending: 0, unsubscribed: 0, never: 5 });
  });

  test("does not count a suppressed number among those who can get SMS", async () => {
    const { sql } = database();
    await sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
      values (${orgId}, 'sms', '+491700000001', 'one', 'manual', 'test')`;
    expect(await homeFigures(ctx())).toMatchObject({ email: 1, sms: 0 });
    await sql`delete from suppressions where org_id = ${orgId} and channel = 'sms'`;
  });

  test("shows contacts over time per origin, ending with today's number and beginning with the older ones", async () => {
    const growth = await contactsOverTime(ctx(), { zone: "Europe/Berlin" });
    expect(growth.origins).toEqual(["Shop", "csv"]);
    expect(growth.days).toHaveLength(daysShown);
    expect(growth.days.at(-1)!.counts).toEqual([4, 1]);
    expect(growth.days[0]!.counts).toEqual([0, 1]);
    const days = growth.days.map(({ day }) => day);
    expect(days).toEqual([...new Set(days)].sort());
  });

  test("names the four largest of many origins, and what is left as one: together they are everybody", async () => {
    const { sql } = database();
    const people = async (store: string, count: number) => {
      const [shop] = await sql`insert into stores (org_id, platform, name, url, state)
        values (${orgId}, 'woocommerce', ${store}, ${`https://${store}.example`}, 'active') returning id`;
      await sql`insert into contacts (org_id, store_id, email, source, born_at)
        select ${orgId}, ${shop!.id}, n || ${`@${store}.example`}, 'ecommerce', now() from generate_series(1, ${count}) n`;
      return Number(shop!.id);
    };
    const shops = [await people("a", 9), await people("b", 8), await people("c", 7), await people("d", 2)];
    const growth = await contactsOverTime(ctx(), { zone: "Europe/Berlin" });
    expect(growth.origins).toEqual(["a", "b", "c", "Shop", "All others"]);
    expect(growth.days.at(-1)!.counts).toEqual([9, 8, 7, 4, 3]);
    expect(growth.days[0]!.counts).toEqual([0, 0, 0, 0, 1]);
    await sql`delete from contacts where org_id = ${orgId} and store_id = any(${shops})`;
    await sql`delete from stores where org_id = ${orgId} and id = any(${shops})`;
  });

  test("has a new version when a sync moves on, and the same one while nothing happens", async () => {
    const { sql } = database();
    await sql`insert into syncs (org_id, store_id, kind, started_by)
      select ${orgId}, id, 'first', 'test' from stores where org_id = ${orgId}`;
    const before = [await storesVersion(ctx()), await storesVersion(ctx(), { store })];
    expect([await storesVersion(ctx()), await storesVersion(ctx(), { store })]).toEqual(before);
    await sql`update syncs set orders_done = orders_done + 1 where org_id = ${orgId}`;
    expect(await storesVersion(ctx())).not.toBe(before[0]);
    expect(await storesVersion(ctx(), { store })).not.toBe(before[1]);
  });

  test("of an organization without contacts is all zeros", async () => {
    const [org] = await database().sql`insert into organizations (slug, name) values ('new', 'New') returning id`;
    const empty: Ctx = { ...ctx(), orgId: Number(org!.id) };
    expect(await homeFigures(empty)).toMatchObject({ contacts: 0, email: 0, consent: { sms: { never: 0 } } });
    expect((await contactsOverTime(empty, { zone: "UTC" })).origins).toEqual([]);
  });
});
