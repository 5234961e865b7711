/** How many people have each tag, and each special tag. */
import { sql } from "drizzle-orm";
import { kinds } from "@/lib/contacts/selection";
import type { Growth } from "@/lib/growth";
import { keptIfDear } from "@/lib/kept";
import { permit } from "@/lib/permissions";
import { talliesOf } from "@/lib/tallies";
import { type Ctx, transact } from "@/lib/tenancy";

/** `growth`: who got the tag in the last 30 days of the zone and has it still; whoever lost it leaves no mark. */
export type TagFigures = { contacts: number; growth: Growth };

/** By public id; a tag nobody has is not among them. Contacts that are gone are in no count. */
export async function tagFigures(ctx: Ctx, input: { zone: string }): Promise<Map<string, TagFigures>> {
  permit(ctx, "contacts.read");
  const tallies = await transact(ctx, (ctx) => talliesOf(ctx, "tag", input.zone));
  return new Map([...tallies].map(([id, { n, growth }]) => [id, { contacts: n, growth }]));
}

/**
 * How many people of each store have each special tag; a store that no platform fills is left out where it has none.
 * `store` is the public id.
 */
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
            as counts, bool_or(c.special_tags <> '{}') as any_has
          from contacts c where c.org_id = ${ctx.orgId} and c.gone_at is null group by 1) n on n.store_id = s.id
        where s.org_id = ${ctx.orgId} and (s.platform <> 'api' or n.any_has) order by s.name, s.id`);
      return [...rows];
    }),
  );
}
