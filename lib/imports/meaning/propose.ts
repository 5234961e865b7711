/**
 * What a column would be as each field: the format of its dates, what its words mean, what stands between its values.
 */
import { guessConsent, readBoolean, share } from "./choices";
import { guessDates } from "./guess-dates";
import { guessDecimals } from "./numbers";
import { guessRefused, isRefusal } from "./refusals";
import { type Column, type ConsentMeaning, type Field, fields } from "./types";

/**
 * `told`: what the merchant should know, such as a date that could be two. `words`: those of a consent column, with how
 * often they came.
 */
export type Proposal = { column: Column; told: string | null; words: { word: string; count: number }[] };

/** A proposal for every field, for a drop-down beside the column. `cells` are its first ones. */
export function propose(header: string, cells: string[], country: string | null = null): Record<Field, Proposal> {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  return Object.fromEntries(fields.map((field) => [field, proposalOf(field, header, filled, country)])) as Record<
    Field,
    Proposal
  >;
}

/** `cells` are trimmed and hold something. `country` (ISO alpha-2) helps with dates that could be two. */
export function proposalOf(field: Field, header: string, cells: string[], country: string | null = null): Proposal {
  const plain = { told: null, words: [] };
  if (field === "emailConsent" || field === "smsConsent") return consent(field, header, cells);
  if (field === "birthday" || field === "optInAt" || field === "optOutAt" || field === "createdAt")
    return dated(field, cells, country);
  if (field === "tags" || field === "lists") return { column: { field, between: betweenOf(cells) }, ...plain };
  if (field === "custom") return custom(header, cells, country);
  return { column: { field }, ...plain };
}

function dated(field: Field, cells: string[], country: string | null): Proposal {
  const found = guessDates(cells, country);
  if (found) return { column: { field, dates: found.format }, told: found.told, words: [] };
  const told = cells.length > 0 ? "Most cells of this column are no dates we can read." : null;
  return { column: { field, dates: "iso" }, told, words: [] };
}

const mostWords = 50;

/** Words we do not know say nothing until the merchant has chosen. */
function consent(field: Field, header: string, cells: string[]): Proposal {
  const refusal = isRefusal(header);
  const guess = refusal ? guessRefused : guessConsent;
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell.toLowerCase(), (counts.get(cell.toLowerCase()) ?? 0) + 1);
  const words = [...counts]
    .map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostWords);
  const told = refusal ? "A yes in this column is read as unsubscribed." : null;
  const known = [...usual, ...words.map(({ word }) => word)].flatMap((word) => {
    const meaning = guess(word);
    return meaning ? [[word, meaning] as [string, ConsentMeaning]] : [];
  });
  return { column: { field, words: Object.fromEntries(known) }, told, words };
}

/** Words that may come further down in the file. */
const usual = ["yes", "no", "true", "false", "1", "0", "subscribed", "unsubscribed"];

function betweenOf(cells: string[]): NonNullable<Column["between"]> {
  if (share(cells, (cell) => cell.startsWith("[") && cell.endsWith("]")) > 0.5) return "json";
  const counts = ([",", ";", "|"] as const).map((between) => ({
    between,
    count: cells.filter((cell) => cell.includes(between)).length,
  }));
  const most = counts.reduce((best, other) => (other.count > best.count ? other : best));
  return most.count > 0 ? most.between : ",";
}

function custom(header: string, cells: string[], country: string | null): Proposal {
  // No letter of two units is cut in half.
  const name =
    header
      .trim()
      .slice(0, 80)
      .replace(/[\uD800-\uDBFF]$/, "") || "Field";
  const [dates, numbers] = [guessDates(cells, country), guessDecimals(cells)];
  const written = dates && dates.format !== "excel" && dates.format !== "unix" ? dates : null;
  if (cells.length > 0 && share(cells, (cell) => readBoolean(cell) !== null) === 1 && !numbers) {
    return { column: { field: "custom", name, type: "boolean" }, told: null, words: [] };
  }
  if (written && written.share > 0.9)
    return { column: { field: "custom", name, type: "date", dates: written.format }, told: written.told, words: [] };
  // A leading zero is a number of somebody's, not an amount.
  if (numbers && numbers.share > 0.95 && !cells.some((cell) => /^0\d/.test(cell))) {
    return { column: { field: "custom", name, type: "number", decimals: numbers.decimals }, told: null, words: [] };
  }
  return { column: { field: "custom", name, type: "text" }, told: null, words: [] };
}
