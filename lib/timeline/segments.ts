/** Lines of segments joined and left. They follow from what was noted as it happened: no line is stored. */
import { type SQL, sql } from "drizzle-orm";

/** One line for the segments joined at one moment and one for those left, with the columns of `contact_events`. */
export function segmentLines(orgId: number, contact: string): SQL {
  return sql`(
    select -4611686018427387904 - 2 * m.id - v.way as id, m.contact_id,
      case v.way when 0 then 'segment.joined' else 'segment.left' end as kind, m.at, m.at as recorded_at,
      'job' as actor_kind, null::text as actor_name, jsonb_build_object('name', n.names) as detail
    from segment_changes m
    cross join lateral (values (0, m.joined), (1, m."left")) as v(way, segs)
    cross join lateral (
      select string_agg(g.name, ', ' order by lower(g.name)) as names from segments g
      where g.org_id = ${orgId} and g.id = any(v.segs)) n
    where m.org_id = ${orgId} and m.contact_id = ${contact}::bigint and n.names is not null)`;
}
