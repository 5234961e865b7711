/**
 * `kill -9` of app, job engine and Postgres in turn, during a first sync under webhook load and refreshes: nothing
 * lost, nothing twice.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { chooseKinds, connectWithKeys } from "@/lib/stores/connect";
import { lookAfter, passOver } from "@/lib/stores/upkeep";
import { type Ctx, database } from "@/lib/tenancy";
import { type Cluster, openWholeCluster, victims } from "../support/cluster";
import { askForRefresh, beginSegments, membershipHolds } from "../support/cluster-segments";
import { beginTrade } from "../support/cluster-trade";
import { doublesIn } from "../support/doubles";
import { inboxOf } from "../support/inbox";
import { peopleOf } from "../support/oracle";
import { makeOrganization } from "../support/organization";

const long = Boolean(process.env.SOAK);
const kills = Number(process.env.FAULTS ?? (long ? 50 : 3));
const size = long ? { customers: 3_000, orders: 9_000 } : { customers: 300, orders: 900 };

let cluster: Cluster;
let shop: DemoStore;
beforeAll(
  async () => {
    cluster = await openWholeCluster({ build: long });
    shop = await startDemoStore({ ...size, deliveryDelayMs: 50 });
  },
  long ? 1_800_000 : 600_000,
);
afterAll(async () => {
  await shop?.stop();
  await cluster?.close();
}, 60_000);

it(
  `app, engine and Postgres killed ${kills} times in turn: nothing lost, nothing twice`,
  async () => {
    const { ctx, storeId } = await connect();
    const trade = beginTrade(shop, 20);
    for (let round = 0; round < kills; round++) {
      await sleep(Math.random() * 1500);
      await askForRefresh(ctx);
      // A pool whose server is killed throws where nobody can catch it (porsager/postgres#1154).
      await closeDatabase();
      cluster.kill(victims[round % victims.length]!);
      await sleep(Math.random() * 800);
      await cluster.whole();
      // Seven failures in a row switch a webhook off, and a finished pass would leave nothing to interrupt.
      await lookAfter(ctx, { storeId });
      await passOver(ctx, { storeId, kind: "manual" });
    }
    await trade.stop();
    await settled(ctx);
    await lookAfter(ctx, { storeId });
    expect(await passOver(ctx, { storeId, kind: "nightly" })).toBe(true);
    await settled(ctx);
    console.log(`${cluster.app}: ${kills} kills; deliveries answered`, Object.fromEntries(cluster.door.answers));
    await nothingLost(ctx);
    await nothingTwice(ctx);
    await membershipHolds(ctx);
  },
  long ? 60 * 60_000 : 300_000,
);

async function connect() {
  const ctx = await makeOrganization();
  await beginSegments(ctx);
  const { consumerKey, consumerSecret } = shop.keys;
  const { store } = await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
  await chooseKinds(ctx, { store, kinds: ["subscriber", "buyer", "contact"] });
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  return { ctx, storeId: row!.id as number };
}

/** By the job engine's own doing: no pass runs any more and no delivery waits. */
async function settled(ctx: Ctx) {
  const open = async () => {
    const [row] = await database().sql`select
      (select count(*)::int from syncs where org_id = ${ctx.orgId} and state = 'running') as passes,
      (select count(*)::int from webhook_waiting where org_id = ${ctx.orgId}) as waiting`;
    return { ...row };
  };
  await expect.poll(open, { timeout: 180_000, interval: 500 }).toEqual({ passes: 0, waiting: 0 });
}

async function nothingLost(ctx: Ctx) {
  const { sql } = database();
  const passes = await sql`select kind, state, error from syncs where org_id = ${ctx.orgId} and state <> 'done'`;
  expect([...passes]).toEqual([]);
  const people = await sql`select c.email, a.orders, round(a.spent * 100)::int as spent from contacts c
    join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and c.gone_at is null and c.email is not null`;
  const ours = Object.fromEntries(people.map(({ email, orders, spent }) => [email, { orders, spent }]));
  expect(ours).toEqual(peopleOf(shop.truth()));
  const stored = await sql`select dedupe_key from webhook_deliveries where org_id = ${ctx.orgId}`;
  const keys = new Set(stored.map((row) => row.dedupe_key as string));
  expect(cluster.door.accepted.size).toBeGreaterThan(kills);
  expect([...cluster.door.accepted].filter((key) => !keys.has(key))).toEqual([]);
}

async function nothingTwice(ctx: Ctx) {
  const { orgId } = ctx;
  const { sql } = database();
  const truth = shop.truth().orders as { id: number }[];
  const kept = await sql`select external_id from orders where org_id = ${orgId} and ended_at is null`;
  expect(kept.map((row) => Number(row.external_id)).sort()).toEqual(truth.map(({ id }) => id).sort());
  const inbox = await inboxOf(ctx);
  const doubles = {
    ...(await doublesIn(orgId)),
    applied: inbox.filter(({ attempts }) => attempts !== 1),
    failed: inbox.filter(({ state }) => state === "failed"),
  };
  for (const [what, rows] of Object.entries(doubles)) expect({ what, rows: [...rows] }).toEqual({ what, rows: [] });
}
