import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { anySubject, anyTarget, askedAt, type BulkRow, change, living, type Part, putBack } from "../action";

/** Who was on the list before joins anew; `before` keeps that earlier stay. */
export const join = (ctx: Working, row: BulkRow, part: Part) =>
  change(
    ctx,
    row,
    part,
    sql`earlier as materialized (
      select m.contact_id, jsonb_build_object('at', m.joined_at, 'by', m.joined_by, 'left', m.left_at) as before
      from target t join list_members m on m.org_id = ${ctx.orgId} and m.contact_id = t.id
      where m.list_id = ${anySubject(row)}
    ), joined as (
      insert into list_members as m (org_id, list_id, contact_id, joined_at, joined_by)
      select ${ctx.orgId}, s.id, t.id, ${askedAt(row)}, ${row.askedBy}
      from ${living(row)}
      cross join lists s where s.org_id = ${ctx.orgId} and s.id = ${anySubject(row)}
      order by t.id
      on conflict (org_id, list_id, contact_id) do update
        set left_at = null, joined_at = excluded.joined_at, joined_by = excluded.joined_by
        where m.left_at is not null
      returning contact_id, list_id as subject_id
    ), changed as (select j.contact_id, j.subject_id, e.before from joined j left join earlier e using (contact_id))`,
  );

export const leave = (ctx: Working, row: BulkRow, part: Part) =>
  change(
    ctx,
    row,
    part,
    sql`changed as (
      update list_members m set left_at = ${askedAt(row)}
      where m.org_id = ${ctx.orgId} and m.list_id = ${anySubject(row)} and m.contact_id = ${anyTarget}
        and m.left_at is null
      returning m.contact_id, m.list_id as subject_id, null::jsonb as before
    )`,
  );

/** Who was never on the list before is off it without a trace; who had been, has their earlier stay again. */
export const undoJoin = (ctx: Working, row: BulkRow, part: Part) => {
  const ours = sql`m.org_id = ${ctx.orgId} and m.ctid = own.place
    and own.joined_at = ${askedAt(row)} and own.joined_by = ${row.askedBy} and own.left_at is null`;
  return putBack(
    ctx,
    row,
    part,
    sql`unjoined as (
      delete from list_members m using ${itsStay(ctx)} where ${ours} and mine.before is null
      returning m.contact_id, m.list_id as subject_id
    ), restored as (
      update list_members m set joined_at = (mine.before->>'at')::timestamptz, joined_by = mine.before->>'by',
        left_at = (mine.before->>'left')::timestamptz
      from ${itsStay(ctx)} where ${ours} and mine.before is not null returning m.contact_id, m.list_id as subject_id
    ), back as (select * from unjoined union all select * from restored)`,
  );
};

export const undoLeave = (ctx: Working, row: BulkRow, part: Part) =>
  putBack(
    ctx,
    row,
    part,
    sql`back as (
      update list_members m set left_at = null from ${itsStay(ctx)}
      where m.org_id = ${ctx.orgId} and m.ctid = own.place and own.left_at = ${askedAt(row)}
      returning m.contact_id, m.list_id as subject_id
    )`,
  );

/** Each of `mine` with its stay on the list, `own`. */
const itsStay = ({ orgId }: Working) => sql`mine cross join lateral (
  select m.ctid as place, m.joined_at, m.joined_by, m.left_at from list_members m
  where m.org_id = ${orgId} and m.list_id = mine.subject_id and m.contact_id = mine.contact_id offset 0) own`;
