/** Browsers become people: what they did before goes onto the timeline of whoever they turn out to be. */
import { sql } from "drizzle-orm";
import { anyId } from "@/lib/sets";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";

/** A browser that nobody was named for is forgotten after so many days without a visit; any other after `knownDays`. */
export const strangerDays = 30;
export const knownDays = 400;

/** Finds whom these browsers (inner ids) belong to, and moves what they did to its timeline. */
export async function passOn(ctx: Working, visitors: number[]): Promise<void> {
  const these = sql`v.org_id = ${ctx.orgId} and v.id = ${anyId(visitors)}`;
  await ctx.db.execute(sql`
    update visitors v set contact_id = c.id from contacts c
    where ${these} and v.contact_id is null and c.org_id = ${ctx.orgId} and c.store_id = v.store_id
      and c.email = v.email and c.gone_at is null`);
  await ctx.db.execute(sql`
    with moved as (
      delete from visitor_events e using visitors v
      where ${these} and v.contact_id is not null and e.org_id = ${ctx.orgId} and e.visitor_id = v.id
      returning v.contact_id, e.id, e.kind, e.at, e.detail
    ), told as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, detail)
      select ${ctx.orgId}, contact_id, kind, at, 'person', detail from moved order by at, id
    )
    update contact_activity a set visited_at = greatest(a.visited_at, m.at),
      last_interaction_at = greatest(a.last_interaction_at, m.at)
    from (select contact_id, max(at) as at from moved group by contact_id) m
    where a.org_id = ${ctx.orgId} and a.contact_id = m.contact_id`);
}

/** Organizations with browsers that are named after somebody who was not here yet. */
export async function waitingVisits(): Promise<{ orgId: number }[]> {
  return database().sql<{ orgId: number }[]>`
    select distinct v.org_id::int as "orgId" from visitors v
    join contacts c on c.org_id = v.org_id and c.store_id = v.store_id and c.email = v.email and c.gone_at is null
    where v.contact_id is null and v.email is not null`;
}

/** The buyer whom the shop named on its last page is told by its webhook seconds later: then the visit is theirs. */
export async function tieVisits(ctx: Ctx): Promise<void> {
  await transact(ctx, async (ctx) => {
    const rows = await ctx.db.execute<{ id: string }>(sql`
      select v.id from visitors v
      join contacts c on c.org_id = v.org_id and c.store_id = v.store_id and c.email = v.email and c.gone_at is null
      where v.org_id = ${ctx.orgId} and v.contact_id is null limit 1000`);
    await passOn(
      ctx,
      rows.map(({ id }) => Number(id)),
    );
  });
}

/** Nobody's visits are kept for long. Lines of timelines stay. */
export async function forgetVisitors(): Promise<number> {
  const gone = await database().sql`
    delete from visitors where seen_at < now() - make_interval(days => ${strangerDays})
      and (contact_id is null or seen_at < now() - make_interval(days => ${knownDays})) returning 1`;
  return gone.length;
}
