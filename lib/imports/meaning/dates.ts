/** Days and moments in the formats that a column may have. */
import type { DateFormat } from "./types";
import { plainWord, tongues } from "./words";

/** Date and time as written; `offset` in minutes where the text says it. */
export type Written = {
  year: number;
  month: number;
  day: number;
  minutes: number;
  seconds: number;
  offset: number | null;
};

const time = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AaPp])?\.?[Mm]?\.?(?: Uhr)?\s*(Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?(?: \([^)]*\))?|UTC|GMT)?)?`;
const ymd = new RegExp(String.raw`^(\d{4})([-./])\s?(\d{1,2})\2\s?(\d{1,2})\.?${time}$`);
const compact = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})${time}$`);
const dmy = new RegExp(String.raw`^(\d{1,2})\s*([-./ ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?${time}$`);
const worded = new RegExp(
  String.raw`^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s*(?:de |of |d')?[\s-]*(\p{L}[\p{L}.]*)[\s,.-]*(?:de |del )?(\d{4}|\d{2})(?: г\.?| р\.?)?${time}$`,
  "u",
);
const american = new RegExp(
  String.raw`^(?:\p{L}+,?\s+)?(\p{L}{3,}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:\s+at)?${time}$`,
  "u",
);
const eastern = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?$/;

/**
 * What a text says in a format, checked against the calendar; null when it is no such date. `past`: two digits of a
 * year are of the past.
 */
export function readDate(text: string, format: DateFormat, past = false): Written | null {
  const written = read[format](text, past);
  return written && exists(written) ? written : null;
}

/** 1988-04-12 */
export const dayOf = ({ year, month, day }: Written): string => `${year}-${two(month)}-${two(day)}`;

/** 1988-04-12T10:20:30.000Z; a moment without an offset is one of the zone. */
export function momentOf(written: Written, zone: string): string {
  const { year, month, day, minutes, seconds, offset } = written;
  const local = Date.UTC(year, month - 1, day, 0, minutes, seconds);
  const east = offset ?? offsetOf(zone, local);
  if (east !== 0 || seconds > 59) return new Date(local - east * 60_000).toISOString();
  return `${dayOf(written)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds)}.000Z`;
}

const two = (number: number) => (number < 10 ? `0${number}` : String(number));

const read: Record<DateFormat, (text: string, past: boolean) => Written | null> = {
  iso: (text) => inOrder(ymd.exec(text), [1, 3, 4], 5),
  ymd: (text) =>
    inOrder(ymd.exec(text), [1, 3, 4], 5) ??
    inOrder(compact.exec(text), [1, 2, 3], 4) ??
    inOrder(eastern.exec(text), [1, 2, 3], 4),
  dmy: (text, past) => inOrder(dmy.exec(text), [4, 3, 1], 5, past),
  mdy: (text, past) => inOrder(dmy.exec(text), [4, 1, 3], 5, past),
  words: (text, past) => inWords(worded.exec(text), [3, 2, 1], past) ?? inWords(american.exec(text), [3, 1, 2], past),
  unix: (text) =>
    /^\d{9,10}(\.\d+)?$/.test(text)
      ? ofEpoch(Number(text) * 1000)
      : /^\d{12,13}$/.test(text)
        ? ofEpoch(Number(text))
        : null,
  // Day 25569 is 1970-01-01; the fraction is the time. Four digits are a year, not a day of before 1927.
  excel: (text) =>
    /^\d{5}([.,]\d+)?$/.test(text) ? ofEpoch((Number(text.replace(",", ".")) - 25_569) * 86_400_000, null) : null,
};

function inOrder(found: RegExpExecArray | null, [y, m, d]: number[], rest: number, past = false): Written | null {
  if (!found) return null;
  return {
    year: yearOf(found[y!]!, past),
    month: Number(found[m!]),
    day: Number(found[d!]),
    ...timeOf(found, rest),
  };
}

function inWords(found: RegExpExecArray | null, [y, m, d]: number[], past: boolean): Written | null {
  const month = found ? months().get(plainWord(found[m!]!)) : undefined;
  if (!found || !month) return null;
  return { year: yearOf(found[y!]!, past), month, day: Number(found[d!]), ...timeOf(found, 4) };
}

function timeOf(found: RegExpExecArray, from: number): Pick<Written, "minutes" | "seconds" | "offset"> {
  if (found[from] === undefined) return { minutes: 0, seconds: 0, offset: null };
  const half = found[from + 3]?.toLowerCase();
  const hour = (Number(found[from]) % (half ? 12 : 100)) + (half === "p" ? 12 : 0);
  return {
    minutes: hour * 60 + Number(found[from + 1]),
    seconds: Number(found[from + 2] ?? 0),
    offset: minutesOf(found[from + 4]),
  };
}

function minutesOf(zone: string | undefined): number | null {
  if (!zone) return null;
  const signed = /([+-])(\d{2}):?(\d{2})?/.exec(zone);
  return signed ? (signed[1] === "-" ? -1 : 1) * (Number(signed[2]) * 60 + Number(signed[3] ?? 0)) : 0;
}

function ofEpoch(at: number, offset: number | null = 0): Written | null {
  const date = new Date(at);
  if (Number.isNaN(at) || Math.abs(at) > 8e15) return null;
  const minutes = date.getUTCHours() * 60 + date.getUTCMinutes();
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    minutes,
    seconds: date.getUTCSeconds(),
    offset,
  };
}

const yearOf = (digits: string, past: boolean) =>
  digits.length === 2 ? century(Number(digits), past) : Number(digits);

function century(year: number, past: boolean): number {
  const now = new Date().getUTCFullYear() % 100;
  return year > (past ? now - 1 : now + 10) ? 1900 + year : 2000 + year;
}

function exists({ year, month, day, minutes, seconds }: Written): boolean {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || minutes >= 1440 || seconds > 60) return false;
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Chinese and Japanese number their months. */
const languages = tongues.filter((tongue) => !/^(ja|zh)/.test(tongue));
let names: Map<string, number> | undefined;

/** The names of the months, long and short, also as they stand beside a day ("января"). */
function months(): Map<string, number> {
  if (names) return names;
  names = new Map();
  for (const language of languages) {
    for (const style of [
      { month: "long" },
      { month: "short" },
      { month: "long", day: "numeric" },
      { month: "short", day: "numeric" },
    ] as const) {
      const format = new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" });
      for (let month = 1; month <= 12; month++) {
        const name = format.formatToParts(Date.UTC(2023, month - 1, 5)).find(({ type }) => type === "month")!.value;
        if (/\p{L}/u.test(name)) names.set(plainWord(name), month);
      }
    }
  }
  return names;
}

const offsets = new Map<string, number>();

/**
 * Minutes east of UTC at a local time, taken as if it were UTC. A time that does not exist or comes twice is read by
 * the offset before.
 */
function offsetOf(zone: string, local: number): number {
  if (zone === "UTC") return 0;
  const first = offsetAt(zone, local);
  return offsetAt(zone, local - first * 60_000);
}

function offsetAt(zone: string, at: number): number {
  // Offsets change on the quarter of an hour.
  const key = `${zone} ${Math.floor(at / 900_000)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const name = clock(zone)
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")!.value;
  const found = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  const offset = found?.[1] ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone) ?? new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  clocks.set(zone, known);
  return known;
}
