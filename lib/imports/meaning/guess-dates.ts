/** Which format the dates of a column have, found from the data. */
import { readDate } from "./dates";
import { type DateFormat, dateFormats } from "./types";

/** `share` of the cells can be read so. `told`: a sentence where the data alone does not decide. */
export type GuessedDates = { format: DateFormat; share: number; told: string | null };

/** Countries that write the month first (CLDR). */
const monthFirst = new Set(["US", "PH", "PR", "GU", "AS", "MP", "VI", "UM", "PW", "FM", "MH"]);

/**
 * Null when most cells are no dates. `country` (ISO alpha-2) decides between 03/04 and 04/03 where the data does not.
 */
export function guessDates(cells: string[], country: string | null = null): GuessedDates | null {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length === 0) return null;
  const shares = new Map(dateFormats.map((format) => [format, shareOf(filled, format)]));
  const [day, month] = [shares.get("dmy")!, shares.get("mdy")!];
  if (Math.max(day, month) > 0.5 && day === month && filled.some((cell) => readDate(cell, "dmy")))
    return undecided(filled, day, country);
  const best = dateFormats.reduce((best, other) => (shares.get(other)! > shares.get(best)! ? other : best));
  return shares.get(best)! > 0.5 ? { format: best, share: shares.get(best)!, told: null } : null;
}

const shareOf = (cells: string[], format: DateFormat) =>
  cells.filter((cell) => readDate(cell, format) !== null).length / cells.length;

function undecided(cells: string[], share: number, country: string | null): GuessedDates {
  const same = cells.every((cell) => {
    const [day, month] = [readDate(cell, "dmy"), readDate(cell, "mdy")];
    return day?.month === month?.month;
  });
  const format = country && monthFirst.has(country) ? "mdy" : "dmy";
  const dotted = cells.every((cell) => /^\d{1,2}\.\s*\d/.test(cell));
  if (same || dotted) return { format, share, told: null };
  const [first, second] = format === "dmy" ? ["day", "month"] : ["month", "day"];
  return {
    format,
    share,
    told: `In every date both numbers could be the month. We read the ${first} first, then the ${second}.`,
  };
}
