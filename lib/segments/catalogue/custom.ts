/** A merchant's own fields as dimensions: the catalogue of one organization. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "../../tenancy";
import { figureOf } from "../gather";
import type { Catalogue, Field, Moment, Rows } from "./field";
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
  const told = sql`e.values->>${key}`;
  const value = (at: Moment, figure: SQL = told) => figureOf(at, values, sql`true`, sql`max(${figure})`);
  if (type === "text") {
    const live = (orgId: number) => sql`select v.values->>${key} as value, v.values->>${key} as label, count(*) as used
      from contact_values v where v.org_id = ${numberOf(orgId)} and v.values->>${key} <> '' group by v.values->>${key}`;
    return { ...said, type, column: (at) => value(at), live };
  }
  if (type === "boolean") return { ...said, type: "flag", holds: (at) => sql`coalesce(${value(at)} = 'true', false)` };
  const typed = sql.raw(type === "date" ? "date" : "numeric");
  const column = (at: Moment) =>
    value(at, sql`case when pg_input_is_valid(${told}, '${typed}') then (${told})::${typed} end`);
  if (type === "date") return { ...said, type, counted: "day", column };
  return { ...said, type, column };
}

const values: Rows = { from: () => sql`contact_values e`, of: "e", where: () => sql`true`, at: sql`now()` };
