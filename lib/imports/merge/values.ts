/** Values of the merchant's own fields. */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, optionsOf } from "../row";

/** Writes what the file tells; with "add" what is known already stays. What was there before is kept for undo. */
export async function writeValues(ctx: Working, row: ImportRow): Promise<void> {
  const updates = optionsOf(row).known === "update";
  await ctx.db.execute(sql`
    with told as materialized (
      select p.contact_id, jsonb_object_agg(f.id, case
        when f.type = 'number' then to_jsonb((e.value #>> '{}')::numeric) else e.value end) as values
      from people p cross join lateral jsonb_each(p.custom) e
      join contact_fields f on f.org_id = ${ctx.orgId} and lower(f.name) = lower(e.key)
      group by p.contact_id
    ), news as materialized (
      select t.contact_id, t.values, coalesce(v.values, '{}') as known,
        case when ${updates} then coalesce(v.values, '{}') || t.values
          else t.values || coalesce(v.values, '{}') end as next
      from told t left join lateral (
        select values from contact_values where org_id = ${ctx.orgId} and contact_id = t.contact_id offset 0
      ) v on true
    ), kept as (
      insert into contact_values as v (org_id, contact_id, values)
      select ${ctx.orgId}, contact_id, next from news where next <> known order by contact_id
      on conflict (org_id, contact_id) do update set values = excluded.values
    )
    update people p set before = coalesce(p.before, '{}') || jsonb_build_object('custom', (
      select jsonb_object_agg(key, jsonb_build_object('was', n.known->key, 'now', value)) from jsonb_each(n.next)
        where n.known->key is distinct from value))
    from news n where p.contact_id = n.contact_id and not p.fresh and n.next <> n.known`);
}

/** Finds or makes the fields that the file's columns are to be. Where a name is taken, its type stays. */
export async function nameFields(ctx: Working, fields: { name: string; type: string }[]): Promise<void> {
  for (const { name, type } of fields) {
    await ctx.db.execute(sql`
      insert into contact_fields (org_id, name, type) values (${ctx.orgId}, ${name}, ${type})
      on conflict (org_id, lower(name)) do nothing`);
  }
}
