/**
 * Counts of a contact's tags and lists, and of a group's people, are those of the links, whoever wrote in whatever
 * order.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldTallies } from "@/lib/tallies";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { organizationOfTies } from "../support/list-people";
import { expectTallies } from "../support/tallies";

useTestDatabase();

const ids = { minLength: 1, maxLength: 12 };
const step = fc.record({
  how: fc.constantFrom(
    ...["tag", "untag", "backdate", "join", "rejoin", "leave", "forget", "drop", "dropTag", "dropList"],
    ...["go", "return", "exclude", "include", "subscribe", "unsubscribe", "fold"],
  ),
  contacts: fc.array(fc.nat(59), ids),
  groups: fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
});

test("counts follow every history of tags and lists, of one contact and of many at once", async () => {
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 15 }), async (steps) => {
      const orgId = await organizationOfTies(`counted-${crypto.randomUUID()}`);
      await expectRight(orgId);
      for (const one of steps) {
        changed += await take(orgId, one);
        await expectRight(orgId);
      }
    }),
    { numRuns: process.env.SOAK ? 300 : 15 },
  );
  expect(changed).toBeGreaterThan(50);
}, 240_000);

test("counts follow writers who meet at the same people at the same moment", async () => {
  const orgId = await organizationOfTies("met");
  const people = Array.from({ length: 12 }, (_, at) => at);
  const kinds = [
    "tag",
    "untag",
    "rejoin",
    "leave",
    "forget",
    "go",
    "return",
    "exclude",
    "include",
    "subscribe",
    "fold",
  ];
  const writer = async (seed: number) => {
    const [own] = fc.sample(fc.array(fc.record({ how: fc.constantFrom(...kinds), at: fc.nat(11) }), lengths), { seed });
    for (const { how, at } of own!) {
      const contacts = [...people.slice(at), ...people.slice(0, at)].slice(0, 1 + (seed % 6));
      await unlessDeadlocked(() => take(orgId, { how, contacts, groups: [at % 3] }));
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, at) => writer(at + 1)));
  await expectRight(orgId);
});

const lengths = { minLength: 60, maxLength: 60 };

async function unlessDeadlocked(work: () => Promise<unknown>) {
  await work().catch((error) => {
    if (error.code !== "40P01") throw error;
  });
}

test("a link that is made while its contact goes is counted once in and once out, whoever of them comes first", async () => {
  const orgId = await organizationOfTies("crossing");
  const { sql } = database();
  const strangers = await sql`insert into contacts (org_id, store_id, source, born_at)
    select org_id, min(id), 'manual', now() from stores cross join generate_series(1, 4) n where org_id = ${orgId}
    group by org_id, n returning id`;
  const goes = (id: string) => `update contacts set gone_at = now() where id = ${id}`;
  const isTagged = (id: string) => `insert into contact_tags (org_id, tag_id, contact_id)
    select ${orgId}, min(id), ${id} from tags where org_id = ${orgId}`;
  const joins = (id: string) => `insert into list_members (org_id, list_id, contact_id, joined_by)
    select ${orgId}, min(id), ${id}, 'test' from lists where org_id = ${orgId}`;
  const pairs = [
    [isTagged, goes],
    [goes, isTagged],
    [joins, goes],
    [goes, joins],
  ] as const;
  for (const [at, [first, second]] of pairs.entries()) {
    const { id } = strangers[at]!;
    let crossing: Promise<unknown> | undefined;
    await sql.begin(async (tx) => {
      await tx.unsafe(first(id));
      crossing = sql.unsafe(second(id)).execute();
      await Promise.race([crossing, somebodyWaits()]);
    });
    await crossing;
    await expectRight(orgId);
  }
});

async function somebodyWaits() {
  const { sql } = database();
  const waiting = () =>
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting()).length === 0);
}

test("a link is never moved to another contact", async () => {
  const orgId = await organizationOfTies("steady");
  const move = database().sql`update contact_tags set contact_id = contact_id + 1 where org_id = ${orgId}`;
  await expect(move).rejects.toThrow("never moved");
});

/** Gives how many rows it wrote. */
async function take(orgId: number, { how, contacts, groups }: { how: string; contacts: number[]; groups: number[] }) {
  const { sql } = database();
  const all = await sql`select id from contacts where org_id = ${orgId} order by id`;
  const theirs = [...new Set(contacts.map((at) => Number(all[at % all.length]!.id)))];
  const of = async (table: string) => {
    const rows = await sql`select id from ${sql(table)} where org_id = ${orgId} order by id`;
    return rows.length === 0 ? [0] : groups.map((at) => Number(rows[at % rows.length]!.id));
  };
  const [tags, lists] = [await of("tags"), await of("lists")];
  const members = sql`org_id = ${orgId} and contact_id = any(${theirs})`;
  const stays = (left: boolean) => sql`insert into list_members as m (org_id, list_id, contact_id, joined_by, left_at)
    select c.org_id, l.id, c.id, 'test', case when ${left} then now() end from contacts c join lists l using (org_id)
    where c.org_id = ${orgId} and c.id = any(${theirs}) and l.id = any(${lists})`;
  const again = sql`on conflict (org_id, list_id, contact_id) do update set left_at = null`;
  const turn = (set: ReturnType<typeof sql>) =>
    sql`update contacts set ${set} where org_id = ${orgId} and id = any(${theirs})`;
  const ways = {
    go: () => turn(sql`gone_at = now()`),
    return: () => turn(sql`gone_at = null, deleted_at = null`),
    exclude: () => turn(sql`excluded_at = now()`),
    include: () => turn(sql`excluded_at = null, email_consent = 'never'`),
    subscribe: () => turn(sql`email_consent = 'subscribed'`),
    unsubscribe: () => turn(sql`email_consent = 'unsubscribed'`),
    backdate: () => sql`update contact_tags set added_at = added_at - interval '9 days' where ${members}`,
    fold: async () => ({ count: (await foldTallies()).folded }),
    tag: () => sql`insert into contact_tags (org_id, tag_id, contact_id) select c.org_id, t.id, c.id
      from contacts c join tags t using (org_id) where c.org_id = ${orgId} and c.id = any(${theirs})
      and t.id = any(${tags}) on conflict do nothing`,
    untag: () => sql`delete from contact_tags where ${members} and tag_id = any(${tags})`,
    join: () => sql`${stays(true)} on conflict do nothing`,
    rejoin: () => sql`${stays(false)} ${again}`,
    leave: () => sql`update list_members set left_at = now() where ${members} and list_id = any(${lists})`,
    forget: () => sql`delete from list_members where ${members}`,
    drop: () => sql`delete from contacts where org_id = ${orgId} and id = ${theirs[0]!}`,
    dropTag: () => sql`delete from tags where org_id = ${orgId} and id = ${tags[0]!}`,
    dropList: () => sql`delete from lists where org_id = ${orgId} and id = ${lists[0]!}`,
  };
  return (await ways[how as keyof typeof ways]()).count;
}

/** Also that nobody who is gone for good is counted any more. */
async function expectRight(orgId: number) {
  const { sql } = database();
  const kept = await sql`select contact_id::int as id, tags, lists from contact_counts
    where org_id = ${orgId} and (tags, lists) <> (0, 0) order by 1`;
  const really = await sql`select * from (
      select c.id::int as id, (select count(*)::int from contact_tags where contact_id = c.id) as tags,
        (select count(*)::int from list_members where contact_id = c.id and left_at is null) as lists
      from contacts c where org_id = ${orgId}) counted
    where (tags, lists) <> (0, 0) order by 1`;
  expect([...kept]).toEqual([...really]);
  const strays = await sql`select from contact_counts n where org_id = ${orgId}
    and not exists (select from contacts c where c.org_id = n.org_id and c.id = n.contact_id)`;
  expect(strays.length).toBe(0);
  await expectTallies();
}
