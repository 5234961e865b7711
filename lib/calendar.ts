/**
 * Days as an organization counts them. A day begins at the first minute whose calendar shows that day or a later one.
 */

/** "2026-11-22". */
export type Day = string;
export type Unit = "day" | "week" | "month" | "year";
/** Days from `from` on and before `to`; null is open. */
export type Window = { from: Day | null; to: Day | null };

const minute = 60_000;
const dayLong = 24 * 60 * minute;

/** The day it is there. */
export function dayAt(timeZone: string, moment: Date): Day {
  return shownAt(calendarOf(timeZone), moment.getTime());
}

/**
 * The moment a day begins there: later than 00:00 where midnight is skipped, the earlier of two where it comes twice.
 * Always a whole minute, so that moments kept in minutes and in microseconds fall on the same side of it.
 */
export function beginningOf(timeZone: string, day: Day): Date {
  const key = `${timeZone} ${day}`;
  const known = beginnings.get(key);
  if (known !== undefined) return new Date(known);
  const found = search(calendarOf(timeZone), day);
  if (beginnings.size > 20_000) beginnings.clear();
  beginnings.set(key, found);
  return new Date(found);
}

export function plus(day: Day, days: number): Day {
  return isoOf(Date.parse(`${day}T00:00:00Z`) + days * dayLong);
}

/** The first day of the unit that holds the day, `ahead` units on. Weeks begin on Monday. */
export function unitOf(day: Day, unit: Unit, ahead = 0): Day {
  if (unit === "day") return plus(day, ahead);
  if (unit === "week") {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return plus(day, 7 * ahead - weekday);
  }
  const [year = 0, month = 1] = day.split("-").map(Number);
  const months = unit === "year" ? 12 * (year + ahead) : 12 * year + month - 1 + ahead;
  return isoOf(Date.UTC(Math.floor(months / 12), months % 12, 1));
}

const beginnings = new Map<string, number>();
const calendars = new Map<string, Intl.DateTimeFormat>();

/** No place is more than 15 hours off UTC; where a whole day was left out, the next begins at most 39 hours on. */
function search(calendar: Intl.DateTimeFormat, day: Day): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let [before, after] = [midnight - 16 * 60 * minute, midnight + 40 * 60 * minute];
  while (after - before > minute) {
    const middle = before + Math.floor((after - before) / 2 / minute) * minute;
    if (shownAt(calendar, middle) >= day) after = middle;
    else before = middle;
  }
  return after;
}

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone);
  if (known) return known;
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", numberingSystem: "latn", ...parts });
  calendars.set(timeZone, made);
  return made;
}

function shownAt(calendar: Intl.DateTimeFormat, moment: number): Day {
  const [month = "", day = "", year = ""] = calendar.format(moment).split("/");
  return `${year.padStart(4, "0")}-${month}-${day}`;
}

const isoOf = (moment: number): Day => new Date(moment).toISOString().slice(0, 10);
