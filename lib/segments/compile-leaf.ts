/** One condition in SQL: true or false for every contact, never null. */
import { type SQL, sql } from "drizzle-orm";
import { searched } from "../contacts/directory/search";
import type { Field, Moment } from "./catalogue/field";
import { numberOf } from "./catalogue/literals";
import { dateCondition, numberCondition, setCondition, textCondition, twinOf } from "./compile-conditions";
import { isMoving } from "./compile-days";
import { eventsOf } from "./compile-events";
import type { Leaf } from "./definition";
import { taken } from "./definition-values";

/** Over `contacts c` and `contact_activity a`. The leaf has been checked against the moment's fields. */
export function leafOf(leaf: Leaf, field: Field, at: Moment): SQL {
  const twin = twinOf(field.type, leaf.operator);
  if (twin) return sql`not ${leafOf({ ...leaf, operator: twin }, field, at)}`;
  switch (field.type) {
    case "text":
      return textCondition(field.column(at), leaf);
    case "number":
    case "money":
      return numberCondition(field.column(at), leaf);
    case "date":
      return dateCondition(field.column(at), field.counted, leaf, at);
    case "choice":
    case "members":
      return setCondition(field.any, leaf, at);
    case "flag":
      return field.holds(at);
    case "events":
      return eventsOf(leaf, field, at);
    case "share": {
      const { from, to, draw } = taken("share", leaf.value);
      return sql`(${field.lot(draw)} between ${numberOf(from)} and ${numberOf(to - 1)})`;
    }
    case "search":
      return sql`(${sql.join(searched(field.column(at), taken("words", leaf.value)), sql` and `)})`;
  }
}

/** Whether the condition's answer may change by time alone. */
export function isTimed(leaf: Leaf, field: Field): boolean {
  if (field.type === "date") return isMoving(leaf.operator);
  if (field.type === "events") return leaf.when !== undefined && isMoving(leaf.when.operator);
  return "timed" in field && field.timed === true;
}
