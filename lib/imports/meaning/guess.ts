/** What each column of a file is, guessed by the words of its header and by what its cells hold. */
import { countryOf, type Evidence, evidenceOf } from "./evidence";
import { type Proposal, proposalOf } from "./propose";
import { isRefusal } from "./refusals";
import { isSpent, spentColumn } from "./spent";
import type { Field } from "./types";
import { fieldOf, plainWord } from "./words";

/** `sure` is from 0 to 1: below 0.5 it is worth a look. */
export type Guess = Proposal & { sure: number };

/**
 * One guess for each column of the header or the widest row. `header` is null where the file has none. `country` (ISO
 * alpha-2) helps with dates that could be two.
 */
export function guessColumns(header: string[] | null, sample: string[][], country: string | null = null): Guess[] {
  const width = sample.reduce((most, row) => Math.max(most, row.length), header?.length ?? 0);
  const columns = Array.from({ length: width }, (_, at) =>
    sample.map((row) => row[at]?.trim() ?? "").filter((cell) => cell !== ""),
  );
  const where = countryOf(columns) ?? country;
  const guesses = columns.map((cells, at) => guess(header?.[at] ?? "", cells, where));
  return withoutRepeats(guesses, header);
}

function guess(name: string, cells: string[], country: string | null): Guess {
  if (isSpent(name, cells)) return { column: spentColumn(cells), told: null, words: [], sure: 0.95 };
  const named = fieldOf(name);
  const seen = evidenceOf(cells);
  const refused = named?.field === "optOutAt" ? null : refusalOf(name, seen, cells);
  if (refused) return { ...proposalOf(refused, name, cells, country), sure: 0.6 };
  if (named && !contradicts(named.field, seen, cells)) {
    const held = cells.length === 0 || supports(named.field, seen);
    return { ...proposalOf(named.field, name, cells, country), sure: held ? named.sure : named.sure * 0.8 };
  }
  if (seen.field) return { ...proposalOf(seen.field, name, cells, country), sure: name ? seen.sure * 0.9 : seen.sure };
  // What nobody asked to import is not imported: a custom field is made by choice.
  return { column: { field: "ignore" }, told: null, words: [], sure: named ? 0.3 : 0.5 };
}

/** Who said no, or when. */
function refusalOf(name: string, seen: Evidence, cells: string[]): Field | null {
  if (!isRefusal(name)) return null;
  if (seen.date > 0.5) return "optOutAt";
  if (cells.length > 0 && seen.consent < 0.5) return null;
  return /\bsms\b/.test(plainWord(name)) ? "smsConsent" : "emailConsent";
}

/** A header that says "email" above something else says something else: "email sent" above numbers. */
function contradicts(field: Field, seen: Evidence, cells: string[]): boolean {
  if (cells.length === 0) return false;
  if (field === "email") return seen.email < 0.5;
  if (field === "phone") return seen.phone < 0.3;
  if (field === "birthday" || field === "optInAt" || field === "optOutAt" || field === "createdAt")
    return seen.date < 0.5;
  if (field === "emailConsent" || field === "smsConsent") return seen.consent < 0.5;
  if (field === "country") return seen.country < 0.5;
  if (field === "language") return seen.language < 0.5;
  return seen.email > 0.5;
}

const supports = (field: Field, seen: Evidence): boolean => field !== "gender" || seen.gender > 0.5;

/**
 * A field that comes once is kept by the column that is surest of it; the others are left out, but those that only
 * lower a consent.
 */
function withoutRepeats(guesses: Guess[], header: string[] | null): Guess[] {
  const lowers = guesses.map(({ column }, at) => column.words !== undefined && isRefusal(header?.[at] ?? ""));
  const many = new Set<Field>(["tags", "lists", "phone", "custom", "ignore"]);
  const best = new Map<Field, Guess>();
  for (const guess of guesses.filter((_, at) => !lowers[at])) {
    const kept = best.get(guess.column.field);
    if (!kept || guess.sure > kept.sure) best.set(guess.column.field, guess);
  }
  const names = best.has("firstName") || best.has("lastName");
  return guesses.map((guess, at) => {
    const { field } = guess.column;
    const second = !many.has(field) && !lowers[at] && best.get(field) !== guess;
    // "name" beside a first name is the whole name again.
    if (second || (field === "fullName" && names && plainWord(header?.[at] ?? "") !== ""))
      return { ...guess, column: { field: "ignore" }, sure: 0.5 };
    return guess;
  });
}
