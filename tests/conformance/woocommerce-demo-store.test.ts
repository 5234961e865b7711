import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type DemoStore, type DemoStoreOptions, keysOf, startDemoStore } from "@/lib/local/demo-store";
import { liveOnce } from "@/lib/local/demo-store/live";
import { randomFrom } from "@/lib/local/demo-store/people";
import { ShopState } from "@/lib/local/demo-store/state";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function shop(options: DemoStoreOptions = {}) {
  const demo = await startDemoStore({ deliveryDelayMs: 60_000, ...options });
  closing.push(() => demo.stop());
  return demo;
}

function folder() {
  const path = mkdtempSync(join(tmpdir(), "demo-store-"));
  closing.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Links hold the address, whose port changes with each start. */
const withoutLinks = (demo: DemoStore) =>
  JSON.parse(JSON.stringify(demo.truth()).replaceAll(demo.url, "home")) as ReturnType<DemoStore["truth"]>;

describe("the demo store's memory", () => {
  it("brings back customers, orders, webhooks, keys and waiting deliveries after a restart", async () => {
    const dataFile = join(folder(), "store.json");
    const first = await shop({ dataFile, customers: 40 });
    const customer = first.store.createCustomer({ email: "new@example.com", optIn: true });
    const order = first.store.placeOrder({ customerId: customer });
    first.store.deleteCustomer(5);
    first.store.forceDelete(110);
    const key = first.store.addKey("read");
    await fetch(
      `${first.url}/wp-json/wc/v3/webhooks?consumer_key=${first.keys.consumerKey}&consumer_secret=${first.keys.consumerSecret}`,
      {
        method: "POST",
        body: JSON.stringify({ topic: "order.updated", delivery_url: "http://127.0.0.1:9/", secret: "s" }),
      },
    );
    first.store.refund(order, 100);
    const before = withoutLinks(first);
    await first.stop();
    closing.pop();
    const second = await shop({ dataFile, customers: 7, seed: "ignored: the file says" });
    expect(withoutLinks(second)).toEqual(before);
    expect(second.outbox.waiting).toEqual([{ webhookId: 1, topic: "order.updated", objectId: order }]);
    expect(second.store.createCustomer({ email: "next@example.com" })).toBe(customer + 1);
    const listed = await fetch(
      `${second.url}/wp-json/wc/v3/webhooks?consumer_key=${key.consumerKey}&consumer_secret=${key.consumerSecret}`,
    );
    expect(await listed.json()).toMatchObject([{ id: 1, topic: "order.updated" }]);
  });

  it("runs as a program, prints its address, survives kill -9 and comes back with the same people", async () => {
    const data = join(folder(), "store.json");
    const run = async () => {
      const env = { ...process.env, DEMO_STORE_PORT: "0", DEMO_STORE_DATA: data, DEMO_STORE_CUSTOMERS: "30" };
      const child = spawn(process.execPath, ["--import", "tsx", "lib/local/demo-store/main.ts"], { env });
      closing.push(() => child.kill("SIGKILL"));
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.on("data", (text) => resolve(/ready on (\S+)/.exec(String(text))?.[1] ?? ""));
        child.on("exit", (code) => reject(new Error(`It ended with ${code}`)));
      });
      return { child, url };
    };
    const people = async (url: string) => {
      const { consumerKey, consumerSecret } = keysOf("demo");
      const query = `per_page=100&orderby=id&_fields=id,email,date_created&consumer_key=${consumerKey}&consumer_secret=${consumerSecret}`;
      return (await fetch(`${url}/wp-json/wc/v3/customers?${query}`)).json();
    };
    const first = await run();
    await fetch(`${first.url}/shop/sign-up`, {
      method: "POST",
      body: new URLSearchParams({ email: "me@example.com", first_name: "Me", last_name: "Too" }),
    });
    const before = await people(first.url);
    expect(before).toHaveLength(31);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    first.child.removeAllListeners("exit");
    first.child.kill("SIGKILL");
    expect(await people((await run()).url)).toEqual(before);
  });
});

describe("the demo store's people and trade", () => {
  const options = {
    seed: "t",
    customers: 3000,
    orders: 12_000,
    endsAt: 1_795_000_000,
    version: "11.0.1",
    name: "N",
    timeZone: "UTC",
    currency: "EUR",
    country: "DE",
  } as const;

  it("are believable: shares, capitals, tags, shared telephones, guests, refunds", () => {
    const state = new ShopState(options);
    const customers = [...state.customers.values()];
    const orders = [...state.orders.values()];
    const share = <T>(rows: T[], holds: (row: T) => boolean) => rows.filter(holds).length / rows.length;
    expect(share(customers, ({ meta }) => meta.length > 0)).toBeCloseTo(0.55, 1);
    expect(share(customers, ({ email }) => /[A-Z]/.test(email))).toBeGreaterThan(0.03);
    expect(share(customers, ({ email }) => email.includes("+"))).toBeGreaterThan(0.01);
    expect(share(orders, ({ customerId }) => customerId === 0)).toBeGreaterThan(0.2);
    expect(share(orders, ({ refunds }) => refunds.length > 0)).toBeGreaterThan(0.02);
    expect(share(orders, ({ status }) => status === "completed")).toBeGreaterThan(0.6);
    const phones = customers.map(({ billing }) => billing.phone).filter(Boolean);
    expect(new Set(phones).size).toBeLessThan(phones.length);
    expect(new Set(customers.map(({ email }) => email.toLowerCase())).size).toBe(customers.length);
    expect(orders.every(({ createdAt, modifiedAt }) => createdAt <= modifiedAt && modifiedAt <= options.endsAt)).toBe(
      true,
    );
  });

  it("are the same for the same seed and others for another", () => {
    const emails = (seed: string) =>
      [...new ShopState({ ...options, seed, customers: 50 }).customers.values()].map(({ email }) => email);
    expect(emails("a")).toEqual(emails("a"));
    expect(emails("a")).not.toEqual(emails("b"));
  });

  it("live on by themselves through a thousand happenings of every kind", () => {
    const state = new ShopState({ ...options, customers: 60, orders: 200 });
    const seen = new Set<string>();
    state.emit = (topic) => seen.add(topic);
    const random = randomFrom("life");
    for (let n = 0; n < 1000; n += 1) liveOnce(state, random);
    expect([...seen].sort()).toEqual(["customer.created", "customer.updated", "order.created", "order.updated"]);
    expect(state.orders.size).toBeGreaterThan(500);
  });
});

describe("the shop window", () => {
  const send = (demo: DemoStore, path: string, fields: Record<string, string>) =>
    fetch(`${demo.url}${path}`, { method: "POST", body: new URLSearchParams(fields) });
  const who = { email: "Visitor@Example.com", first_name: "<b>Vi", last_name: "O'Neil" };

  it("sells to guests and to accounts, signs people up, and takes their no", async () => {
    const demo = await shop();
    expect(await (await send(demo, "/shop/buy", { ...who, product: "13", newsletter: "yes" })).text()).toContain(
      "Thank you",
    );
    await send(demo, "/shop/buy", { ...who, product: "13", account: "yes" });
    await send(demo, "/shop/buy", { ...who, product: "14", account: "yes" });
    const page = await (await send(demo, "/shop/newsletter", { email: "visitor@example.COM", answer: "no" })).text();
    expect(page).toContain("You will not hear from us again.");
    expect(page).toContain("&#60;b&#62;Vi O&#39;Neil");
    expect(page).not.toContain("<b>Vi");
    const { customers, orders } = demo.truth();
    expect(customers).toMatchObject([{ email: who.email, meta_data: [{ key: "marketing_opt_in", value: "no" }] }]);
    expect(orders.map((order) => order.customer_id)).toEqual([0, customers[0]!.id, customers[0]!.id]);
    expect(orders[0]).toMatchObject({
      status: "processing",
      total: "19.90",
      created_via: "store-api",
      meta_data: [{ value: "yes" }],
    });
  });

  it("can be used without seeing it: a language, a heading, a label for every field", async () => {
    const demo = await shop();
    const page = await (await fetch(demo.url)).text();
    expect(page).toMatch(/<html lang="en">/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    for (const [field] of page.matchAll(/<(input|select)[^>]*>/g)) {
      const before = page.slice(0, page.indexOf(field));
      expect(before.lastIndexOf("<label"), field).toBeGreaterThan(before.lastIndexOf("</label"));
    }
  });

  it("unknown pages are not found", async () => {
    const demo = await shop();
    expect((await fetch(`${demo.url}/nowhere`)).status).toBe(404);
  });
});
