/** Conditions of a contacts list on what is beside the contact: where it came from, its tags, lists and segments. */
import { type SQL, sql } from "drizzle-orm";
import { idsAmong, type Meaning } from "./meaning";

/** Taken from a store, of this name or of a store on this platform; or brought by an import (lib/timeline/imports.ts). */
export function origin({ orgId, query, origins, imports }: Meaning, fence: SQL): SQL | null {
  if (query.origins.length === 0) return null;
  const platforms = query.origins.filter((one) => !idsAmong([one]).length);
  const brought = sql`exists (select from import_changes m where m.org_id = ${orgId} and m.contact_id = c.id
    and m.did = 'created' and ${among(sql`m.import_id`, imports, sql`bigint`)}${fence})`;
  if (imports.length > 0 && origins.length === 0 && platforms.length === 0) return brought;
  const stores = sql`array(select id from stores where org_id = ${orgId}
    and (platform = any(${list(platforms)}::text[]) or id = any(${list(origins)}::bigint[])))`;
  const taken = sql`c.source = 'ecommerce' and c.store_id = any(${stores})`;
  return imports.length > 0 ? sql`(${taken} or ${brought})` : taken;
}

export function tagged({ orgId, query, tags }: Meaning, fence: SQL): SQL | null {
  if (query.tags.length === 0) return null;
  const has = (which: SQL) => sql`exists (select from contact_tags ct
    where ct.org_id = ${orgId} and ct.contact_id = c.id and ${which}${fence})`;
  if (query.tagged === "none") return sql`not ${has(among(sql`ct.tag_id`, tags, sql`bigint`))}`;
  if (query.tagged === "any") return has(among(sql`ct.tag_id`, tags, sql`bigint`));
  if (tags.length < query.tags.length) return sql`false`;
  return sql.join(
    tags.map((tag) => has(sql`ct.tag_id = ${tag}::bigint`)),
    sql` and `,
  );
}

/** While excluded, a person is in no list (product.md, "Subscription dialog"). */
export function listed({ orgId, query, lists }: Meaning, fence: SQL): SQL | null {
  if (query.lists.length === 0) return null;
  const member = sql`exists (select from list_members lm where lm.org_id = ${orgId} and lm.contact_id = c.id
    and lm.left_at is null and ${among(sql`lm.list_id`, lists, sql`bigint`)}${fence})`;
  return query.listed === "in"
    ? sql`c.excluded_at is null and ${member}`
    : sql`(c.excluded_at is not null or not ${member})`;
}

/** As members are kept (lib/segments/judge.ts); who has just been excluded is in no segment, whatever is kept still. */
export function segmented({ orgId, query, segments }: Meaning, fence: SQL): SQL | null {
  if (query.segments.length === 0) return null;
  const member = sql`exists (select from contact_segments cs where cs.org_id = ${orgId} and cs.contact_id = c.id
    and cs.segs && ${list(segments)}::int[]${fence})`;
  return query.segmented === "in"
    ? sql`c.excluded_at is null and ${member}`
    : sql`(c.excluded_at is not null or not ${member})`;
}

/** One value is an equality, so that the index that begins with it also gives the order. */
export function among(name: SQL, values: readonly (string | number)[], type: SQL): SQL {
  const [only] = values;
  if (values.length === 1) return sql`${name} = ${only}::${type}`;
  return sql`${name} = any(${list(values)}::${type}[])`;
}

export function list(values: readonly (string | number)[]): string {
  return `{${values.join(",")}}`;
}
