/** Exports of other tools, known by their headers. */
import { meaningOf } from "./choices";
import { guessColumns } from "./guess";
import { guessDates } from "./guess-dates";
import { guessDecimals } from "./numbers";
import { type Export, exportsOfTools, ignore, type Recognised } from "./tool-exports";
import type { Column, ConsentMeaning } from "./types";
import { plainWord } from "./words";

/** A header or a word may be one that objects have by birth. */
const own = <T>(known: Record<string, T>, word: string): T | undefined =>
  Object.hasOwn(known, word) ? known[word] : undefined;

/**
 * Null when the header is of none of them. `rows` are the first ones: a spreadsheet may have written their dates anew.
 */
export function recognise(header: string[], rows: string[][] = [], country: string | null = null): Recognised | null {
  const words = header.map(plainWord);
  const found = exportsOfTools.find(({ has }) => has.every((word) => words.includes(word)));
  if (!found) return null;
  const { has: _has, columns, ...rest } = found;
  // "Phone" comes before "Default Address Phone", the order's: a contact's own number goes first.
  const guesses = guessColumns(
    header.map((name, at) => (own(columns, words[at]!) ? "" : name)),
    [],
  );
  const mapped = words.map((word, at) => own(columns, word) ?? guesses[at]!.column);
  const taken = new Set(words.flatMap((word) => own(columns, word)?.field ?? []));
  return {
    ...rest,
    columns: mapped.map((column, at) =>
      isRepeat(column, words[at]!, columns, taken)
        ? ignore
        : asWritten(
            column,
            rows.map((row) => row[at]?.trim() ?? ""),
            country,
          ),
    ),
  };
}

/**
 * The tool says what a column is, its cells how its dates and amounts are written, and which lists of words come in it.
 */
function asWritten(column: Column, cells: string[], country: string | null): Column {
  const filled = cells.filter((cell) => cell !== "");
  const dates = column.dates && guessDates(filled, country)?.format;
  const decimals = column.decimals && guessDecimals(filled)?.decimals;
  return {
    ...column,
    ...(dates && { dates }),
    ...(decimals && { decimals }),
    ...(column.words && { words: { ...listsIn(filled, column.words), ...column.words } }),
  };
}

function listsIn(cells: string[], words: Record<string, ConsentMeaning>): Record<string, ConsentMeaning> {
  const lists = new Set(cells.map((cell) => cell.toLowerCase()).filter((cell) => cell.startsWith("[")));
  const known = (word: string) => own(words, word);
  return Object.fromEntries(
    [...lists].flatMap((cell) => (meaningOf(cell, known) ? [[cell, meaningOf(cell, known)!]] : [])),
  );
}

const many = new Set<string>(["tags", "lists", "phone", "custom", "ignore"]);

const isRepeat = (column: Column, word: string, columns: Export["columns"], taken: Set<string>) =>
  !own(columns, word) && !many.has(column.field) && taken.has(column.field);
