/** Bytes of an upload become rows: what a file may be, how it is read, and where reading can go on. */
import { z } from "zod";
import type { Position } from "./bounds";

/** An upload wherever it lies. `open` gives its bytes from `from` to the end, in pieces of at most 1 MB. */
export type Source = { name: string; size: number; open(from: number): AsyncIterable<Uint8Array> };

/** All that can be chosen. Found by evidence: UTF-8, UTF-16 and Windows-1252; the others by the merchant. */
export const encodings = [
  ...["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"],
  ...["windows-1250", "windows-1251", "windows-1253", "windows-1254", "shift_jis"],
] as const as readonly [Encoding, ...Encoding[]];

export type Encoding =
  | ("utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "iso-8859-1")
  | ("windows-1250" | "windows-1251" | "windows-1253" | "windows-1254" | "shift_jis");

const how = {
  format: z.enum(["text", "xlsx"]),
  packing: z.enum(["none", "gzip", "zip"]),
  encoding: z.enum(encodings),
  delimiter: z.enum([",", ";", "\t", "|"]),
  quote: z.enum(['"', "'", ""]),
  /** Whether the first row is a header. */
  header: z.boolean(),
  /** Of an Excel file: which of its sheets, from 0. */
  sheet: z.int().min(0).max(10_000).optional(),
};

/** How the bytes are to be understood. Plain data: it is kept with the import and may be changed by the merchant. */
export const Reading = z.object({
  ...how,
  packing: how.packing.default("none"),
  encoding: how.encoding.default("utf-8"),
  delimiter: how.delimiter.default(","),
  quote: how.quote.default('"'),
});
/** What a merchant says of it: what is not said stays as it was found. */
export const SomeReading = z.object(how).partial();
export type Reading = z.output<typeof Reading>;

/** What `look` saw. `rows`: the first ones, with the header if there is one; `sure`: what need not be asked. */
export type Seen = {
  reading: Reading;
  sure: { encoding: boolean; header: boolean };
  rows: string[][];
  /** The physical line (in a sheet: the row) at which each of `rows` begins. */
  lines: number[];
  /** How many columns the widest of `rows` has. */
  width: number;
  /** Of an Excel file: how many sheets it has. The first is read. */
  sheets?: number;
};

/** Rows in their order, without the header. `problems` are rows that could not be read; they are not in `rows`. */
export type Batch = {
  rows: string[][];
  lines: number[];
  problems: Problem[];
  /** After this batch. Kept with what the batch wrote, it makes a killed run go on. */
  next: Position;
  /** Bytes of the file that are behind it, for progress. */
  bytes: number;
};

/**
 * `quote`: opened and never closed; `letters`: not of the chosen encoding; `wide`: more than 500 cells; `long`: a cell
 * above 100 kB.
 */
export type Problem = { line: number; problem: "quote" | "letters" | "wide" | "long"; cells: string[] };
