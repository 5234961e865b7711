/** One condition in SQL: true or false for every contact, never null. */
import { type SQL, sql } from "drizzle-orm";
import { dayAt } from "./calendar";
import type { Events, Field, Moment, Property } from "./catalogue/field";
import { numberOf } from "./catalogue/literals";
import { operatorOf } from "./catalogue/operators";
import {
  type Asked,
  dateCondition,
  inWindow,
  numberCondition,
  setCondition,
  textCondition,
  twinOf,
  unknown,
} from "./compile-conditions";
import { isMoving, windowOf } from "./compile-days";
import type { Leaf } from "./definition";
import { taken } from "./definition-values";

/** Over `contacts c` and `contact_activity a`. The leaf has been checked against the moment's fields. */
export function leafOf(leaf: Leaf, field: Field, at: Moment): SQL {
  const twin = twinOf(field.type, leaf.operator);
  if (twin) return sql`not ${leafOf({ ...leaf, operator: twin }, field, at)}`;
  switch (field.type) {
    case "flag":
      return field.holds(at);
    case "share": {
      const { from, to, draw } = taken("share", leaf.value);
      return sql`(${field.lot(draw)} between ${numberOf(from)} and ${numberOf(to - 1)})`;
    }
    case "search":
      return searched(field.column(at), taken("words", leaf.value));
    case "date":
      return dateCondition(field.column(at), field.counted, leaf, at);
    case "events":
      return eventsOf(leaf, field, at);
    default:
      return plainOf(leaf, field, at);
  }
}

/** Whether the condition's answer may change by time alone. */
export function isTimed(leaf: Leaf, field: Field): boolean {
  if (field.type === "date") return isMoving(leaf.operator);
  if (field.type === "events") return leaf.when !== undefined && isMoving(leaf.when.operator);
  return "timed" in field && field.timed === true;
}

function plainOf(
  asked: Asked,
  field: Exclude<Field, { type: "flag" | "share" | "search" | "date" | "events" }> | Property,
  at: Moment,
): SQL {
  if (field.type === "text") return textCondition(field.column(at), asked);
  if ("any" in field) return setCondition(field.any, asked, at);
  return numberCondition(field.column(at), asked);
}

function eventsOf(leaf: Leaf, { source }: Events, at: Moment): SQL {
  const today = dayAt(at.timeZone, at.now);
  const held = [
    source.where(at),
    ...(leaf.when ? [inWindow(source.at, "moment", windowOf(leaf.when.operator, leaf.when.value, today), at)] : []),
    ...(leaf.where ?? []).map((filter) => filtered(filter, source.properties[filter.property], at)),
  ];
  const rows = sql`from ${source.from(at)} where ${sql.join(held, sql` and `)}`;
  if (operatorOf("events", leaf.operator)?.takes === "measure") return measured(leaf, source, rows, at);
  return counted(leaf, rows);
}

function counted({ operator, value }: Leaf, rows: SQL): SQL {
  if (operator === "never") return sql`(not exists (select ${rows}))`;
  const times = taken("times", value);
  if (operator === "at-least" && times === 1) return sql`exists (select ${rows})`;
  const sign = { "at-least": ">=", "at-most": "<=", exactly: "=" }[operator];
  if (!sign) throw unknown(operator);
  return sql`((select count(*) ${rows}) ${sql.raw(sign)} ${numberOf(times)})`;
}

/** The sum of nothing is 0; nothing has no average, least or greatest, and no comparison holds of it. */
function measured(leaf: Leaf, source: Events["source"], rows: SQL, at: Moment): SQL {
  const { of, operator, value } = taken("measure", leaf.value);
  const property = source.properties[of];
  if (property?.type !== "number" && property?.type !== "money") throw new Error(`There is no number "${of}".`);
  const figure = sql.raw({ sum: "sum", average: "avg", min: "min", max: "max" }[leaf.operator] ?? "");
  const found = sql`(select ${figure}(${property.column(at)}) ${rows})`;
  const asked = { operator: twinOf("number", operator) ?? operator, value };
  const holds = numberCondition(leaf.operator === "sum" ? sql`coalesce(${found}, 0)` : found, asked);
  return asked.operator === operator ? holds : sql`(not ${holds})`;
}

function filtered(filter: Asked, property: Property | undefined, at: Moment): SQL {
  if (!property) throw new Error("There is no such property.");
  const twin = twinOf(property.type, filter.operator);
  if (twin) return sql`not ${plainOf({ ...filter, operator: twin }, property, at)}`;
  return plainOf(filter, property, at);
}

/** As the contacts page searches: lib/contacts/directory/filters.ts. Two letters begin a word, three are anywhere. */
function searched(column: SQL, words: string): SQL {
  const one = (word: string) => {
    const plain = word.replace(/[\\%_]/g, "\\$&");
    if ([...word].length >= 3) return sql`${column} like ${lowered(`%${plain}%`)}`;
    return sql`(${column} like ${lowered(`${plain}%`)} or ${column} like ${lowered(`% ${plain}%`)})`;
  };
  return sql`(${sql.join(words.trim().split(/\s+/).map(one), sql` and `)})`;
}

const lowered = (pattern: string) => sql`(lower(${pattern}::text collate "default") collate "C")`;
