/** One operator over one expression, in SQL: always true or false, never null. Complements are never compiled here. */
import { type SQL, sql } from "drizzle-orm";
import { beginningOf, dayAt, type Window } from "../calendar";
import type { AnyOf, Moment } from "./catalogue/field";
import { dayOf, momentOf, numberOf, zoneOf } from "./catalogue/literals";
import { type date, operatorOf, type Type } from "./catalogue/operators";
import { type Spell, spellsOf, windowOf } from "./compile-days";
import { taken } from "./definition-values";
import { once } from "./gather";

export type Asked = { operator: string; value?: unknown };

/** Case does not count; a text that is empty is not set. */
export function textCondition(column: SQL, { operator, value }: Asked, at?: Moment): SQL {
  const lower = sql`lower((${column})::text collate "default")`;
  const lowered = at ? once(at, lower) : lower;
  const one = () => sql`lower(${taken("text", value)}::text collate "default")`;
  if (operator === "set") return sql`coalesce(${column} <> '', false)`;
  if (operator === "is") return sql`coalesce(${lowered} = ${one()}, false)`;
  if (operator === "contains") return sql`coalesce(strpos(${lowered}, ${one()}) > 0, false)`;
  if (operator === "starts") return sql`coalesce(starts_with(${lowered}, ${one()}), false)`;
  if (operator === "ends") return sql`coalesce(right(${lowered}, length(${one()})) = ${one()}, false)`;
  if (operator !== "in") throw unknown(operator);
  const among = taken("texts", value).map((one) => sql`lower(${one}::text collate "default")`);
  return sql`coalesce(${lowered} = any(array[${sql.join(among, sql`, `)}]), false)`;
}

/** `as`: how the column's numbers are written. */
export function numberCondition(column: SQL, { operator, value }: Asked, as = numberOf): SQL {
  if (operator === "between") {
    const { from, to } = taken("range", value);
    return sql`coalesce(${column} between ${as(from)} and ${as(to)}, false)`;
  }
  if (!["=", "<", "<=", ">", ">="].includes(operator)) throw unknown(operator);
  return sql`coalesce(${column} ${sql.raw(operator)} ${as(taken("number", value))}, false)`;
}

export function dateCondition(column: SQL, counted: "day" | "moment", asked: Asked, at: Moment): SQL {
  const { operator, value } = asked as { operator: keyof typeof date; value: unknown };
  if (operator === "set") return sql`(${column} is not null)`;
  const today = dayAt(at.timeZone, at.now);
  if (!operator.startsWith("anniversary-")) return inWindow(column, counted, windowOf(operator, value, today), at);
  const day = counted === "day" ? column : sql`(${column} at time zone ${zoneOf(at.timeZone)})::date`;
  return sql`coalesce(${sql.join(
    spellsOf(operator, value, today).map((spell) => recurs(day, spell)),
    sql` or `,
  )}, false)`;
}

/** Whether a moment, or a day, lies in the window; false where there is none. */
export function inWindow(column: SQL, counted: "day" | "moment", { from, to }: Window, at: Moment): SQL {
  const edge = (day: string) => (counted === "day" ? dayOf(day) : momentOf(beginningOf(at.timeZone, day)));
  const edges = [
    sql`${column} is not null`,
    ...(from === null ? [] : [sql`${column} >= ${edge(from)}`]),
    ...(to === null ? [] : [sql`${column} < ${edge(to)}`]),
  ];
  return sql`(${sql.join(edges, sql` and `)})`;
}

export function setCondition(any: AnyOf, { operator, value }: Asked, at: Moment): SQL {
  const asked = [...new Set(taken("values", value))];
  if (operator === "any") return any(asked, at);
  if (operator !== "all") throw unknown(operator);
  const each = asked.map((one) => any([one], at));
  return sql`(${sql.join(each, sql` and `)})`;
}

/** The operator that this one is the complement of, if it is one. */
export const twinOf = (type: Type, name: string): string | undefined => operatorOf(type, name)?.complementOf;

/** The day of the year lies in the spell, at least a year after the day itself. */
function recurs(day: SQL, { year, from, to }: Spell): SQL {
  const place = sql`(extract(month from ${day}) * 100 + extract(day from ${day}))`;
  return sql`(${day} < ${dayOf(`${year}-01-01`)} and ${place} between ${numberOf(from)} and ${numberOf(to)})`;
}

export const unknown = (operator: string) => new Error(`There is no operator "${operator}".`);
