import { afterAll, expect, test } from "vitest";
import { cancelImport, checkImport, startImport, undoImport } from "@/lib/imports/begin";
import { importsVersion, listImports, removeImport, showImport } from "@/lib/imports/imports";
import { listRejects, mendRejects, openRejects } from "@/lib/imports/rejects";
import { chooseMapping, chooseOptions, chooseReading, lookAtImport } from "@/lib/imports/settings";
import { addPart, beginUpload, finishUpload, missingParts, partSize } from "@/lib/imports/upload";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry, takeProposed, uploadFile } from "../support/imports";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

async function place(): Promise<{ ctx: Ctx; store: string }> {
  const ctx = await makeOrganization();
  return { ctx, store: (await makeStore(ctx)).publicId };
}

const emails = async (ctx: Ctx) =>
  (await database().sql`select email from contacts where org_id = ${ctx.orgId} order by 1`).map((row) => row.email);

test("a broken upload goes on with the parts that are missing, and the same part again changes nothing", async () => {
  const { ctx, store } = await place();
  const body = Buffer.alloc(2 * partSize + 100, "a");
  const { import: id, parts } = await beginUpload(ctx, { store, file: "p.csv", size: body.length, kind: "contacts" });
  expect(parts).toBe(3);
  const send = (part: number) =>
    addPart(ctx, { import: id, part, body: body.subarray(part * partSize, (part + 1) * partSize) });
  await send(2);
  expect(await send(2)).toEqual({ received: 100 });
  await expect(finishUpload(ctx, { import: id })).rejects.toMatchObject({ problem: "conflict" });
  expect(await missingParts(ctx, { import: id })).toEqual({ partSize, missing: [0, 1] });
  await expect(addPart(ctx, { import: id, part: 0, body: body.subarray(0, 7) })).rejects.toMatchObject({
    problem: "invalid",
  });
  await Promise.all([send(0), send(1)]);
  await finishUpload(ctx, { import: id });
  expect(await showImport(ctx, { import: id })).toMatchObject({ state: "mapping", received: body.length });
});

const file = [
  "E-Mail;First name;Phone;Newsletter;Shoe size",
  "ann@example.org;Ann;0170 5550101;yes;38,5",
  "not an address;Ben;;no;40",
  "cy@example.org;Cy;;no;41",
  "ann@example.org;Anna;;yes;",
  "dee@example.org;Dee;12;yes;42",
].join("\r\n");

async function ready() {
  const { ctx, store } = await place();
  const id = await uploadFile(ctx, store, file);
  const looked = await lookAtImport(ctx, { import: id });
  expect(looked).toMatchObject({ header: ["E-Mail", "First name", "Phone", "Newsletter", "Shoe size"], width: 5 });
  expect(looked.reading).toMatchObject({ delimiter: ";", encoding: "utf-8" });
  const columns = [
    { field: "email" as const },
    { field: "firstName" as const },
    { field: "phone" as const },
    { field: "emailConsent" as const, words: { yes: "subscribed" as const, no: "unsubscribed" as const } },
    { field: "custom" as const, name: "Shoe size", type: "number" as const, decimals: "," as const },
  ];
  await chooseMapping(ctx, { import: id, columns, reason: "manual", unreadable: "reject" });
  await chooseOptions(ctx, { import: id, known: "update", tags: ["June"], lists: ["News"] });
  return { ctx, store, id, columns };
}

test("a check tells what an import would do, and writes nothing", async () => {
  const { ctx, id } = await ready();
  await checkImport(ctx, { import: id });
  const shown = await carry(ctx, id);
  expect(shown).toMatchObject({ state: "ready", error: null });
  expect(shown.checked).toMatchObject({ rows: 5, new: 2, updated: 0, known: 0, repeated: 1, rejected: 2 });
  expect(shown.checked!.reasons.map(({ reason, count }) => [reason, count]).sort()).toEqual([
    ["email", 1],
    ["phone", 1],
  ]);
  expect(await emails(ctx)).toEqual([]);
});

test("a file becomes contacts; rows that were not taken are mended in place and tried again, and all of it is undone", async () => {
  const { ctx, id } = await ready();
  await checkImport(ctx, { import: id });
  await carry(ctx, id);
  await startImport(ctx, { import: id });
  const done = await carry(ctx, id);
  expect(done).toMatchObject({
    state: "done",
    counts: { rows: 5, loaded: 2, repeated: 1, rejected: 2 },
    canUndo: true,
  });
  expect(await emails(ctx)).toEqual(["ann@example.org", "cy@example.org"]);
  expect((await lookAtImport(ctx, { import: id })).fields).toMatchObject([{ name: "Shoe size", type: "number" }]);

  const { rows } = await listRejects(ctx, { import: id, after: 0 });
  expect(rows.map(({ line, column, reason }) => [line, column, reason])).toEqual([
    [3, 0, "email"],
    [6, 2, "phone"],
  ]);
  const mended = await mendRejects(ctx, {
    import: id,
    rows: [
      { line: 3, cells: ["ben@example.org", "Ben", "", "no", "40"] },
      { line: 6, cells: ["dee@example.org", "Dee", "13", "yes", "42"] },
    ],
  });
  expect(mended).toMatchObject({
    taken: 1,
    rejected: 1,
    mended: [3],
    wrong: [{ line: 6, reason: "phone" }],
    loaded: 1,
  });
  expect(await showImport(ctx, { import: id })).toMatchObject({ counts: { loaded: 3, rejected: 1 } });
  const left = await listRejects(ctx, { import: id, after: 0 });
  expect(left.rows).toMatchObject([{ line: 6, cells: ["dee@example.org", "Dee", "13", "yes", "42"] }]);
  expect(await emails(ctx)).toEqual(["ann@example.org", "ben@example.org", "cy@example.org"]);

  await undoImport(ctx, { import: id });
  expect(await carry(ctx, id)).toMatchObject({ state: "undone", undo: { removed: 3, restored: 0 } });
  expect(await emails(ctx)).toEqual([]);
});

test("a list of suppressed addresses is checked, imported and undone; whom it suppressed already is known", async () => {
  const { ctx, store } = await place();
  const suppress = async (file: string) => {
    const id = await uploadFile(ctx, store, file, { kind: "suppressed" });
    await takeProposed(ctx, id);
    await checkImport(ctx, { import: id });
    const { checked } = await carry(ctx, id);
    await startImport(ctx, { import: id });
    return { id, checked, counts: (await carry(ctx, id)).counts };
  };
  const first = await suppress("email\nann@example.org\nben@example.org\nann@example.org\nnobody\n");
  expect(first.checked).toMatchObject({ rows: 4, new: 2, updated: 0, known: 0, repeated: 1, rejected: 1 });
  expect(first.counts).toMatchObject({ loaded: 2, known: 0, repeated: 1, rejected: 1 });
  const second = await suppress("email\nben@example.org\ncy@example.org\n");
  expect(second.checked).toMatchObject({ rows: 2, new: 1, known: 1, repeated: 0, rejected: 0 });
  expect(second.counts).toMatchObject({ loaded: 1, known: 1 });
  await undoImport(ctx, { import: second.id });
  await carry(ctx, second.id);
  const held = await database().sql`select address from suppressions where org_id = ${ctx.orgId} order by 1`;
  expect(held.map(({ address }) => address)).toEqual(["ann@example.org", "ben@example.org"]);
});

test("rejected rows are a file with the reason as its last column, in which no cell begins a formula", async () => {
  const { ctx, store } = await place();
  const id = await uploadFile(ctx, store, 'email,name\n"=cmd()",Ann\n');
  await chooseMapping(ctx, {
    import: id,
    columns: [{ field: "email" }, { field: "firstName" }],
    reason: "manual",
    unreadable: "reject",
  });
  await startImport(ctx, { import: id });
  await carry(ctx, id);
  const { body, name } = await openRejects(ctx, { import: id });
  expect(name).toBe("rejected-people.csv");
  const text = await new Response(body).text();
  expect(text.split("\r\n")).toEqual(["email,name,Line,Reason", "'=cmd(),Ann,2,This is not an e-mail address.", ""]);
});

test("columns are remembered for the next file with the same header", async () => {
  const { ctx, store, columns } = await ready();
  const next = await uploadFile(ctx, store, file.replace("E-Mail", " e-mail"), { name: "july.csv" });
  const looked = await lookAtImport(ctx, { import: next });
  expect(looked.remembered).toBe(true);
  expect(looked.meaning.columns).toEqual(columns);
});

test("a column of a field that is there already is read as that field holds it, whatever the file calls it", async () => {
  const { ctx, id, columns } = await ready();
  await database().sql`insert into contact_fields (org_id, name, type) values (${ctx.orgId}, 'Shoe Size', 'number')`;
  const text = columns.map((column) => (column.field === "custom" ? { ...column, type: "text" as const } : column));
  await chooseMapping(ctx, { import: id, columns: text, reason: "manual", unreadable: "reject" });
  const { meaning } = await lookAtImport(ctx, { import: id });
  expect(meaning.columns[4]).toEqual({ field: "custom", name: "Shoe size", type: "number", decimals: "," });
});

test("what was chosen anew counts: rows staged by other settings are staged again", async () => {
  const { ctx, id, columns } = await ready();
  await checkImport(ctx, { import: id });
  await carry(ctx, id);
  const second = columns.map((column) => (column.field === "phone" ? { field: "ignore" as const } : column));
  await chooseMapping(ctx, { import: id, columns: second, reason: "manual", unreadable: "reject" });
  await startImport(ctx, { import: id });
  expect(await carry(ctx, id)).toMatchObject({ state: "done", counts: { loaded: 3, rejected: 1 } });
  await expect(chooseReading(ctx, { import: id, reading: { header: false } })).rejects.toMatchObject({
    problem: "conflict",
  });
});

test("an import that is stopped keeps what is through, and can be undone", async () => {
  const { ctx, id } = await ready();
  await startImport(ctx, { import: id });
  const before = await importsVersion(ctx, { import: id });
  await cancelImport(ctx, { import: id });
  expect(await importsVersion(ctx, { import: id })).not.toBe(before);
  expect(await carry(ctx, id)).toMatchObject({ state: "cancelled", counts: { loaded: 0 }, canUndo: false });
  await expect(removeImport(ctx, { import: id })).rejects.toMatchObject({ problem: "conflict" });
});

test("uploads are listed newest first, and one that was never started can be removed", async () => {
  const { ctx, store } = await place();
  const first = await uploadFile(ctx, store, file, { name: "one.csv" });
  await uploadFile(ctx, store, file, { name: "two.csv" });
  expect((await listImports(ctx)).imports.map(({ file }) => file)).toEqual(["two.csv", "one.csv"]);
  await removeImport(ctx, { import: first });
  expect((await listImports(ctx)).imports.map(({ file }) => file)).toEqual(["two.csv"]);
});

test("a file that says nothing of who a row is cannot be mapped, and one that cannot be read says why", async () => {
  const { ctx, store } = await place();
  const id = await uploadFile(ctx, store, "name\nAnn\n");
  const nobody = {
    import: id,
    columns: [{ field: "firstName" as const }],
    reason: "manual" as const,
    unreadable: "reject" as const,
  };
  await expect(chooseMapping(ctx, nobody)).rejects.toMatchObject({ problem: "invalid" });
  const pdf = await uploadFile(ctx, store, "%PDF-1.7\n%âãÏÓ\n1 0 obj\n", { name: "people.csv" });
  await expect(lookAtImport(ctx, { import: pdf })).rejects.toMatchObject({ problem: "invalid", message: /PDF/ });
});

test("thousands of rows cut into chunks are each applied once, checked or not", async () => {
  const { ctx, store } = await place();
  const lines = Array.from({ length: 21_000 }, (_, at) => `p${at % 20_500}@example.org,Name ${at}`);
  const id = await uploadFile(ctx, store, `email,first name\n${lines.join("\n")}\n`);
  await takeProposed(ctx, id);
  await startImport(ctx, { import: id });
  expect(await carry(ctx, id)).toMatchObject({
    state: "done",
    counts: { rows: 21_000, loaded: 20_500, repeated: 500 },
  });
  const [row] = await database().sql`
    select count(*)::int as n, max(first_name) filter (where email = 'p7@example.org') as name
    from contacts where org_id = ${ctx.orgId}`;
  expect(row).toEqual({ n: 20_500, name: "Name 20507" });
});
