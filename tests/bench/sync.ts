/**
 * `npm run bench sync`: a first sync of a whole store, beside reading the same pages and throwing them away. Of the
 * demo store, or with `--platform shopify` (magento, shopline, stripe, salesforce) of that platform's local server.
 */
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
import { openPlatform, type Platform, platforms } from "../support/bench-platforms";
import { makeOrganization, makeStore, useKey } from "../support/organization";

const n = chosenSize(5_000);
const platform = chosenPlatform();
useKey();
tell(`Opening a store (${platform}) of ${n.toLocaleString("en")} customers and their orders …`);
const shop = platform === "woocommerce" ? await openShop() : await openPlatform(platform, n);
try {
  const line = await measure(`sync ${platform}`, {
    work: "first sync of customers and orders",
    n: shop.records,
    unit: "ms",
    target: 2,
    floorName: "reading the same pages",
    floor: readAll,
    run: syncAll,
  });
  report([line]);
} finally {
  shop.close();
  await closeDatabase();
}
function chosenPlatform(): string {
  const at = process.argv.indexOf("--platform");
  const name = at < 0 ? "woocommerce" : (process.argv[at + 1] ?? "");
  const all = ["woocommerce", ...platforms];
  if (!all.includes(name)) throw new Error(`--platform is one of ${all.join(", ")}.`);
  return name;
}

/**
 * The demo store in a process of its own, as a store is another machine. Each round a new organization knows nothing of
 * it.
 */
async function openShop(): Promise<Platform> {
  const words = ["--import", "tsx", join(root, "lib/local/demo-store/main.ts")];
  const env = { ...process.env, DEMO_STORE_PORT: "0", DEMO_STORE_CUSTOMERS: String(n), DEMO_STORE_SEED: "bench" };
  const child: ChildProcess = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "inherit"] });
  for (;;) {
    const [text] = await Promise.race([once(child.stdout!, "data"), once(child, "exit").then(() => ["ended"])]);
    const url = /ready on (\S+)/.exec(String(text))?.[1];
    if (child.exitCode !== null) throw new Error("The demo store did not start.");
    if (!url) continue;
    const place = async () => {
      const ctx = await makeOrganization();
      const { id } = await makeStore(ctx, { url, keys: keysOf("bench") });
      return { ctx, storeId: id };
    };
    return { place, records: 5 * n, close: () => void child.kill() };
  }
}

async function readAll(): Promise<number> {
  const { ctx, storeId } = await shop.place();
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
  const { ctx, storeId } = await shop.place();
  const syncId = await firstSync(ctx, storeId);
  const seconds = await timed(async () => {
    while (!(await advance(ctx, { syncId, seconds: 15 })).done);
  });
  const [row] = await database().sql`select state, error, taken from syncs where id = ${syncId}`;
  if (row!.state !== "done" || row!.taken < 0.8 * shop.records)
    throw new Error(`The sync ended ${row!.state} with ${row!.taken} taken: ${row!.error}`);
  return seconds * 1000;
}

/** Connecting began one already. */
async function firstSync(ctx: Ctx, storeId: number): Promise<number> {
  const [begun] = await database().sql`select id::int from syncs where store_id = ${storeId} and state = 'running'`;
  return begun ? (begun.id as number) : transact(ctx, (ctx) => insertSync(ctx, { storeId, kind: "first" }));
}
