/**
 * How many people tags and lists have: sums that are kept as links and standings change (migration "group_tallies").
 */
import { sql } from "drizzle-orm";
import { daysOfGrowth, type Growth, growthOf } from "./growth";
import { database, type Working } from "./tenancy";

/** `subscribed`: those of them who agreed to email. `growth`: came less left, in days of the zone. */
export type Tally = { n: number; subscribed: number; growth: Growth };

/** By the group's public id; a group nobody was ever in is not among them. A few rows a group, however large it is. */
export async function talliesOf(ctx: Working, kind: "tag" | "list", zone: string): Promise<Map<string, Tally>> {
  const rows = await ctx.db.execute<{ id: string; ago: number; n: number; subscribed: number }>(sql`
    with tallied as (
      select group_id, (now() at time zone ${zone})::date - (at at time zone ${zone})::date as ago, n, subscribed
      from group_tallies where org_id = ${ctx.orgId} and kind = ${kind}
    )
    select g.public_id as id, t.ago, t.n, t.subscribed from (
      select group_id, least(ago, ${daysOfGrowth}) as ago, sum(n)::int as n, sum(subscribed)::int as subscribed
      from tallied group by 1, 2) t
    join ${sql.identifier(`${kind}s`)} g on g.org_id = ${ctx.orgId} and g.id = t.group_id`);
  const growths = growthOf(rows);
  const tallies = new Map<string, Tally>();
  for (const { id, n, subscribed } of rows) {
    const tally = tallies.get(id) ?? { n: 0, subscribed: 0, growth: growths.get(id)! };
    tallies.set(id, { ...tally, n: tally.n + n, subscribed: tally.subscribed + subscribed });
  }
  return tallies;
}

/**
 * Folds what statements added into one row a quarter of an hour and group, and what is older than any growth that is
 * shown into one a group. Whoever folds at the same moment folds other rows: each sum stays what it was.
 */
export async function foldTallies(): Promise<{ folded: number }> {
  const { sql } = database();
  const past = sql`case when at < now() - make_interval(days => ${daysOfGrowth + 2}) then timestamptz '2000-01-01'
    else at end`;
  const [row] = await sql`
    with loose as (
      delete from group_tallies where not folded or at <> ${past}
        returning org_id, kind, group_id, ${past} as at, n, subscribed
    ), kept as (
      delete from group_tallies g using (select distinct org_id, kind, group_id, at as stands from loose) l
      where g.org_id = l.org_id and g.kind = l.kind and g.group_id = l.group_id and g.at = l.stands and g.folded
        and g.at = ${past}
      returning g.org_id, g.kind, g.group_id, g.at, g.n, g.subscribed
    ), whole as (
      insert into group_tallies (org_id, kind, group_id, at, n, subscribed, folded)
      select org_id, kind, group_id, at, sum(n), sum(subscribed), true
      from (select * from loose union all select * from kept) u
      group by 1, 2, 3, 4 having sum(n) <> 0 or sum(subscribed) <> 0
    )
    select count(*)::int as n from loose`;
  return { folded: row!.n };
}
