/** Who joins a group of the store, or leaves it, reads so on the contact's timeline. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * Writes the lines, as a part of the statement that moves members. `moved` is a table of `group_id`, `customer`, `at`
 * and
 * `joined`. What a store's groups were like when they were first read happened before we looked: nothing is told of it.
 */
export function linesOf(ctx: Working, storeId: number, moved: SQL): SQL {
  return sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, a.contact_id, case when v.joined then 'store-group.joined' else 'store-group.left' end, v.at,
      ${ctx.actor.kind}, ${ctx.actor.name}, jsonb_build_object('name', g.name)
    from ${moved} v join store_groups g on g.org_id = ${ctx.orgId} and g.id = v.group_id
    join store_customers a on a.org_id = ${ctx.orgId} and a.store_id = ${storeId} and a.external_id = v.customer
    where a.contact_id is not null and a.ended_at is null and exists (select from store_group_mirrors r
      where r.org_id = ${ctx.orgId} and r.store_id = ${storeId} and r.kind = 'whole' and r.state = 'done')`;
}
