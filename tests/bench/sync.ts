/** `npm run bench sync`: a first sync of a whole store, beside reading the same pages and throwing them away. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { closeDatabase } from "@/db/client";
import { openApi } from "@/lib/connection/access";
import { storeById } from "@/lib/connection/store";
import { keysOf } from "@/lib/local/demo-store/state";
import { root } from "@/lib/local/folder";
import { advance } from "@/lib/sync/advance";
import { insertSync } from "@/lib/sync/sync";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { chosenSize, measure, report, tell, timed } from "../support/bench";
import { makeOrganization, makeStore, useKey } from "../support/organization";

const n = chosenSize(5_000);
useKey();
tell(`Opening a store of ${n.toLocaleString("en")} customers and ${(4 * n).toLocaleString("en")} orders …`);
const shop = await openShop();
try {
  const line = await measure("sync", {
    work: "first sync of customers and orders",
    n: 5 * n,
    unit: "ms",
    target: 2,
    floorName: "reading the same pages",
    floor: readAll,
    run: syncAll,
  });
  report([line]);
} finally {
  shop.child.kill();
  await closeDatabase();
}

/** The demo store in a process of its own, as a store is another machine. */
async function openShop(): Promise<{ child: ChildProcess; url: string }> {
  const words = ["--import", "tsx", join(root, "lib/local/demo-store/main.ts")];
  const env = { ...process.env, DEMO_STORE_PORT: "0", DEMO_STORE_CUSTOMERS: String(n), DEMO_STORE_SEED: "bench" };
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "inherit"] });
  for (;;) {
    const [text] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => ["ended"])]);
    const url = /ready on (\S+)/.exec(String(text))?.[1];
    if (url) return { child, url };
    if (child.exitCode !== null) throw new Error("The demo store did not start.");
  }
}

/** Each round a new organization: nothing of the store is known there. */
async function place(): Promise<{ ctx: Ctx; storeId: number }> {
  const ctx = await makeOrganization();
  const store = await makeStore(ctx, { url: shop.url, keys: keysOf("bench") });
  return { ctx, storeId: store.id };
}

async function readAll(): Promise<number> {
  const { ctx, storeId } = await place();
  const api = openApi(await transact(ctx, (ctx) => storeById(ctx, storeId)));
  const seconds = await timed(async () => {
    await toTheEnd((cursor) => api.customers(cursor));
    await toTheEnd((cursor) => api.orders(cursor, null));
  });
  return seconds * 1000;
}

async function toTheEnd(page: (cursor: string | null) => Promise<{ next: string | null }>) {
  let cursor: string | null = null;
  do cursor = (await page(cursor)).next;
  while (cursor !== null);
}

async function syncAll(): Promise<number> {
  const { ctx, storeId } = await place();
  const syncId = await transact(ctx, (ctx) => insertSync(ctx, { storeId, kind: "first" }));
  const seconds = await timed(async () => {
    while (!(await advance(ctx, { syncId, seconds: 15 })).done);
  });
  const [row] = await database().sql`select state, error, taken from syncs where id = ${syncId}`;
  if (row!.state !== "done" || row!.taken < 4 * n) throw new Error(`The sync ended ${row!.state}: ${row!.error}`);
  return seconds * 1000;
}
