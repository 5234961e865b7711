/** The worker thread: asks for bytes, gives batches, and waits while two of them are not taken. */
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "@/lib/errors";
import { batches, type Job } from "./batches";
import { ContactLines, type Contacts } from "./contacts";
import { PlainRows } from "./gather";

/** `taken` counts the batches that were taken, in memory of both threads. */
export type Given = { job: Job; taken: Int32Array };

/** What the main thread says: bytes, or null for the end. */
export type ToWorker = { bytes: Uint8Array | null };

/** What the worker says. `refused` is a sentence for the merchant; `broken` is for the log. */
export type FromWorker =
  | { ask: true }
  | { batch: unknown }
  | { end: true }
  | { refused: string; problem: Failure["problem"] }
  | { broken: string };

const port = parentPort!;
const say = (message: FromWorker, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);

const waiting: (Uint8Array | null)[] = [];
let wake = () => {};

port.on("message", ({ bytes }: ToWorker) => {
  waiting.push(bytes);
  wake();
});

async function* bytes(): AsyncGenerator<Uint8Array> {
  say({ ask: true });
  for (;;) {
    // One part is on its way while the one before it is read.
    say({ ask: true });
    while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    const part = waiting.shift()!;
    if (!part) return;
    yield part;
  }
}

async function work({ job: { meaning, ...job }, taken }: Given) {
  const all = batches<object>(job, bytes(), meaning ? new ContactLines(meaning, job.before) : new PlainRows());
  let given = 0;
  for await (const batch of all) {
    untilTaken(taken, given - 1);
    given += 1;
    say({ batch }, meaning ? moved(batch as Contacts) : []);
  }
  say({ end: true });
}

/** Stops the thread: what unpacks an Excel file would go on by itself, and keep every row nobody asked for. */
function untilTaken(taken: Int32Array, count: number) {
  for (let now = Atomics.load(taken, 0); now < count; now = Atomics.load(taken, 0)) Atomics.wait(taken, 0, now);
}

const moved = ({ contacts, rejected }: Contacts) => [contacts.buffer, rejected.buffer] as ArrayBuffer[];

work(workerData as Given).catch((error: unknown) => {
  if (error instanceof Failure) say({ refused: error.message, problem: error.problem });
  else say({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
