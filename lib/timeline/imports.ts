/** Lines of imports that reached a contact. They follow from what each import noted: no line is stored. */
import { type SQL, sql } from "drizzle-orm";

/** What an import did to the contact, and its undo, with the columns of `contact_events`. */
export function importLines(orgId: number, contact: string): SQL {
  const title = sql`'the import “' || i.file_name || '”'`;
  const place = sql`${title} || ', line ' || m.line`;
  const line = (n: number, kind: SQL, detail: SQL, when: SQL, at = sql`i.asked_at`) =>
    sql`select ${n}::int, ${kind}, ${at}, ${detail} where ${when}`;
  const from = sql`jsonb_build_object('from', ${title})`;
  return sql`(
    select -1152921504606846976 - 8 * i.id - l.n as id, m.contact_id, l.kind, l.at, l.at as recorded_at,
      case when i.user_id is null then 'job' else 'member' end as actor_kind,
      case l.n when 6 then coalesce(i.undo_asked_by, i.started_by) else i.started_by end as actor_name,
      jsonb_strip_nulls(l.detail) as detail
    from import_changes m join imports i on i.org_id = ${orgId} and i.id = m.import_id
    cross join lateral (
      ${line(0, sql`'contact.created'`, sql`jsonb_build_object('from', ${place})`, sql`m.did = 'created'`)}
      union all ${line(
        1,
        sql`'contact.imported'`,
        sql`jsonb_build_object('from', ${place}, 'changes', (
          select jsonb_agg(jsonb_build_object('field', key, 'from', value->'was', 'to', value->'now') order by key)
          from jsonb_each(m.before->'fields')))`,
        sql`m.did = 'updated'`,
      )}
      union all ${line(2, sql`'tag.added'`, named("tags", sql`any(m.tags)`, title), sql`cardinality(m.tags) > 0`)}
      union all ${line(
        3,
        sql`'list.joined'`,
        named("lists", sql`any(array(select k::bigint from jsonb_object_keys(m.lists) k))`, title),
        sql`m.lists <> '{}'`,
      )}
      union all ${said(4, "email", title)} union all ${said(5, "sms", title)}
      union all ${line(6, sql`'import.undone'`, from, sql`m.undone_at is not null`, sql`m.undone_at`)}
    ) as l(n, kind, at, detail)
    where m.org_id = ${orgId} and m.contact_id = ${contact}::bigint)`;
}

const named = (table: "tags" | "lists", ids: SQL, title: SQL) => sql`jsonb_build_object('from', ${title}, 'name', (
  select string_agg(g.name, ', ' order by g.name) from ${sql.identifier(table)} g
  where g.org_id = m.org_id and g.id = ${ids}))`;

/** The choice a new contact came with; known contacts' choices are lines of their own. */
const said = (n: number, channel: "email" | "sms", title: SQL) => sql`
  select ${n}::int, 'consent.changed', (m.consent->${channel}::text->>'at')::timestamptz,
    jsonb_build_object('channel', ${channel}::text, 'from', 'never', 'to', m.consent->${channel}::text->>'after',
      'method', 'import', 'evidence', 'Line ' || m.line || ' of ' || ${title}, 'source', 'Import')
  where m.consent ? ${channel}::text`;
