/** The door of the REST API: every endpoint swept, and what a careless or hostile program meets. */
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Endpoint } from "@/lib/api/endpoint";
import { endpoints } from "@/lib/api/endpoints";
import { forgetOldAnswers } from "@/lib/api/idempotency";
import { openApi } from "@/lib/api/openapi";
import { createKey, listKeys, revokeKey, rotateKey } from "@/lib/api-keys/keys";
import { scopes } from "@/lib/permissions";
import { openStore } from "@/lib/stores/open";
import { database } from "@/lib/tenancy";
import { call, makeApiKey } from "../support/api";
import { useTestDatabase } from "../support/db";
import { makeMember } from "../support/members";
import { useKey } from "../support/organization";
import { makeSide, type Side } from "../support/sides";

vi.mock("next/server", () => ({ after: (work: () => unknown) => void work() }));

useTestDatabase();
useKey();

let mine: Side;
let theirs: Side;
let key: string;
let stall: string;

beforeAll(async () => {
  [mine, theirs] = [await makeSide("MINE"), await makeSide("THEIRS")];
  key = await makeApiKey(mine.owner.ctx);
  const open = { name: "Stall", currency: "EUR", country: "DE", timeZone: "UTC" };
  stall = (await openStore(mine.owner.ctx, open)).store;
});

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);

/** The address with a side's ids. */
const addressOf = ({ path }: Endpoint, side: Side) =>
  path.replace(/\{(\w+)\}/g, (_, name: "contact" | "store" | "tag" | "list" | "segment" | "import") => side[name]);

const callAs = (secret: string | null, endpoint: Endpoint, side: Side, more: object = {}) => {
  const query = endpoint.path === "/contacts/find" ? "?email=a@example.org" : "";
  const body = endpoint.example && { body: { ...endpoint.example, ...more } };
  return call(secret, endpoint.method, addressOf(endpoint, side) + query, body ?? {});
};

describe.each(named)("%s", (name, endpoint) => {
  test("is refused without a key, and with one that is none", async () => {
    for (const secret of [null, `clt_${"x".repeat(60)}`]) {
      const answer = await callAs(secret, endpoint, mine);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        401,
        "application/problem+json; charset=utf-8",
      ]);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  test("is refused to a key with every scope but its own", async () => {
    const others = scopes.filter((scope) => scope !== endpoint.scope);
    const answer = await callAs(await makeApiKey(mine.owner.ctx, { scopes: others }), endpoint, mine);
    expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining(endpoint.scope) } });
  });

  test("finds nothing by ids of another organization, and changes nothing there", async () => {
    const before = await printOf(theirs);
    const takesStore = endpoint.body && "store" in endpoint.body.shape;
    if (/\{/.test(endpoint.path)) expect((await callAs(key, endpoint, theirs)).status).toBe(404);
    if (takesStore) expect((await callAs(key, endpoint, mine, { store: theirs.store })).status).toBe(404);
    const answer = await callAs(key, endpoint, mine, takesStore ? { store: stall } : {});
    expect(JSON.stringify(answer.body)).not.toContain("THEIRS");
    expect(answer.status).not.toBe(500);
    expect(await printOf(theirs)).toBe(before);
  });

  test("sees and changes the people of no other store, with a key for one", async () => {
    const side = await makeSide(`OWN${Math.random().toString(36).slice(2, 8)}`);
    const open = { name: "Other", currency: "EUR", country: "DE", timeZone: "UTC" };
    const { store } = await openStore(side.owner.ctx, open);
    const bound = await makeApiKey(side.owner.ctx, { store });
    const before = await printOf(side);
    const takesStore = endpoint.body && "store" in endpoint.body.shape;
    const answer = await callAs(bound, endpoint, side, takesStore ? { store: side.store } : {});
    if (endpoint.whole) expect(answer.status).toBe(403);
    else if (/\{(contact|store|import)\}/.test(endpoint.path) || takesStore) expect(answer.status).toBe(404);
    else expect(answer.status).toBeLessThan(300);
    expect(JSON.stringify(answer.body)).not.toContain(side.contact);
    expect(JSON.stringify(answer.body)).not.toContain(side.store);
    expect(await printOf(side)).toBe(before);
  });

  test("stands in the OpenAPI document, and its example is what it takes", async () => {
    const { paths } = openApi() as { paths: Record<string, Record<string, { responses: Record<string, object> }>> };
    const operation = paths[endpoint.path]?.[endpoint.method.toLowerCase()];
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(["401", "403", "429"]));
    if (endpoint.body) expect([name, endpoint.body.safeParse(endpoint.example).error]).toEqual([name, undefined]);
  });
});

/** What the people of a side's store are, and what hangs on them. */
async function printOf({ owner, contact }: Side): Promise<string> {
  const [row] = await database().sql`
    select md5(c::text || coalesce((select string_agg(t::text, '|' order by t.tag_id) from contact_tags t
        where t.org_id = c.org_id and t.contact_id = c.id), '')
      || coalesce((select string_agg(l::text, '|' order by l.list_id) from list_members l
        where l.org_id = c.org_id and l.contact_id = c.id), '')
      || (select count(*) from contact_events e where e.org_id = c.org_id and e.contact_id = c.id)
      || (select count(*) from consents e where e.org_id = c.org_id and e.contact_id = c.id)) as print
    from contacts c where c.org_id = ${owner.orgId} and c.public_id = ${contact}`;
  return String(row!.print);
}

test("the document is OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(openApi())));
  expect([valid, errors]).toEqual([true, undefined]);
});

test("no route of the API does more than let calls in", () => {
  const source = readFileSync(new URL("../../app/api/v1/[[...path]]/route.ts", import.meta.url), "utf8");
  expect(source.split("\n").length).toBeLessThanOrEqual(20);
});

describe("a key", () => {
  test("is kept as a hash, and shown by its beginning only", async () => {
    const { secret } = await createKey(mine.owner.ctx, { name: "Till", store: "", scopes: ["contacts.read"] });
    const rows = await database().sql`select * from api_keys where name = 'Till'`;
    expect(JSON.stringify(rows)).not.toContain(secret.split("_")[2]);
    const [shown] = await listKeys(mine.owner.ctx);
    expect(shown).toMatchObject({ name: "Till", lastUsedAt: null, scopes: ["contacts.read"] });
    expect(secret.startsWith(`${shown!.prefix}_`)).toBe(true);
  });

  test("is noted as used, and works after a rotation for the time that was given, and no longer", async () => {
    const ctx = mine.owner.ctx;
    const first = (await createKey(ctx, { name: "Rotated", store: "", scopes: ["contacts.read"] })).secret;
    const ask = async (secret: string) => (await call(secret, "GET", "/contacts?limit=1")).status;
    expect(await ask(first)).toBe(200);
    await expect.poll(async () => (await listKeys(ctx))[0]!.lastUsedAt).not.toBeNull();
    const [{ id } = { id: "" }] = await listKeys(ctx);
    const second = (await rotateKey(ctx, { key: id, hours: 24 })).secret;
    expect([await ask(first), await ask(second)]).toEqual([200, 200]);
    await database().sql`update api_keys set old_until = now() - interval '1 second' where public_id = ${id}`;
    expect([await ask(first), await ask(second)]).toEqual([401, 200]);
    const third = (await rotateKey(ctx, { key: id, hours: 0 })).secret;
    expect([await ask(second), await ask(third)]).toEqual([401, 200]);
    await revokeKey(ctx, { key: id });
    expect(await ask(third)).toBe(401);
  });

  test("for one store is not given what concerns all, and editors make none", async () => {
    const erasing = { name: "X", store: mine.store, scopes: ["contacts.erase" as const] };
    await expect(createKey(mine.owner.ctx, erasing)).rejects.toMatchObject({ problem: "invalid" });
    const editor = await makeMember(mine.owner.orgId, "editor");
    const plain = { name: "X", store: "", scopes: ["contacts.read" as const] };
    await expect(createKey(editor.ctx, plain)).rejects.toMatchObject({ problem: "forbidden" });
  });

  test("that calls too often is told to wait, and until when", async () => {
    const busy = await makeApiKey(mine.owner.ctx, { name: "Busy" });
    const first = await call(busy, "GET", "/tags");
    const limit = Number(first.headers.get("ratelimit-limit"));
    expect(Number(first.headers.get("ratelimit-remaining"))).toBe(limit - 1);
    await database().sql`update rate_limits set points = ${limit} where key like 'api:%'`;
    const refused = await call(busy, "GET", "/tags");
    expect(refused).toMatchObject({ status: 429, body: { type: expect.stringMatching(/#too-many$/) } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await database().sql`delete from rate_limits where key like 'api:%'`;
  });
});

describe("an Idempotency-Key", () => {
  const send = (idempotencyKey: string, name: string) =>
    call(key, "POST", "/tags", { body: { name }, headers: { "idempotency-key": idempotencyKey } });

  test("makes the same call the same answer, once done", async () => {
    const first = await send("tag-1", "Once");
    const again = await send("tag-1", "Once");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([first.headers.get("idempotent-replayed"), again.headers.get("idempotent-replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(await send("tag-1", "Another")).toMatchObject({
      status: 422,
      body: { type: expect.stringMatching(/#reused$/) },
    });
  });

  test("lets one of many at the same time work; the others are told to wait or get its answer", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send("tag-2", "Crowd")));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.id] : []))).size).toBe(1);
    const rows = await database().sql`select 1 from tags where org_id = ${mine.owner.orgId} and name = 'Crowd'`;
    expect(rows.length).toBe(1);
  });

  test("of a call that failed may be sent again: nothing of it was kept", async () => {
    await call(key, "POST", "/tags", { body: { name: "Taken" } });
    expect((await send("tag-3", "Taken")).status).toBe(422);
    await database().sql`delete from tags where org_id = ${mine.owner.orgId} and name = 'Taken'`;
    expect((await send("tag-3", "Taken")).status).toBe(201);
  });

  test("is another's with another key, and forgotten after a day", async () => {
    const other = await makeApiKey(mine.owner.ctx);
    const headers = { "idempotency-key": "tag-1" };
    expect((await call(other, "POST", "/tags", { body: { name: "Of the other key" }, headers })).status).toBe(201);
    await database()
      .sql`update api_answers set answered_at = now() - interval '25 hours' where org_id = ${mine.owner.orgId}`;
    expect((await send("tag-1", "After a day")).status).toBe(201);
    expect(await forgetOldAnswers()).toBeGreaterThan(0);
    expect((await send("tag-1", "After a day")).headers.get("idempotent-replayed")).toBe("true");
  });
});

describe("a call that is wrong", () => {
  const post = (path: string, body: unknown) => call(key, "POST", path, { body });

  test("is told every fault with a pointer to its place, and which fields there are", async () => {
    const { status, body } = await post("/contacts/batch", {
      contacts: [{ email: "nobody" }, { email: "a@example.org", firstname: "A", "a/b~c": 1 }, { phone: 5 }],
    });
    const errors = body.errors as { pointer: string; detail: string }[];
    expect(status).toBe(422);
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(
      ["/contacts/0/email", "/contacts/1/a~1b~0c", "/contacts/1/firstname", "/contacts/2/phone"].sort(),
    );
    expect(errors.find(({ pointer }) => pointer === "/contacts/1/firstname")!.detail).toContain("firstName");
  });

  test("gets the problem that fits: no JSON, another type, too large, no such address, a wrong method", async () => {
    const json = { "content-type": "application/json" };
    const problemOf = async (answer: ReturnType<typeof call>) => {
      const { status, body } = await answer;
      return [status, String(body.type).split("#")[1]];
    };
    expect(await problemOf(call(key, "POST", "/tags", { raw: "{", headers: json }))).toEqual([400, "unreadable"]);
    const plain = { "content-type": "text/plain" };
    expect(await problemOf(call(key, "POST", "/tags", { raw: "{}", headers: plain }))).toEqual([415, "unsupported"]);
    const large = { name: "x".repeat(5 * 1024 * 1024) };
    expect(await problemOf(post("/tags", large))).toEqual([413, "too-large"]);
    expect(await problemOf(post("/nothing", {}))).toEqual([404, "not-found"]);
    expect(await problemOf(call(key, "DELETE", "/tags"))).toEqual([405, "wrong-method"]);
    expect(await problemOf(call(key, "GET", "/contacts/abc"))).toEqual([422, "invalid"]);
    expect(await problemOf(call(key, "GET", "/contacts?color=red"))).toEqual([422, "invalid"]);
    expect(await problemOf(post("/tags", { name: "a\u0000b" }))).toEqual([422, "invalid"]);
    expect(await problemOf(post("/tags", { name: "half \ud800" }))).toEqual([422, "invalid"]);
    expect(await problemOf(post("/tags", []))).toEqual([422, "invalid"]);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(await problemOf(call(key, "POST", "/tags", { raw: deep }))).toEqual([422, "invalid"]);
    expect(await problemOf(call(key, "POST", "/tags", { raw: `{"name":${deep}}` }))).toEqual([422, "invalid"]);
  });

  test("is told the place of what a verb refuses as it stands in the call, and none that is not in it", async () => {
    const faults = async (answer: ReturnType<typeof call>) => (await answer).body.errors as object[];
    const cursor = await faults(call(key, "GET", "/contacts?cursor=abc"));
    expect(cursor).toEqual([{ detail: expect.any(String), parameter: "cursor" }]);
    await call(key, "POST", "/tags", { body: { name: "Twice" } });
    expect(await faults(post("/tags", { name: "twice" }))).toMatchObject([{ pointer: "/name" }]);
    const somebody = await post("/contacts", { store: stall, email: "typed@example.org" });
    const typed = await faults(post(`/contacts/${somebody.body.id}/erase`, { address: "nobody@example.org" }));
    expect(typed).toEqual([{ detail: expect.any(String) }]);
    expect(await faults(call(key, "GET", "/contacts/find"))).toEqual([{ detail: expect.any(String) }]);
  });

  test("with an offset that no clock has is refused at its place, and the widest one is taken", async () => {
    const { body } = await post("/contacts", { store: stall, email: "offset@example.org" });
    const track = (at: string) => post("/events", { name: "till.opened", contact: body.id, at });
    const refused = await track("2026-03-04T09:30:00+23:59");
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/at" }] } });
    expect(await track("2026-03-04T09:30:00-15:59")).toMatchObject({ status: 200, body: { tracked: 1 } });
  });

  test("may ask for the headers only", async () => {
    expect((await call(key, "HEAD", "/tags")).status).toBe(200);
  });

  test("carries a request id, and nothing is kept by anybody on the way", async () => {
    const { headers, body } = await call(key, "GET", "/nothing");
    expect(body.instance).toBe(`urn:request:${headers.get("request-id")}`);
    expect(headers.get("cache-control")).toBe("no-store");
  });
});

test("what a change of a list does not name stays", async () => {
  const made = await call(key, "POST", "/lists", { body: { name: "Letter", description: "Once a month" } });
  const at = `/lists/${made.body.id}`;
  const named = await call(key, "PATCH", at, { body: { name: "The letter" } });
  expect(named.body).toMatchObject({ name: "The letter", description: "Once a month" });
  const described = await call(key, "PATCH", at, { body: { description: "Twice" } });
  expect(described).toMatchObject({ status: 200, body: { name: "The letter", description: "Twice" } });
  const { body } = await call(key, "GET", "/lists");
  expect(body.items).toContainEqual(expect.objectContaining({ name: "The letter", description: "Twice" }));
});

describe("events", () => {
  test("stand on the timeline once for each id, and are told apart by store", async () => {
    const track = (events: object[]) => call(key, "POST", "/events/batch", { body: { store: stall, events } });
    await call(key, "POST", "/contacts", { body: { store: stall, email: "seen@example.org" } });
    const seen = { id: "e-1", name: "course.finished", email: "SEEN@example.org", properties: { course: "Candles" } };
    const first = await track([seen, seen, { ...seen, id: undefined }, { ...seen, email: "nobody@example.org" }]);
    const outcomes = (answer: typeof first) =>
      (answer.body.results as { outcome: string }[]).map(({ outcome }) => outcome);
    expect(outcomes(first)).toEqual(["tracked", "known", "tracked", "unknown"]);
    expect(outcomes(await track([seen]))).toEqual(["known"]);
    const rows = await database().sql`select count(*)::int as n from contact_events
      where org_id = ${mine.owner.orgId} and kind = 'api.course.finished' and detail->'properties'->>'course' = 'Candles'`;
    expect(rows[0]!.n).toBe(2);
  });
});
