import { type SQL, sql } from "drizzle-orm";

/** The names of the segments that a contact `c` is in, in their order, as `text[]`; of who is excluded, none. */
export const segmentNames = (orgId: number): SQL => sql`case when c.excluded_at is null then array(
  select g.name from segments g where g.org_id = ${orgId} and g.state = 'active' and g.deleted_at is null
    and g.id = any((select k.segs from contact_segments k where k.org_id = ${orgId} and k.contact_id = c.id)::int[])
  order by lower(g.name)) else '{}' end`;
