/** Visits told by the snippet in a shop's pages, through the real route. */
import { createHmac, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/(public)/v/[snippet]/route";
import { GET } from "@/app/(public)/v/[snippet]/visits.js/route";
import { eraseContact } from "@/lib/contacts/erase";
import { exportContact } from "@/lib/contacts/export-one";
import { showContact } from "@/lib/contacts/profile";
import { database } from "@/lib/tenancy";
import { keepSnippet, renewSnippetSecret, showSnippet } from "@/lib/tracking/snippets";
import { forgetVisitors, tieVisits, waitingVisits } from "@/lib/tracking/tie";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, order } from "../support/people";
import { openShop, type Shop } from "../support/shop";

useTestDatabase();
useKey();

const defaults = { active: true, consent: "ask" as "ask" | "given", signed: false, origins: ["https://shop.example"] };
let shop: Shop;
let snippet: string;

beforeEach(async () => {
  shop = await openShop();
  await set({});
  snippet = (await showSnippet(shop.ctx, { store: shop.store }))!.id;
});

const set = (more: Partial<typeof defaults>) => keepSnippet(shop.ctx, { store: shop.store, ...defaults, ...more });

type Told = { visitor?: unknown; events?: unknown; who?: unknown };

async function tell(body: Told | string, more: { origin?: string | null; agent?: string; to?: string } = {}) {
  const {
    origin = "https://shop.example",
    agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
    to = snippet,
  } = more;
  const headers = new Headers({ "user-agent": agent, "x-forwarded-for": "203.0.113.9", "content-type": "text/plain" });
  if (origin) headers.set("origin", origin);
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request("http://localhost/v/x", { method: "POST", headers, body: sent });
  return (await POST(request, { params: Promise.resolve({ snippet: to }) })).status;
}

const looked = (name: string, ago = 0) => ({
  kind: "product.viewed",
  ago,
  url: "https://shop.example/candles?token=secret#top",
  name,
  product: name.toUpperCase(),
  price: "12,50",
});

async function linesOf(email: string) {
  const rows = await database().sql`
    select e.kind, e.detail->>'name' as name, e.detail->>'url' as url, e.actor_kind as by
    from contact_events e join contacts c on c.org_id = e.org_id and c.id = e.contact_id
    where c.org_id = ${shop.ctx.orgId} and c.email = ${email} and e.actor_kind = 'person' order by e.at, e.id`;
  return rows.map((row) => ({ ...row }));
}

const numberOf = async (table: "visitors" | "visitor_events" | "contacts") =>
  (await database().sql`select count(*)::int as n from ${database().sql(table)} where org_id = ${shop.ctx.orgId}`)[0]!
    .n;

const anna = () => shop.take(news(customer("1", "anna@example.com", { createdAt: day(1), updatedAt: day(1) })));

describe("a browser", () => {
  test("is nobody until the shop names it; then what it did before is on the person's timeline, in its order", async () => {
    await anna();
    const visitor = randomUUID();
    expect(await tell({ visitor, events: [looked("Pine", 60_000), looked("Rose", 5_000)] })).toBe(204);
    expect(await linesOf("anna@example.com")).toEqual([]);
    expect(await tell({ visitor, who: { email: " Anna@Example.com " } })).toBe(204);
    const url = "https://shop.example/candles";
    expect(await linesOf("anna@example.com")).toEqual([
      { kind: "product.viewed", name: "Pine", url, by: "person" },
      { kind: "product.viewed", name: "Rose", url, by: "person" },
    ]);
    expect(await tell({ visitor, events: [{ kind: "page.viewed", url, name: "Candles" }] })).toBe(204);
    expect((await linesOf("anna@example.com")).at(-1)).toMatchObject({ kind: "page.viewed", name: "Candles" });
    expect(await numberOf("visitor_events")).toBe(0);
    const profile = await showContact(shop.ctx, { contact: await shop.idOf("anna@example.com") });
    expect(profile.browsing.map(({ what }) => what)).toEqual(expect.arrayContaining(["Pine", "Rose", "Candles"]));
  });

  test("named before its person is here becomes theirs when the order comes, and never makes a contact", async () => {
    const visitor = randomUUID();
    await tell({ visitor, events: [looked("Pine")], who: { email: "ben@example.com" } });
    expect(await numberOf("contacts")).toBe(0);
    expect(await waitingVisits()).not.toContainEqual({ orgId: shop.ctx.orgId });
    await shop.take(news(order("9", "ben@example.com", { createdAt: day(1), updatedAt: day(1), paidAt: day(1) })));
    expect(await waitingVisits()).toContainEqual({ orgId: shop.ctx.orgId });
    await tieVisits(shop.ctx);
    expect(await linesOf("ben@example.com")).toMatchObject([{ kind: "product.viewed", name: "Pine" }]);
    expect(await waitingVisits()).not.toContainEqual({ orgId: shop.ctx.orgId });
  });

  test("of a known person counts as an interaction, which a later record of the store does not take back", async () => {
    await anna();
    const seen = async () => {
      const [row] = await database().sql<{ at: number }[]>`
        select coalesce(extract(epoch from last_interaction_at), 0)::float8 as at from contact_activity
        where org_id = ${shop.ctx.orgId}`;
      return row!.at;
    };
    const before = await seen();
    await tell({ visitor: randomUUID(), events: [looked("Pine")], who: { email: "anna@example.com" } });
    const after = await seen();
    expect(after).toBeGreaterThan(before);
    await shop.take(news(customer("1", "anna@example.com", { createdAt: day(1), updatedAt: day(2) })));
    expect(await seen()).toEqual(after);
  });

  test("that somebody else logs in with is theirs from then on, and what was told stays where it is", async () => {
    await anna();
    await shop.take(news(customer("2", "ben@example.com", { createdAt: day(1), updatedAt: day(1) })));
    const visitor = randomUUID();
    await tell({ visitor, events: [looked("Pine")], who: { email: "anna@example.com" } });
    await tell({ visitor, events: [looked("Rose")], who: { email: "ben@example.com" } });
    expect((await linesOf("anna@example.com")).map(({ name }) => name)).toEqual(["Pine"]);
    expect((await linesOf("ben@example.com")).map(({ name }) => name)).toEqual(["Rose"]);
  });

  test("changes neither consent nor profile, whatever it says", async () => {
    await anna();
    const before = await shop.contacts();
    await tell({
      visitor: randomUUID(),
      events: [looked("<script>")],
      who: { email: "anna@example.com", consent: true },
    });
    expect(await shop.contacts()).toEqual(before);
  });
});

describe("refused", () => {
  test("are sites that are not named, unknown and switched-off snippets, and what is no call", async () => {
    const call = { visitor: randomUUID(), events: [looked("Pine")] };
    expect(await tell(call, { origin: "https://rival.example" })).toBe(403);
    expect(await tell(call, { origin: null })).toBe(403);
    expect(await tell(call, { origin: "null" })).toBe(403);
    expect(await tell(call, { origin: "https://www.shop.example" })).toBe(204);
    expect(await tell(call, { to: randomUUID() })).toBe(404);
    expect(await tell(call, { to: "a\u0000b" })).toBe(404);
    for (const body of ["", "{", "[]", "null", JSON.stringify({ visitor: "me" })]) expect(await tell(body)).toBe(422);
    expect(await tell({ ...call, events: Array.from({ length: 51 }, () => looked("Pine")) })).toBe(422);
    expect(await tell(" ".repeat(32_001))).toBe(413);
    await set({ active: false });
    expect(await tell(call)).toBe(404);
    expect(await numberOf("visitors")).toBe(1);
  });

  test("are floods from one place, and programs that search the web are passed over", async () => {
    expect(await tell({ visitor: randomUUID(), events: [looked("Pine")] }, { agent: "Googlebot/2.1" })).toBe(204);
    expect(await numberOf("visitors")).toBe(0);
    const call = { visitor: randomUUID() };
    const answers = new Set<number>();
    for (let n = 0; n < 320 && !answers.has(429); n++) answers.add(await tell(call));
    expect([...answers]).toEqual([204, 429]);
  });

  test("values that are too long or none are cut or left out, and the rest is kept", async () => {
    await anna();
    const odd = { kind: "product.viewed", ago: "soon", url: "javascript:alert(1)", name: "n".repeat(5000), price: {} };
    await tell({ visitor: randomUUID(), events: [odd], who: { email: "anna@example.com" } });
    const [line] = await linesOf("anna@example.com");
    expect(line).toMatchObject({ url: null });
    expect(String(line!.name)).toHaveLength(200);
  });

  test("an address without the shop's signature is not believed where signatures are wanted", async () => {
    await anna();
    await set({ signed: true });
    const { secret } = (await showSnippet(shop.ctx, { store: shop.store }))!;
    const sign = (email: string, key = secret!) => createHmac("sha256", key).update(email).digest("hex");
    const visitor = randomUUID();
    const as = (signature?: string) =>
      tell({ visitor, events: [looked("Pine")], who: { email: "anna@example.com", signature } });
    for (const wrong of [undefined, "", "00", sign("ben@example.com"), sign("anna@example.com", "guess")]) {
      expect(await as(wrong)).toBe(204);
    }
    expect(await linesOf("anna@example.com")).toEqual([]);
    await renewSnippetSecret(shop.ctx, { store: shop.store });
    await as(sign("anna@example.com"));
    expect(await linesOf("anna@example.com")).toEqual([]);
    const { secret: next } = (await showSnippet(shop.ctx, { store: shop.store }))!;
    await as(sign("anna@example.com", next!));
    expect(await linesOf("anna@example.com")).toHaveLength(7);
  });
});

describe("kept", () => {
  test("is nothing of an erased person, and nobody can name them again", async () => {
    await anna();
    const visitor = randomUUID();
    await tell({ visitor, events: [looked("Pine")], who: { email: "anna@example.com" } });
    const contact = await shop.idOf("anna@example.com");
    const { sections } = await exportContact(shop.ctx, { contact });
    expect(sections.browsers).toMatchObject([{ id: visitor, namedAs: "anna@example.com" }]);
    await eraseContact(shop.ctx, { contact, typed: "anna@example.com" });
    expect(await numberOf("visitors")).toBe(0);
    await tell({ visitor, events: [looked("Rose")], who: { email: "anna@example.com" } });
    const rows = await database().sql`select email, contact_id from visitors where org_id = ${shop.ctx.orgId}`;
    expect(rows.map((row) => ({ ...row }))).toEqual([{ email: null, contact_id: null }]);
  });

  test("are strangers for thirty days, people's browsers longer", async () => {
    await anna();
    await tell({ visitor: randomUUID(), events: [looked("Pine")] });
    await tell({ visitor: randomUUID(), events: [looked("Rose")], who: { email: "anna@example.com" } });
    await database().sql`update visitors set seen_at = now() - interval '31 days' where org_id = ${shop.ctx.orgId}`;
    await forgetVisitors();
    expect(await numberOf("visitors")).toBe(1);
    expect(await numberOf("visitor_events")).toBe(0);
    expect(await linesOf("anna@example.com")).toHaveLength(1);
  });
});

test("the script is less than 2 kB on its way, waits for the banner where it shall, and is gone when switched off", async () => {
  const get = async () => GET(new Request("http://localhost/"), { params: Promise.resolve({ snippet }) });
  const script = await (await get()).text();
  expect(gzipSync(script).length).toBeLessThan(2_048);
  expect(script).toContain("ask = true");
  await set({ consent: "given" });
  expect(await (await get()).text()).toContain("ask = false");
  await set({ active: false });
  expect((await get()).status).toBe(404);
});
