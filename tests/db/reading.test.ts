/** How often a pass asks the store: every request is a page that a small shop has to make. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { advance } from "@/lib/sync/advance";
import { insertSync } from "@/lib/sync/sync";
import { database, keepPlans, transact } from "@/lib/tenancy";
import { type Door, openDoor } from "../support/cluster-door";
import { useTestDatabase } from "../support/db";
import { peopleOf } from "../support/oracle";
import { makeOrganization, makeStore, useKey } from "../support/organization";

useTestDatabase();
let shop: DemoStore;
let door: Door;
beforeAll(async () => {
  useKey();
  shop = await startDemoStore({ customers: 250, orders: 250 });
  door = await openDoor(Number(new URL(shop.url).port));
});
afterAll(async () => {
  await door.close();
  await shop.stop();
});

async function begin() {
  const ctx = await makeOrganization();
  const store = await makeStore(ctx, { url: door.url, keys: shop.keys });
  const syncId = await transact(ctx, (ctx) => insertSync(ctx, { storeId: store.id, kind: "first" }));
  door.asked.length = 0;
  return { ctx, syncId };
}

const pages = () => door.asked.filter((path) => /\/(customers|orders)\?/.test(path));
const looks = () => door.asked.filter((path) => /\/wp-json\/?(\?|$)/.test(path));

it("a stretch asks for each page once, though it reads ahead, and once where the API lives", async () => {
  const { ctx, syncId } = await begin();
  expect(await advance(ctx, { syncId, seconds: 60 })).toEqual({ done: true, waitSeconds: 0 });
  expect(pages().length).toBeGreaterThan(5);
  expect(new Set(pages()).size).toBe(pages().length);
  expect(looks()).toHaveLength(1);
  const people = await database().sql`select email from contacts where org_id = ${ctx.orgId} and email is not null`;
  expect(people.map((row) => row.email).sort()).toEqual(Object.keys(peopleOf(shop.truth())).sort());
});

it("a stretch whose time is over does not ask for a page that nobody will take in", async () => {
  const { ctx, syncId } = await begin();
  for (let done = false; !done; ) ({ done } = await advance(ctx, { syncId, seconds: 0.001 }));
  expect(new Set(pages()).size).toBe(pages().length);
});

it("an error of a page that was read ahead is told when its turn comes, and what came before it stays", async () => {
  const { ctx, syncId } = await begin();
  // The look at the API and the first page go well; the second is read ahead of its turn.
  const well = { status: 200, body: "", before: true };
  shop.misbehave(well, well, { status: 429, headers: { "Retry-After": "9" }, body: "slow down" });
  expect(await advance(ctx, { syncId, seconds: 60 })).toEqual({ done: false, waitSeconds: 9 });
  const [row] = await database().sql`select customers_done, state from syncs where id = ${syncId}`;
  expect({ ...row }).toEqual({ customers_done: 100, state: "running" });
  expect((await advance(ctx, { syncId, seconds: 60 })).done).toBe(true);
});

it("no look-up of a pass is planned as reading a table whole, however few rows there are when it is planned", async () => {
  const { ctx } = await begin();
  await database().sql`analyze stores`;
  const look = sql`explain select id from stores where org_id = ${sql.raw(String(ctx.orgId))} and id = 1`;
  const plan = async (kept: boolean) =>
    transact(ctx, async (ctx) => JSON.stringify(await (kept ? await keepPlans(ctx) : ctx).db.execute(look)));
  expect(await plan(false)).toContain("Seq Scan");
  expect(await plan(true)).toContain("Index Scan");
});
