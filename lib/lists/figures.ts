/** How many people each list has. Excluded and gone people are in no count; nothing waits for it. */
import { sql } from "drizzle-orm";
import { daysOfGrowth, type Growth, growthOf } from "@/lib/growth";
import { keptIfDear } from "@/lib/kept";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

/** `subscribed`: those of the members who agreed to email. `growth`: joined less left, in days of the zone. */
export type ListFigures = { members: number; subscribed: number; growth: Growth };

/** By public id; a list nobody was ever on is not among them. */
export async function listFigures(ctx: Ctx, input: { zone: string }): Promise<Map<string, ListFigures>> {
  permit(ctx, "contacts.read");
  return keptIfDear(`lists ${ctx.orgId} ${input.zone}`, () => readFigures(ctx, input), 5);
}

async function readFigures(ctx: Ctx, { zone }: { zone: string }): Promise<Map<string, ListFigures>> {
  return transact(ctx, async (ctx) => {
    const counts = await ctx.db.execute<{ id: string; members: number; subscribed: number }>(sql`
      select l.public_id as id, n.members, n.subscribed from (
        select m.list_id, (count(*) filter (where m.left_at is null))::int as members,
          (count(*) filter (where m.left_at is null and c.email_consent = 'subscribed'))::int as subscribed
        from list_members m join contacts c
          on c.org_id = ${ctx.orgId} and c.id = m.contact_id and c.gone_at is null and c.excluded_at is null
        where m.org_id = ${ctx.orgId} group by 1) n
      join lists l on l.org_id = ${ctx.orgId} and l.id = n.list_id`);
    const since = sql`now() - ${daysOfGrowth}::int * interval '1 day'`;
    const ago = (at: string) =>
      sql`(now() at time zone ${zone})::date - (${sql.identifier(at)} at time zone ${zone})::date`;
    const moves = await ctx.db.execute<{ id: string; ago: number; n: number }>(sql`
      select l.public_id as id, v.ago, v.n from (
        select list_id, ago, sum(n)::int as n from (
          select list_id, contact_id, ${ago("joined_at")} as ago, 1 as n from list_members
          where org_id = ${ctx.orgId} and joined_at > ${since}
          union all
          select list_id, contact_id, ${ago("left_at")}, -1 from list_members
          where org_id = ${ctx.orgId} and left_at > ${since}) m
        join contacts c on c.org_id = ${ctx.orgId} and c.id = m.contact_id and c.gone_at is null and c.excluded_at is null
        group by 1, 2) v
      join lists l on l.org_id = ${ctx.orgId} and l.id = v.list_id`);
    const growths = growthOf(moves);
    const none = { change: 0, days: [] };
    return new Map(counts.map(({ id, ...rest }) => [id, { ...rest, growth: growths.get(id) ?? none }]));
  });
}
