/** Chunks merged side by side end as the same chunks merged one after the other. */
import { afterEach, expect, test } from "vitest";
import { eraseContact } from "@/lib/contacts/erase";
import { cancelImport } from "@/lib/imports/begin";
import { helpers } from "@/lib/imports/beside";
import { chunkAt } from "@/lib/imports/chunks";
import { holdById } from "@/lib/imports/row";
import { sideBySide } from "@/lib/imports/run";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry } from "../support/imports";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";

useTestDatabase();
useKey();
const { most } = sideBySide;
afterEach(() => {
  sideBySide.most = most;
});

type Place = { ctx: Ctx; store: number };

async function place(): Promise<Place> {
  const ctx = await makeOrganization();
  return { ctx, store: (await makeStore(ctx)).id };
}

/** Runs the file in a new organization, `width` chunks at once, after `before` were imported. */
async function run(width: number, rows: StagedRow[], { chunk = 10, before = [] as StagedRow[], options = {} } = {}) {
  const here = await place();
  sideBySide.most = 1;
  if (before.length > 0) await carry(here.ctx, (await stageRows(here.ctx, here.store, before)).publicId);
  sideBySide.most = width;
  const made = await stageRows(here.ctx, here.store, rows, { chunk, options });
  const { state, counts } = await carry(here.ctx, made.publicId);
  return { ...here, state, counts, ...(await written(here, made.id)) };
}

/** All that the import wrote, without ids and moments; and how many chunks were merged by a helper. */
async function written({ ctx }: Place, id: number) {
  const { sql } = database();
  const people = await sql`
    select email, phone, phone_key, push_id, first_name, city, email_consent,
      array(select g.name from contact_tags t join tags g on g.id = t.tag_id where t.contact_id = c.id order by 1) as tags,
      array(select g.name from list_members t join lists g on g.id = t.list_id where t.contact_id = c.id order by 1) as lists,
      array(select before || after || evidence from consent_evidence e where e.contact_id = c.id order by e.id) as proof,
      array(select opted_in_at is null and claimed_at is not null from consents k where k.contact_id = c.id) as claimed,
      (select count(*)::int from contact_activity a where a.contact_id = c.id) as figures,
      (select string_agg(did || line, ' ') from import_changes m where m.contact_id = c.id and import_id = ${id}) as did
    from contacts c where org_id = ${ctx.orgId} order by email, phone, push_id`;
  const [chunks] = await sql<{ helped: number; left: number }[]>`
    select count(merged)::int as helped, count(*) filter (where settled_at is null and next is not null)::int as left
    from import_chunks where org_id = ${ctx.orgId} and import_id = ${id}`;
  return { people: [...people], ...chunks! };
}

const own = (n: number, name = "p"): StagedRow[] =>
  Array.from({ length: n }, (_, at) => ({
    email: `${name}${at}@beside.org`,
    phone: at % 3 === 0 ? `+491705570${100 + at}` : undefined,
    first_name: `N${at}`,
    email_consent: at % 2 === 0 ? "subscribed" : at % 5 === 0 ? "unsubscribed" : undefined,
  }));

test.each([2, 3])("chunks of people who stand in one chunk only are merged %i at once", async (width) => {
  const alone = await run(1, own(70));
  const together = await run(width, own(70));
  expect([alone.helped, alone.left, together.left]).toEqual([0, 0, 0]);
  expect(together.helped).toBeGreaterThanOrEqual(3);
  expect(together).toMatchObject({ state: "done", counts: alone.counts, people: alone.people });
  expect(together.counts).toMatchObject({ loaded: 70, rows: 70 });
});

test("with a tag and a list for all they are too, once tag and list are there", async () => {
  const options = { tags: ["VIP"], lists: ["News"] };
  const alone = await run(1, own(70), { options });
  const together = await run(2, own(70), { options });
  expect(together.helped).toBeGreaterThanOrEqual(3);
  expect(together).toMatchObject({ counts: alone.counts, people: alone.people });
  expect(together.people[69]).toMatchObject({ tags: ["VIP"], lists: ["News"] });
});

test.each<[string, StagedRow]>([
  ["an address", { email: "p24@beside.org", first_name: "Later" }],
  ["a number", { email: "other@beside.org", phone: "+491705570124" }],
  ["a device", { email: "other@beside.org", push_id: "device" }],
])("a chunk in which %s of the one before stands again waits for that one", async (_, again) => {
  const rows = own(40);
  rows[24] = { ...rows[24], push_id: "device" };
  rows[35] = again;
  const alone = await run(1, rows);
  const together = await run(2, rows);
  expect(together).toMatchObject({ state: "done", counts: alone.counts, people: alone.people });
});

test("a chunk that changes somebody who is known is merged alone, and what was merged beside it counts once", async () => {
  const before = own(2, "known");
  const rows = own(70);
  rows[24] = { email: "known0@beside.org", first_name: "Other" };
  rows[45] = { email: "known1@beside.org", email_consent: "unsubscribed" };
  const alone = await run(1, rows, { before });
  for (const width of [2, 3]) {
    const together = await run(width, rows, { before });
    expect(together.helped).toBeGreaterThan(0);
    expect(together).toMatchObject({ state: "done", counts: alone.counts, people: alone.people, left: 0 });
  }
  expect(alone.counts).toMatchObject({ loaded: 68, updated: 2 });
});

test("a file that is known is looked through side by side, and changes nobody", async () => {
  const rows = own(70);
  const together = await run(2, rows, { before: rows });
  expect(together.helped).toBeGreaterThanOrEqual(3);
  expect(together.counts).toMatchObject({ loaded: 0, updated: 0, known: 70 });
});

test("who was erased is refused in a chunk that is merged beside another", async () => {
  const here = await place();
  const { sql } = database();
  await carry(here.ctx, (await stageRows(here.ctx, here.store, own(25))).publicId);
  const [gone] = await sql<{ id: string }[]>`
    select public_id as id from contacts where org_id = ${here.ctx.orgId} and email = 'p24@beside.org'`;
  await eraseContact(here.ctx, { contact: gone!.id, typed: "p24@beside.org" });
  sideBySide.most = 2;
  const made = await stageRows(here.ctx, here.store, [...own(40, "new"), ...own(25)], { chunk: 10 });
  expect(await carry(here.ctx, made.publicId)).toMatchObject({ counts: { loaded: 40, known: 24, rejected: 1 } });
  expect((await written(here, made.id)).helped).toBeGreaterThan(0);
});

/** A helper, and what it is given to do. */
async function given({ ctx }: Place, id: number, at: number) {
  const [row, chunk] = await transact(ctx, async (ctx) => {
    const row = (await holdById(ctx, id))!;
    return [row, (await chunkAt(ctx, row, at))!];
  });
  return { helper: helpers(ctx, 1)[0]!, work: { row, chunk, someErased: false } };
}

/** A run of 40 people whose first chunk is through and not counted: it was cut off before the one beside it was. */
async function cutOff() {
  const here = await place();
  const made = await stageRows(here.ctx, here.store, own(40), { chunk: 10 });
  const { helper, work } = await given(here, made.id, 0);
  expect(await helper.merge({ ...work, before: Promise.resolve(true) })).toMatchObject({ loaded: 10 });
  return { ...here, ...made };
}

test("what was merged beside a chunk that was cut off is counted by the next run", async () => {
  const here = await cutOff();
  expect(await carry(here.ctx, here.publicId)).toMatchObject({ state: "done", counts: { rows: 40, loaded: 40 } });
});

test("it is counted too where the run is cancelled, or cannot read its file again", async () => {
  const cancelled = await cutOff();
  await cancelImport(cancelled.ctx, { import: cancelled.publicId });
  expect(await carry(cancelled.ctx, cancelled.publicId)).toMatchObject({ state: "cancelled", counts: { loaded: 10 } });
  const lost = await cutOff();
  await database().sql`delete from import_staging where org_id = ${lost.ctx.orgId}`;
  expect(await carry(lost.ctx, lost.publicId)).toMatchObject({ state: "failed", counts: { rows: 10, loaded: 10 } });
  expect((await written(lost, lost.id)).people).toHaveLength(10);
});

test("a helper whose turn does not come, for what is before it is not through, leaves nothing", async () => {
  const here = await place();
  const made = await stageRows(here.ctx, here.store, own(20), { chunk: 10 });
  const { helper, work } = await given(here, made.id, 1);
  expect(await helper.merge({ ...work, before: Promise.resolve(null) })).toBeNull();
  expect(await written(here, made.id)).toMatchObject({ people: [], helped: 0, left: 2 });
  expect(await carry(here.ctx, made.publicId)).toMatchObject({ state: "done", counts: { loaded: 20 } });
});

test("people at random, some of them in several chunks, end as one chunk after the other", async () => {
  let state = 7;
  const luck = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 4; round++) {
    const row = (): StagedRow => ({
      ...(luck(9) === 0 ? { phone: `+491705580${100 + luck(600)}` } : { email: `r${luck(900)}@beside.org` }),
      ...(luck(6) === 0 && { phone: `+491705580${100 + luck(600)}` }),
      first_name: `N${luck(100)}`,
      ...(luck(3) === 0 && { email_consent: "subscribed" }),
    });
    const [before, rows] = [Array.from({ length: 10 }, row), Array.from({ length: 90 }, row)];
    const alone = await run(1, rows, { chunk: 6, before });
    const together = await run(3, rows, { chunk: 6, before });
    expect(together).toMatchObject({ state: "done", counts: alone.counts, people: alone.people });
  }
});
