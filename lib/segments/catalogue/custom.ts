/** A merchant's own fields as dimensions: the catalogue of one organization. */
import { sql } from "drizzle-orm";
import type { Working } from "../../tenancy";
import type { Catalogue, Field } from "./field";
import { fields } from "./index";
import { numberOf } from "./literals";

/** A row of `contact_fields`. */
export type Own = { id: number; publicId: string; name: string; type: "text" | "number" | "date" | "boolean" };

/** The standard catalogue and the organization's own fields. */
export async function catalogueOf(ctx: Working): Promise<Catalogue> {
  const rows = await ctx.db.execute<Own>(sql`select id::float8 as id, public_id as "publicId", name, type
    from contact_fields where org_id = ${ctx.orgId} order by lower(name), id`);
  return withOwn(rows);
}

/** Under keys such as "own:<public id>". */
export const withOwn = (own: Iterable<Own>): Catalogue =>
  new Map([...fields, ...Array.from(own, asField)].map((field) => [field.key, field]));

/** A value that is not of the field's type any more is not set. */
function asField({ id, publicId, name, type }: Own): Field {
  const said = { key: `own:${publicId}`, label: name, family: "own", reads: ["own"] } as const;
  const key = sql.raw(`'${Math.trunc(id)}'`);
  const value = (orgId: number) => sql`(select v.values->>${key} from contact_values v
    where v.org_id = ${numberOf(orgId)} and v.contact_id = c.id)`;
  if (type === "text") {
    const live = (orgId: number) => sql`select v.values->>${key} as value, v.values->>${key} as label, count(*) as used
      from contact_values v where v.org_id = ${numberOf(orgId)} and v.values->>${key} <> '' group by v.values->>${key}`;
    return { ...said, type, column: ({ orgId }) => value(orgId), live };
  }
  if (type === "boolean")
    return { ...said, type: "flag", holds: ({ orgId }) => sql`coalesce(${value(orgId)} = 'true', false)` };
  const typed = type === "date" ? "date" : "numeric";
  const column = (orgId: number) => sql`(select case when pg_input_is_valid(w.value, '${sql.raw(typed)}')
    then w.value::${sql.raw(typed)} end from (select ${value(orgId)} as value offset 0) w)`;
  if (type === "date") return { ...said, type, counted: "day", column: ({ orgId }) => column(orgId) };
  return { ...said, type, column: ({ orgId }) => column(orgId) };
}
