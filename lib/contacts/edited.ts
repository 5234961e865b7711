/**
 * What a member wrote over the store's records, kept in `contacts.edits`. It holds until the store tells the field
 * anew: a record newer than the edit that says something else than was said when the edit was made. So neither an old
 * resync undoes an edit, nor an order that is merely shipped.
 */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

/** `was` is what the store told when it was edited; "" means empty. `by` is the member's name. */
const Edit = z.object({
  value: z.string(),
  at: z.coerce.date(),
  was: z.string().nullable(),
  by: z.string().catch(""),
});
export type Edit = z.output<typeof Edit>;

export const Edits = z.record(z.string(), Edit).catch({});

export const editOf = (stored: unknown): Edit | null => Edit.nullable().catch(null).parse(stored);

/** Whether an edit holds against what a record of this moment tells. */
export const stands = (edit: Edit | null, told: string | null, toldAt: Date): boolean =>
  edit !== null && (toldAt <= edit.at || told === edit.was);

/** Fields that follow from records: their column, and the column that says when the record was written. */
const derived = {
  firstName: ["first_name", "name_at"],
  lastName: ["last_name", "name_at"],
  phone: ["phone", "phone_at"],
  company: ["company", "address_at"],
  line1: ["line1", "address_at"],
  line2: ["line2", "address_at"],
  city: ["city", "address_at"],
  region: ["region", "address_at"],
  postcode: ["postcode", "address_at"],
  country: ["country", "address_at"],
  language: ["language", "language_at"],
} as const;

/** The columns of `told` in SQL with the edits that hold laid over them, and `edits` without those that were beaten. */
export function overlaid(told: string): SQL {
  const of = (name: string) => sql`${sql.identifier(told)}.${sql.identifier(name)}`;
  const edits = of("edits");
  const rules = Object.entries(derived).map(([field, [column, at]]) => ({
    field,
    column,
    holds: sql`(${of(column)} is not distinct from ${edits}->${field}::text->>'was'
      or coalesce(${of(at)} <= (${edits}->${field}::text->>'at')::timestamptz, true))`,
  }));
  const fields = rules.map(({ field, column, holds }) => {
    const value = sql`${edits}->${field}::text->>'value'`;
    const written = column.endsWith("_name") ? value : sql`nullif(${value}, '')`;
    return sql`case when ${edits} ? ${field}::text and ${holds} then ${written}
      else ${of(column)} end as ${sql.identifier(column)}`;
  });
  const beaten = rules.map(({ field, holds }) => sql`case when not ${holds} then ${field}::text end`);
  const kept = sql`case when ${edits} = '{}' then ${edits}
    else ${edits} - array_remove(array[${sql.join(beaten, sql`, `)}], null) end as edits`;
  return sql.join([...fields, kept], sql`, `);
}
