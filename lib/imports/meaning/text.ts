/** A cell as it is kept: one line, tidy, within what its field holds. */
import { inOneLine } from "@/lib/one-line";
import type { Reason } from "./types";

/** Nothing in a cell, as people and programs write it. */
const nothings = new Set([
  "-",
  "--",
  "—",
  "–",
  "n/a",
  "na",
  "#n/a",
  "null",
  "none",
  "undefined",
  "nan",
  "(null)",
  "\\n",
]);

/**
 * Trimmed; the apostrophe that exports put before formulas and numbers, and Excel's ="0049…" around texts, are taken
 * off.
 */
export function bare(cell: string): string {
  const text = cell.trim();
  const first = text.charCodeAt(0);
  // An apostrophe or an equals sign.
  if (first !== 39 && first !== 61) return text;
  const excel = /^="([^"]*)"$/.exec(text);
  return excel ? excel[1]!.trim() : /^'[=+\-@\d(]/.test(text) ? text.slice(1) : text;
}

/** Whether a cell of anything but a name says that there is nothing. */
export const isNothing = (text: string): boolean =>
  text.length <= 9 && "-—–nN#uU(\\".includes(text[0]!) && nothings.has(text.toLowerCase());

/** One line in NFC without what is unseen; null where nothing is left; a reason where it is too long. */
export function line(text: string, longest: number): string | null | { reason: Reason } {
  const tidy = plain.test(text) ? text : inOneLine(text);
  if (tidy === "") return null;
  return tidy.length <= longest ? tidy : { reason: "text" };
}

/** Most cells need no tidying: Latin letters and signs with single spaces between them. */
const plain = /^[\x21-\x7e\u00a1-\u00ac\u00ae-\u02ff]+(?: [\x21-\x7e\u00a1-\u00ac\u00ae-\u02ff]+)*$/;

/** "Holt, Mira" and "Mira van der Holt": what stands before the comma, or the last word, is the last name. */
export function splitName(name: string): { first: string; last: string } {
  const comma = name.indexOf(",");
  if (comma > 0) return { first: name.slice(comma + 1).trim(), last: name.slice(0, comma).trim() };
  if (
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+[ 　][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u.test(
      name,
    )
  ) {
    const [last, first] = name.split(/[ 　]/);
    return { first: first!, last: last! };
  }
  const words = name.split(" ");
  if (words.length === 1) return { first: name, last: "" };
  const small = words.findIndex((word, index) => index > 0 && particles.test(word));
  const cut = small > 0 ? small : words.length - 1;
  return { first: words.slice(0, cut).join(" "), last: words.slice(cut).join(" ") };
}

const particles = /^(von|vom|zu|zur|van|der|den|de|da|do|dos|das|di|del|della|du|des|la|le|al|bin|ibn|ter|ten)$/;

/** Several values in one cell; each once, tidy, none empty. Null when one is too long. */
export function several(text: string, between: string, longest: number): string[] | null {
  if (plain.test(text) && text.length <= longest && !/["',;|[\]]/.test(text)) return [text];
  const parts = between === "json" ? fromJson(text) : between === "" ? [text] : apart(text, between);
  const tidy = new Map<string, string>();
  for (const part of parts) {
    const value = line(unquoted(part.trim()), longest);
    if (typeof value === "object" && value !== null) return null;
    if (value && !tidy.has(value.toLowerCase())) tidy.set(value.toLowerCase(), value);
  }
  return [...tidy.values()];
}

/** Split where it does not stand in double quotes. A quote that nobody closes is a letter. */
function apart(text: string, between: string): string[] {
  if (!text.includes('"')) return text.split(between);
  const cell = between === "|" ? "\\|" : between;
  const parts = text.match(new RegExp(`(?:^|${cell})(?:\\s*"[^"]*"\\s*(?=${cell}|$)|[^${between}]*)`, "g")) ?? [];
  return parts.map((part) => (part.startsWith(between) ? part.slice(1) : part));
}

/** Mailchimp writes "VIP","Fair" in one cell, Python ['VIP', 'Fair']. */
const unquoted = (part: string) => part.replace(/^(['"])(.*)\1$/, "$2");

/** ["a", "b"] as JSON, and ['a', 'b'] as Python writes it; what is no list is one with commas. */
function fromJson(text: string): string[] {
  if (!text.startsWith("[") || !text.endsWith("]")) return text.split(",");
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list.map(String);
  } catch {
    return apart(text.slice(1, -1), ",");
  }
  return [text];
}
