/** The main thread's side of reading: hands bytes to a worker as it asks for them, and its batches to who reads. */
import type { Worker } from "node:worker_threads";
import { Failure } from "@/lib/errors";
import type { Meaning } from "../meaning/types";
import type { Job } from "./batches";
import { beginWorker } from "./begin";
import { type Position, start } from "./bounds";
import type { Contacts } from "./contacts";
import type { PlainBatch } from "./gather";
import { refused } from "./refused";
import type { Batch, Reading, Source } from "./types";
import { unpacked } from "./unpack";
import type { FromWorker, ToWorker } from "./worker";

/** `rows`: at most so many in a batch, 20,000 unless told. `signal` ends the reading, and the worker with it. */
export type Wish = { from?: Position; rows?: number; signal?: AbortSignal };

/** Contacts ready to be staged. `bytes` of the file are behind it, for progress. */
export type ContactBatch = Contacts & { bytes: number };

/**
 * The rows of a file, parsed in a worker thread; at most two batches wait. Leaving the loop ends the worker.
 * @throws Failure invalid at `file` when it cannot be read on: damaged, a bomb, a row above the limits that has no end
 */
export function readRows(source: Source, reading: Reading, wish: Wish = {}): AsyncGenerator<Batch> {
  return through<PlainBatch>(source, { reading, ...given(wish), before: "" }, wish.signal);
}

/**
 * As `readRows`, but what the columns mean is applied in the worker too, and texts for COPY are moved between the
 * threads instead of rows copied. `before` is put before every line of both texts, escaped already, such as "17\t3\t".
 */
export function readContacts(
  source: Source,
  reading: Reading,
  meaning: Meaning,
  wish: Wish & { before?: string } = {},
): AsyncGenerator<ContactBatch> {
  return through<Contacts>(source, { reading, meaning, ...given(wish), before: wish.before ?? "" }, wish.signal);
}

const given = ({ from = start, rows = 20_000 }: Wish) => ({ from, rows });

async function* through<B extends { next: Position }>(
  source: Source,
  job: Job,
  signal?: AbortSignal,
): AsyncGenerator<B & { bytes: number }> {
  signal?.throwIfAborted();
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const [feed, worker] = [new Feed(source, job), beginWorker({ job, taken })];
  const heard = listen(worker, signal);
  try {
    for await (const message of heard) {
      if ("ask" in message) await feed.answer(worker);
      else if ("batch" in message) {
        const batch = message.batch as B;
        yield { ...batch, bytes: feed.behind(batch.next) };
        Atomics.add(taken, 0, 1);
        Atomics.notify(taken, 0);
      } else if ("refused" in message) throw new Failure(message.problem, message.refused, { file: message.refused });
      else if ("broken" in message) throw new Error(`The reading thread failed: ${message.broken}`);
      else return;
    }
  } finally {
    await Promise.all([worker.terminate(), feed.close()]);
  }
}

/** The messages in their order. Ends with the worker; an error of its own is thrown. */
async function* listen(worker: Worker, signal?: AbortSignal): AsyncGenerator<FromWorker> {
  const waiting: FromWorker[] = [];
  let failure: unknown = null;
  let wake = () => {};
  worker.on("message", (message: FromWorker) => {
    waiting.push(message);
    wake();
  });
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  worker.on("error", (error) => fail(isOutOfMemory(error) ? refused(tooMuch) : error));
  worker.on("exit", (code) => fail(new Error(`The reading thread ended with ${code}.`)));
  const calledOff = () => fail(signal?.reason);
  signal?.addEventListener("abort", calledOff);
  try {
    for (;;) {
      if (failure) throw failure;
      const message = waiting.shift();
      if (message) yield message;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener("abort", calledOff);
  }
}

const isOutOfMemory = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

const tooMuch = "This file needs more memory than there is. Save it as CSV, or split it.";

/** The bytes of the file, unpacked, one part for each question. */
class Feed {
  private readonly parts: AsyncIterator<Uint8Array>;
  private read = { bytes: 0 };
  private ended = false;

  constructor(
    source: Source,
    private readonly job: Job,
  ) {
    this.parts = unpacked(source, job.reading, job.from.from, this.read)[Symbol.asyncIterator]();
  }

  async answer(worker: Worker) {
    if (this.ended) return;
    const { value, done } = await this.parts.next();
    this.ended = done === true;
    // A part may be a piece of a larger buffer, which would be sent whole.
    const bytes = done ? null : new Uint8Array(value);
    worker.postMessage({ bytes } satisfies ToWorker, bytes ? [bytes.buffer] : []);
  }

  behind = (next: Position) => (this.job.reading.packing === "none" && next.from > 0 ? next.from : this.read.bytes);

  close = async () => void (await this.parts.return?.());
}
