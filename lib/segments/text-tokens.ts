/** A condition's text in its smallest parts, each with where it stands. */
import { type Failure, invalid } from "../errors";

export type Token = {
  kind: "word" | "number" | "day" | "text" | "id" | "sign" | "end";
  /** What it says: a text without its quotes, a word in small letters. */
  says: string;
  /** Where it begins, and as it was written. */
  at: number;
  raw: string;
};

/** Letters that the text of a condition may have. */
const longest = 300_000;

const shapes: readonly [Token["kind"] | "space", RegExp][] = [
  ["space", /\s+/y],
  ["text", /"(?:[^"\\\n\r]|\\.)*"/y],
  ["id", /#"(?:[^"\\\n\r]|\\.)*"/y],
  ["day", /\d{4}-\d\d-\d\d(?![\w-])/y],
  ["number", /-?\d+(?:\.\d+)?(?![\w.])/y],
  ["word", /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/y],
  ["sign", /<=|>=|!=|[=<>≠≤≥(),]/y],
];

/** The last one is of the kind "end". @throws Failure invalid at what is no part of any condition */
export function tokensOf(text: string): Token[] {
  if (text.length > longest) throw invalid("This text is too long for a condition.");
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [kind, raw] = partAt(text, at);
    if (kind !== "space") tokens.push({ kind, raw, at, says: saidBy(kind, raw, at, text) });
    at += raw.length;
  }
  return [...tokens, { kind: "end", says: "", raw: "", at: text.length }];
}

/** The failure that says where in the text something else was expected. */
export function unexpected(text: string, { at, raw }: Pick<Token, "at" | "raw">, expected: string): Failure {
  const found = raw ? `found “${raw.length > 40 ? `${raw.slice(0, 40)}…` : raw}”` : "found the end";
  return invalid(`${placeIn(text, at)}: expected ${expected}, ${found}.`);
}

/** "Line 2, column 5". */
export function placeIn(text: string, at: number): string {
  const lines = text.slice(0, at).split("\n");
  return `Line ${lines.length}, column ${[...lines.at(-1)!].length + 1}`;
}

function partAt(text: string, at: number): [Token["kind"] | "space", string] {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const found = shape.exec(text);
    if (found) return [kind, found[0]];
  }
  throw unexpected(
    text,
    { at, raw: String.fromCodePoint(text.codePointAt(at)!) },
    "a word, a number or a text in quotes",
  );
}

function saidBy(kind: Token["kind"], raw: string, at: number, text: string): string {
  if (kind === "word") return raw.toLowerCase();
  if (kind !== "text" && kind !== "id") return raw;
  try {
    return String(JSON.parse(kind === "id" ? raw.slice(1) : raw));
  } catch {
    throw unexpected(text, { at, raw }, 'a text in quotes, with \\" for a quote and \\\\ for a backslash in it');
  }
}
