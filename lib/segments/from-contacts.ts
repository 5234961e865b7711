/**
 * A contacts list's filters as a definition, and back: “Save as segment” and “Open as contacts” are each other's
 * inverse.
 */

import { plus } from "../calendar";
import { holds, type Range, type Span } from "../contacts/directory/choices";
import { everything, type Query } from "../contacts/directory/params";
import type { Definition, Leaf, Node } from "./definition";

/**
 * Whom the list's filters show, as a condition; null where nothing is filtered. Nobody who is excluded is in any
 * segment, so it means those of them who are not. Order, page and view are no part of it.
 */
export function definitionOf(query: Query): Definition | null {
  const found: Node[] = [
    ...searchOf(query.q),
    ...chosen("store", query.stores),
    ...statusOf(query.statuses),
    ...chosen("sms-consent", query.sms),
    ...chosen("push-consent", query.push),
    ...chosen("activity", query.activity ? [query.activity] : []),
    ...chosen("source", query.sources),
    ...chosen("imported-from", query.origins),
    ...chosen("special-tag", query.kinds),
    ...chosen("tag", query.tags, query.tagged),
    ...chosen("list", query.lists, query.listed === "in" ? "any" : "none"),
    ...chosen("segment", query.segments, query.segmented === "in" ? "any" : "none"),
    ...chosen(
      "purchase-status",
      query.purchases.map((one) => statuses[one]),
    ),
    ...rangeOf("total-spent", query.spent),
    ...rangeOf("orders", query.orders),
    ...spanOf("last-interaction", query.interaction),
    ...spanOf("created", query.created),
  ];
  if (found.length === 0) return query.excluded === "out" ? { include: anybody } : null;
  return { include: found.length === 1 ? found[0]! : { all: found } };
}

/** True of everybody a segment can be made of. */
export const anybody: Leaf = { field: "held-back", operator: "none", value: ["excluded"] };

const statuses = { none: "never", first: "first-time", repeat: "repeat" } as const satisfies Record<
  Query["purchases"][number],
  string
>;

const chosen = (field: string, value: readonly string[], operator = "any"): Leaf[] =>
  value.length > 0 ? [{ field, operator, value: [...value] }] : [];

/** A condition takes ten words; all of several conditions are met, as all words are. */
const wordsAtOnce = 10;

function searchOf(q: string): Leaf[] {
  const words = q.split(" ").filter(Boolean);
  const parts = Math.ceil(words.length / wordsAtOnce);
  return Array.from({ length: parts }, (_, part) => ({
    field: "search",
    operator: "matches",
    value: words.slice(part * wordsAtOnce, (part + 1) * wordsAtOnce).join(" "),
  }));
}

/** A consent, or a reason that holds a contact back; any of those asked for. */
function statusOf(asked: readonly string[]): Node[] {
  const consents = chosen(
    "email-consent",
    asked.filter((one) => !isHold(one)),
  );
  const held = chosen("held-back", asked.filter(isHold));
  return consents.length > 0 && held.length > 0 ? [{ any: [...consents, ...held] }] : [...consents, ...held];
}

const isHold = (one: string) => (holds as readonly string[]).includes(one);

/** A range that nothing lies in is said as it was asked: no condition is “between” a greater and a lower end. */
function rangeOf(field: string, { min, max }: Range): Leaf[] {
  if (min !== null && max !== null && Number(min) <= Number(max)) {
    return [{ field, operator: "between", value: { from: min, to: max } }];
  }
  return [
    ...(min === null ? [] : [{ field, operator: ">=", value: min }]),
    ...(max === null ? [] : [{ field, operator: "<=", value: max }]),
  ];
}

function spanOf(field: string, span: Span | null): Leaf[] {
  if (!span) return [];
  if (span.is !== "between")
    return [{ field, operator: span.is === "within" ? "in-last" : "more-than-ago", value: span.days }];
  const { from, to } = span;
  if (from !== null && to !== null && from <= to) return [{ field, operator: "between", value: { from, to } }];
  return [
    ...(from === null ? [] : [{ field, operator: "after", value: plus(from, -1) }]),
    ...(to === null ? [] : [{ field, operator: "before", value: plus(to, 1) }]),
  ];
}

/** The list of everybody who is in a segment, as it is kept. */
export const listOfSegment = (segment: string): Query => ({ ...everything, segments: [segment] });
