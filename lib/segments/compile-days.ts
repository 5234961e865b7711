/** Which days an operator means, as of a day: windows, and spells of the year in which anniversaries fall. */
import { type Day, plus, type Unit, unitOf, type Window } from "../calendar";
import { taken } from "./definition-values";

/** Of one year, days as month * 100 + day, both ends included. */
export type Spell = { year: number; from: number; to: number };

/** The days that a date, or a moment, must lie in. */
export function windowOf(operator: string, value: unknown, today: Day): Window {
  const count = () => taken("count", value);
  const day = () => taken("day", value);
  const unit = () => taken("unit", value);
  switch (operator) {
    case "before":
      return { from: null, to: day() };
    case "after":
      return { from: plus(day(), 1), to: null };
    case "on":
      return { from: day(), to: plus(day(), 1) };
    case "between": {
      const { from, to } = taken("days", value);
      return { from, to: plus(to, 1) };
    }
    case "in-last":
      return { from: plus(today, -count()), to: plus(today, 1) };
    case "more-than-ago":
      return { from: null, to: plus(today, -count()) };
    case "in-next":
      return { from: today, to: plus(today, count() + 1) };
    case "this":
      return { from: unitOf(today, unit()), to: unitOf(today, unit(), 1) };
    case "last":
      return { from: unitOf(today, unit(), -1), to: unitOf(today, unit()) };
    default:
      throw new Error(`There is no time "${operator}".`);
  }
}

/** The days that one of two windows of the same kind holds and the other does not lie in these. */
export function stretchesOf(one: Window, other: Window): { from: Day; to: Day }[] {
  return (["from", "to"] as const).flatMap((edge) => {
    const [from, to] = [one[edge], other[edge]].sort();
    return from && to && from !== to ? [{ from, to }] : [];
  });
}

/** Operators of dates whose days move with today. */
const moving = new Set(["in-last", "not-in-last", "more-than-ago", "in-next", "this", "last"]);
export const isMoving = (operator: string) => moving.has(operator) || operator.startsWith("anniversary-");

/** When anniversaries fall. One of 29 February falls on the 28th in a common year. */
export function spellsOf(operator: string, value: unknown, today: Day): Spell[] {
  const [first, last] = stretch(operator, value, today);
  const years = [];
  for (let year = yearOf(first); year <= yearOf(last); year++) {
    const from = year === yearOf(first) ? placeOf(first) : 101;
    const to = year === yearOf(last) ? placeOf(last) : 1231;
    years.push({ year, from, to: to === 228 && !isLeap(year) ? 229 : to });
  }
  return years;
}

/** The first and the last day, both included. */
function stretch(operator: string, value: unknown, today: Day): [Day, Day] {
  if (operator === "anniversary-this") {
    const unit: Unit = taken("unit", value);
    return [unitOf(today, unit), plus(unitOf(today, unit, 1), -1)];
  }
  const days = taken("count", value);
  if (operator === "anniversary-in") return [plus(today, days), plus(today, days)];
  if (operator === "anniversary-in-next") return [today, plus(today, days)];
  throw new Error(`There is no time "${operator}".`);
}

const yearOf = (day: Day) => Number(day.slice(0, 4));
const placeOf = (day: Day) => Number(day.slice(5, 7)) * 100 + Number(day.slice(8));
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
