/** The heart: looks for events, due moments and calls whenever something woke it, and once a second in any case. */
import { log } from "@/lib/log";
import { requeueOrphans } from "./claim";
import { fire } from "./clock";
import type { Engine } from "./engine";
import { handleEvents } from "./events";
import { execute } from "./execute";
import type { CallJob, ClockJob } from "./queue";

const POLL = 1000;
const BATCH = 20;
const ORPHAN_POLL = 10_000;

export interface Dispatcher {
  /** Takes no new work and waits at most `patience` milliseconds for calls on their way. */
  stop(patience: number): Promise<void>;
}

export function startDispatcher(engine: Engine): Dispatcher {
  const calls = new Map<string, { id: string; work: Promise<void> }>();
  let stopped = false;
  const open = () => engine.live && !stopped;
  // One after the other: rules such as singleton and rate limit count on one run being begun at a time.
  const begin = loop(async () => {
    while (open() && (await handleEvents(engine)) + (await fireDue(engine)) > 0);
  });
  const call = loop(async () => {
    while (open() && engine.appUp) {
      const room = Math.min(engine.settings.calls - calls.size, BATCH);
      if (room <= 0) return;
      const jobs = await engine.queue.fetch<CallJob>("calls", room);
      for (const job of jobs) {
        const work = run(engine, job.id, job.data.call).finally(() => {
          calls.delete(job.id);
          call();
        });
        calls.set(job.id, { id: job.data.call, work });
      }
      if (jobs.length < room) return;
    }
  });
  const look = () => {
    begin();
    call();
  };
  engine.queue.onWake(look);
  const timer = setInterval(look, POLL);
  const inHand = () => [...calls.values()].map(({ id }) => id);
  const orphans = loop(async () => {
    if (open()) await requeueOrphans(engine, inHand);
  });
  const orphanTimer = setInterval(orphans, ORPHAN_POLL);
  look();
  return {
    async stop(patience) {
      stopped = true;
      clearInterval(timer);
      clearInterval(orphanTimer);
      const underWay = [...calls.values()].map(({ work }) => work);
      await Promise.race([Promise.allSettled(underWay), new Promise((resolve) => setTimeout(resolve, patience))]);
    },
  };
}

async function run(engine: Engine, jobId: string, callId: string): Promise<void> {
  try {
    await execute(engine, jobId, callId);
  } catch (error) {
    log.error({ err: error, call: callId }, "a call could not be carried out, it goes back to the queue");
    await engine.queue.giveBack("calls", jobId).catch(() => {});
  }
}

async function fireDue(engine: Engine): Promise<number> {
  const jobs = await engine.queue.fetch<ClockJob>("clock", BATCH);
  for (const job of jobs) {
    try {
      await engine.transact(async (tx) => {
        await engine.queue.done(tx, "clock", job.id);
        await fire(engine, tx, job.data);
      });
    } catch (error) {
      log.error({ err: error, job: job.id, kind: job.data.kind }, "a moment of the clock could not be handled yet");
      await engine.queue.giveBack("clock", job.id).catch(() => {});
    }
  }
  return jobs.length;
}

/** Runs `work` once at a time; asked while it runs, it runs once more. */
function loop(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const turn = async () => {
    running = true;
    do {
      again = false;
      await work().catch((error) => log.warn({ err: error }, "the job engine could not look for work"));
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void turn();
  };
}
