/** Imports as they are called where one is chosen of several. */
import { type SQL, sql } from "drizzle-orm";
import { anyText } from "@/lib/sets";

/**
 * `id` (public) and `name`, the file with when it was imported, in the organization's days: of the newest `most` that
 * brought somebody, and of those whose public ids are `asked`. The first stands first.
 */
export const importsNamed = (orgId: number, most: number, asked: readonly string[] = []): SQL => sql`
  select i.public_id::text as id,
    i.file_name || ' · ' || to_char(i.asked_at at time zone o.time_zone, 'FMDD Mon YYYY, HH24:MI') as name
  from imports i join organizations o on o.id = i.org_id
  where i.org_id = ${orgId}::bigint and i.asked_at is not null and (i.public_id::text = ${anyText(asked)}
    or i.id in (select n.id from imports n where n.org_id = ${orgId}::bigint and n.loaded > 0 and n.state <> 'undone'
      order by n.created_at desc, n.id desc limit ${most}::int))
  order by i.created_at desc, i.id desc`;
