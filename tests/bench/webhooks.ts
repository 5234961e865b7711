/** `npm run bench webhooks`: taking deliveries in at the door, and applying an inbox full of them. */
import { closeDatabase } from "@/db/client";
import { database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { chosenSize, measure, report, tell, timed } from "../support/bench";
import { knocksPerSecond, openBuiltApp } from "../support/bench-app";
import { fillInbox, fillStore } from "../support/bench-trade";
import { makeOrganization, makeStore, useKey } from "../support/organization";

const known = 200_000;
const n = 4 * Math.ceil(chosenSize(20_000) / 4);
useKey();
const ctx = await makeOrganization();
const store = await makeStore(ctx);
const { sql } = database();

const lines = process.argv.includes("--apply") ? [] : [await receiving(Math.min(n, 10_000))];
await sql`create table bench_floor (id bigint generated always as identity primary key, told jsonb not null)`;
for (const stores of [1, 4]) lines.push(await applying(stores));
report(lines);
await closeDatabase();

/** The floor is the same route answering a greeting: it reads the body, finds the store and has nothing to do. */
async function receiving(count: number) {
  const app = await openBuiltApp();
  const address = `${app.url}/api/webhooks/woocommerce/${store.publicId}`;
  let first = 1;
  const knock = (what: "deliver" | "ping") => {
    first += count;
    return knocksPerSecond({ address, secret: store.secret, count, first, what });
  };
  try {
    await knock("ping");
    await knock("deliver");
    return await measure("webhooks", {
      work: "receive: verify, store, answer, over HTTP",
      n: count,
      unit: "a second",
      target: 0.6,
      floorName: "the same route, a greeting",
      floor: () => knock("ping"),
      run: () => knock("deliver"),
    });
  } finally {
    await app.close();
    await sql`truncate webhook_deliveries, webhook_waiting`;
  }
}

/** `stores` of them at once, as the job engine does: one store's deliveries are applied one batch after the other. */
async function applying(stores: number) {
  tell(`Making ${stores === 1 ? "a store" : `${stores} stores`} of ${known.toLocaleString("en")} contacts in all …`);
  const places = await Promise.all(Array.from({ length: stores }, place));
  for (const { store, people } of places) await fillStore(ctx.orgId, store.id, people);
  let round = 0;
  const apply = async () => {
    for (const place of places) await fillInbox(place, n / stores, round++);
    const seconds = await timed(() => Promise.all(places.map(({ store }) => drainWhole(store.id))));
    const [left] = await sql`select count(*)::int as n from webhook_deliveries d
      where not exists (select from webhook_outcomes where id = d.id and state = 'applied')`;
    if (left!.n > 0) throw new Error(`${left!.n} deliveries were not applied.`);
    return n / seconds;
  };
  return measure("webhooks", {
    work: `apply ${stores === 1 ? "one store's full inbox" : `${stores} stores' inboxes at once`}`,
    n,
    unit: "a second",
    target: 0.8,
    floorName: "single-row inserts",
    floor: () => singleInserts(n),
    run: apply,
  });

  async function place() {
    return { orgId: ctx.orgId, store: await makeStore(ctx), people: known / stores };
  }
}

async function drainWhole(storeId: number) {
  while ((await drain(ctx, { storeId })).more);
}

/** Rows a second, each its own statement and commit, on 8 connections. */
async function singleInserts(count: number): Promise<number> {
  const order = {
    topic: "order.created",
    order: "1234567",
    email: "somebody@example.com",
    total: "24.00",
    currency: "EUR",
  };
  const told = JSON.stringify(order);
  let left = count;
  const lane = async () => {
    while (left-- > 0) await sql`insert into bench_floor (told) values (${told}::text::jsonb)`;
  };
  return count / (await timed(() => Promise.all(Array.from({ length: 8 }, lane))));
}
