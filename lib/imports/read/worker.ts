/** The worker thread: asks for bytes, gives batches, and waits while two of them are not taken. */
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "@/lib/errors";
import { batches, type Job } from "./batches";
import { ContactLines, type Contacts } from "./contacts";
import { PlainRows } from "./gather";

/** What the main thread says: bytes, or null for the end; or that a batch was taken. */
export type ToWorker = { bytes: Uint8Array | null } | { taken: true };

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
let untaken = 0;

port.on("message", (message: ToWorker) => {
  if ("taken" in message) untaken -= 1;
  else waiting.push(message.bytes);
  wake();
});

const until = async (ready: () => boolean) => {
  while (!ready()) await new Promise<void>((resolve) => (wake = resolve));
};

async function* bytes(): AsyncGenerator<Uint8Array> {
  say({ ask: true });
  for (;;) {
    // One part is on its way while the one before it is read.
    say({ ask: true });
    await until(() => waiting.length > 0);
    const part = waiting.shift()!;
    if (!part) return;
    yield part;
  }
}

async function work({ meaning, ...job }: Job) {
  const all = batches<object>(job, bytes(), meaning ? new ContactLines(meaning, job.before) : new PlainRows());
  for await (const batch of all) {
    await until(() => untaken < 2);
    untaken += 1;
    say({ batch }, meaning ? moved(batch as Contacts) : []);
  }
  say({ end: true });
}

const moved = ({ contacts, rejected }: Contacts) => [contacts.buffer, rejected.buffer] as ArrayBuffer[];

work(workerData as Job).catch((error: unknown) => {
  if (error instanceof Failure) say({ refused: error.message, problem: error.problem });
  else say({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
