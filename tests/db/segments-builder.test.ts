/** What the builder asks of the server while somebody builds, and how it saves over nobody's work unseen. */
import { randomUUID } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { whileAwaited, within } from "@/lib/contacts/directory/patience";
import { lookAt } from "@/lib/segments/look";
import { reachOf } from "@/lib/segments/reach";
import { saveSegment } from "@/lib/segments/save";
import { archiveSegment } from "@/lib/segments/segments";
import { showSegment } from "@/lib/segments/show";
import { Suppress, suppress } from "@/lib/suppressions/suppressions";
import { createTag } from "@/lib/tags/tags";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, optIn, order } from "../support/people";
import { catchUp, makeSegment, membersByName } from "../support/segments";
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

test("what is not complete is told at its place, and the rest is said in words and as text", async () => {
  const { ctx } = shop;
  const { id: tag } = await createTag(ctx, { name: "VIP", colour: "grey" });
  const include = {
    all: [buyers, { field: "city", operator: "is", value: "" }, { field: "tag", operator: "none", value: [tag] }],
  };
  const look = await lookAt(ctx, { definition: { include } });
  expect(look).toMatchObject({
    wrong: null,
    problems: [{ place: "include.all.1", problem: "“City”: enter a text" }],
    sound: { include: { all: [buyers, include.all[2]] } },
    words: "Orders at least 1, and tag is not “VIP”.",
    labels: { [`tag ${tag}`]: "VIP" },
  });
  const again = await lookAt(ctx, { text: look.text });
  expect(again).toMatchObject({ wrong: null, problems: [], definition: look.sound, text: look.text });
});

test("a text that is not understood says where; what is no condition says so", async () => {
  expect(await lookAt(shop.ctx, { text: "all (\n  city is Berlin\n)" })).toMatchObject({
    wrong: "Line 2, column 11: expected a text in quotes, found “Berlin”.",
    definition: null,
    sound: null,
  });
  expect((await lookAt(shop.ctx, { definition: { include: { all: [] } } })).wrong).toContain("at least one condition");
  expect((await lookAt(shop.ctx, { definition: "everybody" })).wrong).toContain("not a segment's condition");
});

test("who can be written to is counted among those who are meant", async () => {
  const { ctx } = shop;
  const everybody = { include: { any: [buyers, { not: buyers }] } };
  expect(await reachOf(ctx, { definition: everybody })).toEqual({ email: 0, sms: 0, held: 0 });
  await shop.take(news(customer("3", "cy@example.org", { consents: [optIn(day(1))] })));
  expect(await reachOf(ctx, { definition: everybody })).toEqual({ email: 1, sms: 0, held: 0 });
  expect(await reachOf(ctx, { definition: { include: buyers } })).toEqual({ email: 0, sms: 0, held: 0 });
  await suppress(ctx, Suppress.parse({ channel: "email", addresses: "cy@example.org" }));
  expect(await reachOf(ctx, { definition: everybody })).toEqual({ email: 0, sms: 0, held: 1 });
});

test("a segment is saved as a whole, and who did not see the last version is told and may save over it", async () => {
  const { ctx } = shop;
  const segment = await makeSegment(ctx, "Buyers", buyers);
  await catchUp(ctx);
  const seenAt = async () => (await showSegment(ctx, { segment })).editedAt.toISOString();
  const seen = await seenAt();
  const mine = {
    segment,
    name: "Others",
    description: "Not yet",
    definition: { include: { not: buyers } },
    state: "active" as const,
  };
  await saveSegment(ctx, { ...mine, seen });
  await catchUp(ctx);
  expect(await membersByName(ctx)).toEqual({ Others: ["ada@example.org"] });
  const now = await seenAt();
  const late = saveSegment(ctx, { ...mine, name: "Mine", seen });
  await expect(late).rejects.toMatchObject({ problem: "conflict", fields: { seen: now } });
  expect(await showSegment(ctx, { segment })).toMatchObject({ name: "Others" });
  await saveSegment(ctx, { ...mine, name: "Mine", seen: await seenAt() });
  expect(await showSegment(ctx, { segment })).toMatchObject({
    name: "Mine",
    description: "Not yet",
    size: 1,
    ready: true,
  });
});

test("a segment becomes a draft and active again by saving, but not while another follows from it", async () => {
  const { ctx } = shop;
  const segment = await makeSegment(ctx, "Buyers", buyers);
  const user = await makeSegment(ctx, "Users", { field: "segment", operator: "any", value: [segment] });
  await catchUp(ctx);
  const save = async (state: "draft" | "active") =>
    saveSegment(ctx, {
      segment,
      name: "Buyers",
      description: "",
      definition: { include: buyers },
      state,
      seen: (await showSegment(ctx, { segment })).editedAt.toISOString(),
    });
  await expect(save("draft")).rejects.toThrow("“Users” follows from “Buyers”");
  await archiveSegment(ctx, { segment: user });
  await save("draft");
  expect(await showSegment(ctx, { segment })).toMatchObject({ state: "draft", size: 0 });
  await save("active");
  await catchUp(ctx);
  expect(await showSegment(ctx, { segment })).toMatchObject({ state: "active", size: 1, ready: true });
});

test("a count that nobody waits for any more is ended in the database, and its connection serves on", async () => {
  const { sql } = database();
  const mark = `'${randomUUID()}'`;
  const running = async () =>
    (
      await sql`select count(*)::int as n from pg_stat_activity where pid <> pg_backend_pid() and state = 'active'
      and strpos(query, ${mark}) > 0 and query like 'select pg_sleep%'`
    )[0]!.n as number;
  const stop = new AbortController();
  const counted = within(600, () =>
    transact(shop.ctx, (ctx) =>
      whileAwaited(ctx, stop.signal, () => ctx.db.execute(raw.raw(`select pg_sleep(600), ${mark}`))),
    ),
  );
  await expect.poll(running).toBe(1);
  stop.abort();
  expect(await counted).toBeNull();
  expect(await running()).toBe(0);
  expect(
    await reachOf(shop.ctx, { definition: { include: buyers }, signal: new AbortController().signal }),
  ).toMatchObject({
    held: 0,
  });
});
