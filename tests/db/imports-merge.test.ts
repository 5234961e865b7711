import { afterAll, expect, test } from "vitest";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { editContact } from "@/lib/contacts/edits";
import { eraseContact } from "@/lib/contacts/erase";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { showContact } from "@/lib/contacts/profile";
import { dayKey, formatDate } from "@/lib/format";
import { checkImport, startImport, undoImport } from "@/lib/imports/begin";
import { foresee } from "@/lib/imports/foreseen";
import { showImport } from "@/lib/imports/imports";
import { listRejects } from "@/lib/imports/rejects";
import { holdById } from "@/lib/imports/row";
import { advanceImport } from "@/lib/imports/run";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { useTestDatabase } from "../support/db";
import { carry, takeProposed, uploadFile } from "../support/imports";
import { elsewhereInTime, makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

type Place = { ctx: Ctx; store: number };

async function place(): Promise<Place> {
  const ctx = await makeOrganization();
  return { ctx, store: (await makeStore(ctx)).id };
}

async function run({ ctx, store }: Place, rows: StagedRow[], wish: Parameters<typeof stageRows>[3] = {}) {
  const made = await stageRows(ctx, store, rows, wish);
  while (!(await advanceImport(ctx, { importId: made.id, seconds: 30 })).done);
  const shown = await showImport(ctx, { import: made.publicId });
  expect(shown).toMatchObject({ state: "done", error: null });
  return { ...made, counts: shown.counts };
}

const people = ({ ctx }: Place) => database().sql`
  select * from contacts where org_id = ${ctx.orgId} and gone_at is null order by email, phone`;

test("people whom nobody knew are opened, and counted once however often the file tells them", async () => {
  const here = await place();
  const { counts } = await run(here, [
    { email: "ann@example.org", first_name: "Ann", city: "Bonn" },
    { email: "ben@example.org", phone: "+491705550101" },
    { email: "ann@example.org", last_name: "Lee", first_name: "Anna" },
    { phone: "+491705550102", first_name: "Cy" },
  ]);
  expect(counts).toMatchObject({ rows: 4, loaded: 3, repeated: 1, updated: 0, known: 0 });
  expect(await people(here)).toMatchObject([
    { email: "ann@example.org", first_name: "Anna", last_name: "Lee", city: "Bonn", source: "csv" },
    { email: "ben@example.org", phone: "+491705550101", phone_key: "+491705550101" },
    { email: null, phone: "+491705550102", phone_key: "+491705550102", first_name: "Cy" },
  ]);
});

test("who is known already counts once, however far apart their rows stand, and what the check says comes true", async () => {
  const here = await place();
  const known = [
    { email: "ann@example.org", phone: "+491705550101", first_name: "Ann" },
    { email: "ben@example.org", phone: "+491705550102" },
  ];
  await run(here, known);
  const apart: StagedRow[] = [
    { email: "ann@example.org" },
    { phone: "+491705550102" },
    { email: "new@example.org", phone: "+491705550103" },
    { phone: "+491705550101" },
    { email: "ben@example.org", city: "Bonn" },
    { phone: "+491705550103" },
    { email: "ann@example.org" },
  ];
  for (const [at, chunk] of [1, 2, 100].entries()) {
    const rows = apart.map((row) =>
      row.email === "new@example.org" ? { ...row, email: `new${at}@example.org` } : row,
    );
    const told = rows.map((row) => (row.phone === "+491705550103" ? { ...row, phone: `+49170555020${at}` } : row));
    const made = await stageRows(here.ctx, here.store, told, { chunk, file: `apart-${at}.csv` });
    const foreseen = await transact(here.ctx, async (ctx) => foresee(ctx, (await holdById(ctx, made.id))!));
    expect(foreseen).toMatchObject({ new: 1, updated: at === 0 ? 1 : 0, known: at === 0 ? 1 : 2 });
    while (!(await advanceImport(here.ctx, { importId: made.id, seconds: 30 })).done);
    const { counts } = await showImport(here.ctx, { import: made.publicId });
    const { new: loaded, updated, known } = foreseen;
    expect(counts).toMatchObject({ rows: 7, loaded, updated, known, repeated: 7 - loaded - updated - known });
  }
});

test("a file that comes again adds nothing and changes nothing", async () => {
  const here = await place();
  const rows: StagedRow[] = Array.from({ length: 40 }, (_, at) => ({
    email: `p${at}@example.org`,
    phone: at % 3 === 0 ? `+4917055502${at + 10}` : undefined,
    first_name: `N${at}`,
    email_consent: at % 2 === 0 ? "subscribed" : "unsubscribed",
    tags: at % 5 === 0 ? ["VIP"] : [],
    lists: ["News"],
    custom: { Size: "40" },
  }));
  const columns = [{ field: "custom", name: "Size", type: "number" }];
  const first = await run(here, rows, { chunk: 7, columns });
  expect(first.counts).toMatchObject({ rows: 40, loaded: 40, updated: 0, known: 0 });
  const before = await people(here);
  const second = await run(here, rows, { chunk: 11, columns });
  expect(second.counts).toMatchObject({ rows: 40, loaded: 0, updated: 0, known: 40, rejected: 0 });
  expect(await people(here)).toEqual(before);
  const [row] = await database().sql`select values from contact_values where org_id = ${here.ctx.orgId} limit 1`;
  expect(Object.values(row!.values)).toEqual([40]);
});

test("of a file that is known nearly as a whole everybody is counted once, whichever line and chunk leads to them", async () => {
  const here = await place();
  const rows: StagedRow[] = Array.from({ length: 40 }, (_, at) => ({
    email: `p${at}@example.org`,
    first_name: `N${at}`,
  }));
  await run(here, rows);
  const [seven] = await database().sql`
    select public_id from contacts where org_id = ${here.ctx.orgId} and email = 'p7@example.org'`;
  await editContact(here.ctx, { contact: seven!.public_id, email: "seven@example.org" });
  const changed = { email: "p3@example.org", first_name: "Nora" };
  const again = [
    ...rows.slice(0, 5),
    { email: "p4@example.org" },
    changed,
    ...rows.slice(5, 10),
    { email: "seven@example.org" },
    ...rows.slice(10, 30),
    changed,
    ...rows.slice(30),
  ];
  const { counts } = await run(here, again, { chunk: 14 });
  expect(counts).toMatchObject({ rows: 44, loaded: 0, updated: 1, known: 39, repeated: 4, rejected: 0 });
  const [three] = await database().sql`
    select c.first_name, count(m)::int as noted from contacts c
    left join import_changes m on m.org_id = c.org_id and m.contact_id = c.id and m.did = 'updated'
    where c.org_id = ${here.ctx.orgId} and c.email = 'p3@example.org' group by 1`;
  expect(three).toEqual({ first_name: "Nora", noted: 1 });
});

test("what a check promises of known people is what the run then does", async () => {
  const here = await place();
  const known = (at: number): StagedRow => ({
    email: `p${at}@example.org`,
    first_name: `N${at}`,
    email_consent: at % 2 === 0 ? "subscribed" : undefined,
    tags: ["VIP"],
    lists: ["News"],
    custom: { Size: "40" },
  });
  const columns = [{ field: "custom", name: "Size", type: "number" }];
  await run(
    here,
    Array.from({ length: 9 }, (_, at) => known(at)),
    { columns },
  );
  const rows = [
    known(0),
    { ...known(1), custom: { Size: "41" } },
    { ...known(2), email_consent: "unsubscribed" as const },
    { ...known(3), email_consent: "subscribed" as const },
    { ...known(4), tags: ["vip", "New"] },
    { ...known(5), lists: ["Offers"] },
    { ...known(6), first_name: "Nora" },
    { ...known(7), tags: ["Buyer"], custom: { Size: "40.0" } },
    { ...known(8), lists: [], custom: undefined },
    { email: "new@example.org" },
  ];
  const told: number[] = [];
  for (const options of [{}, { known: "add" }, { tags: ["All"] }]) {
    const made = await stageRows(here.ctx, here.store, rows, { columns, options });
    const foreseen = await transact(here.ctx, async (ctx) => foresee(ctx, (await holdById(ctx, made.id))!));
    const before = await database().sql`select count(*)::int as n from import_changes where import_id = ${made.id}`;
    expect(before).toMatchObject([{ n: 0 }]);
    while (!(await advanceImport(here.ctx, { importId: made.id, seconds: 30 })).done);
    const { counts } = await showImport(here.ctx, { import: made.publicId });
    const { loaded, updated, known, keptUnsubscribed } = counts;
    expect(foreseen).toEqual({ rows: rows.length, new: loaded, updated, known, keptUnsubscribed });
    told.push(updated);
    await undoImport(here.ctx, { import: made.publicId });
    await carry(here.ctx, made.publicId);
  }
  // What the first lowered stayed when it was undone.
  expect(told).toEqual([6, 3, 9]);
});

test("what the file tells of known people replaces what is known, and blanks replace nothing", async () => {
  const here = await place();
  await run(here, [
    { email: "ann@example.org", first_name: "Ann", city: "Bonn", phone: "+491705550101" },
    { email: "ben@example.org", first_name: "Ben" },
  ]);
  const { counts } = await run(here, [
    { email: "ann@example.org", first_name: "Anna", phone: "+491705550109" },
    { email: "ben@example.org" },
  ]);
  expect(counts).toMatchObject({ loaded: 0, updated: 1, known: 1 });
  expect(await people(here)).toMatchObject([
    { first_name: "Anna", city: "Bonn", phone: "+491705550109", phone_key: "+491705550109" },
    { first_name: "Ben" },
  ]);
  const again = await run(here, [{ email: "ann@example.org", first_name: "Q" }], {
    options: { known: "add", tags: ["x"] },
  });
  expect(again.counts).toMatchObject({ updated: 1 });
  expect(await people(here)).toMatchObject([{ first_name: "Anna" }, {}]);
});

test("consent follows the truth table: an opt-out holds, a newer dated opt-in lifts it", async () => {
  const here = await place();
  await run(here, [
    { email: "never@example.org" },
    { email: "out@example.org", email_consent: "unsubscribed" },
    { email: "in@example.org", email_consent: "subscribed" },
    { email: "dated@example.org", opt_out_at: "2024-01-01T00:00:00Z" },
    { email: "late@example.org", opt_out_at: "2024-01-01T00:00:00Z" },
  ]);
  const { counts } = await run(here, [
    { email: "never@example.org", email_consent: "subscribed" },
    { email: "out@example.org", email_consent: "subscribed" },
    { email: "in@example.org", email_consent: "unsubscribed" },
    { email: "dated@example.org", opt_in_at: "2025-01-01T00:00:00Z" },
    { email: "late@example.org", opt_in_at: "2023-01-01T00:00:00Z" },
  ]);
  const states = Object.fromEntries((await people(here)).map((row) => [row.email.split("@")[0], row.email_consent]));
  expect(states).toEqual({
    never: "subscribed",
    out: "unsubscribed",
    in: "unsubscribed",
    dated: "subscribed",
    late: "unsubscribed",
  });
  expect(counts).toMatchObject({ keptUnsubscribed: 2 });
});

test("an undone import leaves nothing of what it added and puts back what it changed", async () => {
  const here = await place();
  const columns = [{ field: "custom", name: "Size", type: "number" }];
  await run(
    here,
    [
      { email: "ann@example.org", first_name: "Ann", lists: ["News"], custom: { Size: "38" } },
      { email: "ben@example.org", email_consent: "subscribed" },
      { email: "cy@example.org" },
    ],
    { columns },
  );
  const before = await snapshot(here);
  const second = await run(
    here,
    [
      { email: "ann@example.org", first_name: "Anna", tags: ["VIP"], lists: ["News", "Extra"], custom: { Size: "40" } },
      { email: "ben@example.org", email_consent: "unsubscribed" },
      { email: "cy@example.org", email_consent: "subscribed", phone: "+491705550101" },
      { email: "dee@example.org", tags: ["VIP"], lists: ["News"], email_consent: "subscribed" },
    ],
    { columns, options: { tags: ["June"] }, file: "more.csv" },
  );
  expect(second.counts).toMatchObject({ loaded: 1, updated: 3 });
  const undone = await undo(here, second.publicId);
  expect(undone.undo).toMatchObject({ removed: 1, restored: 3 });
  const after = await snapshot(here);
  // What the person is known to have refused stays refused.
  expect(after).toEqual(
    before.map((one) => (one.email === "ben@example.org" ? { ...one, consent: "unsubscribed" } : one)),
  );
});

test("a contact that an import added stays after its undo where anything newer vouches for it", async () => {
  const here = await place();
  const made = await run(here, [
    { email: "kept@example.org", email_consent: "subscribed", first_name: "Kay" },
    { email: "edited@example.org" },
    { email: "gone@example.org" },
  ]);
  const [kept, edited] = await Promise.all(
    ["kept@example.org", "edited@example.org"].map((email) => idOf(here, email)),
  );
  await unsubscribeContact(here.ctx, { contact: kept! });
  await editContact(here.ctx, { contact: edited!, firstName: "Ed" });
  const undone = await undo(here, made.publicId);
  expect(undone.undo).toMatchObject({ removed: 1, restored: 2 });
  expect((await snapshot(here)).map(({ email, consent }) => [email, consent])).toEqual([
    ["edited@example.org", "never"],
    ["kept@example.org", "unsubscribed"],
  ]);
});

test("undo follows a contact into whom it was merged, and ends nobody who became one with somebody older", async () => {
  const here = await place();
  await run(here, [{ email: "cy@example.org", tags: ["Old"], lists: ["News"] }]);
  const second = await run(
    here,
    [
      { email: "cy@example.org", tags: ["Both"] },
      { email: "ann@example.org", tags: ["VIP"], lists: ["News", "Extra"], first_name: "Ann" },
      { email: "bea@example.org", tags: ["VIP", "Gold"] },
      { email: "dee@example.org", tags: ["VIP"] },
    ],
    { file: "more.csv" },
  );
  const [cy, ann, bea] = await Promise.all(["cy", "ann", "bea"].map((name) => idOf(here, `${name}@example.org`)));
  await mergeByHand(here.ctx, { contact: cy!, other: ann! });
  await mergeByHand(here.ctx, { contact: bea!, other: cy! });
  const united = await snapshot(here);
  expect(united).toMatchObject([{ tags: ["Both", "Gold", "Old", "VIP"] }, { tags: ["VIP"] }]);
  const undone = await undo(here, second.publicId);
  expect(undone.undo).toMatchObject({ removed: 1, restored: 1 });
  const left = await snapshot(here);
  expect(left).toMatchObject([{ email: "cy@example.org", tags: ["Old"] }]);
  const lists = await database().sql`select g.name from list_members t join lists g on g.id = t.list_id
    where t.org_id = ${here.ctx.orgId} and t.left_at is null`;
  expect([...lists]).toEqual([{ name: "News" }]);
});

test("the file that an erased person stood in goes, and so does what was shown of its rows", async () => {
  const { ctx } = await place();
  const store = (await makeStore(ctx)).publicId;
  const held = async (id: string) => {
    const [row] = await database().sql`select i.seen::text || coalesce(i.checked::text, '') || i.state as shown,
      coalesce((select string_agg(convert_from(body, 'UTF8'), '') from import_files f
        where f.org_id = i.org_id and f.import_id = i.id), '') || coalesce((select string_agg(told::text, '')
        from import_chunks k where k.org_id = i.org_id and k.import_id = i.id), '') as file
      from imports i where public_id = ${id}`;
    return row as { shown: string; file: string };
  };
  const begin = async (text: string) => {
    const id = await uploadFile(ctx, store, text);
    await takeProposed(ctx, id);
    await checkImport(ctx, { import: id });
    await carry(ctx, id);
    return id;
  };
  const first = await begin("email,name\nann@example.org,Ann\nno address,Ann\n");
  await startImport(ctx, { import: first });
  await carry(ctx, first);
  const other = await begin("email,name\nben@example.org,Ben\n");
  await startImport(ctx, { import: other });
  await carry(ctx, other);
  const waiting = await begin("email,name\nann@example.org,Ann\nxy@example.org,Xy\n");
  const contact = await idOf({ ctx } as Place, "ann@example.org");
  await eraseContact(ctx, { contact, typed: "ann@example.org" });
  expect((await held(first)).file).not.toMatch(/ann|no address/i);
  expect((await held(first)).shown).not.toMatch(/ann@|Ann/);
  expect((await held(first)).shown).toContain("email");
  expect((await held(other)).file).toContain("ben@example.org");
  expect(await showImport(ctx, { import: first })).toMatchObject({
    hasFile: false,
    state: "done",
    counts: { loaded: 1 },
  });
  expect(await listRejects(ctx, { import: first, after: 0 })).toMatchObject({
    columns: [{ name: "email" }, { name: "name" }],
  });
  await startImport(ctx, { import: waiting });
  expect(await carry(ctx, waiting)).toMatchObject({ hasFile: false, counts: { loaded: 1, rejected: 1 } });
  expect((await held(waiting)).file).not.toContain("ann");
});

test("who was erased is refused, nothing of the row is kept, and nothing says who it was", async () => {
  const here = await place();
  await run(here, [{ email: "ann@example.org" }]);
  const contact = await idOf(here, "ann@example.org");
  await eraseContact(here.ctx, { contact, typed: "ann@example.org" });
  const again = await run(here, [{ email: "ann@example.org", first_name: "Ann" }, { email: "ben@example.org" }]);
  expect(again.counts).toMatchObject({ loaded: 1, rejected: 1 });
  const { rows } = await listRejects(here.ctx, { import: again.publicId, after: 0 });
  expect(rows).toMatchObject([{ line: 2, reason: "erased", cells: [], canMend: false }]);
});

test("lists of unsubscribed and of suppressed people only lower", async () => {
  const here = await place();
  await run(here, [{ email: "ann@example.org", email_consent: "subscribed" }]);
  const out = await run(
    here,
    [
      { email: "ann@example.org", email_consent: "unsubscribed", first_name: "Q" },
      { email: "new@example.org", email_consent: "unsubscribed" },
    ],
    { kind: "unsubscribed" },
  );
  expect(out.counts).toMatchObject({ loaded: 1, updated: 1 });
  const shown = await people(here);
  expect(shown).toMatchObject([
    { email: "ann@example.org", email_consent: "unsubscribed", first_name: "" },
    { email: "new@example.org", email_consent: "unsubscribed" },
  ]);
  const blocked = await run(
    here,
    [
      { email: "ann@example.org", suppressed: "bounce" },
      { email: "ann@example.org", suppressed: "bounce" },
    ],
    { kind: "suppressed" },
  );
  expect(blocked.counts).toMatchObject({ loaded: 1, repeated: 1 });
  const { sql } = database();
  const held = sql`select reason, address from suppressions where org_id = ${here.ctx.orgId}`;
  expect(await held).toMatchObject([{ reason: "bounce", address: "ann@example.org" }]);
  await undo(here, blocked.publicId);
  expect(await sql`select reason, address from suppressions where org_id = ${here.ctx.orgId}`).toEqual([]);
});

test("a contact's timeline says which import, and which line, did what", async () => {
  const here = await place();
  const zone = elsewhereInTime();
  await database().sql`update organizations set time_zone = ${zone} where id = ${here.ctx.orgId}`;
  const first = await run(here, [
    { email: "ann@example.org", first_name: "Ann", tags: ["VIP"], email_consent: "subscribed" },
  ]);
  await run(here, [{ email: "x@example.org" }, { email: "ann@example.org", first_name: "Anna" }], { file: "more.csv" });
  const contact = await idOf(here, "ann@example.org");
  const { lines } = await readTimeline(here.ctx, { contact });
  expect(lines.map(({ kind, detail }) => [kind, detail.name ?? detail.from ?? detail.to]).sort()).toEqual([
    ["consent.changed", "never"],
    ["contact.created", "the import “people.csv”, line 2"],
    ["contact.imported", "the import “more.csv”, line 3"],
    ["tag.added", "VIP"],
  ]);
  expect(lines.find(({ kind }) => kind === "tag.added")?.detail.from).toBe("the import “people.csv”");
  const shown = await showContact(here.ctx, { contact });
  expect(shown.importFile).toBe("people.csv");
  expect(shown.evidence).toMatchObject([{ before: "never", after: "subscribed", method: "import", source: "Import" }]);
  const [asked] = await database().sql`select asked_at as at from imports where public_id = ${first.publicId}`;
  const day = formatDate(dayKey(new Date(asked!.at), zone));
  expect(shown.evidence[0]!.evidence).toBe(`Line 2 of the import “people.csv”, started by Test on ${day}`);
  expect(first.counts.loaded).toBe(1);
});

async function undo({ ctx }: Place, publicId: string) {
  await undoImport(ctx, { import: publicId });
  const [row] = await database().sql`select id::int from imports where public_id = ${publicId}`;
  while (!(await advanceImport(ctx, { importId: row!.id, seconds: 30 })).done);
  const shown = await showImport(ctx, { import: publicId });
  expect(shown.state).toBe("undone");
  return shown;
}

async function idOf({ ctx }: Place, email: string): Promise<string> {
  const [row] = await database()
    .sql`select public_id as id from contacts where org_id = ${ctx.orgId} and email = ${email}`;
  return row!.id;
}

/** What a merchant sees of everybody. */
async function snapshot({ ctx }: Place) {
  const rows = await database().sql`
    select email, phone, phone_key, first_name as name, email_consent as consent, edits,
      array(select g.name from contact_tags t join tags g on g.id = t.tag_id where t.contact_id = c.id order by 1) as tags,
      array(select g.name from list_members t join lists g on g.id = t.list_id
        where t.contact_id = c.id and t.left_at is null order by 1) as lists,
      (select values from contact_values v where v.contact_id = c.id) as values
    from contacts c where org_id = ${ctx.orgId} and gone_at is null order by email`;
  return rows.map((row) => ({ ...row, email: row.email as string, consent: row.consent as string }));
}
