/** Random files of people, in chunks of any size, held against reading them row by row. */
import { afterAll, expect, test } from "vitest";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry } from "../support/imports";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

function luckOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Rows of people with an address; every seventh of somebody with a number only. */
function randomRow(luck: (below: number) => number): StagedRow {
  const who = luck(30);
  const person = luck(7) === 0 ? { phone: `+49170555${2000 + who}` } : { email: `p${who}@example.org` };
  return {
    ...person,
    first_name: luck(3) > 0 ? `N${luck(100)}` : undefined,
    city: luck(2) === 0 ? `C${luck(100)}` : undefined,
    tags: Array.from({ length: luck(3) }, () => `T${luck(4)}`),
    lists: luck(4) === 0 ? [`L${luck(3)}`] : [],
    custom: luck(3) === 0 ? { Size: String(luck(50)) } : undefined,
  };
}

type Person = { who: string; name: string; city: string | null; tags: string[]; lists: string[]; size: number | null };

/** The naive reading: later words replace earlier ones, blanks replace nothing, tags and lists add up. */
function readOneByOne(rows: StagedRow[]): Person[] {
  const people = new Map<string, Person>();
  for (const row of rows) {
    const who = (row.email ?? row.phone)!;
    const known = people.get(who) ?? { who, name: "", city: null, tags: [], lists: [], size: null };
    people.set(who, {
      who,
      name: row.first_name ?? known.name,
      city: row.city ?? known.city,
      tags: [...new Set([...known.tags, ...(row.tags ?? [])])].sort(),
      lists: [...new Set([...known.lists, ...(row.lists ?? [])])].sort(),
      size: row.custom ? Number(row.custom.Size) : known.size,
    });
  }
  return [...people.values()].sort((a, b) => (a.who < b.who ? -1 : 1));
}

test.each([
  [1000, 1],
  [13, 2],
  [40, 3],
])("random people in chunks of %i end as read one by one, and a second time change nothing", async (chunk, seed) => {
  const luck = luckOf(seed);
  const rows = Array.from({ length: 150 }, () => randomRow(luck));
  const ctx = await makeOrganization();
  const { id: store } = await makeStore(ctx);
  const columns = [{ field: "custom", name: "Size", type: "number" }];
  const expected = readOneByOne(rows);
  for (const round of [1, 2]) {
    const { publicId } = await stageRows(ctx, store, rows, { chunk, columns });
    const shown = await carry(ctx, publicId);
    expect(shown).toMatchObject({ state: "done", counts: { loaded: round === 1 ? expected.length : 0, rejected: 0 } });
    const { counts } = shown;
    expect(counts.loaded + counts.updated + counts.known + counts.repeated).toBe(rows.length);
    const found = await database().sql<Person[]>`
      select coalesce(email, phone) as who, first_name as name, city,
        array(select g.name from contact_tags t join tags g on g.id = t.tag_id where t.contact_id = c.id
          order by g.name collate "C") as tags,
        array(select g.name from list_members t join lists g on g.id = t.list_id where t.contact_id = c.id
          order by g.name collate "C") as lists,
        (select e.value::float8 from contact_values v cross join lateral jsonb_each_text(v.values) e
          where v.contact_id = c.id) as size
      from contacts c where org_id = ${ctx.orgId} order by coalesce(email, phone) collate "C"`;
    expect([...found]).toEqual(expected);
  }
});

test("a number that several people give is the key of one of them, whoever comes later and in whatever chunk", async () => {
  const luck = luckOf(5);
  const rows = Array.from({ length: 80 }, () => ({
    email: `p${luck(40)}@example.org`,
    phone: luck(3) === 0 ? undefined : `+49170555${3000 + luck(12)}`,
  }));
  const ctx = await makeOrganization();
  const { id: store } = await makeStore(ctx);
  for (const chunk of [9, 1000]) {
    const { publicId } = await stageRows(ctx, store, rows, { chunk });
    expect(await carry(ctx, publicId)).toMatchObject({ state: "done" });
    const wrong = await database().sql`
      select phone, count(phone_key)::int as keys from contacts where org_id = ${ctx.orgId} and phone is not null
      group by phone having count(phone_key) <> 1 or bool_or(phone_key <> phone)`;
    expect([...wrong]).toEqual([]);
  }
});
