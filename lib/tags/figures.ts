/** How many people have each tag. Nothing waits for it: counting 1.7 million tags is a matter of a second. */
import { sql } from "drizzle-orm";
import { kinds } from "@/lib/contacts/selection";
import { daysOfGrowth, type Growth, growthOf } from "@/lib/growth";
import { keptIfDear } from "@/lib/kept";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

/** `growth`: who got the tag in the last 30 days of the zone and has it still; whoever lost it leaves no mark. */
export type TagFigures = { contacts: number; growth: Growth };

/** By public id; a tag nobody has is not among them. Contacts that are gone are in no count. */
export async function tagFigures(ctx: Ctx, input: { zone: string }): Promise<Map<string, TagFigures>> {
  permit(ctx, "contacts.read");
  return keptIfDear(`tags ${ctx.orgId} ${input.zone}`, () => readFigures(ctx, input), 5);
}

async function readFigures(ctx: Ctx, { zone }: { zone: string }): Promise<Map<string, TagFigures>> {
  return transact(ctx, async (ctx) => {
    // The index alone tells how many have each tag; who of them is gone are few, and counted off.
    const counts = await ctx.db.execute<{ id: string; n: number }>(sql`
      with held as (select tag_id, count(*) as n from contact_tags where org_id = ${ctx.orgId} group by 1),
      gone as (
        select t.tag_id, count(*) as n from contacts c
        join contact_tags t on t.org_id = ${ctx.orgId} and t.contact_id = c.id
        where c.org_id = ${ctx.orgId} and c.gone_at is not null group by 1
      )
      select t.public_id as id, (h.n - coalesce(g.n, 0))::int as n from held h
      join tags t on t.org_id = ${ctx.orgId} and t.id = h.tag_id left join gone g on g.tag_id = h.tag_id`);
    const added = await ctx.db.execute<{ id: string; ago: number; n: number }>(sql`
      select t.public_id as id, a.ago, a.n from (
        select ct.tag_id, (now() at time zone ${zone})::date - (ct.added_at at time zone ${zone})::date as ago,
          count(*)::int as n
        from contact_tags ct join contacts c on c.org_id = ${ctx.orgId} and c.id = ct.contact_id and c.gone_at is null
        where ct.org_id = ${ctx.orgId} and ct.added_at > now() - ${daysOfGrowth}::int * interval '1 day' group by 1, 2) a
      join tags t on t.org_id = ${ctx.orgId} and t.id = a.tag_id`);
    const growths = growthOf(added);
    const none = { change: 0, days: [] };
    return new Map(counts.map(({ id, n }) => [id, { contacts: n, growth: growths.get(id) ?? none }]));
  });
}

/** How many people of each store have each special tag. `store` is the public id. */
export type SpecialTags = { store: string; name: string; counts: Record<(typeof kinds)[number], number> };

export async function specialTags(ctx: Ctx): Promise<SpecialTags[]> {
  permit(ctx, "contacts.read");
  return keptIfDear(`special tags ${ctx.orgId}`, () =>
    transact(ctx, async (ctx) => {
      const [subscriber, buyer, contact] = kinds.map(
        (kind) => sql`(count(*) filter (where c.special_tags @> array[${kind}]::text[]))::int`,
      );
      const rows = await ctx.db.execute<SpecialTags>(sql`
        select s.public_id as store, s.name, coalesce(n.counts, '{"subscriber": 0, "buyer": 0, "contact": 0}') as counts
        from stores s left join (
          select c.store_id, jsonb_build_object('subscriber', ${subscriber}, 'buyer', ${buyer}, 'contact', ${contact})
            as counts
          from contacts c where c.org_id = ${ctx.orgId} and c.gone_at is null group by 1) n on n.store_id = s.id
        where s.org_id = ${ctx.orgId} order by s.name, s.id`);
      return [...rows];
    }),
  );
}
