/** `kill -9` in the midst of the first sync of each platform, all at once: the next process goes on, nothing lost, nothing twice. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDemoStore } from "@/lib/local/demo-store";
import { startMagentoStore } from "@/lib/local/magento-store";
import { connectWithKeys } from "@/lib/stores/connect";
import { connectMagento } from "@/lib/stores/connect-magento";
import { database } from "@/lib/tenancy";
import { type Connected, connected, pass, runSync, standing } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { doublesIn } from "../support/doubles";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import * as salesforce from "../support/salesforce";
import * as shopify from "../support/shopify";
import * as shopline from "../support/shopline";
import * as stripe from "../support/stripe";

const long = Boolean(process.env.SOAK);
const kills = long ? 40 : 1;
const size = long ? 2_000 : 150;

useTestDatabase();
let front: Front;
const others: { stop(): Promise<unknown> }[] = [];
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterAll(async () => {
  for (const one of others) await one.stop();
  await Promise.all([shopify.closeShopify(), shopline.closeShops(), salesforce.closeCrms(), stripe.closeAccounts()]);
  await front.close();
});

const people = Array.from({ length: size }, (_, n) => ({ n, email: `c${n}@example.com`, said: n % 3 === 0 }));

/** Each platform's local server with people who bought and people who agreed, and how an organization connects it. */
const platforms: Record<string, () => Promise<() => Promise<Connected>>> = {
  async shopify() {
    const store = await shopify.openShopify();
    for (const { email, said } of people) {
      const customer = store.shop.addCustomer({ email, ...(said && { state: "SUBSCRIBED" as const }) });
      if (customer % 2) store.shop.placeOrder({ total: "12.50", customer });
    }
    return () => shopify.connect(store);
  },
  async woocommerce() {
    const shop = await startDemoStore({ customers: size, orders: size, deliveryDelayMs: 600_000 });
    others.push(shop);
    const { consumerKey, consumerSecret } = shop.keys;
    return () => connected((ctx) => connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret }));
  },
  async magento() {
    const { shop, url, keys, stop } = await startMagentoStore();
    others.push({ stop });
    for (const { email, said } of people) {
      const customer = shop.addCustomer({ email, subscribed: said });
      if (customer % 2) shop.placeOrder({ total: 12.5, customer });
    }
    return () => connected((ctx) => connectMagento(ctx, { url, ...keys }));
  },
  async stripe() {
    const account = await stripe.openAccount();
    for (const { n, email } of people) {
      const customer = account.account.addCustomer({ email });
      if (n % 2) account.account.charge({ amount: 1250, customer });
    }
    return () => stripe.connect(account);
  },
  async shopline() {
    const store = await shopline.openShop();
    for (const { n, email, said } of people) {
      const customer = store.shop.addCustomer({ email, consent: { email: said ? 1 : 2 } });
      if (n % 2) store.shop.placeOrder({ total: "12.50", customer });
    }
    return () => shopline.connect(store);
  },
  async salesforce() {
    const crm = await salesforce.openCrm({ cut: 30 });
    for (const { n, email, said } of people)
      crm.org.add(n % 4 ? "Contact" : "Lead", { Email: email, HasOptedOutOfEmail: said });
    return () => salesforce.connect(crm);
  },
};

const running = async (passes: number[]) => {
  const [row] = await database()
    .sql`select count(*)::int as n from syncs where id = any(${passes}) and state = 'running'`;
  return row!.n as number;
};

const passOf = async ({ storeId }: Connected) =>
  (await database().sql`select id::int from syncs where store_id = ${storeId}`)[0]!.id as number;

/** In a process of its own, killed after so many pages. */
async function runAndKill(words: number[], pages: number) {
  const runner = fileURLToPath(new URL("../support/pass-runner.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", runner, ...words.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let taken = 0;
  for await (const text of child.stdout) {
    taken += String(text).split("taken in").length - 1;
    if (taken >= pages) break;
  }
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

describe("a process that is killed while it reads all platforms' stores for the first time", () => {
  const stores = new Map<string, { killed: Connected; whole: Connected }>();

  it(`${kills} times in turn leaves passes that the next process carries to their end`, async () => {
    for (const [platform, open] of Object.entries(platforms)) {
      const connect = await open();
      stores.set(platform, { killed: await connect(), whole: await connect() });
    }
    const killed = [...stores.values()].map((one) => one.killed);
    const passes = await Promise.all(killed.map(passOf));
    const words = killed.flatMap(({ ctx }, n) => [ctx.orgId, passes[n]!]);
    let cut = 0;
    for (let round = 0; round < kills; round++) {
      const before = await running(passes);
      if (before === 0) break;
      await runAndKill(words, 1 + Math.floor(Math.random() * (long ? 40 : 10)));
      cut += await running(passes);
    }
    expect(cut).toBeGreaterThan(0);
    for (const [n, store] of killed.entries()) {
      const still = await running([passes[n]!]);
      if (still > 0) expect(await runSync(store)).toMatchObject({ state: "done", error: null });
    }
  }, 3_600_000);

  it.each(Object.keys(platforms))(
    "of %s has lost nothing and has nothing twice",
    async (platform) => {
      const { killed, whole } = stores.get(platform)!;
      expect(await runSync(whole)).toMatchObject({ state: "done", error: null });
      const read = await standing(killed);
      expect(read.contacts.length).toBeGreaterThanOrEqual(size);
      expect(read).toEqual(await standing(whole));
      for (const [what, rows] of Object.entries(await doublesIn(killed.ctx.orgId)))
        expect({ what, rows: [...rows] }).toEqual({ what, rows: [] });
      if (long) expect(await pass(killed, "nightly")).toMatchObject({ healed: 0, vanished: 0 });
    },
    600_000,
  );
});
