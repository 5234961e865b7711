/** Sizes are kept by what is joined and left; here they are counted. */
import { sql } from "drizzle-orm";
import { log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";

/**
 * Sizes, where they are not what is kept. Rows of contacts that are no more are removed before: a look at somebody who
 * was removed has emptied theirs. To count each takes more than twice as long as one sum in which every segment has a
 * weight of its own, so that no error hides behind another.
 */
export async function recount(ctx: Working): Promise<void> {
  await ctx.db.execute(
    sql`create temporary table segment_rows_of_nobody on commit drop as
    select contact_id from contact_segments s where s.org_id = ${ctx.orgId} and s.segs = '{}'
      and not exists (select from contacts c where c.org_id = ${ctx.orgId} and c.id = s.contact_id)`.inlineParams(),
  );
  await ctx.db.execute(sql`delete from contact_segments s using segment_rows_of_nobody n
    where s.org_id = ${ctx.orgId} and s.contact_id = n.contact_id`);
  const [all] = await ctx.db.execute<{ same: boolean }>(
    sql`
    select (select coalesce(sum(hashint4(id)), 0) from (
        select unnest(segs) as id from contact_segments where org_id = ${ctx.orgId}) n)
      = (select coalesce(sum(size * hashint4(id)::bigint), 0) from segments where org_id = ${ctx.orgId}
        and state = 'active' and deleted_at is null) as same`.inlineParams(),
  );
  if (!all!.same) await countEach(ctx);
}

/** Tables keep the scans parallel, as no update would. */
async function countEach(ctx: Working): Promise<void> {
  await ctx.db.execute(
    sql`create temporary table segment_sizes_counted on commit drop as
    select id, count(*)::int as size from (
      select unnest(segs) as id from contact_segments where org_id = ${ctx.orgId}) n
    group by id`.inlineParams(),
  );
  const [wrong] = await ctx.db.execute<{ n: number }>(sql`
    with put as (
      update segments g set size = coalesce(k.size, 0) from segments o left join segment_sizes_counted k using (id)
      where g.org_id = ${ctx.orgId} and o.org_id = ${ctx.orgId} and o.id = g.id and g.state = 'active'
        and g.deleted_at is null and g.size <> coalesce(k.size, 0) returning 1
    ) select count(*)::int as n from put`);
  if (wrong!.n > 0) log.warn({ org: ctx.orgId, segments: wrong!.n }, "sizes of segments were not as counted");
}

/** Of a segment that was archived some contacts may still hold the number, which makes nobody a member: count all. */
export async function countNew(ctx: Working): Promise<void> {
  await ctx.db.execute(sql`
    update segments g set size = (
      select count(*) from contact_segments s where s.org_id = ${ctx.orgId} and g.id = any(s.segs))
    where g.org_id = ${ctx.orgId} and g.state = 'active' and g.deleted_at is null and g.in_force is null`);
}
