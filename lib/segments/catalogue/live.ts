/** Where a picker gets its values from: the merchant's own data, most used first. */
import { type SQL, sql } from "drizzle-orm";
import { importsNamed } from "../../contacts/directory/import-names";
import { anyText } from "../../sets";
import type { Live } from "./field";
import { numberOf } from "./literals";

/** Rows of `value`, `label` and `used`, for what was typed so far. */
export type Typed = { orgId: number; q: string; most: number };

/** The values that a column of contacts holds. `name` is ours. */
export const valuesOf =
  (name: string): Live =>
  (orgId) => {
    const column = sql.raw(`c.${name}`);
    return sql`select ${column} as value, ${column} as label, count(*) as used from contacts c
      where c.org_id = ${numberOf(orgId)} and c.gone_at is null and ${column} <> '' group by ${column}`;
  };

/** Rows that have a name and a public id, in the order of the alphabet. `table` is ours; `which` narrows it. */
export const named =
  (table: "tags" | "lists" | "segments" | "stores" | "forms", which: SQL = sql`true`): Live =>
  (orgId) =>
    sql`select t.public_id::text as value, t.name as label, 0 as used from ${sql.identifier(table)} t
      where t.org_id = ${numberOf(orgId)} and ${which}`;

/** Imports that brought somebody, the newest thousand. */
export const importsOf: Live = (orgId, values) =>
  sql`select n.id as value, n.name as label, 0 as used from (${importsNamed(orgId, 1000, values)}) n`;

/** Groups that the stores have now, each with its store. */
export const storeGroups: Live = (orgId) =>
  sql`select t.public_id::text as value, t.name || ' · ' || s.name as label, t.size as used from store_groups t
    join stores s on s.org_id = t.org_id and s.id = t.store_id
    where t.org_id = ${numberOf(orgId)} and t.gone_at is null and t.name <> ''`;

/**
 * Products, or variants, ever bought, under the name they were last bought by. One aggregate that several processes
 * share: no line is sorted.
 */
export const bought =
  (name: "product_id" | "variant_id"): Live =>
  (orgId, values) => {
    const id = sql.raw(`i.${name}`);
    const wanted = values ? sql`${id} = ${anyText(values.map((key) => key.slice(37)))}` : sql`${id} is not null`;
    const last = sql`max(array[lpad((extract(epoch from o.placed_at) * 1000000)::bigint::text, 17, '0'), i.name])`;
    return sql`select s.public_id || ':' || p.id as value, p.last[2] || ' · ' || s.name as label, p.used
      from (select o.store_id, ${id} as id, count(*) as used, ${last} as last
        from order_items i join orders o on o.org_id = ${numberOf(orgId)} and o.id = i.order_id
        where i.org_id = ${numberOf(orgId)} and ${wanted} group by o.store_id, ${id}) p
      join stores s on s.org_id = ${numberOf(orgId)} and s.id = p.store_id`;
  };

/** What a live source offers for what was typed, at most `most`. */
export function offered(live: Live, { orgId, q, most }: Typed): SQL {
  return sql`select value, label from (${live(orgId)}) v
    where strpos(lower(label collate "default"), lower(${q}::text collate "default")) > 0
    order by used desc, lower(label collate "default"), value limit ${most}`;
}

/** The names of these values; one that is gone has none. */
export function labelled(live: Live, orgId: number, values: readonly string[]): SQL {
  return sql`select value, label from (${live(orgId, values)}) v where value = ${anyText(values)}`;
}
