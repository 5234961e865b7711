/** What runs in the worker thread: bytes in, batches out, each with the place where reading can go on behind it. */
import type { Meaning } from "../meaning/types";
import { type Position, start } from "./bounds";
import { decoder } from "./decode";
import { type Sink, Table } from "./table";
import type { Problem, Reading } from "./types";

export type Job = {
  reading: Reading;
  from: Position;
  /** At most so many rows in a batch. */
  rows: number;
  /** Without it, batches are plain rows. */
  meaning?: Meaning;
  before: string;
};

/** Gathers rows until a batch of them is taken. `take` begins anew. */
export interface Gatherer<B> {
  row(cells: string[], line: number): void;
  problem(problem: Problem): void;
  take(next: Position): B;
}

/** However few rows there are, a batch ends after so many bytes of text. */
const weightOfBatch = 4_000_000;

export function batches<B>(job: Job, bytes: AsyncIterable<Uint8Array>, gatherer: Gatherer<B>): AsyncGenerator<B> {
  if (job.reading.format === "xlsx") return sheet(job, bytes, new Cut(job, gatherer, sheetPlace));
  const places = new Places(job);
  const cut = new Cut(job, gatherer, (end, line) => places.at(end, line));
  return textRows(job, bytes, places, cut);
}

/** What reads Excel is loaded where there is a sheet: it is a quarter of what a thread loads before its first row. */
async function* sheet<B>(job: Job, bytes: AsyncIterable<Uint8Array>, cut: Cut<B>): AsyncGenerator<B> {
  const { sheetRows } = await import("./sheet");
  yield* sheetRows(job, bytes, cut);
}

/** In a sheet places are rows, and every reading begins with the first. */
const sheetPlace = (end: number, line: number): Position => ({ from: 0, skip: end, line });

async function* textRows<B>(
  job: Job,
  bytes: AsyncIterable<Uint8Array>,
  places: Places,
  cut: Cut<B>,
): AsyncGenerator<B> {
  const table = new Table(job.reading, job.from.skip, job.from.line, cut);
  const decode = decoder(job.reading.encoding, job.from.from);
  for await (const part of bytes) {
    await table.write(places.enter(decode(part)));
    yield* cut.ready();
  }
  await table.write(places.enter(decode(null)));
  await table.end();
  yield* cut.all();
}

/** Where in the file a place of the decoded text is. */
class Places {
  private pieces: { from: number; text: number }[] = [];
  private end = 0;
  private readonly mode: "exact" | "piece" | "whole";

  constructor(private readonly job: Job) {
    const { packing, encoding } = job.reading;
    // Shift JIS cannot be cut without knowing what stands before, a packed file not at all.
    if (packing !== "none" || encoding === "shift_jis") this.mode = "whole";
    else this.mode = encoding === "utf-8" ? "exact" : "piece";
  }

  /** The text of a piece, without what was read before. */
  enter({ from, text }: { from: number; text: Buffer }): Buffer {
    this.pieces.push({ from, text: this.end });
    const passed = Math.min(Math.max(this.job.from.skip - this.end, 0), text.length);
    this.end += text.length;
    return text.subarray(passed);
  }

  at(end: number, line: number): Position {
    if (this.mode === "whole") return { from: 0, skip: end, line };
    while (this.pieces.length > 1 && this.pieces[1]!.text <= end) this.pieces.shift();
    const { from, text } = this.pieces[0]!;
    return this.mode === "exact" ? { from: from + end - text, skip: 0, line } : { from, skip: end - text, line };
  }
}

/** Cuts the rows into batches, and leaves out what stands above them: a header, and the `sep=;` of Excel. */
export class Cut<B> implements Sink {
  private done: B[] = [];
  private count = 0;
  private began: number;
  private end: number;
  private next: number;
  private header: boolean;
  private top: boolean;

  constructor(
    private readonly job: Job,
    private readonly gatherer: Gatherer<B>,
    private readonly placeOf: (end: number, line: number) => Position,
  ) {
    const { from, skip, line } = job.from;
    [this.began, this.end, this.next] = [skip, skip, line];
    this.top = from === start.from && skip === start.skip;
    this.header = this.top && job.reading.header;
  }

  row(cells: string[], line: number, end: number, next: number) {
    this.end = end;
    this.next = next;
    if (this.top && /^sep=.?$/i.test(cells.join(""))) this.top = false;
    else if (this.header) this.header = false;
    else {
      this.gatherer.row(cells, line);
      this.counted();
    }
    this.top = false;
  }

  problem(problem: Problem, end: number, next: number) {
    this.end = end;
    this.next = next;
    this.top = false;
    this.header = false;
    this.gatherer.problem(problem);
    this.counted();
  }

  *ready(): Generator<B> {
    while (this.done.length > 0) yield this.done.shift()!;
  }

  *all(): Generator<B> {
    yield* this.ready();
    if (this.count > 0) yield this.gatherer.take(this.placeOf(this.end, this.next));
    this.count = 0;
  }

  private counted() {
    this.count += 1;
    if (this.count < this.job.rows && this.end - this.began < weightOfBatch) return;
    this.done.push(this.gatherer.take(this.placeOf(this.end, this.next)));
    [this.count, this.began] = [0, this.end];
  }
}
