/** The memory of a run: what its steps returned, what they wait for. A finished step is never written again. */
import { moment } from "./durations";
import type { Engine } from "./engine";
import { ulid, uuidOf } from "./ids";
import { announce, discover, lockRun, queueCall, type Run } from "./runs";
import { InvokeOpts, type Op, runError, WaitOpts } from "./shapes";
import { clean, json, type Tx } from "./store";

/** A year: how long an invoked function may take when the app says nothing. */
const FOREVER = "365d";

type Keep = (engine: Engine, tx: Tx, run: Run, op: Op, eager: boolean) => Promise<void>;

const keepers: Record<string, Keep> = {
  StepRun: (_, tx, run, op) => finishStep(tx, run, op, { data: op.data ?? null }),
  StepFailed: (_, tx, run, op) => failStep(tx, run, op),
  StepError: (_, tx, run, op) => noteError(tx, run, op),
  StepPlanned: async (engine, tx, run, op, eager) => {
    if (await plan(tx, run, op, eager)) await queueCall(engine, tx, run, op.id);
  },
  Sleep: async (engine, tx, run, op, eager) => {
    const until = moment(op.name ?? "");
    if (await plan(tx, run, op, eager, until)) await ring(engine, tx, run, op, until);
  },
  WaitForEvent: async (engine, tx, run, op, eager) => {
    const opts = WaitOpts.parse(op.opts);
    const until = moment(opts.timeout);
    if (!(await plan(tx, run, op, eager, until))) return;
    await tx`
      insert into engine.waits (run_id, step_id, event_name, expression)
      values (${run.id}, ${op.id}, ${opts.event ?? op.name ?? ""}, ${opts.if ?? null})`;
    await ring(engine, tx, run, op, until);
  },
  InvokeFunction: async (engine, tx, run, op, eager) => {
    const opts = InvokeOpts.parse(op.opts);
    const until = moment(opts.timeout ?? FOREVER);
    if (!(await plan(tx, run, op, eager, until))) return;
    await announce(tx, invocation(run, op, opts, until));
    await ring(engine, tx, run, op, until);
  },
};

/** Whether the engine knows what to do with an op. */
export function supports(op: Op): boolean {
  return op.op in keepers;
}

/** Writes what one op says into the run's memory. Repeating it changes nothing. */
export async function record(engine: Engine, tx: Tx, run: Run, op: Op): Promise<void> {
  const eager = run.sdkVersion === 1 || op.opts?.parallelMode === "race";
  await keepers[op.op]?.(engine, tx, run, op, eager);
}

/** Looks at the function again when nothing is pending any more; at once when a step of a race has ended. */
export async function advance(engine: Engine, tx: Tx, run: Run, ended: string[]): Promise<void> {
  const [row] = await tx<{ pending: number; eager: boolean }[]>`
    select count(*) filter (where state = 'pending')::int as pending,
      coalesce(bool_or(eager and id = any(${ended})), false) as eager
    from engine.steps where run_id = ${run.id}`;
  if (row && (row.pending === 0 || row.eager)) await discover(engine, tx, run);
}

/**
 * Ends a step that waited for a clock, an event or another run. `value` is what the SDK finds under the step's id.
 * @returns whether the step was still waiting
 */
export async function settle(
  engine: Engine,
  tx: Tx,
  runId: string,
  stepId: string,
  state: "completed" | "failed",
  value: unknown,
): Promise<boolean> {
  const run = await lockRun(tx, runId);
  if (!run) return false;
  const settled = await tx`
    update engine.steps set state = ${state}, value = ${json(value)}::text::json, ended_at = now(),
      position = ${nextPosition(tx, runId)}
    where run_id = ${runId} and id = ${stepId} and state = 'pending' returning id`;
  if (settled.length === 0) return false;
  await tx`delete from engine.waits where run_id = ${runId} and step_id = ${stepId}`;
  await advance(engine, tx, run, [stepId]);
  return true;
}

const nextPosition = (tx: Tx, run: string) =>
  tx`(select count(position)::int from engine.steps s where s.run_id = ${run})`;

const nameOf = (op: Op) => clean(op.displayName ?? op.name ?? op.id);

async function finishStep(tx: Tx, run: Run, op: Op, value: unknown, state = "completed"): Promise<void> {
  await tx`
    insert into engine.steps as s (run_id, id, name, op, state, value, error, attempts, position, ended_at)
    values (${run.id}, ${op.id}, ${nameOf(op)}, ${op.op}, ${state}, ${json(value)}::text::json,
      ${state === "failed" ? json(runError(op.error, "The step failed.")) : null}::text::json, 1,
      ${nextPosition(tx, run.id)}, now())
    on conflict (run_id, id) do update set state = excluded.state, value = excluded.value, position = excluded.position,
      error = coalesce(excluded.error, s.error), attempts = s.attempts + 1, ended_at = now()
    where s.state in ('pending', 'retrying')`;
}

async function failStep(tx: Tx, run: Run, op: Op): Promise<void> {
  await finishStep(tx, run, op, { error: runError(op.error, "The step failed.") }, "failed");
}

/** A failed attempt of a step that will be tried again. A planned step stays pending, so that its group still waits. */
async function noteError(tx: Tx, run: Run, op: Op): Promise<void> {
  await tx`
    insert into engine.steps as s (run_id, id, name, op, state, error, attempts)
    values (${run.id}, ${op.id}, ${nameOf(op)}, ${op.op}, 'retrying',
      ${json(runError(op.error, "The step failed."))}::text::json, 1)
    on conflict (run_id, id) do update set error = excluded.error, attempts = s.attempts + 1
    where s.state in ('pending', 'retrying')`;
}

/** @returns whether the step is new; the SDK names steps it waits for again in every answer */
async function plan(tx: Tx, run: Run, op: Op, eager: boolean, until?: Date): Promise<boolean> {
  const fresh = await tx`
    insert into engine.steps (run_id, id, name, op, state, eager, due_at)
    values (${run.id}, ${op.id}, ${nameOf(op)}, ${op.op}, 'pending', ${eager}, ${until ?? null})
    on conflict (run_id, id) do nothing returning id`;
  return fresh.length > 0;
}

function ring(engine: Engine, tx: Tx, run: Run, op: Op, until: Date): Promise<void> {
  return engine.queue.clock(tx, { kind: "step", run: run.id, step: op.id }, until);
}

function invocation(run: Run, op: Op, opts: InvokeOpts, until: Date) {
  const { data, user, v } = opts.payload;
  const marks = {
    correlation_id: `${run.id}.${op.id}`,
    expire: until.getTime(),
    fn_id: opts.function_id,
    name: op.displayName ?? op.name ?? "",
    source_fn_id: uuidOf(run.functionId),
  };
  return {
    id: ulid(),
    name: "inngest/function.invoked",
    data: { ...data, _inngest: marks },
    ts: Date.now(),
    user: user ?? {},
    ...(v ? { v } : {}),
  };
}
