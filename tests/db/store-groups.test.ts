/**
 * Store groups in the database: when they are to be read, whom a segment finds by them, and what stays of one that is
 * gone.
 */
import { beforeEach, describe, expect, test } from "vitest";
import type { Change } from "@/lib/connectors/types";
import { offerValues } from "@/lib/segments/catalogue/values";
import { lookAt } from "@/lib/segments/look";
import { beginMirror, dueMirrors } from "@/lib/store-groups/mirrors";
import { organizationOfGroup, storeGroup, storeGroupsOfContact } from "@/lib/store-groups/show";
import { takeGroups } from "@/lib/store-groups/take";
import { database, transact } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { customer, news } from "../support/people";
import { catchUp, makeSegment, membersByName } from "../support/segments";
import { openShop, type Shop } from "../support/shop";

useTestDatabase();
useKey();

describe("people of a group", () => {
  let shop: Shop;
  const tell = (...changes: Change[]) =>
    transact(shop.ctx, (ctx) =>
      takeGroups(
        ctx,
        shop.storeId,
        changes.map((change) => ({ change, asOf: new Date(), authority: false })),
      ),
    );
  const begun = Date.now() - 60_000;
  const at = (n: number) => new Date(begun + n);
  const joined = (customerId: string, n: number): Change => ({
    kind: "group-joined",
    groupId: "g",
    customerId,
    at: at(n),
  });
  const left = (customerId: string, n: number): Change => ({ kind: "group-left", groupId: "g", customerId, at: at(n) });

  beforeEach(async () => {
    shop = await openShop();
    await shop.take(news(customer("1", "ada@example.org"), customer("2", "bo@example.org")));
    await tell({ kind: "group", group: { externalId: "g", name: "Regulars", updatedAt: at(0) } }, joined("1", 1));
  });

  const theGroup = async () => (await offerValues(shop.ctx, { field: "store-group", q: "regul" }))[0]!;

  test("enter and leave a segment as the store tells, also before we know them", async () => {
    const { value } = await theGroup();
    await makeSegment(shop.ctx, "In it", { field: "store-group", operator: "any", value: [value] });
    await makeSegment(shop.ctx, "Not in it", { field: "store-group", operator: "none", value: [value] });
    await catchUp(shop.ctx);
    expect(await membersByName(shop.ctx)).toEqual({ "In it": ["ada@example.org"], "Not in it": ["bo@example.org"] });
    await tell(left("1", 3), joined("2", 3), joined("3", 3));
    await tell(joined("1", 2));
    await catchUp(shop.ctx);
    expect(await membersByName(shop.ctx)).toEqual({ "In it": ["bo@example.org"], "Not in it": ["ada@example.org"] });
    await shop.take(news(customer("3", "cy@example.org")));
    await catchUp(shop.ctx);
    expect(await membersByName(shop.ctx)).toMatchObject({ "In it": ["bo@example.org", "cy@example.org"] });
  });

  test("read on their timelines that they joined and left, but nothing of what the first reading found", async () => {
    await database().sql`insert into store_group_mirrors (org_id, store_id, kind, state, started_by)
      values (${shop.ctx.orgId}, ${shop.storeId}, 'whole', 'done', 't')`;
    await tell(left("1", 3), joined("2", 3), joined("3", 3));
    await tell(left("1", 3), joined("2", 3), joined("2", 2));
    const { sql } = database();
    const lines = await sql`select c.email, e.kind, e.detail->>'name' as name, e.at from contact_events e
      join contacts c on c.org_id = e.org_id and c.id = e.contact_id
      where e.org_id = ${shop.ctx.orgId} and e.kind like 'store-group.%' order by c.email`;
    expect(lines.map((line) => ({ ...line, at: new Date(line.at) }))).toEqual([
      { email: "ada@example.org", kind: "store-group.left", name: "Regulars", at: at(3) },
      { email: "bo@example.org", kind: "store-group.joined", name: "Regulars", at: at(3) },
    ]);
    const { lines: told } = await readTimeline(shop.ctx, {
      contact: await shop.idOf("bo@example.org"),
      group: "groups",
    });
    expect(told.map(({ kind }) => kind)).toEqual(["store-group.joined"]);
  });

  test("are found by the link of a store's admin, in their organization only", async () => {
    const { value: group } = await theGroup();
    expect(await storeGroup(shop.ctx, { group })).toMatchObject({ id: group, name: "Regulars", size: 1, gone: false });
    const slug = await organizationOfGroup({ group });
    const [own] = await database().sql`select slug from organizations where id = ${shop.ctx.orgId}`;
    expect(slug).toBe(own!.slug);
    const stranger = await openShop();
    expect(await storeGroup(stranger.ctx, { group })).toBeNull();
    await tell({ kind: "group-gone", groupId: "g" });
    expect(await storeGroup(shop.ctx, { group })).toMatchObject({ gone: true });
  });

  test("stay in what asks for a group that is gone: offered nowhere, and said to be gone", async () => {
    const { value, label } = await theGroup();
    expect(label).toMatch(/^Regulars · /);
    await makeSegment(shop.ctx, "In it", { field: "store-group", operator: "any", value: [value] });
    const [{ id: contact } = { id: "" }] = await database().sql<{ id: string }[]>`
      select public_id::text as id from contacts where org_id = ${shop.ctx.orgId} and email = 'ada@example.org'`;
    expect(await storeGroupsOfContact(shop.ctx, { contact })).toMatchObject([{ id: value, name: "Regulars" }]);
    await tell({ kind: "group-gone", groupId: "g" });
    await tell({ kind: "group", group: { externalId: "g", name: "Late news", updatedAt: at(0) } }, left("1", 9));
    await catchUp(shop.ctx);
    expect(await membersByName(shop.ctx)).toEqual({ "In it": ["ada@example.org"] });
    expect(await offerValues(shop.ctx, { field: "store-group" })).toEqual([]);
    expect(await storeGroupsOfContact(shop.ctx, { contact })).toEqual([]);
    const include = { field: "store-group", operator: "any", value: [value] };
    expect((await lookAt(shop.ctx, { definition: { include } })).words).toContain("(gone from the store)");
  });
});

describe("a store's groups are to be read", () => {
  const zones = ["Asia/Kathmandu", "Pacific/Kiritimati", "America/Santiago", "Australia/Lord_Howe"];

  async function open(zone: string) {
    const ctx = await makeOrganization();
    const store = await makeStore(ctx);
    await database().sql`update stores set platform = 'magento', time_zone = ${zone} where id = ${store.id}`;
    return { ctx, storeId: store.id };
  }
  const dueAt = async (storeId: number, now?: Date) =>
    (await dueMirrors(now)).filter((one) => one.storeId === storeId).map(({ kind }) => kind);
  const syncs = (of: { ctx: { orgId: number }; storeId: number }, state: string) => database().sql`
    insert into syncs (org_id, store_id, kind, state, phase, started_by)
    values (${of.ctx.orgId}, ${of.storeId}, 'first', ${state}, 'customers', 't')`;

  test("once the first sync has ended, and not while they are being read", async () => {
    const shop = await open("UTC");
    expect(await dueAt(shop.storeId)).toEqual([]);
    await syncs(shop, "running");
    expect(await dueAt(shop.storeId)).toEqual([]);
    await database().sql`update syncs set state = 'done' where store_id = ${shop.storeId}`;
    expect(await dueAt(shop.storeId)).toEqual(["whole"]);
    await beginMirror(shop.ctx, { storeId: shop.storeId, kind: "whole" });
    expect(await dueAt(shop.storeId)).toEqual([]);
    expect(await beginMirror(shop.ctx, { storeId: shop.storeId, kind: "whole" })).toBeNull();
  });

  test.each(zones)("once on each day of %s, soon after its midnight, also when clocks are changed", async (zone) => {
    const shop = await open(zone);
    await syncs(shop, "done");
    const { sql } = database();
    const days: string[] = [];
    const start = Date.parse("2026-03-01T00:00:00Z");
    await sql`insert into store_group_mirrors (org_id, store_id, kind, state, started_by, started_at)
      values (${shop.ctx.orgId}, ${shop.storeId}, 'whole', 'done', 't', ${new Date(start).toISOString()})`;
    for (let hour = 1; hour <= 40 * 24; hour += 8) {
      const now = new Date(start + hour * 3_600_000);
      if ((await dueAt(shop.storeId, now)).length === 0) continue;
      const [row] = await sql`insert into store_group_mirrors (org_id, store_id, kind, state, started_by, started_at)
        values (${shop.ctx.orgId}, ${shop.storeId}, 'whole', 'done', 't', ${now.toISOString()})
        returning (started_at at time zone ${zone})::date::text as day`;
      days.push(row!.day);
    }
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBeGreaterThanOrEqual(39);
  });
});
