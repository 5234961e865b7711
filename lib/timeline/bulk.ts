/**
 * Lines of what was done to a contact together with many others. They follow from the noted changes: no line is stored.
 */
import { type SQL, sql } from "drizzle-orm";

/** One line for what an action changed of the contact and one for its undo, with the columns of `contact_events`. */
export function bulkLines(orgId: number, contact: string): SQL {
  return sql`(
    select -2 * b.id - m.turned as id, m.contact_id,
      case
        when b.kind = any(case m.turned when 0 then '{tag}' else '{untag}' end::text[]) then 'tag.added'
        when b.kind in ('tag', 'untag') then 'tag.removed'
        when b.kind = any(case m.turned when 0 then '{list}' else '{unlist}' end::text[]) then 'list.joined'
        when b.kind in ('list', 'unlist') then 'list.left'
        when b.kind = any(case m.turned when 0 then '{disable}' else '{enable}' end::text[]) then 'contact.disabled'
        else 'contact.enabled' end as kind,
      case m.turned when 0 then b.asked_at else m.undone_at end as at,
      case m.turned when 0 then b.asked_at else m.undone_at end as recorded_at,
      case when b.user_id is null then 'job' else 'member' end as actor_kind,
      case m.turned when 0 then b.asked_by else coalesce(b.undo_asked_by, b.asked_by) end as actor_name,
      jsonb_strip_nulls(jsonb_build_object('name', (
        select string_agg(s->>'name', ', ' order by s->>'name') from jsonb_array_elements(b.detail->'subjects') s
        where (s->>'id')::bigint = any(m.subjects)))) as detail
    from (
      select c.contact_id, c.bulk_id, t.turned, max(c.undone_at) as undone_at, array_agg(c.subject_id) as subjects
      from bulk_changes c cross join (values (0), (1)) as t(turned)
      where c.org_id = ${orgId} and c.contact_id = ${contact}::bigint and (t.turned = 0 or c.undone_at is not null)
      group by c.contact_id, c.bulk_id, t.turned
    ) m
    join bulk_actions b on b.org_id = ${orgId} and b.id = m.bulk_id)`;
}
