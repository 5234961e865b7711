import { type SQL, sql } from "drizzle-orm";
import { eachId } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, titleOf } from "../row";

/**
 * Takes off the tags and lists that the import put on, where they are still its own; earlier stays on lists come back.
 */
export async function leaveGroups(ctx: Working, row: ImportRow, ids: number[]): Promise<void> {
  const at = sql`${row.askedAt!.toISOString()}::timestamptz`;
  const mine = (column: "tags" | "lists") => sql`
    ${eachId(ids)} as k(id) cross join lateral (
      select ${sql.identifier(column)} from import_changes where org_id = ${ctx.orgId} and contact_id = k.id
        and import_id = ${row.id} and undone_at is null and ${sql.identifier(column)} is not null offset 0
    ) m`;
  await ctx.db.execute(sql`
    with ours as materialized (
      select t.place from ${mine("tags")} cross join unnest(m.tags) as w(tag_id) cross join lateral (
        select ctid as place from contact_tags where org_id = ${ctx.orgId} and tag_id = w.tag_id and contact_id = k.id
          and added_at = ${at} and added_by = ${titleOf(row)} offset 0
      ) t
    )
    delete from contact_tags where ${found(ctx)}`);
  const stays = sql`ours as materialized (
      select t.place, nullif(w.before, 'null') as before from ${mine("lists")}
      cross join jsonb_each(m.lists) as w(list, before) cross join lateral (
        select ctid as place from list_members where org_id = ${ctx.orgId} and list_id = w.list::bigint
          and contact_id = k.id and joined_at = ${at} and joined_by = ${titleOf(row)} and left_at is null offset 0
      ) t
    )`;
  await ctx.db.execute(sql`
    with ${stays} delete from list_members where ${found(ctx, sql`where before is null`)}`);
  await ctx.db.execute(sql`
    with ${stays}
    update list_members t set joined_at = (w.before->>'at')::timestamptz, joined_by = w.before->>'by',
      left_at = (w.before->>'left')::timestamptz
    from ours w where ${found(ctx, sql`where before is not null`)} and t.ctid = w.place`);
}

/**
 * By where they lie: a plan for few rows of a group goes through all of it for each of them, 150 s instead of 0.1 s.
 */
const found = (ctx: Working, which: SQL = sql``) =>
  sql`org_id = ${ctx.orgId} and ctid = any(array(select place from ours ${which}))`;
