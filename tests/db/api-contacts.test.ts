/** Contacts by the REST API, through its real door. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { receivingOf, storeById } from "@/lib/connection/store";
import { eraseContact } from "@/lib/contacts/erase";
import { absorb } from "@/lib/records/absorb";
import { openStore } from "@/lib/stores/open";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { call, makeApiKey } from "../support/api";
import { useTestDatabase } from "../support/db";
import { makeOwner, type Person } from "../support/members";
import { makeStore, type TestStore, useKey } from "../support/organization";
import { customer, news } from "../support/people";
import { expectTallies } from "../support/tallies";

vi.mock("next/server", () => ({ after: (work: () => unknown) => void work() }));

useTestDatabase();
afterAll(expectTallies);
useKey();

let owner: Person;
let ctx: Ctx;
let key: string;
let shop: string;
let outlet: TestStore;

beforeAll(async () => {
  owner = await makeOwner();
  ctx = owner.ctx;
  shop = (await openStore(ctx, { name: "Market stall", currency: "EUR", country: "DE", timeZone: "Europe/Berlin" }))
    .store;
  outlet = await makeStore(ctx);
  key = await makeApiKey(ctx);
});

const upsert = (contact: object) => call(key, "POST", "/contacts", { body: { store: shop, ...contact } });
const batch = (contacts: object[], store = shop) => call(key, "POST", "/contacts/batch", { body: { store, contacts } });

describe("one contact", () => {
  test("is opened with all that is given, and found again by address, id and number", async () => {
    const made = await upsert({
      email: "Ada@Example.org",
      phone: "030 901820",
      externalId: "a-1",
      firstName: "Ada",
      lastName: "Byron",
      birthday: "1988-04-12",
      country: "DE",
      city: "Berlin",
      tags: ["VIP", "vip"],
    });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      store: shop,
      email: "Ada@Example.org",
      phone: "+4930901820",
      externalId: "a-1",
      firstName: "Ada",
      city: "Berlin",
      source: "api",
      tags: [{ name: "VIP" }],
      consent: { email: { state: "never" } },
    });
    for (const query of ["email=ada@example.org", "externalId=a-1", "phone=%2B4930901820"]) {
      const found = await call(key, "GET", `/contacts/find?${query}`);
      expect(found.body.items).toMatchObject([{ id: made.body.id }]);
    }
    expect((await call(key, "GET", `/contacts/${made.body.id}`)).body).toEqual(made.body);
  });

  test("keeps what is absent, loses what is null, and writes no line where nothing changed", async () => {
    const { body } = await upsert({ email: "kept@example.org", firstName: "Kim", city: "Bremen", company: "Kim & Co" });
    const again = await upsert({ email: "KEPT@example.org", firstName: "Kim", city: null });
    expect(again.body).toMatchObject({ id: body.id, firstName: "Kim", city: null, company: "Kim & Co" });
    await upsert({ email: "kept@example.org", firstName: "Kim" });
    const { lines } = await readTimeline(ctx, { contact: String(body.id) });
    expect(lines.map(({ kind, actorKind, actor }) => [kind, actorKind, actor])).toEqual([
      ["contact.edited", "key", "Shop"],
      ["contact.created", "key", "Shop"],
    ]);
  });

  test("keeps its name when an order comes that tells none, and takes the one a newer record tells", async () => {
    const { body } = await upsert({ email: "order@example.org", firstName: "Olga" });
    const order = { id: "o-1", status: "placed", currency: "EUR", total: "20.00", placedAt: "2026-01-02T10:00:00Z" };
    const send = (more: object) =>
      call(key, "POST", "/orders", { body: { store: shop, orders: [{ ...order, ...more }] } });
    expect((await send({ email: "order@example.org" })).body).toMatchObject({
      changed: 1,
      results: [{ outcome: "kept" }],
    });
    const after = await call(key, "GET", `/contacts/${body.id}`);
    expect(after.body).toMatchObject({ firstName: "Olga", orders: 1, spent: "20", specialTags: ["buyer"] });
    const back = (...amounts: string[]) => amounts.map((amount, n) => ({ id: `r-${n}`, amount }));
    const tooMuch = await send({ email: "order@example.org", refunds: back("12.5", "7.5001") });
    expect(tooMuch).toMatchObject({ status: 422 });
    expect(JSON.stringify(tooMuch.body)).toContain("The refunds come to more than the order's total.");
    await send({ email: "order@example.org", refunds: back("12.5", "7.5000") });
    expect((await call(key, "GET", `/contacts/${body.id}`)).body).toMatchObject({ orders: 1, spent: "0" });
    await send({ email: "order@example.org", firstName: "Olga Maria" });
    expect((await call(key, "GET", `/contacts/${body.id}`)).body).toMatchObject({ firstName: "Olga Maria" });
  });

  test("of a store of another make keeps the store's account, and what the API writes until the store tells it anew", async () => {
    const at = (year: number) => new Date(Date.UTC(year, 0, 1));
    const tell = (firstName: string, updatedAt: Date) =>
      transact(ctx, async (ctx) =>
        absorb(
          ctx,
          receivingOf(await storeById(ctx, outlet.id)),
          news(customer("77", "wc@example.org", { updatedAt, person: { firstName } })),
        ),
      );
    await tell("Wilma", at(2025));
    const write = { store: outlet.publicId, email: "wc@example.org", firstName: "Willa" };
    const { body } = await call(key, "POST", "/contacts", { body: write });
    expect(body).toMatchObject({ firstName: "Willa", externalId: "77", source: "ecommerce" });
    await tell("Wilma", at(2026));
    expect((await call(key, "GET", `/contacts/${body.id}`)).body).toMatchObject({ firstName: "Willa" });
    await tell("Wilhelmina", at(2100));
    expect((await call(key, "GET", `/contacts/${body.id}`)).body).toMatchObject({ firstName: "Wilhelmina" });
  });

  test("moves to another address by its id; the earlier one still leads to it", async () => {
    const { body } = await upsert({ email: "before@example.org", externalId: "moved" });
    const moved = await upsert({ email: "after@example.org", externalId: "moved" });
    expect(moved.body).toMatchObject({ id: body.id, email: "after@example.org" });
    const earlier = await upsert({ email: "before@example.org", lastName: "Same" });
    expect(earlier.body).toMatchObject({ id: body.id, email: "after@example.org", lastName: "Same" });
  });

  test("is refused where its address is another's, in a store's own ids, and after an erasure", async () => {
    await upsert({ email: "one@example.org", externalId: "one" });
    await upsert({ email: "two@example.org", externalId: "two" });
    expect(await upsert({ email: "two@example.org", externalId: "one" })).toMatchObject({ status: 422 });
    expect(await upsert({ email: "one@example.org", store: outlet.publicId, externalId: "x" })).toMatchObject({
      status: 422,
    });
    const { body } = await upsert({ email: "gone@example.org", firstName: "Gone" });
    await eraseContact(ctx, { contact: String(body.id), typed: "gone@example.org" });
    expect(await upsert({ email: "gone@example.org" })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("erased") },
    });
  });

  test("comes back when it was deleted", async () => {
    const { body } = await upsert({ email: "back@example.org" });
    expect((await call(key, "DELETE", `/contacts/${body.id}`)).status).toBe(200);
    expect((await call(key, "GET", `/contacts/${body.id}`)).status).toBe(404);
    expect((await upsert({ email: "back@example.org" })).body).toMatchObject({ id: body.id });
  });
});

describe("many contacts", () => {
  test("end as the same contacts given one by one do", async () => {
    const people = Array.from({ length: 60 }, (_, n) => ({
      email: n % 7 === 0 ? undefined : `many-${n % 40}@example.org`,
      phone: n % 7 === 0 || n % 3 === 0 ? `+49301000${String(n % 25).padStart(3, "0")}` : undefined,
      firstName: `Name ${n}`,
      tags: n % 5 === 0 ? ["Fifth"] : undefined,
    }));
    const other = (await openStore(ctx, { name: "One by one", currency: "EUR", country: "DE", timeZone: "UTC" })).store;
    const single: object[] = [];
    for (const person of people) {
      const { body } = await call(key, "POST", "/contacts", { body: { store: other, ...person } });
      single.push(body);
    }
    const set = (await openStore(ctx, { name: "In sets", currency: "EUR", country: "DE", timeZone: "UTC" })).store;
    // Nobody is in one set twice, so sets of five each follow each other as single ones do.
    for (let at = 0; at < people.length; at += 5) await batch(people.slice(at, at + 5), set);
    const seen = async (store: string) => {
      const { body } = await call(key, "GET", `/contacts?store=${store}&limit=200`);
      return body
        .items!.map(({ email, phone, firstName, tags }) => ({
          email,
          phone,
          firstName,
          tags: (tags as { name: string }[]).map(({ name }) => name),
        }))
        .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    };
    expect(await seen(set)).toEqual(await seen(other));
    expect((await seen(set)).length).toBeGreaterThan(30);
  });

  test("are told one by one, and who is refused holds nobody else up", async () => {
    await upsert({ email: "known@example.org", firstName: "K" });
    const answer = await batch([
      { email: "fresh-1@example.org" },
      { email: "known@example.org", firstName: "K" },
      { email: "known2@example.org", phone: "not a number" },
      { email: "FRESH-1@example.org", firstName: "Twin" },
      { email: "known@example.org", firstName: "Other" },
      { email: "gone@example.org" },
    ]);
    expect(answer.body).toMatchObject({ created: 1, updated: 0, unchanged: 1, refused: 4 });
    const results = answer.body.results as unknown as { outcome: string; detail: string }[];
    expect(results.map(({ outcome }) => outcome)).toEqual([
      "created",
      "unchanged",
      "refused",
      "refused",
      "refused",
      "refused",
    ]);
    expect(results[3]!.detail).toContain("number 1 of this call");
    expect(results[4]!.detail).toContain("number 2 of this call");
    expect(results[5]!.detail).toContain("erased");
  });

  test("of a thousand are there at once, with consent and its evidence", async () => {
    const at = "2026-03-04T05:06:07Z";
    const consent = [{ channel: "email", state: "subscribed", at, evidence: "Ticked the box at the market stall." }];
    const people = Array.from({ length: 1_000 }, (_, n) => ({ email: `k-${n}@example.org`, consent }));
    expect((await batch(people)).body).toMatchObject({ created: 1_000, refused: 0 });
    const rows = await database().sql`select count(*)::int as n from contacts c
      join consent_evidence e on e.org_id = c.org_id and e.contact_id = c.id and e.after = 'subscribed'
      where c.org_id = ${owner.orgId} and c.email like 'k-%' and c.email_consent = 'subscribed'`;
    expect(rows[0]!.n).toBe(1_000);
    expect((await batch(people)).body).toMatchObject({ unchanged: 1_000 });
    expect(await batch([...people, { email: "one-more@example.org" }])).toMatchObject({ status: 422 });
  });

  test("given by two at the same time are opened once each", async () => {
    const people = Array.from({ length: 50 }, (_, n) => ({ email: `race-${n}@example.org` }));
    const answers = await Promise.all([batch(people), batch([...people].reverse())]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const rows = await database()
      .sql`select count(*)::int as n from contacts where org_id = ${owner.orgId} and email like 'race-%'`;
    expect(rows[0]!.n).toBe(50);
  });
});

describe("the list", () => {
  test("gives every contact once, page by page, and no cursor of another list", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await call(
        key,
        "GET",
        `/contacts?limit=200&q=race${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...body.items!.map(({ id }) => String(id)));
      cursor = body.next ?? "";
    } while (cursor);
    expect(seen.length).toBe(50);
    expect(new Set(seen).size).toBe(50);
    const first = await call(key, "GET", "/contacts?limit=2");
    const asked = await call(
      key,
      "GET",
      `/contacts?limit=2&sort=email&cursor=${encodeURIComponent(String(first.body.next))}`,
    );
    expect(asked.status).toBe(422);
  });

  test("is narrowed by consent, tag and store together", async () => {
    const { body } = await call(key, "GET", `/contacts?store=${shop}&emailConsent=subscribed&limit=1&q=k-7`);
    expect(body.items).toMatchObject([{ store: shop, consent: { email: { state: "subscribed" } } }]);
    const [tag] = (await call(key, "GET", "/tags")).body.items!.filter(({ name }) => name === "VIP");
    const tagged = await call(key, "GET", `/contacts?tag=${tag!.id}`);
    expect(tagged.body.items!.map(({ email }) => email)).toEqual(["Ada@Example.org"]);
  });

  test("takes days of any century: nobody came before the first, everybody before the last", async () => {
    const among = async (days: string) => (await call(key, "GET", `/contacts?limit=1&${days}`)).body.items?.length;
    for (const far of ["createdFrom=0000-01-01", "createdTo=9999-12-31"])
      expect([far, await among(far)]).toEqual([far, 1]);
    for (const far of ["createdTo=0000-01-01", "createdFrom=9999-12-31"])
      expect([far, await among(far)]).toEqual([far, 0]);
  });

  test("tells a tag, list or store that is not there instead of an empty page", async () => {
    const nobody = "00000000-0000-7000-8000-000000000000";
    for (const name of ["tag", "list", "store"]) {
      expect((await call(key, "GET", `/contacts?${name}=${nobody}`)).status).toBe(422);
    }
  });
});

test("a key for one store does there all that a key for all does", async () => {
  const bound = await makeApiKey(ctx, { store: shop });
  const post = (path: string, body: object) => call(bound, "POST", path, { body });
  const list = (await post("/lists", { name: "Bound" })).body.id;
  const consent = [
    { channel: "email", state: "subscribed", at: "2026-03-04T09:30:00Z", evidence: "Ticked at the till." },
  ];
  const made = await post("/contacts", { email: "bound@example.org", tags: ["Bound"], lists: [list], consent });
  expect(made).toMatchObject({ status: 200, body: { store: shop, tags: [{ name: "Bound" }], lists: [{ id: list }] } });
  const contacts = [
    { email: "bound@example.org", firstName: "Bo" },
    { email: "bound2@example.org", tags: ["Bound"] },
  ];
  expect((await post("/contacts/batch", { contacts })).body).toMatchObject({ updated: 1, created: 1 });
  const order = { id: "bound-1", status: "placed", currency: "EUR", total: "24.00", placedAt: "2026-03-04T09:30:00Z" };
  const items = [{ product: "p1", vendor: "Hive", categories: ["Wax"], name: "Pillar", quantity: 2, total: "24.00" }];
  const refunds = [{ id: "r1", amount: "4.00", at: "2026-03-05T09:30:00Z" }];
  const orders = ["bound@example.org", "bound3@example.org"].map((email, n) => ({
    ...{ ...order, id: `bound-${n}`, email, items, refunds, coupons: ["TEN"], paidAt: order.placedAt },
  }));
  expect(await post("/orders", { orders })).toMatchObject({ status: 200, body: { changed: 2 } });
  const events = [{ name: "course.finished", email: "bound@example.org", id: "bound" }];
  expect((await post("/events/batch", { events })).body).toMatchObject({ tracked: 1 });
  expect((await call(bound, "GET", "/contacts/find?email=bound3@example.org")).body.items).toMatchObject([
    { orders: 1 },
  ]);
  const merged = { email: "bound@example.org", phone: "+491705550177" };
  expect(await post("/contacts", merged)).toMatchObject({ status: 200, body: { orders: 1, spent: "20" } });
  const id = made.body.id;
  const off = await post(`/contacts/${id}/consent`, { channel: "email", state: "unsubscribed" });
  expect(off).toMatchObject({ status: 200, body: { consent: { email: { state: "unsubscribed" } } } });
  expect((await post(`/lists/${list}/contacts`, { remove: [id] })).body).toEqual({ added: 0, removed: 1 });
  expect((await call(bound, "GET", `/contacts/${id}/export`)).status).toBe(200);
  expect((await call(bound, "DELETE", `/contacts/${id}`)).status).toBe(200);
  expect(await post("/contacts", { email: "bound@example.org" })).toMatchObject({ status: 200, body: { id } });
});

test("what is still to come is refused, for it would be the newest for years; a clock may be ahead", async () => {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const order = { id: "ahead", status: "placed", currency: "EUR", total: "1", email: "ahead@example.org" };
  const send = (more: object) =>
    call(key, "POST", "/orders", { body: { store: shop, orders: [{ ...order, placedAt: at(-1), ...more }] } });
  const placed = await send({ placedAt: at(48) });
  expect(placed).toMatchObject({ status: 422, body: { errors: [{ pointer: "/orders/0/placedAt" }] } });
  expect(await send({ updatedAt: "2099-01-01T00:00:00Z" })).toMatchObject({ status: 422 });
  expect(await send({ updatedAt: at(1) })).toMatchObject({ status: 200, body: { changed: 1 } });
  const see = (hours: number) =>
    call(key, "POST", "/events", {
      body: { store: shop, name: "course.finished", email: "ahead@example.org", at: at(hours) },
    });
  expect(await see(48)).toMatchObject({ status: 422, body: { errors: [{ pointer: "/at" }] } });
  expect(await see(1)).toMatchObject({ status: 200, body: { tracked: 1 } });
});

test("consent rises only by a newer opt-in, whoever tells it how often", async () => {
  const { body } = await upsert({ email: "choice@example.org" });
  const tell = (state: string, at: string) =>
    call(key, "POST", `/contacts/${body.id}/consent`, {
      body: { channel: "email", state, at, evidence: "Said so at the market stall." },
    });
  const stateOf = ({ body }: Awaited<ReturnType<typeof tell>>) =>
    (body.consent as { email: { state: string } } | undefined)?.email.state;
  expect(stateOf(await tell("subscribed", "2026-02-01T10:00:00Z"))).toBe("subscribed");
  expect(stateOf(await tell("unsubscribed", "2026-03-01T10:00:00Z"))).toBe("unsubscribed");
  expect(stateOf(await tell("subscribed", "2026-02-15T10:00:00Z"))).toBe("unsubscribed");
  expect(stateOf(await tell("subscribed", "2026-03-02T10:00:00Z"))).toBe("subscribed");
  const bare = await call(key, "POST", `/contacts/${body.id}/consent`, {
    body: { channel: "sms", state: "subscribed" },
  });
  expect(bare.body.errors).toMatchObject([{ pointer: "/at" }, { pointer: "/evidence" }]);
});

test("an upsert leaves the figures of the house as derive makes them", async () => {
  const rows = await database().orm.execute(sql`select count(*)::int as n from contacts c
    where c.org_id = ${owner.orgId} and c.phone is not null and not exists (
      select from contacts k where k.org_id = c.org_id and k.store_id = c.store_id and k.phone_key = c.phone)`);
  expect(rows[0]!.n).toBe(0);
});
