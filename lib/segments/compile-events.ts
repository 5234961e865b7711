/** Questions about what happened to a contact, in SQL: how often, how much, in a window, with filters; never null. */
import { type SQL, sql } from "drizzle-orm";
import { beginningOf, dayAt, type Window } from "../calendar";
import type { AnyOf, Events, Moment, Property, Rows, Source } from "./catalogue/field";
import { numberOf, tenThousandthsOf } from "./catalogue/literals";
import { operatorOf } from "./catalogue/operators";
import { propertyOf } from "./catalogue/properties";
import {
  type Asked,
  inWindow,
  numberCondition,
  setCondition,
  textCondition,
  twinOf,
  unknown,
} from "./compile-conditions";
import { stretchesOf, windowOf } from "./compile-days";
import type { Filter, Leaf } from "./definition";
import { type Measure, taken } from "./definition-values";
import { anyRow, figureOf, once } from "./gather";

const always: Window = { from: null, to: null };

export function eventsOf(leaf: Leaf, { source }: Pick<Events, "source">, at: Moment): SQL {
  const today = dayAt(at.timeZone, at.now);
  const window = leaf.when ? windowOf(leaf.when.operator, leaf.when.value, today) : always;
  const measure = operatorOf("events", leaf.operator)?.takes === "measure" ? taken("measure", leaf.value) : null;
  const kept = leaf.where?.length ? null : keptOf(source, measure, leaf.operator, window, at);
  if (kept) return measure ? summed(kept, measure) : countedSince(leaf, kept);
  const [rows, which] = rowsOf(leaf, source, measure, window, at);
  if (measure) return measured(leaf.operator, measure, source, rows, which, at);
  if (leaf.operator === "never") return sql`(not ${anyRow(at, rows, which)})`;
  if (leaf.operator === "at-least" && taken("times", leaf.value) === 1) return anyRow(at, rows, which);
  return counted(leaf, figureOf(at, rows, which, sql`count(*)`, sql`0`));
}

/** Whether something that a window asks about lies where the window is at one moment only. */
export function movedEvents(leaf: Leaf, { source }: Pick<Events, "source">, before: Moment, after: Moment): SQL[] {
  const [one, other] = [before, after].map(({ timeZone, now }) =>
    leaf.when ? windowOf(leaf.when.operator, leaf.when.value, dayAt(timeZone, now)) : always,
  );
  const { kept } = source;
  const counts = operatorOf("events", leaf.operator)?.takes !== "measure";
  const stretches = stretchesOf(one!, other!);
  // The answers themselves: of the few columns that they are worked out from, conditions over many windows share each.
  if (stretches.length > 0 && kept && counts && !leaf.where?.length)
    return [sql`${eventsOf(leaf, { source }, before)} <> ${eventsOf(leaf, { source }, after)}`];
  return stretches.map((stretch) => {
    if (!kept || leaf.where?.length) return anyRow(after, ...rowsOf(leaf, source, null, stretch, after));
    // The last before its end, if it is not before its beginning: half the work of counting at both.
    const last = sql`(${kept.minutes})[${placeBefore(kept.minutes, stretch.to, after)}]`;
    return sql`coalesce(${last} >= ${numberOf(minuteAt(after, stretch.from))}, false)`;
  });
}

/** Places in the arrays beside the contact: the last that belongs to a window, and the last before it. */
type Kept = {
  until: SQL;
  from: SQL | null;
  tenThousandths: SQL | undefined;
  /** Whether a window that begins has so many, one or more: the one so far from its end is not before its beginning. */
  has: (times: number) => SQL;
};

/** Before any minute there is. */
const never = 1 - 2 ** 31;

/** Null where the arrays do not tell. */
function keptOf({ kept }: Source, measure: Measure | null, operator: string, window: Window, at: Moment): Kept | null {
  if (!kept || (measure && (operator !== "sum" || kept.sums?.of !== measure.of))) return null;
  const { minutes, sums } = kept;
  const until = window.to === null ? sql`cardinality(${minutes})` : placeBefore(minutes, window.to, at);
  const from = window.from === null ? null : minuteAt(at, window.from);
  return {
    until: window.to === null ? until : once(at, until),
    from: window.from === null ? null : once(at, placeBefore(minutes, window.from, at)),
    tenThousandths: sums?.tenThousandths,
    has: (times) => {
      const place = times === 1 ? until : sql`${until} - ${numberOf(times - 1)}`;
      return sql`${once(at, sql`coalesce((${minutes})[${place}], ${numberOf(never)})`)} >= ${numberOf(from ?? never)}`;
    },
  };
}

/** The place of the last that was before this day; 0 where none was. */
const placeBefore = (minutes: SQL, day: string, at: Moment) =>
  sql`width_bucket(${numberOf(minuteAt(at, day) - 1)}, ${minutes})`;

/** The minute in which a day begins, as the arrays hold it. */
const minuteAt = (at: Moment, day: string) => beginningOf(at.timeZone, day).getTime() / 60_000;

/** In whole ten-thousandths, as they are kept: decimals take ten times as long to tell apart. */
function summed({ until, from, tenThousandths }: Kept, measure: Measure): SQL {
  const upTo = (place: SQL) => sql`coalesce(${tenThousandths}[${place}], 0)`;
  const figure = sql`(${upTo(until)}${from ? sql` - ${upTo(from)}` : sql``})`;
  return compared(figure, measure, tenThousandthsOf);
}

/** Rows that may tell, and which of them do. */
function rowsOf(leaf: Leaf, source: Source, measure: Measure | null, window: Window, at: Moment): [Rows, SQL] {
  const { short } = source;
  const where = leaf.where ?? [];
  const isBrief = (filter: Filter) => filter.property === short?.only && filter.operator !== "none";
  const brief = short && !measure && where.length > 0 && where.every(isBrief);
  const rows: Rows = brief ? short.rows : source;
  const held = [
    sql`true`,
    ...(leaf.when ? [inWindow(rows.at, "moment", window, at)] : []),
    ...where.map((filter) => (brief ? among(filter, short.any, at) : filtered(filter, source, at))),
  ];
  return [rows, sql.join(held, sql` and `)];
}

/** How many there are. */
function counted({ operator, value }: Leaf, count: SQL): SQL {
  const sign = { never: "=", "at-least": ">=", "at-most": "<=", exactly: "=" }[operator];
  if (!sign) throw unknown(operator);
  return sql`(${count} ${sql.raw(sign)} ${numberOf(operator === "never" ? 0 : taken("times", value))})`;
}

/**
 * The same of what is kept, where one look at the arrays tells whether there are so many in all windows that end alike.
 */
function countedSince(leaf: Leaf, { until, from, has }: Kept): SQL {
  if (!from) return counted(leaf, until);
  const times = leaf.operator === "never" ? 0 : taken("times", leaf.value);
  const atLeast = times === 0 ? sql`true` : has(times);
  if (leaf.operator === "at-least") return sql`(${atLeast})`;
  if (leaf.operator === "exactly" && times > 0) return sql`(${atLeast} and not ${has(times + 1)})`;
  if (!["never", "at-most", "exactly"].includes(leaf.operator)) throw unknown(leaf.operator);
  return sql`(not ${has(times + 1)})`;
}

/** The sum of nothing is 0; nothing has no average, least or greatest, and no comparison but ≠ holds of it. */
function measured(operator: string, measure: Measure, source: Source, rows: Rows, which: SQL, at: Moment): SQL {
  const property = propertyOf(source, measure.of);
  const figure = { sum: "sum", average: "avg", min: "min", max: "max" }[operator];
  if (!figure || !property || !("column" in property)) throw unknown(operator);
  const none = operator === "sum" ? sql`0` : undefined;
  return compared(figureOf(at, rows, which, sql`${sql.raw(figure)}(${property.column(at)})`, none), measure);
}

function compared(figure: SQL, { operator, value }: Measure, as?: typeof numberOf): SQL {
  const twin = twinOf("number", operator);
  const holds = numberCondition(figure, { operator: twin ?? operator, value }, as);
  return twin ? sql`(not ${holds})` : holds;
}

function filtered(filter: Filter, source: Source, at: Moment): SQL {
  const property = propertyOf(source, filter.property);
  if (!property) throw unknown(filter.property);
  if ("any" in property) return among(filter, property.any, at);
  const twin = twinOf(property.type, filter.operator);
  const holds = plain({ ...filter, operator: twin ?? filter.operator }, property, at);
  return twin ? sql`not ${holds}` : holds;
}

function among(filter: Filter, any: AnyOf, at: Moment): SQL {
  if (filter.operator !== "none") return setCondition(any, filter, at);
  return sql`not ${setCondition(any, { ...filter, operator: "any" }, at)}`;
}

function plain(asked: Asked, property: Exclude<Property, { any: AnyOf }>, at: Moment): SQL {
  if (property.type === "text") return textCondition(property.column(at), asked);
  return numberCondition(property.column(at), asked);
}
