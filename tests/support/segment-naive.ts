/**
 * Operators said as simply as they can be, over plain values; what lib/segments compiles to SQL is held against them.
 */
import { crc32 } from "node:zlib";
import type { Definition, Filter, Leaf, Node } from "@/lib/segments/definition";
import { type Fact, factsOf, type Judged } from "./segment-facts";
import type { Person } from "./segment-rows";

/** `today` is the local day; `own` the custom fields' inner ids by public id. */
export type World = { today: string; own: Record<string, { id: string; type: string }> };

export function meets(person: Person, definition: Definition, world: World): boolean {
  const { include, exclude } = definition;
  return holds(person, include, world) && !(exclude && holds(person, exclude, world));
}

function holds(person: Person, node: Node, world: World): boolean {
  if ("all" in node) return node.all.every((one) => holds(person, one, world));
  if ("any" in node) return node.any.some((one) => holds(person, one, world));
  if ("not" in node) return !holds(person, node.not, world);
  return judge(factsOf(person, node.field, world), node, world.today);
}

function judge(fact: Judged, leaf: Leaf, today: string): boolean {
  if (!("events" in fact)) return judgeFact(fact, leaf, today);
  const found = fact.events.filter(
    (event) =>
      (!leaf.when || (event.day !== null && inTime(event.day, leaf.when, today))) &&
      (leaf.where ?? []).every((filter) => judgeFact(event.facts[filter.property]!, filter, today)),
  );
  const times = found.length;
  if (leaf.operator === "never") return times === 0;
  if (leaf.operator === "at-least") return times >= Number(leaf.value);
  if (leaf.operator === "at-most") return times <= Number(leaf.value);
  if (leaf.operator === "exactly") return times === Number(leaf.value);
  const { of, operator, value } = leaf.value as { of: string; operator: string; value: string };
  const numbers = found.flatMap((event) => {
    const fact = event.facts[of];
    return fact && "number" in fact && fact.number !== null ? [fact.number[0]] : [];
  });
  const sum = numbers.reduce((a, b) => a + b, 0);
  const figure: Record<string, [number, number]> = {
    sum: [sum, 1],
    average: [sum, numbers.length],
    min: [Math.min(...numbers), 1],
    max: [Math.max(...numbers), 1],
  };
  const none = numbers.length === 0 && leaf.operator !== "sum";
  return judgeFact({ number: none ? null : figure[leaf.operator]! }, { operator, value }, today);
}

function judgeFact(fact: Fact, asked: Omit<Filter, "property">, today: string): boolean {
  const { operator, value } = asked;
  if ("text" in fact) return inWords(fact.text ?? "", operator, value);
  if ("number" in fact) return inNumbers(fact.number, operator, value);
  if ("flag" in fact) return fact.flag === (operator === "yes");
  if ("found" in fact)
    return String(value)
      .trim()
      .split(/\s+/)
      .every((word) => fact.found(word.toLowerCase()));
  if ("day" in fact) return inDays(fact.day, asked, today);
  if ("lot" in fact) return inDraw(fact.lot, value as { from: number; to: number; draw: number });
  const fold = (one: string) => (fact.folded ? one.toLowerCase() : one);
  const has = new Set(fact.set.map(fold));
  const wanted = (value as string[]).map(fold);
  if (operator === "all") return wanted.every((one) => has.has(one));
  return wanted.some((one) => has.has(one)) === (operator === "any");
}

function inWords(text: string, operator: string, value: unknown): boolean {
  const has = text.toLowerCase();
  const low = (one: unknown) => String(one).toLowerCase();
  switch (operator) {
    case "is":
      return has === low(value);
    case "is-not":
      return has !== low(value);
    case "contains":
      return has.includes(low(value));
    case "contains-not":
      return !has.includes(low(value));
    case "starts":
      return has.startsWith(low(value));
    case "ends":
      return has.endsWith(low(value));
    case "in":
      return (value as string[]).some((one) => has === low(one));
    case "not-in":
      return !(value as string[]).some((one) => has === low(one));
    case "set":
      return text !== "";
    default:
      return text === "";
  }
}

export const scaled = (decimal: string) => Math.round(Number(decimal) * 1_000_000);

function inNumbers(number: [number, number] | null, operator: string, value: unknown): boolean {
  if (number === null) return operator === "!=";
  const [over, under] = number;
  const against = (decimal: unknown) => Math.sign(over - scaled(String(decimal)) * under);
  const { from, to } = (typeof value === "object" ? value : { from: value, to: value }) as { from: string; to: string };
  switch (operator) {
    case "=":
      return against(value) === 0;
    case "!=":
      return against(value) !== 0;
    case "<":
      return against(value) < 0;
    case "<=":
      return against(value) <= 0;
    case ">":
      return against(value) > 0;
    case ">=":
      return against(value) >= 0;
    default:
      return against(from) >= 0 && against(to) <= 0;
  }
}

export const shift = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function inDays(day: string | null, asked: { operator: string; value?: unknown }, today: string): boolean {
  if (asked.operator === "set") return day !== null;
  if (asked.operator === "unset") return day === null;
  if (asked.operator === "not-in-last")
    return day === null || !inTime(day, { operator: "in-last", value: asked.value }, today);
  return day !== null && inTime(day, asked, today);
}

function inTime(day: string, { operator, value }: { operator: string; value?: unknown }, today: string): boolean {
  const n = Number(value);
  switch (operator) {
    case "before":
      return day < String(value);
    case "after":
      return day > String(value);
    case "on":
      return day === value;
    case "between": {
      const { from, to } = value as { from: string; to: string };
      return day >= from && day <= to;
    }
    case "in-last":
      return day >= shift(today, -n) && day <= today;
    case "more-than-ago":
      return day < shift(today, -n);
    case "in-next":
      return day >= today && day <= shift(today, n);
    case "this":
      return unit(day, String(value)) === unit(today, String(value));
    case "last":
      return unit(day, String(value)) === unit(shift(unit(today, String(value)), -1), String(value));
    case "anniversary-in":
      return anniversary(day, shift(today, n));
    case "anniversary-in-next":
      return Array.from({ length: n + 1 }, (_, ahead) => shift(today, ahead)).some((one) => anniversary(day, one));
    default:
      return around(today).some(
        (one) => unit(one, String(value)) === unit(today, String(value)) && anniversary(day, one),
      );
  }
}

/** The first day of the unit that holds the day; the day that began it, found by walking back. */
function unit(day: string, of: string): string {
  if (of === "day") return day;
  if (of === "month") return `${day.slice(0, 7)}-01`;
  if (of === "year") return `${day.slice(0, 4)}-01-01`;
  let monday = day;
  while (new Date(`${monday}T12:00:00Z`).getUTCDay() !== 1) monday = shift(monday, -1);
  return monday;
}

const around = (today: string) => Array.from({ length: 735 }, (_, n) => shift(today, n - 367));

/** Whether `day`'s anniversary is `on`: on 28 February for the 29th where there is none. */
function anniversary(day: string, on: string): boolean {
  if (on.slice(0, 4) <= day.slice(0, 4)) return false;
  const common = new Date(`${on.slice(0, 4)}-02-29T00:00:00Z`).getUTCMonth() !== 1;
  const due = day.slice(5) === "02-29" && common ? "02-28" : day.slice(5);
  return on.slice(5) === due;
}

function inDraw(id: string, { from, to, draw }: { from: number; to: number; draw: number }): boolean {
  const lot = lotOf(id, draw);
  return lot >= from && lot < to;
}

/** From 0 to 99, of a contact's public id. */
export const lotOf = (id: string, draw: number): number =>
  crc32(Buffer.concat([Buffer.from(id.replaceAll("-", ""), "hex"), Buffer.from(String(draw))])) % 100;
