/** Segments' verbs and the membership they keep. */
import { beforeEach, expect, test } from "vitest";
import type { Change } from "@/lib/connectors/types";
import { excludeContact } from "@/lib/contacts/switches";
import { env } from "@/lib/env";
import { absorb } from "@/lib/records/absorb";
import { takeProducts } from "@/lib/records/products";
import { keepUp } from "@/lib/segments/changed";
import { listMembers, previewSegment } from "@/lib/segments/members";
import { runRefresh } from "@/lib/segments/refresh";
import {
  activateSegment,
  archiveSegment,
  createSegment,
  deleteSegment,
  duplicateSegment,
  editSegment,
  refreshNow,
  renameSegment,
} from "@/lib/segments/segments";
import { isIn, listSegments, segmentsOf, showSegment } from "@/lib/segments/show";
import { tagContact } from "@/lib/tags/tags";
import { database, transact } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { useTestDatabase } from "../support/db";
import { makeOrganization, useKey } from "../support/organization";
import { customer, day, news, order } from "../support/people";
import { catchUp, makeSegment, membersByName, refreshWhole, sizesByName } from "../support/segments";
import { openShop, type Shop } from "../support/shop";

useTestDatabase();
useKey();

const buyers = { field: "orders", operator: ">=", value: "1" };
let shop: Shop;
const linesOf = async (contact: string) =>
  (await readTimeline(shop.ctx, { contact, group: "groups" })).lines.map(
    ({ kind, detail }) => `${kind} ${detail.name}`,
  );

beforeEach(async () => {
  shop = await openShop();
  await shop.take(
    news(customer("1", "ada@example.org"), customer("2", "bo@example.org"), order("7", "bo@example.org")),
  );
});

test("a new segment is filled as a whole, and nobody's timeline tells of it", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  expect(await showSegment(shop.ctx, { segment })).toMatchObject({ size: 0, ready: false, refreshedAt: null });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Buyers: ["bo@example.org"] });
  expect(await showSegment(shop.ctx, { segment })).toMatchObject({ size: 1, ready: true, days: [{ size: 1 }] });
  expect(await linesOf(await shop.idOf("bo@example.org"))).toEqual([]);
});

test("a contact that changes joins and leaves at once, and its timeline tells", async () => {
  await makeSegment(shop.ctx, "Buyers", buyers);
  await makeSegment(shop.ctx, "Others", { not: buyers });
  await catchUp(shop.ctx);
  await shop.take(news(order("8", "ada@example.org", { createdAt: day(4), updatedAt: day(4) })));
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Buyers: ["ada@example.org", "bo@example.org"], Others: [] });
  expect(await sizesByName(shop.ctx)).toEqual({ Buyers: 2, Others: 0 });
  const ada = await shop.idOf("ada@example.org");
  expect(await linesOf(ada)).toEqual(["segment.joined Buyers", "segment.left Others"]);
  expect(await segmentsOf(shop.ctx, { contact: ada })).toMatchObject([{ name: "Buyers" }]);
});

test("looking again at a contact for whom nothing changes writes nothing, and no change asks for itself again", async () => {
  await makeSegment(shop.ctx, "Buyers", buyers);
  await catchUp(shop.ctx);
  const ctx = shop.ctx;
  await tagContact(ctx, { contact: await shop.idOf("ada@example.org"), tags: ["Note"] });
  expect(await keepUp(ctx, { seconds: 5 })).toEqual({ looked: 1, waiting: false });
  expect(await keepUp(ctx, { seconds: 5 })).toEqual({ looked: 0, waiting: false });
  expect(await linesOf(await shop.idOf("ada@example.org"))).toEqual(["tag.added Note"]);
});

test("whoever is excluded is in no segment until they are included again", async () => {
  await makeSegment(shop.ctx, "Others", { not: buyers });
  await catchUp(shop.ctx);
  const contact = await shop.idOf("ada@example.org");
  await excludeContact(shop.ctx, { contact, excluded: true });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Others: [] });
  await excludeContact(shop.ctx, { contact, excluded: false });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Others: ["ada@example.org"] });
});

test("a segment that follows from another follows in the same look, and refreshes with it", async () => {
  const base = await makeSegment(shop.ctx, "Buyers", buyers);
  const of = (operator: string) => ({ field: "segment", operator, value: [base] });
  await makeSegment(shop.ctx, "Not buyers", of("none"));
  await makeSegment(shop.ctx, "A: again buyers", of("any"));
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toMatchObject({
    "A: again buyers": ["bo@example.org"],
    "Not buyers": ["ada@example.org"],
  });
  await shop.take(news(order("8", "ada@example.org", { createdAt: day(4), updatedAt: day(4) })));
  await catchUp(shop.ctx);
  const both = ["ada@example.org", "bo@example.org"];
  expect(await membersByName(shop.ctx)).toEqual({ "A: again buyers": both, Buyers: both, "Not buyers": [] });
  await editSegment(shop.ctx, { segment: base, definition: { include: { not: buyers } } });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ "A: again buyers": [], Buyers: [], "Not buyers": both });
});

test("until its refresh has ended, an edited segment has the members of the condition before", async () => {
  const segment = await makeSegment(shop.ctx, "Moving", buyers);
  await catchUp(shop.ctx);
  await editSegment(shop.ctx, { segment, definition: { include: { not: buyers } } });
  await shop.take(news(order("8", "ada@example.org", { createdAt: day(4), updatedAt: day(4) })));
  await keepUp(shop.ctx, { seconds: 5 });
  expect(await membersByName(shop.ctx)).toEqual({ Moving: ["ada@example.org", "bo@example.org"] });
  expect(await showSegment(shop.ctx, { segment })).toMatchObject({ ready: false });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Moving: [] });
});

test("what follows from itself is refused, so is ending what another follows from", async () => {
  const base = await makeSegment(shop.ctx, "Base", buyers);
  const user = await makeSegment(shop.ctx, "User", { field: "segment", operator: "any", value: [base] });
  const circle = { include: { field: "segment", operator: "any", value: [user] } };
  await expect(editSegment(shop.ctx, { segment: base, definition: circle })).rejects.toMatchObject({
    problem: "conflict",
  });
  for (const end of [archiveSegment, deleteSegment]) {
    await expect(end(shop.ctx, { segment: base })).rejects.toThrow("“User” follows from “Base”");
  }
  expect((await showSegment(shop.ctx, { segment: base })).usedBy).toEqual([
    { id: user, name: "User", state: "active" },
  ]);
  await deleteSegment(shop.ctx, { segment: user });
  await archiveSegment(shop.ctx, { segment: base });
  const gone = { include: { field: "segment", operator: "any", value: [user] } };
  await expect(makeSegment(shop.ctx, "New", gone.include)).rejects.toMatchObject({ problem: "invalid" });
});

test("an archived segment has no members, and gets those of the day when it is active again", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  await catchUp(shop.ctx);
  await archiveSegment(shop.ctx, { segment });
  await shop.take(news(order("8", "ada@example.org", { createdAt: day(4), updatedAt: day(4) })));
  await catchUp(shop.ctx);
  const contact = await shop.idOf("bo@example.org");
  expect(await isIn(shop.ctx, { segment, contact })).toBe(false);
  expect(await segmentsOf(shop.ctx, { contact })).toEqual([]);
  expect(await listMembers(shop.ctx, { segment })).toEqual({ people: [], next: null });
  const naming = { include: { field: "segment", operator: "any", value: [segment] } };
  expect(await previewSegment(shop.ctx, { definition: naming })).toEqual({ n: 0, people: [] });
  await activateSegment(shop.ctx, { segment });
  await catchUp(shop.ctx);
  expect(await sizesByName(shop.ctx)).toEqual({ Buyers: 2 });
  expect(await membersByName(shop.ctx)).toEqual({ Buyers: ["ada@example.org", "bo@example.org"] });
  expect(await isIn(shop.ctx, { segment, contact })).toBe(true);
  expect((await previewSegment(shop.ctx, { definition: naming })).n).toBe(2);
});

test("a draft has no members, a copy is a draft under a name of its own", async () => {
  const { ctx } = shop;
  const draft = { name: "Draft", description: "", definition: { include: buyers }, draft: true };
  const { segment } = await createSegment(ctx, draft);
  await duplicateSegment(ctx, { segment });
  await duplicateSegment(ctx, { segment });
  await catchUp(ctx);
  const shown = await listSegments(ctx);
  expect(shown.map(({ name, state, size }) => [name, state, size])).toEqual([
    ["Draft", "draft", 0],
    ["Draft (copy 2)", "draft", 0],
    ["Draft (copy)", "draft", 0],
  ]);
  await renameSegment(ctx, { segment, name: "Final", description: "of all" });
  await expect(renameSegment(ctx, { segment, name: "draft (COPY)", description: "" })).rejects.toMatchObject({
    fields: { name: expect.stringContaining("already") },
  });
  await expect(createSegment(ctx, { ...draft, name: "Bad", definition: { include: {} } })).rejects.toMatchObject({
    problem: "invalid",
  });
});

test("members come page by page, the newest first, and a preview counts without keeping anything", async () => {
  const people = Array.from({ length: 7 }, (_, n) => customer(`1${n}`, `p${n}@example.org`));
  await shop.take(news(...people));
  const segment = await makeSegment(shop.ctx, "Others", { not: buyers });
  await catchUp(shop.ctx);
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const { people, next } = await listMembers(shop.ctx, { segment, after, size: 3 });
    seen.push(...people.map(({ email }) => email!));
    if (!next) break;
    after = next;
  }
  expect(seen).toEqual(
    [...people.keys()]
      .map((n) => `p${n}@example.org`)
      .reverse()
      .concat("ada@example.org"),
  );
  const preview = await previewSegment(shop.ctx, { definition: { include: { not: buyers } } });
  expect(preview.n).toBe(8);
  expect(preview.people).toHaveLength(5);
  const one = await previewSegment(shop.ctx, { definition: { include: buyers } });
  expect(one).toMatchObject({ n: 1, people: [{ email: "bo@example.org", name: "Mira Holt", store: "Outlet" }] });
});

test("a refresh by hand mends what is not as it should be, counts sizes anew and says what changed", async () => {
  await makeSegment(shop.ctx, "Buyers", buyers);
  await catchUp(shop.ctx);
  const { sql } = (await import("@/lib/tenancy")).database();
  await sql`update contact_segments set segs = '{}' where org_id = ${shop.ctx.orgId}`;
  await sql`update segments set size = 17 where org_id = ${shop.ctx.orgId}`;
  await refreshNow(shop.ctx);
  await expect(refreshNow(shop.ctx)).rejects.toMatchObject({ problem: "conflict" });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Buyers: ["bo@example.org"] });
  expect(await sizesByName(shop.ctx)).toEqual({ Buyers: 1 });
  expect(await refreshWhole(shop.ctx)).toMatchObject({ state: "done", changed: 0, joined: 0, left: 0 });
});

test("a whole refresh counts sizes anew although together they are right", async () => {
  await makeSegment(shop.ctx, "Buyers", buyers);
  await makeSegment(shop.ctx, "Everybody", { any: [buyers, { not: buyers }] });
  await catchUp(shop.ctx);
  const right = await sizesByName(shop.ctx);
  await database().sql`update segments set size = size + case name when 'Buyers' then 1 else -1 end
    where org_id = ${shop.ctx.orgId}`;
  await refreshWhole(shop.ctx);
  expect(await sizesByName(shop.ctx)).toEqual(right);
});

test("a product's category and vendor are asked of who bought it, and who bought it follows when they change", async () => {
  const said = async (change: Change) =>
    transact(shop.ctx, async (ctx) => {
      await absorb(ctx, shop.receiving, news(change));
      await takeProducts(ctx, shop.storeId, news(change));
    });
  await makeSegment(shop.ctx, "Candles", { field: "category-bought", operator: "any", value: ["Candles"] });
  const where = [{ property: "vendor", operator: "any", value: ["North"] }];
  await makeSegment(shop.ctx, "Of North", { field: "bought", operator: "at-least", value: 1, where });
  const items = [{ externalId: "1", productId: "11", name: "Pillar", quantity: 1, total: "9.00" }];
  const products = [{ externalId: "11", vendor: "North", categories: ["Candles", "Gifts"] }];
  await said(order("8", "ada@example.org", { createdAt: day(4), updatedAt: day(4), items, products }));
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Candles: ["ada@example.org"], "Of North": ["ada@example.org"] });
  // What is not told stays; what is told as it stands is nothing new, and asks nobody anew.
  await said({ kind: "product", record: { externalId: "11", categories: ["Gifts"] } });
  await catchUp(shop.ctx);
  expect(await membersByName(shop.ctx)).toEqual({ Candles: [], "Of North": ["ada@example.org"] });
  await said({ kind: "product", record: { externalId: "11", vendor: "North", categories: ["Gifts"] } });
  expect(await keepUp(shop.ctx, { seconds: 5 })).toEqual({ looked: 0, waiting: false });
});

test("more organizations than there are connections are refreshed at once, and none waits for another's", async () => {
  const many = env().DATABASE_POOL + 4;
  const each = await Promise.all(Array.from({ length: many }, () => makeOrganization()));
  for (const ctx of each)
    await createSegment(ctx, { name: "Buyers", description: "", definition: { include: buyers }, draft: false });
  const runs = await database().sql<{ orgId: number; id: number }[]>`
    select org_id::int as "orgId", id::int from segment_runs where org_id = any(${each.map(({ orgId }) => orgId)})`;
  const ctxOf = new Map(each.map((ctx) => [ctx.orgId, ctx]));
  await Promise.all(runs.map(({ orgId, id }) => runRefresh(ctxOf.get(orgId)!, { runId: id })));
  const [row] = await database().sql<{ n: number }[]>`
    select count(*)::int as n from segment_runs where state = 'done' and org_id = any(${each.map(({ orgId }) => orgId)})`;
  expect(row!.n).toBe(many);
});
