/**
 * What a text says about itself: its encoding, what stands between its cells, and whether its first row is a header.
 */
import { isUtf8 } from "node:buffer";
import { isHeaderWord } from "../meaning/words";
import { parseText } from "./table";
import type { Encoding, Reading } from "./types";

/**
 * `sure`: a mark says so, or letters do that are valid in no other. Windows-1252 holds whatever is not UTF-8: for
 * Latin-1 without control characters it is the same.
 */
export function findEncoding(head: Buffer, whole: boolean): { encoding: Encoding; sure: boolean } {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", sure: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", sure: true };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", sure: true };
  const wide = wideOf(head);
  if (wide) return { encoding: wide, sure: true };
  const beyond = head.findIndex((byte) => byte > 0x7f);
  if (beyond < 0) return { encoding: "utf-8", sure: whole };
  const end = whole ? head.length : behindLastLetter(head);
  return isUtf8(head.subarray(0, end)) ? { encoding: "utf-8", sure: true } : { encoding: "windows-1252", sure: false };
}

/** Without the last letter, of which a part may be missing. */
function behindLastLetter(head: Buffer): number {
  let end = head.length;
  while (end > 0 && (head[end - 1]! & 0xc0) === 0x80) end -= 1;
  return head[end - 1]! >= 0xc0 ? end - 1 : end;
}

/** UTF-16 without a mark: the breaks, delimiters and Latin letters have their NULs all on one side. */
function wideOf(head: Buffer): "utf-16le" | "utf-16be" | null {
  const sample = head.subarray(0, 64_000);
  const nuls = [0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) nuls[at % 2]! += 1;
  const [even, odd] = nuls as [number, number];
  const enough = sample.length / 10;
  if (odd > enough && even < odd / 10) return "utf-16le";
  return even > enough && odd < even / 10 ? "utf-16be" : null;
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

/** The one with which the most rows have the same number of cells, and several. Excel's own word goes before. */
export function findDelimiter(text: string, quote: Reading["quote"]): Reading["delimiter"] {
  const told = /^sep=([,;\t|])\s*?[\r\n]/i.exec(text)?.[1];
  if (told) return told as Reading["delimiter"];
  const sample = firstLines(text, 64_000);
  const scores = delimiters.map((delimiter) => ({
    delimiter,
    score: evenness(parseText(sample, { delimiter, quote })),
  }));
  return scores.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

function firstLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.max(text.lastIndexOf("\n", most), text.lastIndexOf("\r", most));
  return text.slice(0, end > 0 ? end : most);
}

function evenness(rows: string[][]): number {
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of widths) {
    const share = count / rows.length;
    // A delimiter inside some cells makes few rows alike; more cells in as many rows are the better table.
    if (width > 1) best = Math.max(best, share * share * (2 - 1 / width));
  }
  return best;
}

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
