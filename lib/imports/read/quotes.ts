/** What csv-parse does not tell: where a row's lines break, and whether its quotation marks are as they should be. */

const [cr, lf] = [13, 10];

/** Line breaks in bytes `from` to `to`; CRLF is one. */
export function countBreaks(text: Buffer, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    const byte = text[at]!;
    if (byte > cr) continue;
    if (byte === lf || (byte === cr && (at + 1 >= to || text[at + 1] !== lf))) breaks += 1;
  }
  return breaks;
}

/** Where the first line that is not empty begins, and how many empty ones stand before it. */
export function skipEmpty(text: Buffer, from: number, to: number): { at: number; lines: number } {
  let at = from;
  while (at < to && (text[at] === lf || text[at] === cr)) at += 1;
  return { at, lines: at === from ? 0 : countBreaks(text, from, at) };
}

/** The end of the physical line that begins at `from`, behind its break; -1 when it has none before `to`. */
export function endOfLine(text: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === lf) return at + 1;
    if (text[at] === cr) return text[at + 1] === lf ? at + 2 : at + 1;
  }
  return -1;
}

/** Whether every cell that opens with the mark closes with it, right before a delimiter, a line break or the end. */
export function wellQuoted(row: Buffer, delimiter: number, quote: number): boolean {
  let [start, inside] = [true, false];
  for (let at = 0; at < row.length; at++) {
    const byte = row[at]!;
    const next = row[at + 1];
    if (inside && byte === quote) {
      if (next === quote) at += 1;
      else if (next === undefined || next === delimiter || next === lf || next === cr) inside = false;
      else return false;
    } else if (!inside && start && byte === quote) inside = true;
    if (!inside) start = byte === delimiter || byte === lf || byte === cr;
    else start = false;
  }
  return !inside;
}
