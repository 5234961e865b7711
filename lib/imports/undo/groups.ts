import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, titleOf } from "../row";

/** Takes off the tags and lists that the import put on, where they are still its own; earlier stays on lists come back. */
export async function leaveGroups(ctx: Working, row: ImportRow, ids: SQL): Promise<void> {
  const at = sql`${row.askedAt!.toISOString()}::timestamptz`;
  const mine = sql`import_changes m where m.org_id = ${ctx.orgId} and m.import_id = ${row.id} and m.contact_id = ${ids}
    and m.undone_at is null`;
  await ctx.db.execute(sql`
    delete from contact_tags t using (
      select m.contact_id, unnest(m.tags) as tag_id from ${mine} and m.tags is not null
    ) m where t.org_id = ${ctx.orgId} and t.tag_id = m.tag_id and t.contact_id = m.contact_id
      and t.added_at = ${at} and t.added_by = ${titleOf(row)}`);
  const lists = sql`(select m.contact_id, l.key::bigint as list_id, nullif(l.value, 'null') as before
    from (select * from ${mine} and m.lists is not null) m cross join lateral jsonb_each(m.lists) l) w`;
  const ours = sql`t.org_id = ${ctx.orgId} and t.list_id = w.list_id and t.contact_id = w.contact_id
    and t.joined_at = ${at} and t.joined_by = ${titleOf(row)} and t.left_at is null`;
  await ctx.db.execute(sql`delete from list_members t using ${lists} where ${ours} and w.before is null`);
  await ctx.db.execute(sql`
    update list_members t set joined_at = (w.before->>'at')::timestamptz, joined_by = w.before->>'by',
      left_at = (w.before->>'left')::timestamptz
    from ${lists} where ${ours} and w.before is not null`);
}
