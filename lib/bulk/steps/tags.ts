import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import {
  anySubject,
  anyTarget,
  askedAt,
  type BulkRow,
  change,
  changedSince,
  living,
  type Part,
  putBack,
} from "../action";

/** What is put carries the moment and the name of who asked: by that undo knows its own from what came since. */
export const tag = (ctx: Working, row: BulkRow, part: Part) =>
  change(
    ctx,
    row,
    part,
    sql`changed as (
      insert into contact_tags (org_id, tag_id, contact_id, added_at, added_by)
      select ${ctx.orgId}, s.id, t.id, ${askedAt(row)}, ${row.askedBy}
      from ${living(row)}
      cross join tags s where s.org_id = ${ctx.orgId} and s.id = ${anySubject(row)}
      order by t.id, s.id
      on conflict do nothing returning contact_id, tag_id as subject_id, null::jsonb as before
    )`,
  );

export const untag = (ctx: Working, row: BulkRow, part: Part) =>
  change(
    ctx,
    row,
    part,
    sql`changed as (
      delete from contact_tags ct
      where ct.org_id = ${ctx.orgId} and ct.tag_id = ${anySubject(row)} and ct.contact_id = ${anyTarget}
      returning ct.contact_id, ct.tag_id as subject_id, jsonb_build_object('at', ct.added_at, 'by', ct.added_by,
          'store', ct.store_label) as before
    )`,
  );

export const undoTag = (ctx: Working, row: BulkRow, part: Part) =>
  putBack(
    ctx,
    row,
    part,
    sql`back as (
      delete from contact_tags ct using mine cross join lateral (
        select ct.ctid as place, ct.added_at, ct.added_by from contact_tags ct
        where ct.org_id = ${ctx.orgId} and ct.tag_id = mine.subject_id and ct.contact_id = mine.contact_id offset 0) own
      where ct.org_id = ${ctx.orgId} and ct.ctid = own.place
        and own.added_at = ${askedAt(row)} and own.added_by = ${row.askedBy}
      returning ct.contact_id, ct.tag_id as subject_id
    )`,
  );

export const undoUntag = (ctx: Working, row: BulkRow, part: Part) =>
  putBack(
    ctx,
    row,
    part,
    sql`back as (
      insert into contact_tags (org_id, tag_id, contact_id, added_at, added_by, store_label)
      select ${ctx.orgId}, s.id, mine.contact_id, (mine.before->>'at')::timestamptz, mine.before->>'by',
        mine.before->>'store'
      from mine join contacts c on c.org_id = ${ctx.orgId} and c.id = mine.contact_id
      join tags s on s.org_id = ${ctx.orgId} and s.id = mine.subject_id
      where not ${changedSince(row, ["tag", "untag"], ["tag.added", "tag.removed"], sql`s.name`)}
      order by mine.contact_id
      on conflict do nothing returning contact_id, tag_id as subject_id
    )`,
  );
