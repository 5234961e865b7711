/** Sizes are kept by what is joined and left; here they are counted. */
import { sql } from "drizzle-orm";
import { log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";

/** All sizes; rows of contacts that are no more are removed before. */
export async function recount(ctx: Working): Promise<void> {
  await ctx.db.execute(sql`delete from contact_segments s where s.org_id = ${ctx.orgId}
    and not exists (select from contacts c where c.org_id = ${ctx.orgId} and c.id = s.contact_id)`);
  const [wrong] = await ctx.db.execute<{ n: number }>(sql`
    with counted as materialized (
      select n as id, count(*)::int as size from contact_segments s, unnest(s.segs) n
      where s.org_id = ${ctx.orgId} group by n
    ), put as (
      update segments g set size = coalesce(k.size, 0) from segments o left join counted k using (id)
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
