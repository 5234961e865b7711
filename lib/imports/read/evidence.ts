/**
 * What a text says about itself: its encoding, what stands between its cells, and whether its first row is a header.
 */
import { isUtf8 } from "node:buffer";
import { Failure } from "@/lib/errors";
import { isHeaderWord } from "../meaning/words";
import { rowsIn } from "./first";
import type { Encoding, Reading } from "./types";
import { wideOf } from "./wide";

/**
 * `sure`: a mark says so, or letters do that are valid in no other. Windows-1252 holds whatever is not UTF-8: for
 * Latin-1 without control characters it is the same.
 */
export function findEncoding(head: Buffer, whole: boolean): { encoding: Encoding; sure: boolean } {
  const wide = wideOf(head);
  if (wide) return { encoding: wide, sure: true };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", sure: true };
  const beyond = head.findIndex((byte) => byte > 0x7f);
  if (beyond < 0) return { encoding: "utf-8", sure: whole };
  const text = whole ? head : head.subarray(0, behindLastLetter(head));
  if (isUtf8(text)) return { encoding: "utf-8", sure: true };
  return { encoding: isNearlyUtf8(text) ? "utf-8" : "windows-1252", sure: false };
}

/** Letters of other encodings are hardly ever some of UTF-8: where nearly all are, a few rows came from elsewhere. */
function isNearlyUtf8(text: Buffer): boolean {
  let [good, bad] = [0, 0];
  for (const letter of text.toString()) {
    if (letter === "\uFFFD") bad += 1;
    else if (letter > "\x7f") good += 1;
  }
  return good > 20 * bad;
}

/** Without the last letter, of which a part may be missing. */
function behindLastLetter(head: Buffer): number {
  let end = head.length;
  while (end > 0 && (head[end - 1]! & 0xc0) === 0x80) end -= 1;
  return head[end - 1]! >= 0xc0 ? end - 1 : end;
}

/** The apostrophe, where cells stand in it and none in quotation marks. */
export function findQuote(text: string): Reading["quote"] {
  const sample = text.slice(0, 20_000);
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const double = count(/(^|[,;\t|\r\n])"/g);
  const single = count(/(^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g);
  return double === 0 && single > 3 && single * 3 > count(/[\r\n]+/g) ? "'" : '"';
}

const delimiters = [",", ";", "\t", "|"] as const;

/** The one that makes the most even table, and leaves addresses whole. Excel's own word goes before. */
export async function findDelimiter(text: string, quote: Reading["quote"]): Promise<Reading["delimiter"]> {
  const told = /^sep=([,;\t|])\s*?[\r\n]/i.exec(text)?.[1];
  if (told) return told as Reading["delimiter"];
  const sample = firstLines(text, 64_000);
  let best: { delimiter: Reading["delimiter"]; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const score = await scoreOf(sample, delimiter, quote);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function firstLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.max(text.lastIndexOf("\n", most), text.lastIndexOf("\r", most));
  return text.slice(0, end > 0 ? end : most);
}

async function scoreOf(sample: string, delimiter: Reading["delimiter"], quote: Reading["quote"]): Promise<number> {
  try {
    const { rows, problems } = await rowsIn(sample, { delimiter, quote });
    const all = rows.length + problems.length;
    const addresses = rows.filter((row) => row.some((cell) => wholeAddress.test(cell.trim()))).length;
    return all === 0 ? 0 : evenness(rows, all, quote) * (1 + addresses / all);
  } catch (error) {
    if (error instanceof Failure) return 0;
    throw error;
  }
}

/** No delimiter stands in it. */
const wholeAddress = /^[^\s@,;|"'<>]+@[^\s@,;|"'<>]+\.[^\s@,;|"'<>]+$/;

function evenness(rows: string[][], all: number, quote: Reading["quote"]): number {
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + (isTorn(row, quote) ? 0.5 : 1));
  let best = 0;
  for (const [width, count] of widths) {
    const share = count / all;
    // A delimiter inside some cells makes few rows alike; more cells in as many rows are the better table.
    const score = share * share * (2 - 1 / width);
    // What stands in the cells of a column does not stand in its header.
    if (width > 1) best = Math.max(best, rows[0]?.length === width ? score : score * 0.7);
  }
  return best;
}

/** Whether a quotation mark is in one cell, and its fellow in another. */
const isTorn = (row: string[], quote: Reading["quote"]) =>
  quote !== "" && row.some((cell) => cell.includes(quote) && cell.split(quote).length % 2 === 0);

/** Words we know as headers, or texts above numbers, dates and addresses. */
export function isHeader(rows: string[][]): { header: boolean; sure: boolean } {
  const [first = [], ...rest] = rows;
  const filled = first.filter((cell) => cell.trim() !== "");
  if (filled.length === 0) return { header: false, sure: false };
  if (filled.some((cell) => /\S@\S+\.\S/.test(cell) || /^\+?[\d\s()./-]{6,}$/.test(cell.trim()))) {
    return { header: false, sure: true };
  }
  const known = filled.filter((cell) => isHeaderWord(cell)).length;
  if (known > 0) return { header: true, sure: known * 3 >= filled.length };
  const distinct = new Set(filled).size === filled.length;
  const texts = filled.every((cell) => !/^[\d.,\s/:-]+$/.test(cell) && cell.length <= 100);
  return { header: distinct && texts && differs(first, rest), sure: false };
}

/** Whether some column is text above and something else below. */
function differs(first: string[], rest: string[][]): boolean {
  if (rest.length === 0) return true;
  return first.some((_, column) => {
    const below = rest.map((row) => row[column] ?? "").filter((cell) => cell !== "");
    return below.length > 0 && below.filter((cell) => /\d|@/.test(cell)).length * 2 > below.length;
  });
}
