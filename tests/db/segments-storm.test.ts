/**
 * A storm of changes: looked at in the order in which they came, a batch at a time, and nobody who reads or writes
 * waits for it.
 */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { EditContact, editContact } from "@/lib/contacts/edits";
import { showContact } from "@/lib/contacts/profile";
import { keepUp } from "@/lib/segments/changed";
import { listMembers } from "@/lib/segments/members";
import { listSegments, showSegment } from "@/lib/segments/show";
import { tagContact } from "@/lib/tags/tags";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { fillStore } from "../support/bulk";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { catchUp, makeSegment, sizesByName } from "../support/segments";
import { openShop } from "../support/shop";

useTestDatabase();
useKey();

const people = process.env.SOAK ? 100_000 : 4_200;
/** A batch takes rows of the queue until it has 2,000 contacts; a row holds 1,000 at most. */
const mostAtOnce = 3_000;

test(
  `${people} changes are absorbed in order of arrival, and pages and writers go on meanwhile`,
  async () => {
    const { ctx, storeId } = await openShop();
    await fillStore(ctx, storeId, people);
    const abroad = await makeSegment(ctx, "Abroad", { field: "country", operator: "is", value: "NO" });
    await makeSegment(ctx, "Not abroad", { field: "segment", operator: "none", value: [abroad] });
    await catchUp(ctx);
    const storm = await moveAbroad(ctx);
    const job: Ctx = { orgId: ctx.orgId, actor: { kind: "job", name: "Segments" } };
    const drained = await inTheMidst(ctx, abroad, () => keepUp(job, { seconds: 0 }));
    expect(drained.waiting).toBe(true);
    while ((await keepUp(job, { seconds: 60 })).waiting);

    expect(await sizesByName(ctx)).toEqual({ Abroad: people, "Not abroad": 0 });
    const batches = await batchesOf(ctx);
    expect(batches.length).toBeGreaterThanOrEqual(people / mostAtOnce);
    let last = 0;
    for (const contacts of batches) {
      expect(contacts.length).toBeLessThanOrEqual(mostAtOnce);
      const arrived = contacts.map((contact) => storm.get(contact)!);
      expect(least(arrived)).toBeGreaterThanOrEqual(last);
      last = -least(arrived.map((place) => -place));
    }
    expect(batches.flat().length).toBe(people);
  },
  process.env.SOAK ? 3_600_000 : 120_000,
);

/**
 * Four writers at once, each contact once, one or many of them in a statement. Gives the place in the queue of each.
 */
async function moveAbroad({ orgId }: Ctx): Promise<Map<number, number>> {
  const rows = await database().sql`select id::int from contacts where org_id = ${orgId} order by hashint8(id)`;
  const shuffled = rows.map(({ id }) => id as number);
  const sizes = [1, 700, 30, 1500, 200];
  const write = async (): Promise<void> => {
    for (let turn = 0; shuffled.length > 0; turn++) {
      const some = shuffled.splice(0, sizes[turn % sizes.length]);
      await database().sql`update contacts set country = 'NO' where org_id = ${orgId} and id = any(${some})`;
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  const queue = await database().sql`select id::int, contacts from segment_queue where org_id = ${orgId} order by id`;
  return new Map(queue.flatMap(({ id, contacts }) => contacts.map((contact: string) => [Number(contact), id])));
}

/**
 * Does `work` and holds it up where it has judged and written but not ended. Until pages are read and contacts written
 * it does not go on: one who waited for it would wait for ever, and is ended by its patience.
 */
async function inTheMidst<T>(ctx: Ctx, segment: string, work: () => Promise<T>): Promise<T> {
  const { sql } = database();
  const holder = await sql.reserve();
  try {
    await holder`begin`;
    const [{ pid }] = (await holder`select pg_backend_pid() as pid from segments
      where org_id = ${ctx.orgId} and public_id = ${segment} for update`) as unknown as [{ pid: number }];
    const working = work();
    await expect
      .poll(async () => (await sql`select from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`).length, {
        timeout: 60_000,
      })
      .toBe(1);
    await useThePages(ctx, segment);
    await holder`commit`;
    return await working;
  } finally {
    await holder`rollback`;
    holder.release();
  }
}

async function useThePages(ctx: Ctx, segment: string) {
  const rows = await database().sql`select public_id as id, contacts from contacts c, segment_queue q
    where c.org_id = ${ctx.orgId} and q.org_id = c.org_id and c.id = q.contacts[1] order by q.id limit 1`;
  const contact = rows[0]!.id as string;
  const patiently = <T>(verb: (ctx: Ctx) => Promise<T>) =>
    transact(ctx, async (ctx) => {
      await ctx.db.execute(sql`select set_config('lock_timeout', '10s', true)`);
      return verb(ctx);
    });
  // As before the batch, whole: nobody sees into it.
  expect(await patiently((ctx) => showSegment(ctx, { segment }))).toMatchObject({ size: 0 });
  expect((await patiently((ctx) => listMembers(ctx, { segment }))).people).toEqual([]);
  expect(await patiently((ctx) => listSegments(ctx))).toHaveLength(2);
  expect((await patiently((ctx) => listContacts(ctx, everything))).rows.length).toBeGreaterThan(0);
  expect(await patiently((ctx) => showContact(ctx, { contact }))).toMatchObject({ id: contact });
  await patiently((ctx) => editContact(ctx, EditContact.parse({ contact, firstName: "Signe" })));
  await patiently((ctx) => tagContact(ctx, { contact, tags: ["Moved"] }));
}

/** Contacts that joined, by the transaction that told so, in its order. */
async function batchesOf({ orgId }: Ctx): Promise<number[][]> {
  const rows = await database().sql`select array_agg(contact_id::int) as contacts from (
      select contact_id, at, min(id) over (partition by at) as place from segment_changes
      where org_id = ${orgId} and cardinality(joined) > 0) m group by place order by place`;
  return rows.map(({ contacts }) => contacts as number[]);
}

const least = (numbers: number[]) => numbers.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
