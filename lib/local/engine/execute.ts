/**
 * From a claimed call to its effect on the run. The effect is one transaction: after a kill it happened or it did not.
 */
import { log } from "@/lib/log";
import { type Answer, ask, type Call } from "./answer";
import { claim, release } from "./claim";
import { backoff, retryMoment } from "./durations";
import { finish } from "./endings";
import type { Engine } from "./engine";
import { DISCOVERY, discover, lockRun, type Run } from "./runs";
import { type Op, type RunError, runError } from "./shapes";
import { advance, record, supports } from "./steps";
import { Broken, type Tx } from "./store";

/** The SDK's id for the function itself, where it reports its end among steps: sha1("complete"). */
const COMPLETE = "0737c22d3bfae812339732d14d8c7dbd6dc4e09c";
/** How often a connection may break in mid-call before that counts as the function failing: it may kill its process. */
const MAX_LOST = 20;

/** Runs one call from the queue to its end. */
export async function execute(engine: Engine, jobId: string, callId: string): Promise<void> {
  const claimed = await claim(engine, jobId, callId);
  if (!claimed) return;
  const { call, limits } = claimed;
  try {
    const answer = await ask(engine.settings.appUrl, call);
    if (answer.kind === "away") engine.appUp = false;
    await keep(engine, call, answer);
  } finally {
    await release(engine, limits).catch((error) => log.warn({ err: error }, "a slot was freed without a successor"));
  }
}

/**
 * An answer is worth keeping while the database has a bad moment. When that lasts, the call is made again later.
 * An answer that can never be written, such as a sleep until no date, fails its run instead of being asked for again.
 */
async function keep(engine: Engine, call: Call, answer: Answer): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await engine.transact((tx) => conclude(engine, tx, call, answer));
    } catch (error) {
      if (!engine.live || error instanceof Broken) throw error;
      if (hopeless(error)) return giveUp(engine, call, error);
      if (attempt >= 4) throw error;
      log.warn({ err: error, run: call.runId, attempt }, "an answer could not be written yet");
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }
}

/** Errors of ours have no code; of Postgres' classes these say that the data itself is at fault. */
function hopeless(error: unknown): boolean {
  return !(error instanceof Error && "code" in error) || /^(22|23|42|54)/.test(String(error.code));
}

function giveUp(engine: Engine, call: Call, reason: unknown): Promise<void> {
  const message = reason instanceof Error ? reason.message : String(reason);
  const error = { name: "UnusableAnswerError", message: `The engine could not use what the app answered: ${message}` };
  return engine.transact((tx) => conclude(engine, tx, call, { kind: "error", error, retriable: false }));
}

/** Writes what the answer means, unless the run has ended or another call has taken this one's place meanwhile. */
async function conclude(engine: Engine, tx: Tx, call: Call, answer: Answer): Promise<void> {
  const run = await lockRun(tx, call.runId);
  const [mine] = await tx`
    select 1 from engine.calls where id = ${call.id} and generation = ${call.generation} and state = 'running'`;
  if (!run || !mine) return;
  switch (answer.kind) {
    case "away":
      return putBack(engine, tx, call, run, 1000);
    case "lost":
      return lose(engine, tx, call, run, answer.error);
    case "done":
      return finish(engine, tx, run, { status: "completed", output: answer.output });
    case "error":
      return fail(engine, tx, call, run, answer);
    case "ops":
      return apply(engine, tx, call, { ...run, sdkVersion: answer.sdkVersion }, answer.ops, answer.retryAfter);
  }
}

async function apply(
  engine: Engine,
  tx: Tx,
  call: Call,
  run: Run,
  ops: Op[],
  retryAfter: string | undefined,
): Promise<void> {
  if (run.sdkVersion !== call.sdkVersion) {
    await tx`update engine.runs set sdk_version = ${run.sdkVersion} where id = ${run.id}`;
  }
  const complete = ops.find((op) => op.op === "RunComplete");
  const ended = ops.find((op) => op.id === COMPLETE && op.op !== "RunComplete");
  const steps = ops.filter((op) => op !== complete && op !== ended);
  const unknown = steps.find((op) => !supports(op));
  if (unknown) return finish(engine, tx, run, { status: "failed", error: unsupported(unknown) });
  const failed = steps.find((op) => op.op === "StepError");
  const last = call.attempt + 1 >= call.maxAttempts;
  for (const op of steps) await record(engine, tx, run, op === failed && last ? { ...op, op: "StepFailed" } : op);
  if (complete) return finish(engine, tx, run, { status: "completed", output: complete.data ?? null });
  if (ended) {
    const error = runError(ended.error, "The function failed.");
    return fail(engine, tx, call, run, { error, retriable: ended.op === "StepError", retryAfter });
  }
  if (failed && !last) return retry(engine, tx, call, run, retryAfter);
  await leave(engine, tx, call, run);
  const finished = steps.filter((op) => op.op === "StepRun" || op.op === "StepFailed" || op === failed);
  await advance(
    engine,
    tx,
    run,
    finished.map((op) => op.id),
  );
}

/** The call is over. Had something asked for another look at the function meanwhile, it gets one. */
async function leave(engine: Engine, tx: Tx, call: Call, run: Run): Promise<void> {
  const [gone] = await tx<{ again: boolean }[]>`delete from engine.calls where id = ${call.id} returning again`;
  if (gone?.again && call.stepId === DISCOVERY) await discover(engine, tx, run);
}

type Failed = { error: RunError; retriable: boolean; retryAfter?: string };

async function fail(engine: Engine, tx: Tx, call: Call, run: Run, { error, retriable, retryAfter }: Failed) {
  if (retriable && call.attempt + 1 < call.maxAttempts) return retry(engine, tx, call, run, retryAfter);
  await finish(engine, tx, run, { status: "failed", error });
}

async function retry(engine: Engine, tx: Tx, call: Call, run: Run, retryAfter: string | undefined): Promise<void> {
  const asked = retryAfter === undefined ? undefined : retryMoment(retryAfter);
  const due = asked ?? new Date(Date.now() + backoff(call.attempt, engine.settings.retryDelay));
  await tx`
    update engine.calls set state = 'queued', attempt = attempt + 1, request_id = null, lost = 0, due_at = ${due}
    where id = ${call.id}`;
  await engine.queue.call(tx, call.id, { at: due, priority: run.priority });
}

async function lose(engine: Engine, tx: Tx, call: Call, run: Run, error: RunError): Promise<void> {
  const [row] = await tx<{ lost: number }[]>`
    update engine.calls set lost = lost + 1 where id = ${call.id} returning lost`;
  const lost = row?.lost ?? 1;
  if (lost > MAX_LOST) return fail(engine, tx, call, run, { error, retriable: true });
  await putBack(engine, tx, call, run, Math.min(250 * 2 ** lost, 5000));
}

/** The same attempt again: that the app was not there is no failure of the function. */
async function putBack(engine: Engine, tx: Tx, call: Call, run: Run, delay: number): Promise<void> {
  const due = new Date(Date.now() + delay);
  await tx`update engine.calls set state = 'queued', due_at = ${due} where id = ${call.id}`;
  await engine.queue.call(tx, call.id, { at: due, priority: run.priority });
}

function unsupported(op: Op): RunError {
  const name = op.displayName ?? op.name ?? op.id;
  return {
    name: "UnsupportedStepError",
    message: `The local job engine does not support what the step "${name}" asks for (${op.op}).`,
  };
}
