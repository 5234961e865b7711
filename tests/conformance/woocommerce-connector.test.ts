import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import type { Change, Delivery, Page } from "@/lib/connectors/types";
import { woocommerce } from "@/lib/connectors/woocommerce";
import { type DemoStore, type DemoStoreOptions, startDemoStore } from "@/lib/local/demo-store";

/** The connector against the demo store, and the demo store's webhooks against the connector. */
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function shop(options: DemoStoreOptions = {}) {
  const demo = await startDemoStore({ deliveryDelayMs: 60_000, ...options });
  closing.push(() => demo.stop());
  return demo;
}

const open = (demo: DemoStore, credentials: { consumerKey: string; consumerSecret: string } = demo.keys, path = "") =>
  woocommerce.open({ url: `${demo.url}${path}`, credentials, allowPrivate: true });

async function everything<T>(page: (cursor: string | null) => Promise<Page<T>>, between?: (pages: number) => void) {
  const items: T[] = [];
  let [pages, again] = [0, 0];
  for (let cursor: string | null = null; ; ) {
    const answer: Page<T> = await page(cursor);
    items.push(...answer.items);
    pages += 1;
    again += answer.again ?? 0;
    cursor = answer.next;
    if (cursor === null) return { items, pages, counted: items.length - again };
    if (pages > 200) throw new Error("The pull does not end.");
    between?.(pages);
  }
}

const idOf = (change: Change) =>
  "record" in change ? change.record.externalId : "externalId" in change ? change.externalId : "";
const idsIn = (changes: Change[]) => [...new Set(changes.map(idOf))].sort((a, b) => Number(a) - Number(b));
const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => String(id)).sort((a, b) => Number(a) - Number(b));

type Answer = number | "drop";
/** A receiver of webhooks that answers as told and keeps what it got. */
async function receiver(answer: (delivery: Delivery) => Answer = () => 200) {
  const got: (Delivery & { rawHeaders: string[] })[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const delivery = {
      headers: plainHeaders(request.headers),
      body: Buffer.concat(chunks),
      rawHeaders: request.rawHeaders,
    };
    got.push(delivery);
    const status = answer(delivery);
    if (status === "drop") return request.socket.destroy();
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const signed = () => got.filter((delivery) => "x-wc-webhook-topic" in delivery.headers);
  return { url, got, signed, topics: () => signed().map(({ headers }) => headers["x-wc-webhook-topic"]) };
}

const plainHeaders = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const secret = "s3cret_-";
async function connected(demo: DemoStore, answer?: (delivery: Delivery) => Answer) {
  const inbox = await receiver(answer);
  const api = open(demo);
  for (const topic of woocommerce.topics) await api.registerWebhook(topic, inbox.url, secret);
  return { ...inbox, api };
}
const changeOf = (delivery: Delivery) => woocommerce.read(delivery, {}).changes[0]!;

describe("pulling", () => {
  it("brings every customer and every order, drafts included, and nobody else", async () => {
    const demo = await shop({ customers: 1050, orders: 1130 });
    const draft = demo.store.openCheckout();
    demo.store.trash(101);
    const api = open(demo);
    const customers = await everything((cursor) => api.customers(cursor));
    const orders = await everything((cursor) => api.orders(cursor, null));
    expect(idsIn(customers.items)).toEqual(idsOf(demo.truth().customers));
    expect(idsIn(orders.items)).toEqual(idsOf(demo.truth().orders));
    expect(idsIn(orders.items)).toContain(String(draft));
    expect(orders.counted).toBe(demo.truth().orders.length);
    expect(customers.items).toHaveLength(demo.truth().customers.length);
    expect((await everything((cursor) => api.customerIds(cursor))).items).toEqual(idsOf(demo.truth().customers));
    expect((await everything((cursor) => api.orderIds(cursor))).items.sort()).toEqual(
      idsOf(demo.truth().orders).sort(),
    );
    expect(await api.counts()).toEqual({
      customers: demo.truth().customers.length,
      orders: demo.truth().orders.length - 1,
    });
    const paying = demo.truth().customers.filter(({ is_paying_customer }) => is_paying_customer).length;
    expect(paying).toBeGreaterThan(0);
    expect(await api.kinds?.()).toEqual({ subscriber: null, buyer: paying, contact: null, guestsBeside: true });
  });

  it("kinds are not counted where a key may see no reports, which keeps nobody from connecting", async () => {
    const demo = await shop();
    const api = open(demo);
    await api.counts();
    const body = '{"code":"woocommerce_rest_cannot_view","message":"Sorry, you cannot list resources."}';
    demo.misbehave({ status: 403, headers: { "Content-Type": "application/json" }, body });
    expect(await api.kinds?.()).toBeNull();
  });

  it("misses nobody when customers are deleted between two pages", async () => {
    const demo = await shop({ customers: 420, orders: 0 });
    const api = open(demo);
    const { items } = await everything(
      (cursor) => api.customers(cursor),
      (pages) => {
        if (pages < 4) for (let id = pages * 40; id < pages * 40 + 35; id += 1) demo.store.deleteCustomer(id);
      },
    );
    expect(idsIn(items)).toEqual(expect.arrayContaining(idsOf(demo.truth().customers)));
  });

  it("misses no order that changes between two pages", async () => {
    const demo = await shop({ customers: 50, orders: 450 });
    const api = open(demo);
    const early = demo
      .truth()
      .orders.slice(0, 90)
      .map(({ id }) => id);
    const { items } = await everything(
      (cursor) => api.orders(cursor, null),
      (pages) => {
        if (pages < 5) for (const id of early) demo.store.editOrder(id, {});
      },
    );
    expect(idsIn(items)).toEqual(idsOf(demo.truth().orders));
  });

  it("comes through a second in which 350 orders changed", async () => {
    const demo = await shop({ customers: 10, orders: 500 });
    const crowd = demo.truth().orders.slice(50, 400);
    for (const { id } of crowd) demo.store.editOrder(id, {});
    const api = open(demo);
    const all = await everything((cursor) => api.orders(cursor, null));
    expect(idsIn(all.items)).toEqual(idsOf(demo.truth().orders));
    expect(all.counted).toBe(demo.truth().orders.length);
    const since = new Date(Date.parse(`${demo.store.order(crowd[0]!.id).date_modified_gmt}Z`));
    expect(idsIn((await everything((cursor) => api.orders(cursor, since))).items)).toEqual(
      expect.arrayContaining(idsOf(crowd)),
    );
  });

  it("takes a store that knows no drafts as one without drafts", async () => {
    const demo = await shop();
    demo.store.placeOrder();
    const api = open(demo);
    const first = await api.orders(null, null);
    expect(first.items).toHaveLength(1);
    const body = '{"code":"rest_invalid_param","message":"Invalid parameter(s): status","data":{"status":400}}';
    demo.misbehave({ status: 400, headers: { "Content-Type": "application/json" }, body });
    expect(await api.orders(first.next, null)).toMatchObject({ items: [], next: null });
  });

  it("asks for changes with one second of overlap, since WooCommerce compares strictly", async () => {
    const demo = await shop();
    const id = demo.store.placeOrder();
    const since = new Date(Date.parse(`${demo.store.order(id).date_modified_gmt}Z`) + 400);
    expect(idsIn((await open(demo).orders(null, since)).items)).toEqual([String(id)]);
  });

  it("tells which of the asked customers are gone", async () => {
    const demo = await shop();
    const [kept, lost] = [1, 2].map((n) => demo.store.createCustomer({ email: `c${n}@example.com` }));
    demo.store.deleteCustomer(lost!);
    const staff = demo.store.createUser({ email: "staff@example.com" }, "shop_manager");
    const changes = await open(demo).customersById([kept, lost, staff].map(String));
    expect(changes.map(({ kind }) => kind).sort()).toEqual(["customer", "customer-gone", "ignored"]);
    expect(changes.find(({ kind }) => kind === "customer-gone")).toEqual({
      kind: "customer-gone",
      externalId: String(lost),
    });
  });

  it("reads the store's facts, also where the key may not see the settings", async () => {
    const demo = await shop({ name: "Kerzen & Co", timeZone: "America/New_York" });
    const facts = { name: "Kerzen & Co", homeUrl: demo.url, timeZone: "America/New_York", currency: "EUR" };
    expect(await open(demo).facts()).toEqual({ ...facts, country: "DE", version: "11.0.1" });
    const index = JSON.stringify({
      name: "N",
      home: demo.url,
      gmt_offset: 5.5,
      timezone_string: "",
      namespaces: ["wc/v3"],
    });
    const json = { "Content-Type": "application/json" };
    const refused = {
      status: 403,
      headers: json,
      body: '{"code":"woocommerce_rest_cannot_view","message":"","data":{"status":403}}',
    };
    demo.misbehave({ status: 200, headers: json, body: index }, refused);
    expect(await open(demo).facts()).toMatchObject({ name: "N", timeZone: "Asia/Kolkata", currency: "EUR" });
  });
});

describe("shops that answer oddly", () => {
  it("a host that drops the Authorization header gets the key in the query", async () => {
    const demo = await shop({ dropsAuthorization: true, customers: 3 });
    expect((await open(demo).customers(null)).items).toHaveLength(3);
  });

  it("a shop with plain permalinks is found at ?rest_route=", async () => {
    const demo = await shop({ plainPermalinks: true, customers: 3 });
    expect((await open(demo).customers(null)).items).toHaveLength(3);
  });

  it("PHP notices before the JSON are passed over", async () => {
    const demo = await shop({ customers: 3 });
    const notice = {
      status: 200,
      before: true,
      body: "<br />\n<b>Notice</b>: Undefined index: x in array [1] {y}<br />\n",
    };
    demo.misbehave(notice, notice);
    expect((await open(demo).customers(null)).items).toHaveLength(3);
  });

  it("a page instead of data is unreadable, and says so", async () => {
    const demo = await shop();
    const api = open(demo);
    await api.counts();
    demo.misbehave({ status: 200, body: "<!doctype html><html>Checking your browser</html>" });
    await expect(api.customers(null)).rejects.toThrow(Unreadable);
    demo.misbehave({ status: 403, body: "<html>Blocked</html>" });
    await expect(api.customers(null)).rejects.toThrow(/firewall/);
  });

  it("429, 503 and their Retry-After mean later", async () => {
    const demo = await shop();
    const api = open(demo);
    await api.counts();
    demo.misbehave({ status: 429, headers: { "Retry-After": "17" }, body: "" });
    await expect(api.customers(null)).rejects.toMatchObject({ name: "Throttled", retryAfterSeconds: 17 });
    demo.misbehave({
      status: 503,
      headers: { "Retry-After": new Date(Date.now() + 90_000).toUTCString() },
      body: "<html>",
    });
    const later = await api.customers(null).catch((error: unknown) => error);
    expect(later).toBeInstanceOf(Throttled);
    expect((later as Throttled).retryAfterSeconds).toBeGreaterThan(60);
    demo.misbehave({ status: 500, body: "There has been a critical error" });
    await expect(api.customers(null)).rejects.toThrow(Throttled);
  });

  it("a store that is switched off means later, too", async () => {
    const demo = await shop();
    const api = open(demo);
    await demo.stop();
    closing.splice(0);
    await expect(api.counts()).rejects.toThrow(Throttled);
  });

  it("wrong, revoked and read-only keys each get their own sentence", async () => {
    const demo = await shop();
    const wrong = { ...demo.keys, consumerSecret: "cs_wrong" };
    await expect(open(demo, wrong).customers(null)).rejects.toThrow(/revoked or mistyped/);
    await expect(open(demo, { ...demo.keys, consumerKey: "ck_unknown" }).customers(null)).rejects.toThrow(Unauthorized);
    const reader = open(demo, demo.store.addKey("read"));
    expect((await reader.customers(null)).items).toEqual([]);
    expect(await reader.webhooks()).toEqual([]);
    await expect(reader.registerWebhook("order.created", "http://127.0.0.1:9/", secret)).rejects.toThrow(/Read\/Write/);
    demo.store.loseRights(true);
    await expect(open(demo).customers(null)).rejects.toThrow(Unauthorized);
  });

  it("plain http is refused with a sentence unless private stores are allowed", () => {
    const { keys: credentials } = { keys: { consumerKey: "ck_a", consumerSecret: "cs_a" } };
    expect(() => woocommerce.open({ url: "http://shop.example", credentials })).toThrow(/https/);
  });

  it("a redirect to the www name is taken as the store's home, one to elsewhere is not", async () => {
    const demo = await shop({ customers: 2 });
    const keys: (string | undefined)[] = [];
    const target = (path: string) => `${demo.url}${path}`;
    const moved = createServer((request, response) => {
      keys.push(request.headers.authorization);
      response.writeHead(301, { location: target(request.url ?? "") }).end();
    });
    await new Promise<void>((resolve) => moved.listen(0, "127.0.0.1", resolve));
    closing.push(() => moved.close());
    const { port } = moved.address() as AddressInfo;
    const api = (host: string) =>
      woocommerce.open({ url: `http://${host}:${port}`, credentials: demo.keys, allowPrivate: true });
    expect((await api("127.0.0.1").customers(null)).items).toHaveLength(2);
    const inbox = await receiver();
    expect(await api("127.0.0.1").registerWebhook("order.created", inbox.url, secret)).toMatchObject({
      status: "active",
    });
    await expect(api("localhost").customers(null)).rejects.toThrow(/sends its visitors on to 127\.0\.0\.1/);
    expect(keys.every((key) => key === undefined)).toBe(true);
  });

  it("WordPress without WooCommerce is told apart from no WordPress", async () => {
    const demo = await shop();
    const json = { "Content-Type": "application/json" };
    demo.misbehave({ status: 200, headers: json, body: '{"name":"Blog","namespaces":["wp/v2"]}' });
    await expect(open(demo).counts()).rejects.toThrow(/not active/);
    const nothing = { status: 404, body: "<html>Not found</html>" };
    demo.misbehave(nothing, nothing);
    await expect(open(demo).counts()).rejects.toThrow(/No WooCommerce API/);
  });
});

describe("traps", () => {
  it("trap 1: three customers of one second share a delivery id and are all told apart", async () => {
    const demo = await shop();
    const { signed } = await connected(demo);
    while (Date.now() % 1000 > 500) await new Promise((resolve) => setTimeout(resolve, 20));
    for (let n = 0; n < 3; n += 1) demo.store.createCustomer({ email: `same${n}@example.com` });
    await demo.flush();
    const created = signed().filter(({ headers }) => headers["x-wc-webhook-topic"] === "customer.created");
    expect(new Set(created.map(({ headers }) => headers["x-wc-webhook-delivery-id"])).size).toBeLessThan(3);
    expect(new Set(created.map((delivery) => woocommerce.dedupeKey(delivery))).size).toBe(3);
  });

  it("trap 2: gone by the time of sending is ignored, lost rights are refused", async () => {
    const demo = await shop();
    const { signed } = await connected(demo);
    const id = demo.store.createCustomer({ email: "short@example.com" });
    demo.store.deleteCustomer(id);
    await demo.flush();
    expect(signed().map((delivery) => changeOf(delivery).kind)).toEqual(["ignored", "ignored", "customer-gone"]);
    demo.store.loseRights(true);
    demo.store.createCustomer({ email: "late@example.com" });
    await demo.flush();
    expect(changeOf(signed().at(-1)!)).toMatchObject({ kind: "refused" });
    expect(woocommerce.verify(signed().at(-1)!, secret)).toBe("genuine");
  });

  it("trap 3: the block checkout says updated first, and the customer after its order", async () => {
    const demo = await shop();
    const { topics } = await connected(demo);
    demo.store.placeOrder({ createAccount: { email: "ines@example.com" } });
    await demo.flush();
    expect(topics()).toEqual(["order.updated", "customer.created", "customer.updated", "order.created"]);
  });

  it("trap 4: drafts are drafts under every version's way of announcing them", async () => {
    for (const [version, opened, bought] of [
      ["11.0.1", [], ["order.updated", "order.created"]],
      ["9.7.1", ["order.updated"], ["order.updated", "order.created"]],
      ["8.2.1", ["order.created", "order.updated"], ["order.updated"]],
    ] as const) {
      const demo = await shop({ version });
      const { signed, topics } = await connected(demo);
      const id = demo.store.openCheckout();
      await demo.flush();
      expect(topics()).toEqual(opened);
      for (const delivery of signed()) expect(changeOf(delivery)).toMatchObject({ record: { status: "draft" } });
      demo.store.completeCheckout(id, { email: "a@example.com" });
      await demo.flush();
      expect(topics().slice(opened.length)).toEqual(bought);
      expect(changeOf(signed().at(-1)!)).toMatchObject({ record: { status: "placed" } });
    }
  });

  it("trap 5: one sign-up sends created and updated with the same body", async () => {
    const demo = await shop();
    const { signed, topics } = await connected(demo);
    demo.store.createCustomer({ email: "twice@example.com" });
    await demo.flush();
    expect(topics()).toEqual(["customer.created", "customer.updated"]);
    expect(changeOf(signed()[0]!)).toEqual(changeOf(signed()[1]!));
  });

  it("trap 6: events of one object merge until they are sent", async () => {
    const demo = await shop();
    const { signed, topics } = await connected(demo);
    const id = demo.store.placeOrder({ checkout: "rest" });
    demo.store.setStatus(id, "processing");
    demo.store.setStatus(id, "completed");
    await demo.flush();
    expect(topics()).toEqual(["order.created", "order.updated"]);
    expect(changeOf(signed()[0]!)).toMatchObject({ record: { platformStatus: "completed" } });
  });

  it("trap 7: a failed delivery is never sent again", async () => {
    const demo = await shop();
    let down = false;
    const { topics } = await connected(demo, () => (down ? "drop" : 200));
    down = true;
    demo.store.createCustomer({ email: "lost@example.com" });
    await demo.flush();
    down = false;
    const before = topics().length;
    await demo.flush();
    expect(topics()).toHaveLength(before);
  });

  it("trap 7: a redirect counts as delivered and is not followed, so what it said is lost", async () => {
    const demo = await shop();
    const { got, signed, api } = await connected(demo, () => 302);
    const pings = got.length;
    demo.store.createUser({ email: "a@example.com" }, "customer");
    await demo.flush();
    expect(signed()).toHaveLength(1);
    expect(got.length).toBe(pings + 2);
    expect(demo.outbox.counts).toMatchObject({ sent: 1, failed: 0 });
    expect((await api.webhooks()).every(({ status }) => status === "active")).toBe(true);
  });

  it("trap 8: the seventh failure in a row disables a webhook in silence, and it can be revived", async () => {
    const demo = await shop();
    let down = false;
    const { api, url, topics } = await connected(demo, () => (down ? 500 : 200));
    const id = demo.store.createCustomer({ email: "c@example.com" });
    await demo.flush();
    const status = async () => (await api.webhooks()).find(({ topic }) => topic === "customer.updated")?.status;
    const failOnce = async () => {
      demo.store.optOut(id);
      await demo.flush();
    };
    down = true;
    for (let n = 0; n < 6; n += 1) await failOnce();
    expect(await status()).toBe("active");
    await failOnce();
    expect(await status()).toBe("disabled");
    const sent = topics().length;
    await failOnce();
    expect(topics()).toHaveLength(sent);
    down = false;
    const webhook = (await api.webhooks()).find(({ topic }) => topic === "customer.updated")!;
    expect(await api.reviveWebhook(webhook.externalId, url, secret)).toEqual({ ...webhook, status: "active" });
    await failOnce();
    expect(topics()).toHaveLength(sent + 1);
  });

  it("trap 9: an order deleted for good sends nothing, and its id is missing from the ids", async () => {
    const demo = await shop();
    const { api, topics } = await connected(demo);
    const [kept, gone, trashed] = [demo.store.placeOrder(), demo.store.placeOrder(), demo.store.placeOrder()];
    await demo.flush();
    const before = topics().length;
    demo.store.forceDelete(gone);
    demo.store.trash(trashed);
    await demo.flush();
    expect(topics().slice(before)).toEqual(["order.deleted"]);
    expect((await everything((cursor) => api.orderIds(cursor))).items).toEqual([String(kept)]);
  });

  it("trap 10: a deleted customer's orders become guest orders, which only a pull tells", async () => {
    const demo = await shop();
    const { api, topics } = await connected(demo);
    const customerId = demo.store.createCustomer({ email: "gone@example.com" });
    const order = demo.store.placeOrder({ customerId, checkout: "classic" });
    await demo.flush();
    const before = topics().length;
    const since = new Date();
    demo.store.deleteCustomer(customerId);
    await demo.flush();
    expect(topics().slice(before)).toEqual(["customer.deleted"]);
    const { items } = await api.orders(null, since);
    expect(items).toMatchObject([{ record: { externalId: String(order), customerExternalId: null } }]);
  });

  it("trap 11: users of other roles fire customer.created and are not listed", async () => {
    const demo = await shop();
    const { api, signed } = await connected(demo);
    const id = demo.store.createUser({ email: "sub@example.com" }, "subscriber");
    await demo.flush();
    expect(signed().map((delivery) => changeOf(delivery).kind)).toEqual(["ignored"]);
    expect((await api.customers(null)).items).toEqual([]);
    demo.store.changeRole(id, "customer");
    await demo.flush();
    expect(signed()).toHaveLength(1);
    expect((await api.customers(null)).items).toHaveLength(1);
  });

  it("trap 12: a plugin's silent change is found by a full pull only", async () => {
    const demo = await shop();
    const { api, signed } = await connected(demo);
    const id = demo.store.createCustomer({ email: "quiet@example.com", optIn: true });
    await demo.flush();
    const before = signed().length;
    demo.store.changeMetaSilently(id, "marketing_opt_in", "no");
    await demo.flush();
    expect(signed()).toHaveLength(before);
    expect((await api.customers(null)).items).toMatchObject([
      { record: { consents: [{ state: "unsubscribed", explicit: false }] } },
    ]);
  });

  it("trap 12: a save without a change sends an update all the same", async () => {
    const demo = await shop();
    const { topics } = await connected(demo);
    const id = demo.store.createCustomer({ email: "noop@example.com" });
    await demo.flush();
    demo.store.updateCustomer(id, {});
    await demo.flush();
    expect(topics().at(-1)).toBe("customer.updated");
  });

  it("trap 13: a guest with an account's email stays a guest", async () => {
    const demo = await shop();
    demo.store.createCustomer({ email: "both@example.com" });
    demo.store.placeOrder({ billing: { email: "both@example.com" } });
    expect((await open(demo).orders(null, null)).items).toMatchObject([
      { record: { customerExternalId: null, person: { email: "both@example.com" } } },
    ]);
  });

  it("trap 14: refunds leave the total alone, and the last one turns the status", async () => {
    const demo = await shop();
    const id = demo.store.placeOrder();
    demo.store.refund(id, 500, "broken");
    const partly = (await open(demo).orders(null, null)).items[0];
    expect(partly).toMatchObject({
      record: { status: "placed", total: "24.50", refunds: [{ amount: "5.00", reason: "broken" }] },
    });
    demo.store.refund(id);
    const wholly = (await open(demo).orders(null, null)).items[0];
    expect(wholly).toMatchObject({
      record: { status: "refunded", total: "24.50", refunds: [{ amount: "19.50" }, { amount: "5.00" }] },
    });
  });

  it("trap 15: the eraser blanks billing and keeps the account's email", async () => {
    const demo = await shop();
    const id = demo.store.createCustomer({
      email: "old@example.com",
      billing: { email: "old@example.com", city: "Mainz" },
    });
    demo.store.changeEmail(id, "new@example.com");
    const read = async () => (await open(demo).customersById([String(id)]))[0];
    expect(await read()).toMatchObject({
      record: { person: { email: "new@example.com", address: { city: "Mainz" } } },
    });
    demo.store.eraseBilling(id);
    expect(await read()).toMatchObject({ record: { person: { email: "new@example.com" } } });
  });

  it("trap 15: a customer never changed has no date of change, and its own age counts", async () => {
    const demo = await shop();
    const id = demo.store.createUser({ email: "fresh@example.com" }, "customer");
    const raw = demo.store.customer(id);
    expect(raw.date_modified_gmt).toBeNull();
    expect((await open(demo).customers(null)).items).toMatchObject([
      { record: { updatedAt: new Date(`${raw.date_created_gmt}Z`) } },
    ]);
  });
});

describe("webhooks", () => {
  it("the ping comes inside the registering call, unsigned, and says nothing", async () => {
    const demo = await shop();
    const inbox = await receiver();
    await open(demo).registerWebhook("order.created", inbox.url, secret);
    expect(inbox.got).toHaveLength(1);
    expect(inbox.got[0]!.body.toString()).toBe("webhook_id=1");
    expect(woocommerce.verify(inbox.got[0]!, secret)).toBe("ping");
    expect(woocommerce.read(inbox.got[0]!, {})).toMatchObject({ topic: "ping", changes: [{ kind: "ignored" }] });
  });

  it("registering succeeds when the ping fails, which is repeated with each delivery until it is answered with 200", async () => {
    const demo = await shop();
    let answer = 204;
    const inbox = await receiver(() => answer);
    await open(demo).registerWebhook("customer.created", inbox.url, secret);
    demo.store.createCustomer({ email: "a@example.com" });
    await demo.flush();
    expect(inbox.got).toHaveLength(3);
    answer = 200;
    demo.store.createCustomer({ email: "b@example.com" });
    await demo.flush();
    demo.store.createCustomer({ email: "c@example.com" });
    await demo.flush();
    expect(inbox.got).toHaveLength(6);
  });

  it("are sent with the recorded headers, in their order and spelling", async () => {
    const demo = await shop();
    const inbox = await connected(demo);
    demo.store.createCustomer({ email: "zoe@example.com", firstName: "Zoë", lastName: "a/b 😀" });
    await demo.flush();
    const names = inbox.signed()[0]!.rawHeaders.filter((_, index) => index % 2 === 0);
    expect(names).toEqual([
      "Host",
      "User-Agent",
      "Accept",
      "Accept-Encoding",
      "Content-Type",
      "X-WC-Webhook-Source",
      "X-WC-Webhook-Topic",
      "X-WC-Webhook-Resource",
      "X-WC-Webhook-Event",
      "X-WC-Webhook-Signature",
      "X-WC-Webhook-ID",
      "X-WC-Webhook-Delivery-ID",
      "Connection",
      "Content-Length",
    ]);
    const body = inbox.signed()[0]!.body.toString();
    expect(body).toContain('"first_name":"Zo\\u00eb"');
    expect(body).toContain('"last_name":"a\\/b \\ud83d\\ude00"');
    expect(changeOf(inbox.signed()[0]!)).toMatchObject({
      record: { person: { firstName: "Zoë", lastName: "a/b 😀" } },
    });
  });

  it("a topic spelled in capitals is never registered in silence", async () => {
    const demo = await shop();
    const inbox = await receiver();
    await expect(open(demo).registerWebhook("CUSTOMER.CREATED", inbox.url, secret)).rejects.toThrow(Unreadable);
  });

  it("are listed with their state and removed for good, twice without harm", async () => {
    const demo = await shop();
    const { api, url } = await connected(demo);
    const listed = await api.webhooks();
    expect(listed.map(({ topic }) => topic).sort()).toEqual([...woocommerce.topics].sort());
    expect(listed.every((webhook) => webhook.url === url && webhook.status === "active")).toBe(true);
    await api.removeWebhook(listed[0]!.externalId);
    await api.removeWebhook(listed[0]!.externalId);
    expect(await api.webhooks()).toHaveLength(listed.length - 1);
  });

  it("a new secret applies at once", async () => {
    const demo = await shop();
    const { api, url, signed } = await connected(demo);
    demo.store.createUser({ email: "a@example.com" }, "customer");
    for (const webhook of await api.webhooks()) await api.reviveWebhook(webhook.externalId, url, "another");
    await demo.flush();
    expect(woocommerce.verify(signed()[0]!, "another")).toBe("genuine");
    expect(woocommerce.verify(signed()[0]!, secret)).toBe("forged");
  });

  it("lost deliveries are lost, and a pull finds what they said", async () => {
    const demo = await shop();
    const { api, topics } = await connected(demo);
    demo.lose(2);
    demo.store.createCustomer({ email: "unheard@example.com" });
    await demo.flush();
    expect(topics()).toEqual([]);
    expect((await api.customers(null)).items).toHaveLength(1);
  });
});
