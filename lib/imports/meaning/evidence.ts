/** What the cells of a column look like, each as a share of those that hold something. */
import { normalizeEmail } from "@/lib/contacts/identity";
import { guessConsent, isGender, readBoolean, share } from "./choices";
import { guessDates } from "./guess-dates";
import { readPhone } from "./phones";
import { readCountry, readLanguage } from "./places";
import type { Field } from "./types";

export type Evidence = {
  email: number;
  phone: number;
  date: number;
  consent: number;
  country: number;
  language: number;
  gender: number;
  /** What the cells alone would say, and how surely. */
  field: Field | null;
  sure: number;
};

export function evidenceOf(cells: string[]): Evidence {
  const some = cells.slice(0, 100);
  const seen = {
    email: share(some, (cell) => normalizeEmail(cell.replace(/^.*<|>$/g, "")) !== null),
    phone: share(some, isNumberLike),
    date: guessDates(some)?.share ?? 0,
    consent: share(some, (cell) => guessConsent(cell) !== null),
    country: share(some, (cell) => readCountry(cell) !== null),
    language: share(some, (cell) => readLanguage(cell) !== null),
    gender: share(some, isGender),
  };
  return { ...seen, ...fieldFrom(seen, some) };
}

/** As `countryOf`, of the rows of a file. */
export function countryIn(rows: string[][]): string | null {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const cellsOf = (at: number) => rows.map((row) => row[at]?.trim() ?? "").filter((cell) => cell !== "");
  return countryOf(Array.from({ length: width }, (_, at) => cellsOf(at)));
}

/** The country most rows name, for dates and numbers of the same file; null where there is no such column. */
export function countryOf(columns: string[][]): string | null {
  for (const cells of columns) {
    const some = cells.slice(0, 100).map((cell) => (cell.length > 1 ? readCountry(cell) : null));
    const known = some.filter((code) => code !== null);
    if (some.length === 0 || known.length < some.length * 0.9) continue;
    const counts = new Map<string, number>();
    for (const code of known) counts.set(code, (counts.get(code) ?? 0) + 1);
    const [code, count] = [...counts].reduce((best, other) => (other[1] > best[1] ? other : best));
    if (count > known.length / 2 && known.length > 2) return code;
  }
  return null;
}

/** Only what can hardly be anything else is told without a header. */
function fieldFrom(seen: Omit<Evidence, "field" | "sure">, cells: string[]): Pick<Evidence, "field" | "sure"> {
  const none = { field: null, sure: 0 };
  if (cells.length === 0) return none;
  if (seen.email > 0.8) return { field: "email", sure: 0.9 };
  if (share(cells, (cell) => /^\+\d/.test(cell) && readPhone(cell, null) !== null) > 0.8)
    return { field: "phone", sure: 0.8 };
  if (seen.country > 0.9 && share(cells, (cell) => cell.length > 3) > 0.5) return { field: "country", sure: 0.6 };
  return none;
}

/** Digits enough for a number, with what people write between them; no date and no amount. */
const isNumberLike = (cell: string) => {
  const digits = cell.replace(/\D/g, "").length;
  return (
    digits >= 6 &&
    digits <= 17 &&
    /^'?[+(]?[\d\s()./-]+(?:\s*(?:x|ext\.?)\s*\d+)?$/i.test(cell) &&
    readBoolean(cell) === null
  );
};
