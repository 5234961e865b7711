import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { fields } from "../merge/known";
import { sharers } from "../merge/sharers";
import { type ImportRow, titleOf } from "../row";

/**
 * Puts fields back as they were where what the import wrote still stands, with the member's edit that stood there. Hidden
 * contacts that it brought back are hidden again. Gives the contacts that were touched.
 */
export async function restoreFields(ctx: Working, row: ImportRow, ids: SQL): Promise<number[]> {
  await restoreValues(ctx, row, ids);
  // A later file may have the same name.
  const ended = (row.finishedAt ?? new Date()).toISOString();
  const mine = (field: string, column: string) =>
    sql`(m.before->'fields' ? ${field}::text and c.edits->${field}::text->>'by' = ${titleOf(row)}
      and c.edits->${field}::text->>'value' = c.${sql.identifier(column)}::text
      and (c.edits->${field}::text->>'at')::timestamptz <= ${ended}::timestamptz)`;
  const each = Object.entries(fields);
  const columns = each.map(([field, column]) => {
    const was = sql`m.before->'fields'->${field}::text->>'was'`;
    const typed = column === "birthday" ? sql`(${was})::date` : was;
    const blank = column === "first_name" || column === "last_name" ? sql`coalesce(${typed}, '')` : typed;
    const name = sql.identifier(column);
    return sql`${name} = case when ${mine(field, column)} then ${blank} else c.${name} end`;
  });
  const gone = each.map(([field, column]) => sql`case when ${mine(field, column)} then ${field}::text end`);
  const kept = each.map(
    ([field, column]) => sql`case when ${mine(field, column)} and m.before->'fields'->${field}::text->'edit' <> 'null'
      then jsonb_build_object(${field}::text, m.before->'fields'->${field}::text->'edit') else '{}' end`,
  );
  const rows = await ctx.db.execute<{ id: string; left: string | null }>(sql`
    update contacts c set ${sql.join(columns, sql`, `)},
      email_typed = case when ${mine("email", "email")} then null else c.email_typed end,
      phone_key = case when ${mine("phone", "phone")} then null else c.phone_key end,
      edits = (c.edits - array_remove(array[${sql.join(gone, sql`, `)}], null)) || ${sql.join(kept, sql` || `)},
      deleted_at = case when c.deleted_at is null and m.before ? 'gone' then (m.before->>'deleted')::timestamptz
        else c.deleted_at end,
      updated_at = now()
    from import_changes m
    where c.org_id = ${ctx.orgId} and c.id = ${ids} and m.org_id = ${ctx.orgId} and m.contact_id = c.id
      and m.import_id = ${row.id} and m.did = 'updated' and m.undone_at is null and m.before is not null
    returning c.id, case when m.before->'fields' ? 'phone' then m.before->'fields'->'phone'->>'now' end as left`);
  const left = rows.flatMap((one) => one.left ?? []);
  return [...rows.map(({ id }) => Number(id)), ...(await sharers(ctx, row.storeId, left))];
}

async function restoreValues(ctx: Working, row: ImportRow, ids: SQL) {
  await ctx.db.execute(sql`
    update contact_values v set values = jsonb_strip_nulls(v.values || coalesce((
      select jsonb_object_agg(key, value->'was') from jsonb_each(m.before->'custom')
      where v.values->key = value->'now'), '{}'))
    from import_changes m
    where v.org_id = ${ctx.orgId} and v.contact_id = ${ids} and m.org_id = ${ctx.orgId} and m.contact_id = v.contact_id
      and m.import_id = ${row.id} and m.undone_at is null and jsonb_typeof(m.before->'custom') = 'object'`);
}
