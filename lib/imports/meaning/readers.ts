/**
 * What each field makes of a cell. The first column that fills a field keeps it; tags and lists of several are united.
 */
import { byStrictness, guessConsent, meaningOf, readBoolean, readGender } from "./choices";
import { dayOf, momentOf, readDate } from "./dates";
import { readNumber } from "./numbers";
import { readPhone } from "./phones";
import { readCountry, readLanguage } from "./places";
import type { Read } from "./plan";
import { line, several, splitName } from "./text";
import type { Column, Field, Meaning, Reason, Row } from "./types";

/** How long a text may be: as the profile's form has it (lib/contacts/fields.ts). */
const texts = {
  firstName: 100,
  lastName: 100,
  company: 120,
  line1: 200,
  line2: 200,
  postcode: 20,
  city: 100,
  region: 100,
  pushId: 300,
  externalId: 200,
} as const;

type Text = keyof typeof texts;
type Other = Exclude<Field, Text | "email" | "ignore">;

/** The reader of a column's cells; `email` has its own. */
export function readers(column: Column, meaning: Meaning): Read {
  const { field } = column;
  if (field === "email" || field === "ignore") return () => undefined;
  return field in texts ? textReader(field as Text) : others[field as Other](column, meaning);
}

function textReader(field: Text): Read {
  return (text, row) => {
    const value = line(text, texts[field]);
    if (typeof value === "object" && value !== null) return value.reason;
    row[field] ??= value;
    return undefined;
  };
}

/** A number of digits alone that a program took for a decimal: 491705550101.0 */
const withoutPoint = (text: string) => (text.endsWith(".0") && /^\+?\d{7,}\.0$/.test(text) ? text.slice(0, -2) : text);

const others: Record<Other, (column: Column, meaning: Meaning) => Read> = {
  phone:
    (_column, { country }) =>
    (text, row) => {
      if (row.phone !== null) return undefined;
      row.phone = readPhone(withoutPoint(text), row.country ?? country);
      if (row.phone) return undefined;
      return /\d{6}.*[,;/|].*\d{6}/.test(text.replace(/[\s.-]/g, "")) ? "two-phones" : "phone";
    },
  fullName: () => (text, row) => {
    const name = line(text, 200);
    if (typeof name === "object" && name !== null) return name.reason;
    const { first, last } = splitName(name ?? "");
    if (first.length > texts.firstName || last.length > texts.lastName) return "text";
    row.firstName ??= first || null;
    row.lastName ??= last || null;
    return undefined;
  },
  birthday:
    ({ dates = "iso" }) =>
    (text, row) => {
      const written = readDate(text, dates, true);
      const day = written && dayOf(written);
      // A day that never was stands for "unknown" in old systems.
      if (!written && /^0{2,4}[-./]0{2}[-./]0{2,4}/.test(text)) return undefined;
      if (!day || day < "1900-01-01" || day > dayFrom(0)) return "birthday";
      row.birthday ??= day;
      return undefined;
    },
  gender: () => (text, row) => {
    const value = line(readGender(text), 40);
    if (typeof value === "object" && value !== null) return value.reason;
    row.gender ??= value;
    return undefined;
  },
  language: () => (text, row) =>
    known(readLanguage(text), "language", (code) => {
      row.language ??= code;
    }),
  country: () => (text, row) =>
    known(readCountry(text), "country", (code) => {
      row.country ??= code;
    }),
  tags: ({ between = "," }) => severalReader("tags", between),
  lists: ({ between = "," }) => severalReader("lists", between),
  emailConsent: (column) => consentReader("emailConsent", column),
  smsConsent: (column) => consentReader("smsConsent", column),
  optInAt: (column, meaning) => momentReader("optInAt", column, meaning),
  optOutAt: (column, meaning) => momentReader("optOutAt", column, meaning),
  createdAt: (column, meaning) => momentReader("createdAt", column, meaning),
  custom: (column) => customReader(column),
};

function known(code: string | null, reason: Reason, keep: (code: string) => void): Reason | undefined {
  if (code === null) return reason;
  keep(code);
  return undefined;
}

function severalReader(field: "tags" | "lists", between: string): Read {
  return (text, row) => {
    const values = several(text, between, 80);
    if (!values) return "text";
    row[field] = row[field].length === 0 ? values : [...new Set([...row[field], ...values])];
    return undefined;
  };
}

/**
 * A word that nobody said anything about is no consent and no refusal: it rejects the row. Of several columns the
 * strictest counts.
 */
function consentReader(field: "emailConsent" | "smsConsent", { words }: Column): Read {
  const chosen = words && new Map(Object.entries(words));
  return (text, row) => {
    const word = text.toLowerCase();
    const meaning = chosen ? meaningOf(word, (one) => chosen.get(one)) : guessConsent(word);
    if (meaning === undefined || meaning === null) return "consent";
    if (meaning === "never" || meaning === "nothing") return undefined;
    const told = row[field];
    if (told === null || byStrictness.indexOf(meaning) > byStrictness.indexOf(told)) row[field] = meaning;
    return undefined;
  };
}

function momentReader(field: "optInAt" | "optOutAt" | "createdAt", { dates = "iso" }: Column, { zone }: Meaning): Read {
  return (text, row) => {
    const written = readDate(text, dates);
    if (!written) return /^0{2,4}[-./]0{2}[-./]0{2,4}/.test(text) ? undefined : "date";
    const moment = momentOf(written, zone);
    // Nobody agrees to something in the future; a day is given for clocks that are ahead.
    if (moment.slice(0, 10) > dayFrom(86_400_000) || moment < "1970") return "date";
    row[field] ??= moment;
    return undefined;
  };
}

function customReader({ name = "", type = "text", dates = "iso", decimals = "." }: Column): Read {
  const value = (text: string): string | boolean | { reason: Reason } | null => {
    if (type === "number") return readNumber(text, decimals) ?? { reason: "number" };
    if (type === "boolean") return readBoolean(text) ?? { reason: "boolean" };
    if (type === "text") return line(text, 10_000);
    const written = readDate(text, dates);
    return written ? dayOf(written) : { reason: "date" };
  };
  return (text, row) => {
    const read = value(text);
    if (read === null) return undefined;
    if (typeof read === "object") return read.reason;
    row.custom = keep(row.custom, name, read);
    return undefined;
  };
}

/** A name may be one that objects have by birth. */
function keep(custom: Row["custom"], name: string, value: string | boolean): NonNullable<Row["custom"]> {
  const kept = custom ?? {};
  if (name === "__proto__") Object.defineProperty(kept, name, { value, enumerable: true });
  else if (!Object.hasOwn(kept, name)) kept[name] = value;
  return kept;
}

const days = new Map<number, { day: string; until: number }>();

/** The day in UTC, so many milliseconds from now; asked once or more for each row. */
function dayFrom(later: number): string {
  const at = Date.now() + later;
  const known = days.get(later);
  if (known && at < known.until) return known.day;
  const day = new Date(at).toISOString().slice(0, 10);
  days.set(later, { day, until: at - (at % 86_400_000) + 86_400_000 });
  return day;
}
