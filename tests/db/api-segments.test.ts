/** Segments through the REST API: made, changed, read page by page, and by a key that sees one store. */
import { beforeEach, expect, test, vi } from "vitest";
import { openStore } from "@/lib/stores/open";
import type { Ctx } from "@/lib/tenancy";
import { call, makeApiKey } from "../support/api";
import { useTestDatabase } from "../support/db";
import { makeOwner } from "../support/members";
import { useKey } from "../support/organization";
import { catchUp } from "../support/segments";

vi.mock("next/server", () => ({ after: (work: () => unknown) => void work() }));

useTestDatabase();
useKey();

let ctx: Ctx;
let key: string;
let stores: string[];
const oslo = { include: { field: "city", operator: "is", value: "Oslo" } };

/** Two stores; Ada and Bo live in Oslo, one in each, and Cleo does not. */
beforeEach(async () => {
  ({ ctx } = await makeOwner());
  key = await makeApiKey(ctx);
  stores = [];
  for (const name of ["North", "South"])
    stores.push((await openStore(ctx, { name, currency: "EUR", country: "DE", timeZone: "UTC" })).store);
  const people = [
    { email: "ada@example.org", store: stores[0], city: "Oslo" },
    { email: "bo@example.org", store: stores[1], city: "Oslo" },
    { email: "cleo@example.org", store: stores[0], city: "Bergen" },
  ];
  for (const person of people) expect((await call(key, "POST", "/contacts", { body: person })).status).toBe(200);
});

const idOf = async (email: string) => {
  const { body } = await call(key, "GET", `/contacts/find?email=${email}`);
  return body.items![0]!.id as string;
};

async function make(name = "Oslo", more: object = {}): Promise<string> {
  const { status, body } = await call(key, "POST", "/segments", { body: { name, definition: oslo, ...more } });
  expect([status, body.ready]).toEqual([201, false]);
  await catchUp(ctx);
  return body.id as string;
}

const emailsOf = (items: Record<string, unknown>[] | undefined) => items?.map(({ email }) => email);

test("a segment made by a program has its members, page by page, and says who is one", async () => {
  const segment = await make();
  expect((await call(key, "GET", `/segments/${segment}`)).body).toMatchObject({
    name: "Oslo",
    state: "active",
    definition: oslo,
    size: 2,
    ready: true,
  });
  const first = await call(key, "GET", `/segments/${segment}/contacts?limit=1`);
  const second = await call(key, "GET", `/segments/${segment}/contacts?limit=1&cursor=${first.body.next}`);
  expect([first, second].flatMap(({ body }) => emailsOf(body.items))).toEqual(["bo@example.org", "ada@example.org"]);
  expect(second.body.next).toBeNull();
  for (const [email, member] of Object.entries({ "ada@example.org": true, "cleo@example.org": false })) {
    const asked = await call(key, "GET", `/segments/${segment}/contacts/${await idOf(email)}`);
    expect(asked.body).toMatchObject({ segment, member });
  }
  expect((await call(key, "GET", `/segments/${segment}/contacts?cursor=${segment}`)).status).toBe(422);
});

test("a key that may edit and not read makes and changes segments, and is told how each stands", async () => {
  const editor = await makeApiKey(ctx, { scopes: ["contacts.edit"] });
  const made = await call(editor, "POST", "/segments", { body: { name: "Oslo", definition: oslo, draft: true } });
  expect(made).toMatchObject({ status: 201, body: { name: "Oslo", state: "draft" } });
  const at = `/segments/${made.body.id}`;
  const named = await call(editor, "PATCH", at, { body: { name: "Capital" } });
  expect(named).toMatchObject({ status: 200, body: { name: "Capital" } });
  for (const [step, state] of Object.entries({ activate: "active", archive: "archived" }))
    expect(await call(editor, "POST", `${at}/${step}`)).toMatchObject({ status: 200, body: { state } });
  expect((await call(editor, "GET", at)).status).toBe(403);
});

test("what a change does not name stays, and another condition has its own members", async () => {
  const segment = await make("Oslo", { description: "Up north" });
  const named = await call(key, "PATCH", `/segments/${segment}`, { body: { name: "Capital" } });
  expect(named.body).toMatchObject({ name: "Capital", description: "Up north", definition: oslo, ready: true });
  const elsewhere = { include: { not: oslo.include } };
  const edited = await call(key, "PATCH", `/segments/${segment}`, { body: { definition: elsewhere } });
  expect(edited.body).toMatchObject({ name: "Capital", ready: false });
  await catchUp(ctx);
  const members = await call(key, "GET", `/segments/${segment}/contacts`);
  expect(emailsOf(members.body.items)).toEqual(["cleo@example.org"]);
});

test("an archived segment has no members, one that another names is neither archived nor deleted", async () => {
  const segment = await make();
  const of = { include: { field: "segment", operator: "any", value: [segment] } };
  const user = await make("Of Oslo", { definition: of });
  for (const [method, path] of [
    ["POST", `/segments/${segment}/archive`],
    ["DELETE", `/segments/${segment}`],
  ] as const)
    expect(await call(key, method, path)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("Of Oslo") },
    });
  expect((await call(key, "DELETE", `/segments/${user}`)).body).toEqual({ name: "Of Oslo" });
  const archived = await call(key, "POST", `/segments/${segment}/archive`, { body: {} });
  expect(archived.body).toMatchObject({ state: "archived", size: 0 });
  expect((await call(key, "GET", `/segments/${segment}/contacts`)).body.items).toEqual([]);
  expect((await call(key, "GET", "/segments?state=active")).body.items).toEqual([]);
  expect((await call(key, "POST", `/segments/${segment}/activate`)).body).toMatchObject({ state: "active" });
});

test("what is no condition is refused with a sentence, and a preview keeps nothing", async () => {
  const strange = { include: { field: "shoe-size", operator: "is", value: "42" } };
  for (const path of ["/segments", "/segments/preview"]) {
    const body = path === "/segments" ? { name: "Strange", definition: strange } : { definition: strange };
    expect(await call(key, "POST", path, { body })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("shoe-size") },
    });
  }
  const preview = await call(key, "POST", "/segments/preview", { body: { definition: oslo } });
  expect(preview.body).toMatchObject({ count: 2, sample: [{ email: "bo@example.org" }, { email: "ada@example.org" }] });
  expect((await call(key, "GET", "/segments")).body.items).toEqual([]);
});

test("a key for one store sees the conditions, its own store's people and no sizes, and changes nothing", async () => {
  const segment = await make();
  const bound = await makeApiKey(ctx, { store: stores[0] });
  expect((await call(bound, "GET", "/segments")).body.items).toMatchObject([
    { id: segment, definition: oslo, size: null },
  ]);
  const members = await call(bound, "GET", `/segments/${segment}/contacts`);
  expect(emailsOf(members.body.items)).toEqual(["ada@example.org"]);
  expect((await call(bound, "POST", "/segments/preview", { body: { definition: oslo } })).body).toMatchObject({
    count: 1,
  });
  expect((await call(bound, "GET", `/segments/${segment}/contacts/${await idOf("bo@example.org")}`)).status).toBe(404);
  expect((await call(bound, "PATCH", `/segments/${segment}`, { body: { name: "Mine" } })).status).toBe(403);
});
