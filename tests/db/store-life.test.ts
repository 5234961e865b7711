/** A store's whole life with a demo store over HTTP: connected, read, told of changes, cut off, healed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { beginConnect, chooseKinds, connectedStore, connectWithKeys } from "@/lib/stores/connect";
import { cancelSync, disconnectStore, pauseStore, renewSecret, resumeStore } from "@/lib/stores/manage";
import { showStore } from "@/lib/stores/stores";
import { lookAfter } from "@/lib/stores/upkeep";
import { advance } from "@/lib/sync/advance";
import { beginSync, type SyncKind } from "@/lib/sync/sync";
import { type Ctx, database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { peopleOf } from "../support/oracle";
import { makeOrganization, useKey } from "../support/organization";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
let front: Front;
const shops: DemoStore[] = [];
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterAll(async () => {
  for (const shop of shops) await shop.stop();
  await front.close();
});

async function openShop(options: Parameters<typeof startDemoStore>[0] = {}) {
  const shop = await startDemoStore({ deliveryDelayMs: 600_000, ...options });
  shops.push(shop);
  return shop;
}

/** An organization with this shop connected and its first sync begun, not run. */
async function connect(
  shop: DemoStore,
  kinds: ("subscriber" | "buyer" | "contact")[] = ["subscriber", "buyer", "contact"],
) {
  const ctx = await makeOrganization();
  const { consumerKey, consumerSecret } = shop.keys;
  const { store } = await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
  await chooseKinds(ctx, { store, kinds });
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  return { ctx, store, storeId: row!.id as number };
}

async function runSync(ctx: Ctx, storeId: number, seconds = 60) {
  const [sync] = await database().sql`select id::int from syncs where org_id = ${ctx.orgId} and store_id = ${storeId}
    and state = 'running'`;
  while (!(await advance(ctx, { syncId: sync!.id, seconds })).done);
  const [row] = await database().sql`select state, error, healed, vanished from syncs where id = ${sync!.id}`;
  return { ...row };
}

async function pass(ctx: Ctx, storeId: number, kind: SyncKind) {
  await beginSync(ctx, { storeId, kind });
  return runSync(ctx, storeId);
}

async function ours(ctx: Ctx) {
  const rows = await database().sql`select c.email, a.orders, round(a.spent * 100)::int as spent from contacts c
    join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and c.gone_at is null and c.email is not null order by c.email`;
  return Object.fromEntries(rows.map(({ email, orders, spent }) => [email, { orders, spent }]));
}

describe("connecting", () => {
  it("by the store's own authorise page ends with a store that waits for the choice of kinds", async () => {
    const shop = await openShop({ customers: 3 });
    const ctx = await makeOrganization();
    const { authorizeUrl } = await beginConnect(ctx, { url: shop.url });
    const page = await fetch(authorizeUrl);
    expect(page.status).toBe(200);
    const state = new URL(authorizeUrl).searchParams.get("user_id")!;
    expect(await connectedStore(ctx, { state })).toBeNull();
    const approved = await approve(authorizeUrl, await page.text());
    expect(approved.status).toBe(302);
    const store = await connectedStore(ctx, { state });
    expect(await showStore(ctx, { store: store! })).toMatchObject({ state: "choosing", name: "Northlight Candles" });
  });

  it("refuses an answer with a state that was used, and one it never gave", async () => {
    const body = {
      user_id: "never-given",
      key_id: 1,
      consumer_key: "ck_1",
      consumer_secret: "cs_1",
      key_permissions: "read_write",
    };
    const answer = await fetch(`${front.url}/api/connect/woocommerce`, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(404);
    const broken = await fetch(`${front.url}/api/connect/woocommerce`, { method: "POST", body: "not json" });
    expect(broken.status).toBe(422);
  });

  it("with a wrong key says so at the key, and keeps nothing", async () => {
    const shop = await openShop();
    const ctx = await makeOrganization();
    const wrong = connectWithKeys(ctx, { url: shop.url, consumerKey: "ck_wrong", consumerSecret: "cs_wrong" });
    await expect(wrong).rejects.toMatchObject({ problem: "invalid", fields: { consumerKey: expect.any(String) } });
    expect(await database().sql`select 1 from stores where org_id = ${ctx.orgId}`).toHaveLength(0);
  });
});

describe("the first sync", () => {
  it("brings every customer and guest with the orders the store counts", async () => {
    const shop = await openShop({ customers: 150 });
    const { ctx, storeId } = await connect(shop);
    expect(await runSync(ctx, storeId)).toMatchObject({ state: "done", error: null });
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
  });

  it("cut off at any page goes on from there and takes nothing twice", async () => {
    const shop = await openShop({ customers: 250, orders: 500 });
    const { ctx, storeId } = await connect(shop);
    await runSync(ctx, storeId, 0.001);
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
    const events = await database()
      .sql`select count(*)::int as n, count(distinct fact)::int as facts from contact_events
      where org_id = ${ctx.orgId} and fact is not null`;
    expect(events[0]!.n).toBe(events[0]!.facts);
  });

  it("takes only the kinds that were chosen", async () => {
    const shop = await openShop({ customers: 100 });
    const { ctx, storeId } = await connect(shop, ["buyer"]);
    await runSync(ctx, storeId);
    const people = Object.entries(peopleOf(shop.truth())).filter(([, person]) => person.orders > 0);
    expect(Object.keys(await ours(ctx))).toEqual(people.map(([email]) => email));
  });

  it("a newly ticked kind brings just the people concerned", async () => {
    const shop = await openShop({ customers: 100 });
    const { ctx, store, storeId } = await connect(shop, ["buyer"]);
    await runSync(ctx, storeId);
    await chooseKinds(ctx, { store, kinds: ["subscriber", "buyer", "contact"] });
    await runSync(ctx, storeId);
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
  });

  it("waits as long as the store asks, and says what a merchant can mend", async () => {
    const shop = await openShop({ customers: 20 });
    const { ctx, store, storeId } = await connect(shop);
    const [sync] = await database().sql`select id::int from syncs where store_id = ${storeId}`;
    shop.misbehave({ status: 429, headers: { "Retry-After": "7" }, body: "slow down" });
    expect(await advance(ctx, { syncId: sync!.id, seconds: 5 })).toEqual({ done: false, waitSeconds: 7 });
    await runSync(ctx, storeId);
    for (const key of [shop.keys.consumerKey]) shop.store.revokeKey(key);
    const failed = await pass(ctx, storeId, "manual");
    expect(failed).toMatchObject({ state: "failed", error: expect.stringMatching(/key/i) });
    expect(await showStore(ctx, { store })).toMatchObject({ trouble: failed.error });
  });

  it("can be cancelled, and what it brought stays", async () => {
    const shop = await openShop({ customers: 20 });
    const { ctx, store, storeId } = await connect(shop);
    await cancelSync(ctx, { store });
    expect(await runSync(ctx, storeId)).toMatchObject({ state: "cancelled" });
  });
});

describe("changes at the store", () => {
  it("arrive by webhook: a guest's purchase, a refund, an opt-out", async () => {
    const shop = await openShop({ customers: 30 });
    const { ctx, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    const id = shop.store.createCustomer({ email: "Mira@Example.com", firstName: "Mira", lastName: "Holt" });
    shop.store.optIn(id);
    const orderId = shop.store.placeOrder({ customerId: id });
    await shop.flush();
    await drain(ctx, { storeId });
    expect(await consentOf(ctx)).toBe("subscribed");
    shop.store.refund(orderId, 100);
    shop.store.optOut(id);
    await shop.flush();
    await drain(ctx, { storeId });
    expect(await consentOf(ctx)).toBe("unsubscribed");
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
    const kinds = await database().sql`select distinct kind from contact_events e join contacts c using (org_id)
      where c.id = e.contact_id and c.email = 'mira@example.com' and e.org_id = ${ctx.orgId}`;
    expect(kinds.map((row) => row.kind)).toEqual(
      expect.arrayContaining(["order.placed", "order.refunded", "consent.changed"]),
    );
  });

  it("lost on the way or made without a word, are found by the night", async () => {
    const shop = await openShop({ customers: 60 });
    const { ctx, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    const people = shop.truth().customers as { id: number; email: string }[];
    const orders = shop.truth().orders as { id: number; status: string }[];
    shop.lose(1000);
    shop.store.placeOrder({ customerId: people[0]!.id });
    shop.store.placeOrder({ billing: { email: "new.guest@example.com" } });
    shop.store.changeEmail(people[1]!.id, "changed@example.com");
    shop.store.deleteCustomer(people[2]!.id);
    shop.store.trash(orders[0]!.id);
    shop.store.forceDelete(orders[1]!.id);
    await shop.flush();
    await drain(ctx, { storeId });
    expect(await ours(ctx)).not.toEqual(peopleOf(shop.truth()));
    const night = await pass(ctx, storeId, "nightly");
    expect(night).toMatchObject({ state: "done", error: null });
    expect(night.vanished).toBeGreaterThanOrEqual(3);
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
    expect(await pass(ctx, storeId, "nightly")).toMatchObject({ healed: 0, vanished: 0 });
  });

  it("trap 8: a webhook the store switched off is found, revived, counted, and its news read again", async () => {
    const shop = await openShop({ customers: 10 });
    const { ctx, store, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    await front.close();
    for (let round = 0; round < 8; round++) {
      shop.store.placeOrder({ billing: { email: `lost${round}@example.com` } });
      await shop.flush();
    }
    const [topic] = [...shop.outbox.webhooks.values()].filter((webhook) => webhook.status === "disabled");
    expect(topic?.topic).toMatch(/^order\./);
    front = await openFront(front.port);
    const { revived } = await lookAfter(ctx, { storeId });
    expect(revived).toContain(topic?.topic);
    expect((await showStore(ctx, { store })).webhooks.find((one) => one.topic === topic?.topic)?.revivals).toBe(1);
    await pass(ctx, storeId, "light");
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
    expect((await showStore(ctx, { store })).webhooks.every((webhook) => webhook.status === "active")).toBe(true);
  });
});

describe("a merchant's hand on a store", () => {
  it("paused, deliveries wait; resumed, they are applied", async () => {
    const shop = await openShop({ customers: 5 });
    const { ctx, store, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    await pauseStore(ctx, { store });
    shop.store.placeOrder({ billing: { email: "patient@example.com" } });
    await shop.flush();
    await drain(ctx, { storeId });
    expect((await showStore(ctx, { store })).waiting.count).toBe(2);
    await resumeStore(ctx, { store });
    await drain(ctx, { storeId });
    expect((await showStore(ctx, { store })).waiting.count).toBe(0);
    expect(await ours(ctx)).toEqual(peopleOf(shop.truth()));
  });

  it("a new secret is in force at once, and the old one is refused", async () => {
    const shop = await openShop({ customers: 5 });
    const { ctx, store, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    await renewSecret(ctx, { store });
    shop.store.placeOrder({ billing: { email: "after@example.com" } });
    await shop.flush();
    await drain(ctx, { storeId });
    expect(Object.keys(await ours(ctx))).toContain("after@example.com");
    expect(shop.outbox.counts.failed).toBe(0);
  });

  it("disconnected, its webhooks are taken off, its keys forgotten, its contacts kept", async () => {
    const shop = await openShop({ customers: 5 });
    const { ctx, store, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    const before = await ours(ctx);
    await disconnectStore(ctx, { store });
    expect(shop.outbox.webhooks.size).toBe(0);
    expect(await ours(ctx)).toEqual(before);
    const { consumerKey, consumerSecret } = shop.keys;
    const again = await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
    expect(again.store).toBe(store);
    expect(shop.outbox.webhooks.size).toBe(7);
    expect(await runSync(ctx, storeId)).toMatchObject({ state: "done" });
  });

  it("connecting the same shop twice registers each webhook once", async () => {
    const shop = await openShop({ customers: 2 });
    const { ctx, storeId } = await connect(shop);
    await runSync(ctx, storeId);
    const { consumerKey, consumerSecret } = shop.keys;
    await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
    expect(shop.outbox.webhooks.size).toBe(7);
  });
});

async function consentOf(ctx: Ctx) {
  const [row] = await database().sql`select email_consent from contacts
    where org_id = ${ctx.orgId} and email = 'mira@example.com'`;
  return row!.email_consent;
}

/** Presses "Approve" as the page has it. */
async function approve(pageUrl: string, html: string) {
  const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
  const fields = [...html.matchAll(/<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)];
  const body = new URLSearchParams(fields.map(([, name, value]) => [name!, value!.replaceAll("&amp;", "&")]));
  return fetch(new URL(action ?? "", pageUrl), { method: "POST", body, redirect: "manual" });
}
