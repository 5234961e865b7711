/** Rows become contacts and lines of COPY in the worker, so that only texts are moved to the main thread. */
import { plan } from "../meaning/plan";
import type { Judged, Meaning, Reason } from "../meaning/types";
import type { Gatherer } from "./batches";
import { limits, type Position } from "./bounds";
import { contactLine, keepable, rejectedLine } from "./staged";
import { Text } from "./text";
import type { Problem } from "./types";

/** A row that is no contact. `column` counts from 0; null where the row as a whole is at fault. */
export type Rejected = { line: number; column: number | null; reason: Reason; cells: string[] };

export type Contacts = {
  /** Lines of COPY … FROM STDIN (text format, UTF-8) with `stagedColumns`. */
  contacts: Uint8Array;
  count: number;
  /** The same with `rejectedColumns`. */
  rejected: Uint8Array;
  rejections: number;
  /** How often each reason came, and the first five of each in the batch. */
  reasons: Partial<Record<Reason, { count: number; examples: Rejected[] }>>;
  /** Contacts with each of these. */
  flags: { hint: number; role: number; disposable: number };
  /** Cells left out of contacts that were taken all the same. */
  leftOut: number;
  /** How many cells of each column hold something, of all rows. */
  filled: number[];
  next: Position;
};

export class ContactLines implements Gatherer<Contacts> {
  private readonly judge: (cells: string[]) => Judged;
  private batch = emptyBatch();
  private readonly contacts = new Text();
  private readonly rejected = new Text();
  private readonly filled = new Uint32Array(limits.columns);
  private width = 0;

  constructor(
    meaning: Meaning,
    private readonly before: string,
  ) {
    this.judge = plan(meaning);
  }

  row(cells: string[], line: number) {
    const { batch } = this;
    for (let index = 0; index < cells.length; index++) if (cells[index] !== "") this.filled[index]! += 1;
    this.width = Math.max(this.width, cells.length);
    const judged = this.judge(cells);
    if ("reject" in judged) return this.reject({ line, ...judged.reject, cells });
    const { row } = judged;
    this.contacts.add(this.before + contactLine(row, line));
    batch.count += 1;
    batch.leftOut += row.leftOut.length;
    if (row.hint) batch.flags.hint += 1;
    for (const flag of row.flags) batch.flags[flag] += 1;
  }

  problem({ line, problem, cells }: Problem) {
    this.reject({ line, column: null, reason: problem, cells });
  }

  take(next: Position): Contacts {
    const [contacts, rejected] = [this.contacts.take(), this.rejected.take()];
    const filled = [...this.filled.subarray(0, this.width)];
    this.filled.fill(0);
    const batch = { ...this.batch, filled, contacts, rejected, next };
    this.batch = emptyBatch();
    return batch;
  }

  private reject({ cells, ...place }: Rejected) {
    const row = { ...place, cells: keepable(cells) };
    this.batch.rejections += 1;
    this.rejected.add(this.before + rejectedLine(row));
    const told = this.batch.reasons[row.reason] ?? { count: 0, examples: [] };
    this.batch.reasons[row.reason] = told;
    told.count += 1;
    if (told.examples.length < 5) told.examples.push(row);
  }
}

const emptyBatch = (): Omit<Contacts, "contacts" | "rejected" | "filled" | "next"> => ({
  count: 0,
  rejections: 0,
  reasons: {},
  flags: { hint: 0, role: 0, disposable: 0 },
  leftOut: 0,
});
