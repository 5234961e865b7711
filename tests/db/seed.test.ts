/** The demo: filled in once through the real verbs, whole also after a kill, and found again wherever it runs next. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOwner, logIn } from "@/lib/accounts";
import { countContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { forgetEnv } from "@/lib/env";
import { demoIsDue } from "@/lib/local/demo/due";
import { demoLogins } from "@/lib/local/demo/logins";
import { demoPassword, demoShops } from "@/lib/local/demo/plan";
import { seedDemo } from "@/lib/local/demo/seed";
import { tendDemo } from "@/lib/local/demo/tend";
import { demoEnv, type Told } from "@/lib/local/demo/told";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { listStores } from "@/lib/stores/stores";
import { type Ctx, database } from "@/lib/tenancy";
import { testDatabase } from "../support/db";
import { useKey } from "../support/organization";

const visitor = { ip: "198.51.100.7", userAgent: "Test" };
const quietly = () => () => {};

let shops: DemoStore[];
let places: Told[];
let close: () => Promise<void>;

beforeEach(async () => {
  useKey();
  close = await useOwnDatabase();
  shops = [];
  for (const { store } of demoShops) shops.push(await startDemoStore({ ...store, customers: 40 }));
  places = demoShops.map((shop, index) => ({ shop, url: localUrl(shops[index]!) }));
});

afterEach(async () => {
  for (const shop of shops) await shop.stop();
  await close();
});

describe("the demo", () => {
  it("is two organizations, each with its own store's people and nobody of the other's", async () => {
    await seedDemo(places, quietly);
    const [north, harbour] = [await orgOf("north-candles"), await orgOf("harbour-books")];
    expect((await listStores(north)).map(({ name, state }) => [name, state])).toEqual([
      ["Northlight Candles", "active"],
    ]);
    expect((await listStores(harbour)).map(({ name }) => name)).toEqual(["Harbour Books"]);
    expect(await people(harbour)).toBe(peopleOf(shops[1]!));
    expect(await people(north)).toBeGreaterThan(20);
    expect(await people(north)).toBeLessThan(peopleOf(shops[0]!));
    expect(await orders(north)).toBe(shops[0]!.truth().orders.length);
    const names = await database().sql`select time_zone from organizations order by id`;
    expect(names.map((row) => row.time_zone)).toEqual(["Europe/Berlin", "America/New_York"]);
  });

  it("has an owner in each organization and a viewer in the first, who log in with the password that is shown", async () => {
    await seedDemo(places, quietly);
    expect(await demoLogins(database().sql)).toEqual([
      "owner@north.example",
      "viewer@north.example",
      "owner@harbour.example",
    ]);
    const { userId } = await logIn({ email: "viewer@north.example", password: demoPassword }, visitor);
    const roles = await database().sql`select role from members where user_id = ${userId}`;
    expect(roles.map((row) => row.role)).toEqual(["viewer"]);
  });

  it("has lists, tags and switches as a merchant would have set them", async () => {
    await seedDemo(places, quietly);
    const { sql } = database();
    const lists = await sql`
      select l.name, count(*)::int as members from lists l
      join list_members m on m.org_id = l.org_id and m.list_id = l.id and m.left_at is null group by l.name`;
    expect(lists.map((row) => row.name).toSorted()).toContain("Newsletter");
    expect(lists.every((row) => row.members > 0)).toBe(true);
    const [switched] = await sql`select count(disabled_at)::int as disabled, count(excluded_at)::int as excluded,
      (select count(*)::int from contact_tags) as tagged from contacts`;
    for (const some of Object.values(switched!)) expect(some).toBeGreaterThan(0);
  });

  it("is filled in once", async () => {
    expect(await demoIsDue(database().sql)).toBe(true);
    await seedDemo(places, quietly);
    expect(await demoIsDue(database().sql)).toBe(false);
    const before = await rows();
    await seedDemo(places, quietly);
    expect(await rows()).toEqual(before);
  });

  it("stays away from a database that holds somebody else", async () => {
    const password = "several good words";
    await createOwner({ email: "a@shop.example", name: "Ada", password, organization: "Ada's", timeZone: "UTC" });
    await seedDemo(places, quietly);
    expect(await database().sql`select 1 from stores`).toHaveLength(0);
  });

  it("killed again and again while it is filled in, it ends whole and without doubles", async () => {
    for (const moment of ["select 1 from users", "select 1 from contacts", "select 1 from orders"]) {
      await killAt(moment);
    }
    await seedDemo(places, quietly);
    expect(await demoIsDue(database().sql)).toBe(false);
    expect((await rows()).organizations).toBe(2);
    expect((await rows()).stores).toBe(2);
    expect(await people(await orgOf("harbour-books"))).toBe(peopleOf(shops[1]!));
    for (const [index, slug] of ["north-candles", "harbour-books"].entries()) {
      expect(await orders(await orgOf(slug))).toBe(shops[index]!.truth().orders.length);
      expect(new Set(webhooks(index)).size).toBe(webhooks(index).length);
    }
  });
});

describe("at the next start", () => {
  it("an app on another port is told of what happens, and the old port no more", async () => {
    await seedDemo(places, quietly);
    const before = webhooks(0);
    await withAppAt("http://localhost:3999", () => tendDemo(places));
    expect(webhooks(0)).toEqual(before.map((line) => line.replace(/localhost:\d+/, "localhost:3999")));
  });

  it("webhooks of a database that was thrown away are taken off the store", async () => {
    await seedDemo(places, quietly);
    const before = webhooks(0);
    await close();
    close = await useOwnDatabase();
    await seedDemo(places, quietly);
    expect(webhooks(0)).toHaveLength(before.length * 2);
    await tendDemo(places);
    expect(webhooks(0)).toHaveLength(before.length);
    expect(webhooks(0).filter((line) => before.includes(line))).toEqual([]);
  });

  it("a store that came up on another port is found there, with the same people", async () => {
    await seedDemo(places, quietly);
    const count = (await rows()).stores;
    const moved = await startDemoStore({ ...demoShops[0]!.store, customers: 40 });
    shops.push(moved);
    await tendDemo([{ shop: demoShops[0]!, url: localUrl(moved) }, places[1]!]);
    const found = await database().sql`select url, trouble from stores order by id`;
    expect(found.map((row) => ({ ...row }))).toEqual([
      { url: localUrl(moved), trouble: null },
      { url: places[1]!.url, trouble: null },
    ]);
    expect((await rows()).stores).toBe(count);
    expect(moved.outbox.webhooks.size).toBeGreaterThan(3);
  });
});

/** Runs the launcher's own program and kills it as soon as the query finds something. */
async function killAt(query: string) {
  const words = ["--import", "tsx", fileURLToPath(new URL("../../lib/local/seed.ts", import.meta.url))];
  const child = spawn(process.execPath, words, { env: { ...process.env, ...demoEnv(places) }, stdio: "ignore" });
  while (child.exitCode === null && (await database().sql.unsafe(query)).length === 0) await pause(5);
  child.kill("SIGKILL");
  await ended(child);
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((done) => child.once("close", done));
const pause = (length: number) => new Promise((done) => setTimeout(done, length));
const localUrl = (shop: DemoStore) => shop.url.replace("127.0.0.1", "localhost");
const webhooks = (index: number) =>
  [...shops[index]!.outbox.webhooks.values()].map(({ topic, url }) => `${topic} ${url}`).sort();

/** Accounts, and the addresses of guests' orders that no account has. */
function peopleOf(shop: DemoStore): number {
  const { customers, orders } = shop.truth();
  const known = new Set(customers.map(({ email }) => email.toLowerCase()));
  const guests = orders.map(({ billing }) => billing.email.toLowerCase()).filter((email) => !known.has(email));
  return customers.length + new Set(guests).size;
}

async function useOwnDatabase() {
  const { closeDatabase } = await import("@/db/client");
  const made = await testDatabase();
  await closeDatabase();
  process.env.DATABASE_URL = made.url;
  forgetEnv();
  return async () => {
    await closeDatabase();
    await made.drop();
  };
}

async function withAppAt(url: string, work: () => Promise<void>) {
  const before = process.env.APP_URL;
  process.env.APP_URL = url;
  forgetEnv();
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.APP_URL;
    else process.env.APP_URL = before;
    forgetEnv();
  }
}

async function orgOf(slug: string): Promise<Ctx> {
  const [row] = await database().sql`select id::int as id from organizations where slug = ${slug}`;
  return { orgId: row!.id, actor: { kind: "job", name: "Test" } };
}

const people = async (ctx: Ctx) => Number(await countContacts(ctx, everything));

async function orders({ orgId }: Ctx): Promise<number> {
  const [row] = await database()
    .sql`select count(*)::int as n from orders where org_id = ${orgId} and ended_at is null`;
  return row!.n;
}

async function rows() {
  const [row] = await database().sql`select (select count(*)::int from organizations) as organizations,
    (select count(*)::int from users) as users, (select count(*)::int from stores) as stores,
    (select count(*)::int from contacts) as contacts, (select count(*)::int from orders) as orders,
    (select count(*)::int from contact_events) as events, (select count(*)::int from audit_trail) as trail,
    (select count(*)::int from syncs) as syncs`;
  return { ...row } as Record<"organizations" | "users" | "stores" | "contacts" | "orders" | "events", number>;
}
