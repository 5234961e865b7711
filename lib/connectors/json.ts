/**
 * Reading JSON that others wrote: whole numbers too large for a double stay exact (as strings), text stays storable.
 */
import { parse as parseLossless } from "lossless-json";

// Native parsing is many times faster, and nearly every document has no such number.
const manyDigits = /\d{16}/;
const bigNumber = /[:[,]\s*-?\d{16}/;

/** Parses JSON; integers of 16 digits and more come back as strings. @throws SyntaxError */
export function readJson(text: string): unknown {
  if (!manyDigits.test(text) || !bigNumber.test(text)) return JSON.parse(text);
  return parseLossless(text, null, {
    parseNumber: (digits) => (/^-?\d{16,}$/.test(digits) ? digits : Number(digits)),
    onDuplicateKey: ({ newValue }) => newValue,
  });
}

const unstorable = /\0|\p{Surrogate}/gu;

/** Text as Postgres can hold it: NUL taken out, half a surrogate pair replaced by the sign for "unreadable". */
export function storable(text: string): string {
  if (text.isWellFormed() && !text.includes("\0")) return text;
  return text.replace(unstorable, (sign) => (sign === "\0" ? "" : "\uFFFD"));
}
