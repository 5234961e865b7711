/** Taking pages over: a list's ids are collected until it ends; then only what differs is written, all at once. */
import { and, eq, sql } from "drizzle-orm";
import { storeGroupMirrors, type storeGroups } from "@/db/schema";
import type { Refusal } from "@/lib/connectors/errors";
import type { GroupRecord, Page } from "@/lib/connectors/types";
import { eachText, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { linesOf } from "./lines";
import { finishMirror, type MirrorRow } from "./mirrors";

export type GroupRow = typeof storeGroups.$inferSelect;
type Asked = MirrorRow & { askedAt: Date };

/** Names as the store has them now; who is on no page of the list is gone, and who was held for gone may be back. */
export async function takeGroupPage(ctx: Working, row: Asked, page: Page<GroupRecord>) {
  const asked = sql`${row.askedAt.toISOString()}::timestamptz`;
  const told = page.items.map(({ externalId, name, updatedAt }) => ({ id: externalId, name, at: updatedAt }));
  await ctx.db.execute(sql`
    insert into store_groups as g (org_id, store_id, external_id, name, named_at)
    select distinct on (r.id) ${ctx.orgId}, ${row.storeId}, r.id, r.name, coalesce(r.at, ${asked})
    from ${rowsOf(told)} as r(id text, name text, at timestamptz) order by r.id, r.at desc nulls last
    on conflict (org_id, store_id, external_id) do update
      set name = case when g.named_at <= excluded.named_at then excluded.name else g.name end,
        named_at = greatest(g.named_at, excluded.named_at),
        gone_at = case when g.gone_at >= ${asked} then g.gone_at end,
        stale_at = case when g.gone_at < ${asked} then ${asked} else g.stale_at end
      where g.name <> excluded.name or g.gone_at < ${asked} or g.named_at < excluded.named_at`);
  await see(
    ctx,
    row,
    page.items.map(({ externalId }) => externalId),
  );
  if (page.next !== null) return moveOn(ctx, row, { cursor: page.next, askedAt: row.askedAt });
  await ctx.db.execute(sql`
    update store_groups g set gone_at = ${asked}
    where g.org_id = ${ctx.orgId} and g.store_id = ${row.storeId} and g.gone_at is null and g.created_at < ${asked}
      and not exists (select from store_group_seen s
        where s.org_id = g.org_id and s.mirror_id = ${row.id} and s.external_id = g.external_id)`);
  await forgetSeen(ctx, row);
  const groupsTotal = await countToRead(ctx, row);
  await nextGroup(ctx, { ...row, groupsTotal });
}

/** Who is on no page has left, unless a delivery told since that they joined; and the other way about. */
export async function takeMemberPage(ctx: Working, row: Asked, group: GroupRow, page: Page<string>) {
  await see(ctx, row, page.items);
  const membersDone = row.membersDone + page.items.length;
  if (page.next !== null) return moveOn(ctx, row, { cursor: page.next, askedAt: row.askedAt, membersDone });
  const { joined, left } = group.goneAt ? { joined: 0, left: 0 } : await takeOver(ctx, row, group);
  await forgetSeen(ctx, row);
  await nextGroup(ctx, {
    ...row,
    membersDone,
    groupsDone: row.groupsDone + 1,
    joined: row.joined + joined,
    left: row.left + left,
  });
}

/**
 * The store has no such group any more, or would not tell who is in it: then its members stay as they were last read.
 */
export async function leaveOut(ctx: Working, row: MirrorRow, group: GroupRow, refusal: Refusal) {
  const gone = refusal.status === 404;
  await ctx.db.execute(sql`
    update store_groups set tried_at = now(), stale_at = null,
      gone_at = coalesce(gone_at, ${gone ? sql`now()` : sql`null`})
    where org_id = ${ctx.orgId} and id = ${group.id}`);
  await forgetSeen(ctx, row);
  const error = gone ? row.error : `“${group.name}” could not be read: ${refusal.message}`;
  await nextGroup(ctx, { ...row, error, groupsDone: row.groupsDone + 1 });
}

async function takeOver(ctx: Working, { id, storeId, askedAt }: Asked, group: GroupRow) {
  const asked = sql`${askedAt.toISOString()}::timestamptz`;
  const own = sql`m.org_id = ${ctx.orgId} and m.group_id = ${group.id}`;
  const seen = sql`s.org_id = ${ctx.orgId} and s.mirror_id = ${id}`;
  const moved = (joined: boolean) => sql`(select ${group.id}::bigint as group_id, external_id as customer,
    ${asked} as at, ${joined}::boolean as joined from moved where left_at is null)`;
  const counted = (joined: boolean) => sql`lines as (${linesOf(ctx, storeId, moved(joined))})
    select count(*) filter (where left_at is null)::int as n from moved`;
  const [joined] = await ctx.db.execute<{ n: number }>(sql`
    with moved as (
      insert into store_group_members as m (org_id, group_id, external_id, store_id, joined_at)
      select ${ctx.orgId}, ${group.id}, s.external_id, ${storeId}, ${asked} from store_group_seen s
      where ${seen} and not exists (select from store_group_members m where ${own} and m.external_id = s.external_id
        and (m.left_at is null or m.left_at >= ${asked}))
      on conflict (org_id, group_id, external_id) do update set joined_at = excluded.joined_at, left_at = null
      returning m.external_id, m.left_at
    ), ${counted(true)}`);
  const [left] = await ctx.db.execute<{ n: number }>(sql`
    with moved as (
      delete from store_group_members m where ${own} and greatest(m.joined_at, m.left_at) < ${asked}
        and not exists (select from store_group_seen s where ${seen} and s.external_id = m.external_id)
      returning m.external_id, m.left_at
    ), ${counted(false)}`);
  await ctx.db.execute(sql`
    update store_groups g set mirrored_at = ${asked}, tried_at = now(),
      stale_at = case when g.stale_at > ${asked} then g.stale_at end,
      size = (select count(*) from store_group_members m where ${own} and m.left_at is null)
    where g.org_id = ${ctx.orgId} and g.id = ${group.id}`);
  return { joined: joined!.n, left: left!.n };
}

/** The next to be read that this mirror has not come to; the end when there is none. */
async function nextGroup(ctx: Working, row: MirrorRow) {
  const [next] = await ctx.db.execute<{ id: string }>(sql`
    select id from store_groups g where ${toRead(ctx, row)} order by id limit 1`);
  const { groupsDone, groupsTotal, membersDone, joined, left, error } = row;
  const so = { groupsDone, groupsTotal, membersDone, joined, left, error };
  await moveOn(ctx, row, {
    ...so,
    phase: "members",
    groupId: next ? Number(next.id) : null,
    cursor: null,
    askedAt: null,
  });
  if (!next) await finishMirror(ctx, row, "done");
}

async function countToRead(ctx: Working, row: MirrorRow): Promise<number> {
  const [found] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from store_groups g where ${toRead(ctx, row)}`);
  return found!.n;
}

const toRead = (ctx: Working, row: MirrorRow) => sql`g.org_id = ${ctx.orgId} and g.store_id = ${row.storeId}
  and g.gone_at is null and (g.tried_at is null or g.tried_at < ${row.startedAt.toISOString()}::timestamptz)
  ${row.kind === "changed" ? sql`and (g.stale_at is not null or g.mirrored_at is null)` : sql``}`;

async function moveOn(ctx: Working, row: MirrorRow, change: Partial<MirrorRow>) {
  await ctx.db
    .update(storeGroupMirrors)
    .set({ ...change, progressedAt: sql`now()` })
    .where(and(eq(storeGroupMirrors.orgId, ctx.orgId), eq(storeGroupMirrors.id, row.id)));
}

async function see(ctx: Working, row: MirrorRow, ids: string[]) {
  if (ids.length === 0) return;
  await ctx.db.execute(sql`insert into store_group_seen (org_id, mirror_id, external_id, store_id)
    select ${ctx.orgId}, ${row.id}, t.id, ${row.storeId} from ${eachText(ids)} as t(id) on conflict do nothing`);
}

async function forgetSeen(ctx: Working, row: MirrorRow) {
  await ctx.db.execute(sql`delete from store_group_seen where org_id = ${ctx.orgId} and mirror_id = ${row.id}`);
}
