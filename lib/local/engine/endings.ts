/** How a run ends: completed, failed or cancelled; and how an ended one is taken up again where it stopped. */
import type { Engine } from "./engine";
import { ulid } from "./ids";
import { announce, discover, lockRun, type Run } from "./runs";
import type { InngestEvent, RunError } from "./shapes";
import { settle } from "./steps";
import { json, type Tx } from "./store";

export type Ending =
  | { status: "completed"; output: unknown }
  | { status: "failed"; error: RunError }
  | { status: "cancelled"; reason: string };

/** Ends a locked run: tells the run that invoked it, and the functions that listen for failures. */
export async function finish(engine: Engine, tx: Tx, run: Run, ending: Ending): Promise<void> {
  const error = errorOf(ending);
  await tx`
    with calls as (delete from engine.calls where run_id = ${run.id}),
      waits as (delete from engine.waits where run_id = ${run.id}),
      steps as (
        update engine.steps set state = 'cancelled', ended_at = now()
        where run_id = ${run.id} and state in ('pending', 'retrying'))
    update engine.runs set status = ${ending.status}, ended_at = now(), error = ${error ? json(error) : null}::text::json,
      output = ${ending.status === "completed" ? json(ending.output) : null}::text::json
    where id = ${run.id}`;
  if (run.parentRun && run.parentStep) {
    const value = ending.status === "completed" ? { data: ending.output ?? null } : { error };
    await settle(engine, tx, run.parentRun, run.parentStep, error ? "failed" : "completed", value);
  }
  for (const event of announcements(run, ending)) {
    if (event.name === "inngest/function.failed" || listened(engine, event.name)) await announce(tx, event);
  }
}

/** Cancels a run that has not ended. @returns whether there was one */
export async function cancelRun(engine: Engine, tx: Tx, id: string, reason: string): Promise<boolean> {
  const run = await lockRun(tx, id);
  if (run) await finish(engine, tx, run, { status: "cancelled", reason });
  return run !== undefined;
}

/** Takes a failed or cancelled run up again: finished steps stay finished, failed ones are tried anew. */
export async function retryRun(engine: Engine, tx: Tx, id: string): Promise<boolean> {
  const [run] = await tx<{ id: string; priority: number }[]>`
    update engine.runs set status = 'queued', error = null, ended_at = null, attempt = 0
    where id = ${id} and status in ('failed', 'cancelled') returning id, priority`;
  if (!run) return false;
  await tx`delete from engine.steps where run_id = ${id} and state <> 'completed'`;
  await discover(engine, tx, run);
  return true;
}

function errorOf(ending: Ending): RunError | undefined {
  if (ending.status === "failed") return ending.error;
  if (ending.status === "cancelled") return { name: "FunctionCancelledError", message: ending.reason };
  return undefined;
}

const listened = (engine: Engine, name: string) =>
  engine.registry.all().some((fn) => fn.triggers.some((trigger) => "event" in trigger && trigger.event === name));

/** The events a real server sends when a run ends; `onFailure` is a function that listens for the first. */
function announcements(run: Run, ending: Ending): InngestEvent[] {
  const [event] = run.events;
  const common = { event, events: run.events, function_id: run.functionId, run_id: run.id };
  const make = (id: string, name: string, data: Record<string, unknown>): InngestEvent => ({
    id,
    name,
    data: { ...common, ...data },
    ts: Date.now(),
    user: {},
  });
  const finished = (data: Record<string, unknown>) => make(ulid(), "inngest/function.finished", data);
  if (ending.status === "completed") {
    return [finished({ _inngest: { status: "Completed" }, result: ending.output ?? null })];
  }
  const error = errorOf(ending);
  if (ending.status === "cancelled") {
    return [make(ulid(), "inngest/function.cancelled", { _inngest: { status: "Cancelled" }, error })];
  }
  const data = { _inngest: { status: "Failed" }, error: { error: error?.name, ...error }, result: error };
  return [make(ulid(), "inngest/function.failed", data), finished(data)];
}
