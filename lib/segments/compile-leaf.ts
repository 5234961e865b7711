/** One condition in SQL: true or false for every contact, never null. */
import { type SQL, sql } from "drizzle-orm";
import { dayAt } from "../calendar";
import { searched } from "../contacts/directory/search";
import type { Field, Moment } from "./catalogue/field";
import { numberOf } from "./catalogue/literals";
import { dateCondition, inWindow, numberCondition, setCondition, textCondition, twinOf } from "./compile-conditions";
import { isMoving, stretchesOf, windowOf } from "./compile-days";
import { eventsOf, movedEvents } from "./compile-events";
import type { Leaf } from "./definition";
import { taken } from "./definition-values";
import { textOf } from "./gather";

/** Over `contacts c` and `contact_activity a`. The leaf has been checked against the moment's fields. */
export function leafOf(leaf: Leaf, field: Field, at: Moment): SQL {
  const twin = twinOf(field.type, leaf.operator);
  if (twin) return sql`not ${leafOf({ ...leaf, operator: twin }, field, at)}`;
  switch (field.type) {
    case "text":
      return textCondition(field.column(at), leaf, at);
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

/** For whom the answer may be another at one of the moments than at the other: one of these holds. */
export function movedOf(leaf: Leaf, field: Field, before: Moment, after: Moment): SQL[] {
  if (field.type === "events") return movedEvents(leaf, field, before, after);
  if (field.type !== "date" || leaf.operator.startsWith("anniversary-")) {
    const [was, is] = [leafOf(leaf, field, before), leafOf(leaf, field, after)];
    return textOf(was) === textOf(is) ? [] : [sql`${was} <> ${is}`];
  }
  const operator = twinOf("date", leaf.operator) ?? leaf.operator;
  const [one, other] = [before, after].map(({ timeZone, now }) => windowOf(operator, leaf.value, dayAt(timeZone, now)));
  return stretchesOf(one!, other!).map((days) => inWindow(field.column(after), field.counted, days, after));
}

/** Whether the condition's answer may change by time alone. */
export function isTimed(leaf: Leaf, field: Field): boolean {
  if (field.type === "date") return isMoving(leaf.operator);
  if (field.type === "events") return leaf.when !== undefined && isMoving(leaf.when.operator);
  return "timed" in field && field.timed === true;
}
