/** Steps the SDK reports while its call still runs. Only the newest call of a run may: any other is told to stop. */
import type { Engine } from "./engine";
import { lockRun } from "./runs";
import { Checkpoint } from "./shapes";
import { record } from "./steps";

/**
 * Records finished steps of a running call.
 * @returns the HTTP status: 200 recorded; 409 makes the SDK stop, because its call was replaced or its run has ended;
 * 400 not a checkpoint
 */
export async function checkpoint(engine: Engine, runId: string, body: unknown): Promise<200 | 400 | 409> {
  const read = Checkpoint.safeParse(body);
  if (!read.success) return 400;
  const { steps, request_id } = read.data;
  if (request_id === undefined || steps.some((op) => op.op !== "StepRun" && op.op !== "StepFailed")) return 400;
  return engine.transact(async (tx) => {
    const run = await lockRun(tx, runId);
    const [call] = await tx<{ id: string; state: string }[]>`
      select id, state from engine.calls where run_id = ${runId} and request_id = ${request_id} for update`;
    if (!run || !call) return 409;
    for (const op of steps) await record(engine, tx, run, op);
    if (call.state === "running") return 200;
    // A call that outlived a restart of the engine: what it finished counts, then the new call goes on from there.
    await tx`update engine.calls set due_at = now() where id = ${call.id}`;
    await engine.queue.call(tx, call.id, { priority: run.priority });
    return 409;
  });
}
