/**
 * What pages and programs are shown of segments: the list, a segment's days, its refreshes, its history, its reasons.
 */
import { beforeEach, expect, test } from "vitest";
import { BeginBulk, writeDown } from "@/lib/bulk/begin";
import { countSelected, Selected } from "@/lib/bulk/selection";
import { historyOf } from "@/lib/segments/history";
import { pageSegments } from "@/lib/segments/page";
import { reasonsFor } from "@/lib/segments/reasons";
import { latestRefresh, segmentsVersion } from "@/lib/segments/runs";
import { archiveSegment, editSegment, OneSegment, refreshNow, renameSegment } from "@/lib/segments/segments";
import { showSegment } from "@/lib/segments/show";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, order } from "../support/people";
import { catchUp, makeSegment } from "../support/segments";
import { openShop, type Shop } from "../support/shop";

useTestDatabase();
useKey();

const buyers = { field: "orders", operator: ">=", value: "1" };
let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
  await shop.take(
    news(customer("1", "ada@example.org"), customer("2", "bo@example.org"), order("7", "bo@example.org")),
  );
});

const named = async (input: Parameters<typeof pageSegments>[1]) =>
  (await pageSegments(shop.ctx, input)).segments.map(({ name }) => name);

test("the list is searched, sorted and paged, and archived segments stand apart", async () => {
  for (const [name, include] of Object.entries({ Buyers: buyers, all: { any: [buyers, { not: buyers }] } }))
    await makeSegment(shop.ctx, name, include);
  const old = await makeSegment(shop.ctx, "Old buyers", buyers);
  await makeSegment(shop.ctx, "Quiet", { not: { all: [buyers, { not: buyers }] } });
  await archiveSegment(shop.ctx, { segment: old });
  await catchUp(shop.ctx);
  expect(await named({})).toEqual(["all", "Buyers", "Quiet"]);
  expect(await named({ turned: true })).toEqual(["Quiet", "Buyers", "all"]);
  expect(await named({ sort: "size" })).toEqual(["all", "Quiet", "Buyers"]);
  expect(await named({ q: " BUY" })).toEqual(["Buyers"]);
  expect(await named({ archived: true })).toEqual(["Old buyers"]);
  const first = await pageSegments(shop.ctx, { size: 2 });
  expect(first).toMatchObject({ found: 3, current: 3, archived: 1 });
  expect(await named({ size: 2, after: first.next! })).toEqual(["Quiet"]);
  expect((await pageSegments(shop.ctx, { size: 3 })).next).toBeNull();
});

test("who joins and leaves is counted on the day, what a changed condition does is not", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  const user = await makeSegment(shop.ctx, "Not buyers", { field: "segment", operator: "none", value: [segment] });
  await catchUp(shop.ctx);
  await shop.take(news(order("8", "ada@example.org", { createdAt: day(4), updatedAt: day(4) })));
  await catchUp(shop.ctx);
  const { segments } = await pageSegments(shop.ctx, {});
  expect(segments.find(({ id }) => id === segment)).toMatchObject({
    size: 2,
    today: { joined: 1, left: 0 },
    growth: { days: [1] },
    usedBy: [{ id: user, name: "Not buyers", state: "active" }],
  });
  expect(segments.find(({ id }) => id === user)).toMatchObject({ size: 0, today: { joined: 0, left: 1 } });
  expect((await showSegment(shop.ctx, { segment })).days).toMatchObject([{ size: 1, joined: 1, left: 0 }]);
  await editSegment(shop.ctx, { segment, definition: { include: { not: buyers } } });
  await catchUp(shop.ctx);
  const edited = await showSegment(shop.ctx, { segment });
  expect(edited).toMatchObject({ size: 0, days: [{ joined: 1, left: 0 }], words: expect.stringMatching(/^Not \(/) });
});

test("the change over 30 days begins with the local day 30 days ago, wherever the server's day is", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  await catchUp(shop.ctx);
  const { sql } = database();
  for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    await sql`update organizations set time_zone = ${zone} where id = ${shop.ctx.orgId}`;
    await sql`delete from segment_sizes where org_id = ${shop.ctx.orgId}`;
    await sql`insert into segment_sizes (org_id, segment_id, day, size)
      select ${shop.ctx.orgId}, g.id, (now() at time zone ${zone})::date - ago, ago
      from segments g, unnest(array[32, 31, 30, 29, 28]) ago where g.org_id = ${shop.ctx.orgId}`;
    expect((await showSegment(shop.ctx, { segment })).change).toBe(1 - 30);
    const [listed] = (await pageSegments(shop.ctx, {})).segments;
    expect(listed!.growth).toEqual({ change: -29, days: [-1, -1, -27] });
  }
});

test("a refresh is seen while it waits and after it has ended, with what came of it for one segment", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  await makeSegment(shop.ctx, "Others", { not: buyers });
  await catchUp(shop.ctx);
  await database().sql`update contact_segments set segs = '{}' where org_id = ${shop.ctx.orgId}`;
  const before = await segmentsVersion(shop.ctx, { segment });
  await refreshNow(shop.ctx);
  expect(await segmentsVersion(shop.ctx, { segment })).not.toBe(before);
  expect(await latestRefresh(shop.ctx, {})).toMatchObject({ state: "running", kind: "whole", judging: false });
  await catchUp(shop.ctx);
  const ended = await latestRefresh(shop.ctx, { segment });
  expect(ended).toMatchObject({ state: "done", changed: 2, joined: 1, left: 0, error: null });
  expect(await latestRefresh(shop.ctx, {})).toMatchObject({ joined: 2 });
});

test("its history tells who did what, in words, through every rename", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  await renameSegment(shop.ctx, { segment, name: "Customers", description: "Who bought" });
  await editSegment(shop.ctx, { segment, definition: { include: { ...buyers, value: "2" } } });
  await archiveSegment(shop.ctx, { segment });
  expect(await historyOf(shop.ctx, OneSegment.parse({ segment }))).toMatchObject([
    { verb: "archived", words: null },
    { verb: "edited", words: "Orders at least 2." },
    { verb: "renamed", words: null },
    { verb: "created", words: "Orders at least 1." },
  ]);
});

test("the reasons say of each condition whether it holds, by the names of things", async () => {
  const inner = await makeSegment(shop.ctx, "Buyers", buyers);
  await catchUp(shop.ctx);
  const segment = await makeSegment(
    shop.ctx,
    "Lapsed",
    { all: [{ field: "segment", operator: "any", value: [inner] }, { not: buyers }] },
    { field: "city", operator: "is", value: "Oslo" },
  );
  await catchUp(shop.ctx);
  expect(await reasonsFor(shop.ctx, { segment, contact: await shop.idOf("bo@example.org") })).toMatchObject({
    inside: false,
    holds: false,
    include: {
      all: [
        { holds: true, words: "Segment is “Buyers”" },
        { holds: false, not: { holds: true } },
      ],
    },
    exclude: { holds: false, words: "City is “Oslo”" },
  });
});

test("its members are a selection of many: exactly they are exported, and nobody once it is archived", async () => {
  const segment = await makeSegment(shop.ctx, "Buyers", buyers);
  await catchUp(shop.ctx);
  const selected = Selected.parse({ all: true, query: `segment=${segment}` });
  expect((await countSelected(shop.ctx, selected)).n).toBe(1);
  const exporting = BeginBulk.parse({ ...selected, kind: "export", expected: 1 });
  const { id } = await writeDown(shop.ctx, exporting);
  const [targets] = await database().sql`
    select array_agg(c.email) as emails from bulk_targets t join contacts c on c.org_id = t.org_id and c.id = any(t.ids)
    where t.org_id = ${shop.ctx.orgId} and t.bulk_id = ${id}`;
  expect(targets!.emails).toEqual(["bo@example.org"]);
  await archiveSegment(shop.ctx, { segment });
  await expect(writeDown(shop.ctx, exporting)).rejects.toThrow();
});
