/** One action over many contacts as it is stored, and what its batches share. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { bulkActions } from "@/db/schema";
import { takeTurn } from "@/lib/contacts/turn";
import { notFound } from "@/lib/errors";
import { anyId } from "@/lib/sets";
import type { Actor, Working } from "@/lib/tenancy";

export type BulkRow = typeof bulkActions.$inferSelect;

const Detail = z.object({
  subjects: z.array(z.object({ id: z.number(), publicId: z.string(), name: z.string() })).default([]),
});

/** The tags or lists an action is about, named as they were then. */
export const subjectsOf = (row: Pick<BulkRow, "detail">) => Detail.parse(row.detail).subjects;

export const anySubject = (row: BulkRow) => anyId(subjectsOf(row).map(({ id }) => id));

/** Who asked, for evidence and timelines. What the member may was asked when it began. */
export const actorOf = (row: BulkRow): Actor =>
  row.userId === null
    ? { kind: "job", name: row.askedBy }
    : { kind: "member", userId: row.userId, name: row.askedBy, role: "editor" };

/** @throws Failure not-found */
export async function findBulk(ctx: Working, publicId: string): Promise<BulkRow> {
  const [row] = await ctx.db
    .select()
    .from(bulkActions)
    .where(and(eq(bulkActions.orgId, ctx.orgId), eq(bulkActions.publicId, publicId)));
  if (!row) throw notFound("bulk action");
  return row;
}

/**
 * The moment asked, as the database keeps it: a Date would lose its microseconds, and it is what marks a row as ours.
 */
export const askedAt = (row: BulkRow) =>
  sql`(select asked_at from bulk_actions where org_id = ${row.orgId} and id = ${row.id})`;

/** One batch of those who are meant: its number, how many, and whether it is the last. */
export type Part = { number: number; size: number; ends: boolean };

/** Null past the last. */
export async function readPart(ctx: Working, row: BulkRow, number: number): Promise<Part | null> {
  const [found] = await ctx.db.execute<Omit<Part, "number">>(sql`
    select cardinality(ids) as size, not exists (
      select from bulk_targets n where n.org_id = t.org_id and n.bulk_id = t.bulk_id and n.part > t.part) as ends
    from bulk_targets t where org_id = ${ctx.orgId} and bulk_id = ${row.id} and part = ${number}`);
  return found ? { ...found, number } : null;
}

/** The contacts of a part, as rows of `id`. */
export const targets = (row: BulkRow, part: Part) =>
  sql`select unnest(ids) as id from bulk_targets
    where org_id = ${row.orgId} and bulk_id = ${row.id} and part = ${part.number}`;

/**
 * Of the rows of `target` those that are still contacts, as `t`: one walk along the key, and no join, which a planner
 * whose statistics end before these ids would make of all with all.
 */
export const living = (row: BulkRow) =>
  sql`(select c.id from contacts c where c.org_id = ${row.orgId} and c.id = ${anyTarget}) t`;

/** The rows of `target`, for a comparison: no join of theirs can go wrong. */
export const anyTarget = sql`any(array(select id from target))`;

/** The same in this process, for work that is no single statement. Contacts that are no more are left out. */
export async function targetIds(ctx: Working, row: BulkRow, part: Part): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from (${targets(row, part)}) t join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id
      order by c.id`);
  return rows.map(({ id }) => Number(id));
}

/**
 * Runs one batch as one statement. `work` ends in a part `changed` of (contact_id, subject_id, before); each of its
 * rows is noted, for undo and for the timeline. Gives how many contacts changed.
 */
export async function change(ctx: Working, row: BulkRow, part: Part, work: SQL): Promise<number> {
  const [result] = await ctx.db.execute<{ n: number }>(sql`
    with target as materialized (${targets(row, part)}), ${work}, noted as (
      insert into bulk_changes (org_id, bulk_id, contact_id, subject_id, before)
      select ${ctx.orgId}, ${row.id}, contact_id, subject_id, before from changed returning contact_id
    ) select count(distinct contact_id)::int as n from noted`);
  return result?.n ?? 0;
}

/**
 * As `change`, back: `work` takes `mine`, the noted changes of the part, and ends in `back` of (contact_id,
 * subject_id). Undo comes moments after what it undoes, before statistics know of it: whatever is found for each is
 * fenced, or a planner that expects nobody compares everybody with everybody (minutes for each batch of 10,000).
 */
export async function putBack(ctx: Working, row: BulkRow, part: Part, work: SQL): Promise<number> {
  const [result] = await ctx.db.execute<{ n: number }>(sql`
    with target as materialized (${targets(row, part)}), mine as materialized (
      select m.contact_id, m.subject_id, m.before from target t cross join lateral (
        select * from bulk_changes m
        where m.org_id = ${ctx.orgId} and m.contact_id = t.id and m.bulk_id = ${row.id} offset 0) m
      where m.undone_at is null order by m.contact_id
    ), ${work}, marked as (
      update bulk_changes m set undone_at = now() from back b cross join lateral (
        select m.ctid as place from bulk_changes m where m.org_id = ${ctx.orgId} and m.contact_id = b.contact_id
          and m.bulk_id = ${row.id} and m.subject_id = b.subject_id offset 0) found
      where m.org_id = ${ctx.orgId} and m.ctid = found.place returning m.contact_id
    ) select count(distinct contact_id)::int as n from marked`);
  return result?.n ?? 0;
}

/** Whether somebody did one of `kinds` to the contact of `mine` since, by hand (`lines`) or to many (`actions`). */
export function changedSince(row: BulkRow, actions: string[], lines: string[], name: SQL | null): SQL {
  return sql`(exists (
      select from bulk_changes o join bulk_actions ob on ob.org_id = o.org_id and ob.id = o.bulk_id
      where o.org_id = ${row.orgId} and o.contact_id = mine.contact_id and o.subject_id = mine.subject_id
        and o.bulk_id > ${row.id} and o.undone_at is null and ob.kind in ${actions})
    or exists (
      select from contact_events e where e.org_id = ${row.orgId} and e.contact_id = mine.contact_id
        and e.at > ${askedAt(row)} and e.kind in ${lines} ${name ? sql`and e.detail->>'name' = ${name}` : sql``}))`;
}

/**
 * Waits for whoever takes in records of these contacts' stores (lib/contacts/turn.ts), in the order of ids: rows of
 * contacts are changed under that lock only, so that two sets of them never wait for each other crosswise.
 */
export async function holdStores(ctx: Working, row: BulkRow, part: Part): Promise<number[]> {
  const stores = await ctx.db.execute<{ id: string }>(sql`
    select distinct c.store_id as id from (${targets(row, part)}) t
    join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id order by 1`);
  const ids = stores.map(({ id }) => Number(id));
  for (const id of ids) await takeTurn(ctx, id);
  return ids;
}
