import { invalid } from "@/lib/errors";
import type { Meaning, Reason } from "../meaning/types";
import type { Batch, Position, Reading, Source } from "./types";

/** `rows`: at most so many in a batch, 20,000 unless told. `signal` ends the reading; the worker ends with it. */
export type Wish = { from?: Position; rows?: number; signal?: AbortSignal };

/**
 * The rows of a file, parsed in a worker thread; what waits is bounded by two batches. Leaving the loop ends the worker.
 * @throws Failure invalid at `file` when it cannot be read on: damaged, a bomb, a row above the limits that has no end
 */
export async function* readRows(_source: Source, _reading: Reading, _wish: Wish = {}): AsyncGenerator<Batch> {
  yield await Promise.reject(invalid("This file cannot be read yet."));
}

/** A row that is no contact: `column` counts from 0 and is null where the row as a whole is at fault. */
export type Rejected = { line: number; column: number | null; reason: Reason; cells: string[] };

/** Contacts ready to be staged. */
export type ContactBatch = {
  /** Lines of COPY … FROM STDIN (text format, UTF-8) with `stagedColumns`; transferred, not copied, between threads. */
  contacts: Uint8Array;
  count: number;
  /** Lines of COPY with `rejectedColumns`. */
  rejected: Uint8Array;
  rejections: number;
  /** How often each reason came, and the first five of each. */
  reasons: Record<string, { count: number; examples: Rejected[] }>;
  /** Rows with a hint or a flag. */
  flags: { hint: number; role: number; disposable: number };
  /** How many cells of each column hold something: for "Filled". */
  filled: number[];
  next: Position;
  bytes: number;
};

/**
 * As `readRows`, but what the columns mean is applied in the worker too: about 1.5 times cheaper than sending rows between
 * threads. `before` is put before every line of both COPY texts, escaped already, such as "17\t3\t".
 */
export async function* readContacts(
  _source: Source,
  _reading: Reading,
  _meaning: Meaning,
  _wish: Wish & { before?: string } = {},
): AsyncGenerator<ContactBatch> {
  yield await Promise.reject(invalid("This file cannot be read yet."));
}
