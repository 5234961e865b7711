/** A definition as filters of the contacts list, where they say it as a whole: the way back of from-contacts.ts. */
import { isDeepStrictEqual } from "node:util";
import { plus } from "../calendar";
import { isOpen, type Range, type Span } from "../contacts/directory/choices";
import { everything, type Query, readQuery, writeQuery } from "../contacts/directory/params";
import { type Definition, type Leaf, type Node, readTree } from "./definition";
import { anybody, listOfSegment } from "./from-contacts";

/**
 * The list's query for exactly whom the definition means, so without those who are excluded; null where the list has no
 * filters for it. The definition has been checked.
 */
export function queryOf({ include, exclude }: Definition): Query | null {
  if (exclude) return null;
  let query: Query | null = { ...everything, excluded: "out" };
  for (const part of partsOf(include)) query = query && joined(query, part);
  return query && isWritten(query) ? query : null;
}

/**
 * The list that “Open as contacts” opens: filters that can be changed there, else the segment by its public id. No
 * definition is one that is not understood any more.
 */
export const contactsOf = (segment: string, definition: unknown): Query =>
  (definition === null ? null : queryOf(readTree(definition))) ?? listOfSegment(segment);

/** Of groups of “all” in each other, all that must hold. */
function partsOf(node: Node): Node[] {
  return "all" in node ? node.all.flatMap(partsOf) : [node];
}

/** The query with one more condition; null where that filter is not there, or is set already. */
function joined(query: Query, part: Node): Query | null {
  if ("any" in part) return joinedStatuses(query, part.any);
  if (!("field" in part)) return null;
  if (isDeepStrictEqual(part, anybody)) return query;
  const change = changeBy(query, part);
  return change && { ...query, ...change };
}

/** “Subscribed or suppressed” is one filter of the list, and two conditions. */
function joinedStatuses(query: Query, parts: Node[]): Query | null {
  const [consent, held, more] = parts;
  if (!consent || !held || more || !("field" in consent) || !("field" in held)) return null;
  if (consent.field !== "email-consent" || held.field !== "held-back" || query.statuses.length > 0) return null;
  const [one, other] = [wordsIn(consent), wordsIn(held)];
  return one && other && { ...query, statuses: [...one, ...other] as Query["statuses"] };
}

function changeBy(query: Query, leaf: Leaf): Partial<Query> | null {
  const { field, operator } = leaf;
  if (Object.hasOwn(options, field)) {
    const name = options[field as keyof typeof options];
    const words = wordsIn(leaf);
    return words && query[name].length === 0 ? ({ [name]: words } as Partial<Query>) : null;
  }
  switch (field) {
    case "search":
      return { q: [query.q, String(leaf.value)].filter(Boolean).join(" ") };
    case "activity": {
      const words = wordsIn(leaf);
      return words?.length === 1 && !query.activity ? { activity: words[0] as Query["activity"] } : null;
    }
    case "purchase-status": {
      const words = wordsIn(leaf)?.map((word) => purchases[word as keyof typeof purchases]);
      return words && query.purchases.length === 0 ? { purchases: words } : null;
    }
    case "tag":
      return query.tags.length > 0 ? null : { tags: leaf.value as string[], tagged: operator as Query["tagged"] };
    case "list":
    case "segment":
      return memberOf(query, leaf);
    case "total-spent":
      return ranged(query.spent, leaf, "spent");
    case "orders":
      return ranged(query.orders, leaf, "orders");
    case "last-interaction":
      return spanned(query.interaction, leaf, "interaction");
    case "created":
      return spanned(query.created, leaf, "created");
    default:
      return null;
  }
}

/** Filters whose values are the condition's own. */
const options = {
  store: "stores",
  "email-consent": "statuses",
  "held-back": "statuses",
  "sms-consent": "sms",
  "push-consent": "push",
  source: "sources",
  "imported-from": "origins",
  "special-tag": "kinds",
} as const satisfies Record<string, keyof Query>;

const purchases = { never: "none", "first-time": "first", repeat: "repeat" } as const satisfies Record<
  string,
  Query["purchases"][number]
>;

const wordsIn = ({ operator, value }: Leaf): string[] | null =>
  operator === "any" && Array.isArray(value) ? value : null;

function memberOf(query: Query, { field, operator, value }: Leaf): Partial<Query> | null {
  if (operator === "all") return null;
  const [ids, how] = [value as string[], operator === "any" ? ("in" as const) : ("out" as const)];
  if (field === "list") return query.lists.length > 0 ? null : { lists: ids, listed: how };
  return query.segments.length > 0 ? null : { segments: ids, segmented: how };
}

function ranged(range: Range, { operator, value }: Leaf, name: "spent" | "orders"): Partial<Query> | null {
  if (operator === "between" || operator === "=") {
    const { from, to } = operator === "=" ? { from: value, to: value } : (value as { from: string; to: string });
    return isOpen(range) ? ({ [name]: { min: from, max: to } } as Partial<Query>) : null;
  }
  const end = operator === ">=" ? "min" : operator === "<=" ? "max" : null;
  return end && range[end] === null ? { [name]: { ...range, [end]: String(value) } } : null;
}

function spanned(span: Span | null, leaf: Leaf, name: "interaction" | "created"): Partial<Query> | null {
  const more = spanIn(leaf);
  if (!more || !span) return more && { [name]: more };
  if (span.is !== "between" || more.is !== "between") return null;
  const twice = (end: "from" | "to") => span[end] !== null && more[end] !== null;
  if (twice("from") || twice("to")) return null;
  return { [name]: { is: "between", from: span.from ?? more.from, to: span.to ?? more.to } };
}

function spanIn({ operator, value }: Leaf): Span | null {
  const day = String(value);
  switch (operator) {
    case "in-last":
      return { is: "within", days: Number(value) };
    case "more-than-ago":
      return { is: "before", days: Number(value) };
    case "between": {
      const { from, to } = value as { from: string; to: string };
      return { is: "between", from, to };
    }
    case "on":
      return { is: "between", from: day, to: day };
    case "after":
      return { is: "between", from: plus(day, 1), to: null };
    case "before":
      return { is: "between", from: null, to: plus(day, -1) };
    default:
      return null;
  }
}

/**
 * Whether the list's address can say it: at most fifty of a kind, a hundred letters to search for, orders in whole
 * numbers.
 */
function isWritten(query: Query): boolean {
  const { query: read, problems } = readQuery(Object.fromEntries(writeQuery(query)));
  return problems.length === 0 && isDeepStrictEqual(read, query);
}
