/** A program brings a file: begun, sent, checked, started, asked for, undone; and what it is refused. */
import { beforeAll, expect, test, vi } from "vitest";
import { type ImportView, showImport } from "@/lib/imports/imports";
import { partSize } from "@/lib/imports/upload";
import { jobs } from "@/lib/jobs";
import { openStore } from "@/lib/stores/open";
import { database } from "@/lib/tenancy";
import { answerApi } from "@/lib/web/api";
import { call, makeApiKey } from "../support/api";
import { useTestDatabase } from "../support/db";
import { carry } from "../support/imports";
import { makeOwner, type Person } from "../support/members";
import { useKey } from "../support/organization";

vi.mock("next/server", () => ({ after: (work: () => unknown) => void work() }));

useTestDatabase();
useKey();

let owner: Person;
let key: string;
let stores: string[];

beforeAll(async () => {
  owner = await makeOwner();
  const open = { currency: "EUR", country: "DE", timeZone: "UTC" };
  stores = [];
  for (const name of ["Stall", "Outlet"]) stores.push((await openStore(owner.ctx, { ...open, name })).store);
  key = await makeApiKey(owner.ctx);
});

const table = "Email,First name\nmira@example.org,Mira\nnobody,Nobody\njide@example.org,Jide\n";

async function begin(size: number, more: object = {}, headers: Record<string, string> = {}, secret = key) {
  const body = { store: stores[0], file: "people.csv", size, ...more };
  return call(secret, "POST", "/imports", { body, headers });
}

/** As a stream of small pieces, without a length. */
async function send(id: string, bytes: Uint8Array, secret = key) {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(stream) {
      if (at >= bytes.length) return stream.close();
      stream.enqueue(bytes.subarray(at, at + 700_001));
      at += 700_001;
    },
  });
  const init = { method: "PUT", headers: { authorization: `Bearer ${secret}` }, body, duplex: "half" };
  const request = new Request(`http://localhost/api/v1/imports/${id}/file`, init as RequestInit);
  const response = await answerApi(request, ["imports", id, "file"]);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function sent(text = table, more: object = {}): Promise<string> {
  const bytes = Buffer.from(text);
  const begun = await begin(bytes.length, more);
  expect(begun).toMatchObject({ status: 201, body: { state: "uploading", received: 0, store: stores[0] } });
  const id = String(begun.body.id);
  expect(await send(id, bytes)).toMatchObject({ status: 200, body: { state: "mapping", received: bytes.length } });
  return id;
}

const emails = async (store = stores[0]!) =>
  (
    await database().sql`select c.email from contacts c join stores s on s.id = c.store_id
      where s.public_id = ${store} and c.gone_at is null order by 1`
  ).map(({ email }) => email);

test("a file is begun, sent, seen, checked, started, asked for and undone", async () => {
  const id = await sent();
  const seen = await call(key, "GET", `/imports/${id}/columns`);
  expect(seen.body).toMatchObject({
    header: ["Email", "First name"],
    columns: [{ field: "email" }, { field: "firstName" }],
  });
  const chosen = await call(key, "PATCH", `/imports/${id}`, { body: { tags: ["Fair"], known: "add" } });
  expect(chosen).toMatchObject({ status: 200, body: { state: "mapping" } });
  expect((await call(key, "POST", `/imports/${id}/check`)).body).toMatchObject({ state: "checking" });
  await carry(owner.ctx, id);
  const ready = await call(key, "GET", `/imports/${id}`);
  expect(ready.body).toMatchObject({ state: "ready", checked: { rows: 3, new: 2, rejected: 1 } });
  expect(await emails()).toEqual([]);
  expect((await call(key, "POST", `/imports/${id}/start`)).body).toMatchObject({ state: "running" });
  await carry(owner.ctx, id);
  const done = await call(key, "GET", `/imports/${id}`);
  expect(done.body).toMatchObject({ state: "done", counts: { loaded: 2, rejected: 1 }, canUndo: true });
  const brought = await call(key, "GET", `/contacts?import=${id}&sort=email`);
  expect(brought.body.items!.map(({ email }) => email).sort()).toEqual(["jide@example.org", "mira@example.org"]);
  const nobody = await call(key, "GET", "/contacts?import=0197a1c2-0000-7000-8000-000000000001");
  expect(nobody).toMatchObject({ status: 422 });
  const rejected = await call(key, "GET", `/imports/${id}/rejected`);
  expect(rejected.body.items).toMatchObject([{ line: 3, column: 0, reason: "email", cells: ["nobody", "Nobody"] }]);
  expect(await emails()).toEqual(["jide@example.org", "mira@example.org"]);
  const [tagged] = await database().sql`select count(*)::int as n from contact_tags ct join tags t on t.id = ct.tag_id
    where t.name = 'Fair'`;
  expect(tagged!.n).toBe(2);
  expect((await call(key, "POST", `/imports/${id}/undo`)).body).toMatchObject({ state: "undoing" });
  const twice = await call(key, "POST", `/imports/${id}/undo`);
  expect(twice).toMatchObject({ status: 409, body: { detail: "This import was undone already." } });
  await carry(owner.ctx, id);
  expect((await call(key, "GET", `/imports/${id}`)).body).toMatchObject({ state: "undone", undo: { removed: 2 } });
  expect(await emails()).toEqual([]);
});

test("columns are named each, and what is not said of one is as it was seen", async () => {
  const table = "Email,Joined,Note\nmira@example.org,31/12/2024,Likes blue\n";
  const id = await sent(table);
  const choose = (...fields: string[]) =>
    call(key, "PATCH", `/imports/${id}`, { body: { columns: fields.map((field) => ({ field })) } });
  for (const fields of [["email"], ["email", "createdAt", "custom", "ignore"]]) {
    const refused = await choose(...fields);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/columns" }] } });
    expect(refused.body.detail).toContain("3 columns");
  }
  expect((await choose("email", "createdAt", "custom")).status).toBe(200);
  expect((await call(key, "GET", `/imports/${id}/columns`)).body.columns).toEqual([
    { field: "email" },
    { field: "createdAt", dates: "dmy" },
    { field: "custom", name: "Note", type: "text" },
  ]);
  const short = await whole(table, `store=${stores[1]}&file=p.csv&columns=email`);
  expect(short).toMatchObject({ status: 422, body: { errors: [{ parameter: "columns" }] } });
});

test("rejected rows are mended, and say what is still wrong", async () => {
  const id = await sent("Email,First name\nmended@example.org,Ann\nnobody,Nobody\nnowhere,Cy\n");
  const mend = (rows: object[], secret = key) => call(secret, "POST", `/imports/${id}/rejected`, { body: { rows } });
  const rows = [
    { line: 3, cells: ["ben@example.org", "Ben"] },
    { line: 4, cells: ["nowhere@", "Cy"] },
    { line: 2, cells: ["other@example.org", "Taken already"] },
  ];
  expect((await mend(rows)).status).toBe(409);
  await call(key, "POST", `/imports/${id}/start`);
  await carry(owner.ctx, id);
  const reader = await makeApiKey(owner.ctx, { scopes: ["contacts.read"] });
  expect((await mend(rows, reader)).status).toBe(403);
  expect((await mend([])).body.errors).toMatchObject([{ pointer: "/rows" }]);
  const wrong = [{ line: 4, column: 0, reason: "email", sentence: "This is not an e-mail address." }];
  expect(await mend(rows)).toMatchObject({
    status: 200,
    body: { taken: 1, loaded: 1, updated: 0, mended: [3], wrong },
  });
  expect((await mend(rows)).body).toMatchObject({ taken: 0, mended: [] });
  const left = await call(key, "GET", `/imports/${id}/rejected`);
  expect(left.body.items).toMatchObject([{ line: 4, cells: ["nowhere@", "Cy"] }]);
  expect((await call(key, "GET", `/imports/${id}`)).body).toMatchObject({ counts: { loaded: 2, rejected: 1 } });
  expect((await call(key, "POST", `/imports/${id}/undo`)).status).toBe(200);
  await carry(owner.ctx, id);
});

test("a sign that no text may hold costs a file nothing but the sign", async () => {
  const id = await sent("Email,First name\nno\0body,Ne\0mo\nnull@example.org,Nu\0ll\n");
  const seen = await call(key, "GET", `/imports/${id}/columns`);
  expect(seen.body.rows).toEqual([
    ["nobody", "Nemo"],
    ["null@example.org", "Null"],
  ]);
  for (const step of ["check", "start"]) {
    expect(await call(key, "POST", `/imports/${id}/${step}`)).toMatchObject({ status: 200 });
    await carry(owner.ctx, id);
  }
  expect((await call(key, "GET", `/imports/${id}`)).body).toMatchObject({ state: "done", counts: { loaded: 1 } });
  const rejected = await call(key, "GET", `/imports/${id}/rejected`);
  expect(rejected.body.items).toMatchObject([{ line: 2, reason: "email" }]);
  await call(key, "POST", `/imports/${id}/undo`);
  await carry(owner.ctx, id);
});

test("without a choice the proposed columns are taken, and a running import is stopped", async () => {
  const id = await sent();
  expect((await call(key, "POST", `/imports/${id}/start`)).status).toBe(200);
  expect((await call(key, "POST", `/imports/${id}/cancel`)).status).toBe(200);
  expect(await carry(owner.ctx, id)).toMatchObject({ state: "cancelled" } satisfies Partial<ImportView>);
  expect((await call(key, "POST", `/imports/${id}/cancel`)).status).toBe(409);
  expect((await call(key, "DELETE", `/imports/${id}`)).status).toBe(409);
});

test("a file of several parts that broke off goes on when it is sent again", async () => {
  const rows = Array.from({ length: 130_000 }, (_, n) => `p${n}@example.org,${"x".repeat(40)}`);
  const bytes = Buffer.from(`Email,First name\n${rows.join("\n")}\n`);
  expect(bytes.length).toBeGreaterThan(partSize);
  const begun = await begin(bytes.length);
  const id = String(begun.body.id);
  const broken = await send(id, bytes.subarray(0, partSize + 100));
  expect(broken.status).toBe(422);
  expect(await showImport(owner.ctx, { import: id })).toMatchObject({ state: "uploading", received: partSize });
  expect(await send(id, bytes)).toMatchObject({ status: 200, body: { state: "mapping", received: bytes.length } });
  const [kept] = await database().sql`select string_agg(body, ''::bytea order by part) = ${bytes} as same
    from import_files f join imports i on i.org_id = f.org_id and i.id = f.import_id where i.public_id = ${id}`;
  expect(kept!.same).toBe(true);
  expect((await send(id, bytes)).status).toBe(409);
});

test("a call with the same Idempotency-Key begins one import", async () => {
  const headers = { "idempotency-key": "monday" };
  const [first, again] = [await begin(9, {}, headers), await begin(9, {}, headers)];
  expect(again.body.id).toBe(first.body.id);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect((await begin(10, {}, headers)).status).toBe(422);
});

test("what does not fit is refused, and told", async () => {
  expect((await begin(0)).status).toBe(422);
  expect((await begin(3_000_000_000)).status).toBe(422);
  expect((await begin(9, { store: undefined })).body.errors).toMatchObject([{ pointer: "/store" }]);
  const id = String((await begin(9)).body.id);
  expect((await call(key, "POST", `/imports/${id}/start`)).status).toBe(409);
  for (const other of ["more than nine", "less"]) {
    const size = "The file is not as large as was said: 9 bytes. Send all of it, and nothing else.";
    expect(await send(id, Buffer.from(other))).toMatchObject({ status: 422, body: { detail: size } });
  }
  const form = await call(key, "PUT", `/imports/${id}/file`, {
    raw: "--x--",
    headers: { "content-type": "multipart/form-data; boundary=x" },
  });
  expect(form).toMatchObject({ status: 415, body: { detail: expect.stringContaining("not a form") } });
  const nothing = new Request("http://localhost/api/v1/imports", {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: new ReadableStream({ start: (stream) => stream.close() }),
    duplex: "half",
  } as RequestInit);
  const told = await (await answerApi(nothing, ["imports"])).json();
  expect(told.errors).toMatchObject([{ pointer: "/file" }, { pointer: "/size" }]);
  const picture = await sent("\u0000\u0001\u0002\u0003\u0004\u0005 no table at all");
  expect((await call(key, "POST", `/imports/${picture}/start`)).status).toBe(422);
  const nobody = await sent("Colour,Size\nred,4\n");
  expect((await call(key, "POST", `/imports/${nobody}/start`)).status).toBe(422);
  expect((await call(key, "DELETE", `/imports/${nobody}`)).status).toBe(200);
  expect((await call(key, "GET", `/imports/${nobody}`)).status).toBe(404);
});

test("a key for one store knows its own imports, and suppresses nobody for all", async () => {
  const id = await sent();
  const bound = await makeApiKey(owner.ctx, { store: stores[1] });
  expect((await call(bound, "GET", "/imports")).body.items).toEqual([]);
  expect((await send(id, Buffer.from(table), bound)).status).toBe(404);
  const mine = await begin(Buffer.byteLength(table), { store: undefined }, {}, bound);
  expect(mine).toMatchObject({ status: 201, body: { store: stores[1] } });
  expect((await begin(9, { store: stores[1], kind: "suppressed" }, {}, bound)).status).toBe(403);
  await send(String(mine.body.id), Buffer.from(table), bound);
  const raised = await call(bound, "PATCH", `/imports/${mine.body.id}`, { body: { kind: "suppressed" } });
  expect(raised.status).toBe(403);
  expect((await call(bound, "POST", `/imports/${mine.body.id}/start`)).status).toBe(200);
  await carry(owner.ctx, String(mine.body.id));
  expect(await emails(stores[1])).toEqual(["jide@example.org", "mira@example.org"]);
  const reader = await makeApiKey(owner.ctx, { scopes: ["contacts.read"] });
  expect((await begin(9, {}, {}, reader)).status).toBe(403);
});

/** The file and what is to be done with it, in one call. */
async function whole(text: string | Uint8Array, query: string, headers: Record<string, string> = {}, secret = key) {
  const bytes = Buffer.from(text);
  const init = {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-length": String(bytes.length), ...headers },
    body: bytes,
  };
  const response = await answerApi(new Request(`http://localhost/api/v1/imports?${query}`, init), ["imports"]);
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

test("a key that may edit and not read brings a file, by steps and in one call, and is told how it stands", async () => {
  const editor = await makeApiKey(owner.ctx, { scopes: ["contacts.edit"] });
  const begun = await begin(Buffer.byteLength(table), {}, {}, editor);
  expect(begun).toMatchObject({ status: 201, body: { state: "uploading" } });
  const id = String(begun.body.id);
  expect(await send(id, Buffer.from(table), editor)).toMatchObject({ status: 200, body: { state: "mapping" } });
  expect((await call(editor, "PATCH", `/imports/${id}`, { body: { known: "add" } })).status).toBe(200);
  for (const [step, state] of Object.entries({ check: "checking", start: "running", undo: "undoing" })) {
    expect(await call(editor, "POST", `/imports/${id}/${step}`)).toMatchObject({ status: 200, body: { state } });
    await carry(owner.ctx, id);
  }
  const made = await whole(table, `store=${stores[0]}&file=people.csv`, {}, editor);
  expect(made).toMatchObject({ status: 202, body: { state: "running" } });
  const stopped = await call(editor, "POST", `/imports/${made.body.id}/cancel`);
  expect(stopped).toMatchObject({ status: 200, body: { id: made.body.id } });
  await carry(owner.ctx, String(made.body.id));
  expect((await call(editor, "GET", `/imports/${id}`)).status).toBe(403);
});

test("one call brings the file with its settings, and it runs", async () => {
  const made = await whole(
    "E-mail;Name;Ort\nann@example.com;Ann;Köln\nbo@example.com;Bo;Bonn\n",
    `store=${stores[1]}&file=people.csv&columns=email,firstName,custom&tags=Spring,Fair&lists=News`,
    { "content-type": "text/csv" },
  );
  expect(made).toMatchObject({ status: 202, body: { state: "running", store: stores[1], file: "people.csv" } });
  const id = String(made.body.id);
  await carry(owner.ctx, id);
  expect((await call(key, "GET", `/imports/${id}`)).body).toMatchObject({ state: "done", counts: { loaded: 2 } });
  const people = await database().sql`
    select c.email, c.first_name as name, (select v.values ->> f.id::text from contact_values v join contact_fields f
        on f.org_id = v.org_id and f.name = 'Ort' where v.org_id = c.org_id and v.contact_id = c.id) as town,
      (select string_agg(t.name, ', ' order by t.name) from contact_tags j join tags t on t.org_id = j.org_id
        and t.id = j.tag_id where j.org_id = c.org_id and j.contact_id = c.id) as tags
    from contacts c where c.email in ('ann@example.com', 'bo@example.com') order by 1`;
  expect(people).toEqual([
    { email: "ann@example.com", name: "Ann", town: "Köln", tags: "Fair, Spring" },
    { email: "bo@example.com", name: "Bo", town: "Bonn", tags: "Fair, Spring" },
  ]);
});

test("a call in one with the same Idempotency-Key is one import, whatever became of the answer", async () => {
  const at = `store=${stores[1]}&file=once.csv`;
  const send = (text: string, query = at) => whole(text, query, { "idempotency-key": "wednesday" });
  const [first, again] = [await send("Email\nonce@example.com\n"), await send("Email\nonce@example.com\n")];
  expect(first).toMatchObject({ status: 202, body: { state: "running" } });
  expect(again.body).toEqual(first.body);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect((await send("Email\nother@example.com\n")).status).toBe(422);
  expect((await send("Email\nonce@example.com\n", `${at}&tags=Late`)).status).toBe(422);
  const kept = await database().sql`select state from imports where file_name = 'once.csv'`;
  expect(kept).toHaveLength(1);
  expect((await whole("Colour\nred\n", at, { "idempotency-key": "thursday" })).status).toBe(422);
  expect(await whole("Email\nnew@example.com\n", at, { "idempotency-key": "thursday" })).toMatchObject({ status: 202 });
  expect((await whole("Email\n", at, { "idempotency-key": "a b" })).status).toBe(422);
});

test("one call may leave the file to wait for its columns", async () => {
  const made = await whole("Email\nwait@example.com\n", `store=${stores[1]}&file=p.csv&start=false`);
  expect(made).toMatchObject({ status: 202, body: { state: "mapping" } });
  const id = String(made.body.id);
  expect((await call(key, "GET", `/imports/${id}/columns`)).body.columns).toMatchObject([{ field: "email" }]);
  expect((await call(key, "DELETE", `/imports/${id}`)).status).toBe(200);
});

test("a call in one that fails says why and leaves nothing", async () => {
  const count = async () => (await database().sql`select count(*)::int as n from imports`)[0]!.n;
  const before = await count();
  const at = `store=${stores[1]}&file=p.csv`;
  expect((await whole("%PDF-1.7\n\u0000\u0001\u0002", at)).status).toBe(422);
  expect((await whole("Colour,Size\nred,4\n", at)).body.errors).toMatchObject([{ parameter: "columns" }]);
  expect((await whole("Email\n", `${at}&columns=shoe`)).body.errors).toMatchObject([{ parameter: "columns" }]);
  expect((await whole("Email\n", `store=${stores[1]}`)).body.errors).toMatchObject([{ parameter: "file" }]);
  expect((await whole("Email\n", at, { "content-length": "600" })).status).toBe(422);
  expect((await whole("", at)).body.detail).toBe("The file is empty.");
  expect((await whole("Email\n", at, { "content-type": "multipart/form-data; boundary=x" })).status).toBe(415);
  const reader = await makeApiKey(owner.ctx, { scopes: ["contacts.read"] });
  expect((await whole("Email\n", at, {}, reader)).status).toBe(403);
  expect(await count()).toBe(before);
});

test("the job engine is told of a start once it is written, and not of one that failed", async () => {
  const states: string[] = [];
  const told = vi.spyOn(jobs, "send").mockImplementation(async (event) => {
    const { importId } = (event as unknown as { data: { importId: number } }).data;
    const [row] = await database().sql`select state from imports where id = ${importId}`;
    states.push(String(row?.state));
    return { ids: [] };
  });
  const headers = { "idempotency-key": "tuesday" };
  const id = await sent();
  await call(key, "POST", `/imports/${id}/start`, { headers });
  expect(states).toEqual(["running"]);
  expect((await call(key, "POST", `/imports/${id}/start`, { headers })).headers.get("idempotent-replayed")).toBe(
    "true",
  );
  expect((await call(key, "POST", `/imports/${id}/start`, { headers: { "idempotency-key": "again" } })).status).toBe(
    409,
  );
  expect(states).toEqual(["running"]);
  told.mockRestore();
});
