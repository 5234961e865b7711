/** What happens when a moment comes: sleeps end, waits time out, batches and debounces run, cron ticks, old runs go. */
import { cancelRun } from "./endings";
import type { Engine } from "./engine";
import { begin, endBatch, endDebounce } from "./flow";
import type { ClockJob } from "./queue";
import { cronOf } from "./registration";
import { settle } from "./steps";
import type { Tx } from "./store";

/** How long an ended run can be looked at. */
const KEEP_DAYS = 7;

/**
 * Does one job of the clock. A job whose reason is gone (a step answered meanwhile, a function removed) does nothing.
 */
export async function fire(engine: Engine, tx: Tx, job: ClockJob): Promise<void> {
  switch (job.kind) {
    case "step":
      return endStep(engine, tx, job.run, job.step);
    case "debounce":
      return endDebounce(engine, tx, job.fn, job.key);
    case "batch":
      return endBatch(engine, tx, job.batch);
    case "cron":
      return tick(engine, tx, job.fn, job.cron, job.at);
    case "limit":
      return overdue(engine, tx, job.run, job.phase);
  }
}

/** Keeps one next tick per cron trigger of the registered functions, and none of others. */
export async function setCrons(engine: Engine, tx: Tx): Promise<void> {
  const wanted = engine.registry
    .all()
    .flatMap((fn) => fn.triggers.flatMap((trigger) => ("cron" in trigger ? [{ fn: fn.id, cron: trigger.cron }] : [])));
  const known = await tx<{ fn: string; cron: string }[]>`select function_id as fn, cron from engine.crons`;
  const same = (a: { fn: string; cron: string }) => (b: { fn: string; cron: string }) =>
    a.fn === b.fn && a.cron === b.cron;
  for (const row of known.filter((row) => !wanted.some(same(row)))) {
    await tx`delete from engine.crons where function_id = ${row.fn} and cron = ${row.cron}`;
  }
  for (const { fn, cron } of wanted.filter((row) => !known.some(same(row)))) await schedule(engine, tx, fn, cron);
}

/** Removes what is older than it can be asked for. */
export async function prune(tx: Tx): Promise<void> {
  await tx`delete from engine.runs where ended_at < now() - make_interval(days => ${KEEP_DAYS})`;
  await tx`delete from engine.events where handled_at is not null and received_at < now() - make_interval(days => ${KEEP_DAYS})`;
  await tx`delete from engine.marks where at < now() - interval '31 days'`;
  await tx`delete from engine.throttles where next_at < now() - interval '1 day'`;
}

async function endStep(engine: Engine, tx: Tx, run: string, step: string): Promise<void> {
  const [row] = await tx<{ op: string; name: string }[]>`
    select op, name from engine.steps where run_id = ${run} and id = ${step} and state = 'pending'`;
  if (!row) return;
  if (row.op !== "InvokeFunction") await settle(engine, tx, run, step, "completed", null);
  else {
    const error = { name: "InvokeTimeoutError", message: `The function invoked by "${row.name}" did not end in time.` };
    await settle(engine, tx, run, step, "failed", { error });
  }
}

async function overdue(engine: Engine, tx: Tx, run: string, phase: "start" | "finish"): Promise<void> {
  const [row] = await tx<{ status: string }[]>`select status from engine.runs where id = ${run}`;
  if (phase === "start" && row?.status !== "queued") return;
  await cancelRun(engine, tx, run, phase === "start" ? "It did not start in time." : "It did not finish in time.");
}

async function schedule(engine: Engine, tx: Tx, fn: string, cron: string): Promise<void> {
  const next = cronOf(cron).nextRun();
  if (!next) return;
  await tx`
    insert into engine.crons (function_id, cron, next_at) values (${fn}, ${cron}, ${next})
    on conflict (function_id, cron) do update set next_at = excluded.next_at`;
  await engine.queue.clock(tx, { kind: "cron", fn, cron, at: next.toISOString() }, next);
}

/** One tick: a run for the moment it was due, also when the engine was away then; ticks missed in between are one. */
async function tick(engine: Engine, tx: Tx, id: string, cron: string, at: string): Promise<void> {
  const [row] = await tx<{ next_at: Date }[]>`
    select next_at from engine.crons where function_id = ${id} and cron = ${cron} for update`;
  const fn = engine.registry.get(id);
  if (!row || !fn || row.next_at.toISOString() !== at) return;
  const due = at.replace(/\.\d+Z$/, "Z");
  await begin(engine, tx, fn, [
    {
      id: due,
      name: "inngest/scheduled.timer",
      data: { cron, fireAt: due, scheduledAt: due },
      ts: row.next_at.getTime(),
      user: {},
    },
  ]);
  await schedule(engine, tx, id, cron);
}
