/** Bad input at a store's door: nothing of it may cost an answer of 5xx, a good delivery, or the batch it came in. */
import postgres from "postgres";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/webhooks/[platform]/[store]/route";
import type { Delivery } from "@/lib/connectors/types";
import { dedupeKey } from "@/lib/connectors/woocommerce/signature";
import { log } from "@/lib/log";
import { type Ctx, database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { customerBody, orderBody, signed } from "../support/bench-deliveries";
import { useTestDatabase } from "../support/db";
import { inboxOf as standingsOf } from "../support/inbox";
import { makeOrganization, makeStore, type TestStore, useKey } from "../support/organization";

const base = useTestDatabase();
beforeAll(useKey);

type Place = { ctx: Ctx; store: TestStore };

async function place(): Promise<Place> {
  const ctx = await makeOrganization();
  return { ctx, store: await makeStore(ctx) };
}

async function knock(store: string, { headers, body }: Delivery, platform = "woocommerce") {
  const url = `http://app.example/api/webhooks/${platform}/${store}`;
  const request = new Request(url, { method: "POST", headers, body: new Uint8Array(body) });
  const answer = await POST(request, { params: Promise.resolve({ platform, store }) });
  return answer.status;
}

/** Knocks with a good delivery, the given one, and another good one; then applies. Gives the answers and the inbox. */
async function amidst({ ctx, store }: Place, delivery: Delivery) {
  const before = await knock(store.publicId, good(store, 1));
  const answer = await knock(store.publicId, delivery);
  const after = await knock(store.publicId, good(store, 2));
  await drain(ctx, { storeId: store.id });
  return { answers: [before, answer, after], inbox: await inboxOf(ctx), people: await peopleIn(ctx) };
}

const good = (store: TestStore, id: number) =>
  signed(store.secret, "customer.created", customerBody(id, `good${id}@example.com`));
const goodPeople = ["good1@example.com", "good2@example.com"];

async function inboxOf(ctx: Ctx): Promise<string[]> {
  return (await standingsOf(ctx)).map(({ state }) => state);
}

async function peopleIn(ctx: Ctx): Promise<string[]> {
  const rows = await database().sql`select coalesce(email, phone, external_id) as who from contacts
    where org_id = ${ctx.orgId} and gone_at is null order by email`;
  return rows.map((row) => row.who as string);
}

const withSignature = (delivery: Delivery, change: (signature: string) => string | undefined): Delivery => {
  const { "x-wc-webhook-signature": signature, ...others } = delivery.headers;
  const changed = change(signature!);
  return { ...delivery, headers: changed === undefined ? others : { ...others, "x-wc-webhook-signature": changed } };
};

describe("a signature", () => {
  const wrong: [string, (signature: string) => string | undefined][] = [
    ["that is another", () => Buffer.alloc(32, 7).toString("base64")],
    ["that is missing", () => undefined],
    ["that is empty", () => ""],
    ["in upper case", (signature) => signature.toUpperCase()],
    ["that is truncated", (signature) => signature.slice(0, -4)],
    ["in hexadecimal", (signature) => Buffer.from(signature, "base64").toString("hex")],
    ["with more behind it", (signature) => `${signature}=`],
  ];

  it.each(wrong)("%s is refused with 401, stores nothing and hinders nobody", async (_, change) => {
    const here = await place();
    const body = customerBody(9, "forged@example.com");
    const forged = withSignature(signed(here.store.secret, "customer.created", body), change);
    expect(await amidst(here, forged)).toEqual({
      answers: [200, 401, 200],
      inbox: ["applied", "applied"],
      people: goodPeople,
    });
  });

  it("of a body that was changed by one letter is refused", async () => {
    const here = await place();
    const honest = signed(here.store.secret, "customer.created", customerBody(9, "honest@example.com"));
    const body = Buffer.from(honest.body.toString("utf8").replace("honest@", "Honest@"));
    expect((await amidst(here, { ...honest, body })).answers).toEqual([200, 401, 200]);
  });

  it("by another store's secret is refused, also within one organization", async () => {
    const { ctx, store } = await place();
    const [sister, stranger] = [await makeStore(ctx), (await place()).store];
    for (const other of [sister, stranger]) expect(await knock(store.publicId, good(other, 3))).toBe(401);
    expect(await inboxOf(ctx)).toEqual([]);
  });

  it("of nothing at all is refused: an empty body without signature is no greeting", async () => {
    const { store } = await place();
    expect(
      await knock(store.publicId, { headers: { "content-type": "application/json" }, body: Buffer.alloc(0) }),
    ).toBe(401);
  });
});

describe("an address", () => {
  it("of no store, of a broken id, or of another platform is 404", async () => {
    const { store } = await place();
    const delivery = good(store, 1);
    expect(await knock("018f0000-0000-7000-8000-000000000000", delivery)).toBe(404);
    expect(await knock("' or 1=1 --", delivery)).toBe(404);
    expect(await knock("\u0000", delivery)).toBe(404);
    for (const platform of ["shopify", "api", "constructor", ""])
      expect(await knock(store.publicId, delivery, platform)).toBe(404);
    expect(await knock(store.publicId, delivery)).toBe(200);
  });
});

describe("a genuine body", () => {
  const strange: [string, string, Buffer | string | object, string][] = [
    ["that is not JSON", "order.updated", "<html>Fatal error</html>", "failed"],
    ["that is empty", "order.updated", "", "failed"],
    ["that is half of a JSON", "order.updated", '{"id": 7, "status": "comp', "failed"],
    ["that is not UTF-8", "order.updated", Buffer.from([0xff, 0xfe, 0x00, 0xd8]), "failed"],
    ["that is null", "order.updated", "null", "failed"],
    ["that is a list", "customer.updated", "[1, 2]", "failed"],
    ["nested 20,000 deep", "customer.updated", `${"[".repeat(20_000)}${"]".repeat(20_000)}`, "failed"],
    ["of an order without anything", "order.updated", { id: 7 }, "failed"],
    ["with an id that is no number", "customer.updated", { id: { $gt: 0 }, role: "customer" }, "failed"],
    ["of an unknown topic", "coupon.created", { id: 7, code: "welcome" }, "ignored"],
    ["of a topic called constructor", "constructor", { id: 7 }, "ignored"],
    [
      "that says the record is gone",
      "order.updated",
      restError("woocommerce_rest_shop_order_invalid_id", 404),
      "ignored",
    ],
    ["that says we may not see it", "order.updated", restError("woocommerce_rest_cannot_view", 403), "failed"],
    ["of a customer in the year 0000", "customer.updated", dated("0000-00-00T00:00:00"), "applied"],
    ["of an order over all amounts", "order.updated", priced("9".repeat(16)), "failed"],
    ["of an order with more pieces than a column holds", "order.updated", crowded(1e20), "failed"],
  ];

  it.each(strange)("%s is kept with its reason and hinders nobody", async (_, topic, body, state) => {
    const here = await place();
    const content = typeof body === "string" ? Buffer.from(body) : (body as Buffer);
    const { answers, inbox, people } = await amidst(here, signed(here.store.secret, topic, content));
    expect(answers).toEqual([200, 200, 200]);
    expect(inbox).toEqual(["applied", state, "applied"]);
    expect(people).toEqual(expect.arrayContaining(goodPeople));
  });

  it("of 10 MB is 413, whether or not its length is told", async () => {
    const here = await place();
    const huge = signed(here.store.secret, "order.updated", Buffer.alloc(10_000_000, " "));
    const told = { ...huge, headers: { ...huge.headers, "content-length": "10000000" } };
    expect((await amidst(here, huge)).answers).toEqual([200, 413, 200]);
    expect(await knock(here.store.publicId, told)).toBe(413);
    expect(await inboxOf(here.ctx)).toEqual(["applied", "applied"]);
  });

  it("of 4 MB is taken in", async () => {
    const here = await place();
    const note = { customer_note: "x".repeat(4_000_000) };
    const order = orderBody(7, 0, "wordy@example.com", note);
    expect(await amidst(here, signed(here.store.secret, "order.created", order))).toMatchObject({
      answers: [200, 200, 200],
      inbox: ["applied", "applied", "applied"],
      people: [...goodPeople, "wordy@example.com"],
    });
  });

  it("with ids above 2^53 keeps them exact: two neighbours stay two people", async () => {
    const { ctx, store } = await place();
    const ids = ["9007199254740993", "9007199254740992", "18446744073709551615"];
    for (const id of ids) {
      const text = JSON.stringify(customerBody(1, `p${id}@example.com`)).replace('"id":1,', `"id":${id},`);
      expect(await knock(store.publicId, signed(store.secret, "customer.created", Buffer.from(text)))).toBe(200);
    }
    await drain(ctx, { storeId: store.id });
    const rows = await database()
      .sql`select external_id from contacts where org_id = ${ctx.orgId} order by external_id`;
    expect(rows.map((row) => row.external_id)).toEqual([...ids].sort());
  });

  it("with emoji, NUL and lone surrogates is taken in as far as it can be written", async () => {
    const { ctx, store } = await place();
    const names = { first_name: "Zoë 🕯️\u0000", last_name: "x\ud800y" };
    const text = JSON.stringify(customerBody(5, "zoe@example.com", names));
    expect(text).toContain("\\u0000");
    expect(text).toContain("\\ud800");
    expect(await knock(store.publicId, signed(store.secret, "customer.created", Buffer.from(text)))).toBe(200);
    await drain(ctx, { storeId: store.id });
    const [row] = await database().sql`select first_name, last_name from contacts where org_id = ${ctx.orgId}`;
    expect({ ...row }).toEqual({ first_name: "Zoë 🕯️", last_name: "x\ufffdy" });
  });
});

describe("the same again", () => {
  it("is one row, in order and at once", async () => {
    const { ctx, store } = await place();
    const delivery = good(store, 1);
    for (let time = 0; time < 3; time++) expect(await knock(store.publicId, delivery)).toBe(200);
    const crowd = await Promise.all(Array.from({ length: 40 }, () => knock(store.publicId, good(store, 2))));
    expect(new Set(crowd)).toEqual(new Set([200]));
    await drain(ctx, { storeId: store.id });
    expect(await knock(store.publicId, delivery)).toBe(200);
    expect(await inboxOf(ctx)).toEqual(["applied", "applied"]);
  });

  it("with another body under one delivery id is two rows: the id is only webhook and second", async () => {
    const { ctx, store } = await place();
    const [first, second] = [good(store, 1), good(store, 2)];
    expect(first.headers["x-wc-webhook-delivery-id"]).toBe(second.headers["x-wc-webhook-delivery-id"]);
    for (const delivery of [first, second]) expect(await knock(store.publicId, delivery)).toBe(200);
    await drain(ctx, { storeId: store.id });
    expect(await peopleIn(ctx)).toEqual(goodPeople);
  });

  it("while the first is still being applied comes once", async () => {
    const { ctx, store } = await place();
    const order = signed(store.secret, "order.created", orderBody(7, 0, "once@example.com"));
    const again = signed(store.secret, "order.created", orderBody(7, 0, "once@example.com"), 1);
    await knock(store.publicId, order);
    await Promise.all([drain(ctx, { storeId: store.id }), knock(store.publicId, again)]);
    await drain(ctx, { storeId: store.id });
    const [row] = await database().sql`select
      (select count(*)::int from orders where org_id = ${ctx.orgId}) as orders,
      (select count(*)::int from contact_events where org_id = ${ctx.orgId} and kind = 'order.placed') as placed`;
    expect({ ...row }).toEqual({ orders: 1, placed: 1 });
  });
});

it("what is refused or cannot be applied stands in the log by the delivery's id, without a word of it", async () => {
  const { ctx, store } = await place();
  const [warned, failed] = [vi.spyOn(log, "warn"), vi.spyOn(log, "error")];
  const forged = signed("wrong secret", "customer.created", customerBody(1, "who@example.com"));
  await knock(store.publicId, forged);
  expect(warned.mock.lastCall?.[0]).toEqual({ store: store.publicId, delivery: dedupeKey(forged) });
  const culprit = good(store, 1);
  await knock(store.publicId, culprit);
  await database()
    .sql`alter table contacts add constraint nobody check (org_id <> ${database().sql.unsafe(String(ctx.orgId))})`;
  await drain(ctx, { storeId: store.id }).finally(() => database().sql`alter table contacts drop constraint nobody`);
  expect(failed.mock.lastCall?.[0]).toMatchObject({ store: store.id, delivery: dedupeKey(culprit) });
  expect(JSON.stringify([warned.mock.calls, failed.mock.calls])).not.toContain("@example.com");
  vi.restoreAllMocks();
});

describe("a database that is away", () => {
  it("is the only 5xx: 503, and the same delivery is accepted once it is back", async () => {
    const { ctx, store } = await place();
    expect(await knock(store.publicId, good(store, 1))).toBe(200);
    const away = await shut(base.url);
    expect(await knock(store.publicId, good(store, 2))).toBe(503);
    expect(await knock(store.publicId, signed("wrong secret", "customer.created", Buffer.from("{}")))).toBe(503);
    await away.open();
    await expect.poll(() => knock(store.publicId, good(store, 2)), { timeout: 30_000 }).toBe(200);
    await drain(ctx, { storeId: store.id });
    expect(await peopleIn(ctx)).toEqual(goodPeople);
  });
});

function priced(total: string) {
  return orderBody(7, 0, "rich@example.com", { total });
}

function crowded(quantity: number) {
  return orderBody(7, 0, "many@example.com", { line_items: [{ id: 1, name: "Mug", quantity, total: "24.00" }] });
}

function restError(code: string, status: number) {
  return { code, message: "Invalid ID.", data: { status } };
}

function dated(date_modified_gmt: string) {
  return customerBody(7, "old@example.com", { date_modified_gmt, date_created_gmt: date_modified_gmt });
}

/** Throws everybody out of a database and lets nobody in, until `open`. */
async function shut(url: string) {
  const name = new URL(url).pathname.slice(1);
  const server = new URL(url);
  server.pathname = "/postgres";
  const admin = postgres(server.href, { max: 1, onnotice: () => {} });
  await admin`alter database ${admin(name)} allow_connections false`;
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  const open = async () => {
    await admin`alter database ${admin(name)} allow_connections true`;
    await admin.end();
  };
  return { open };
}
