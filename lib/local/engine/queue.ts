/**
 * The durable queue and clock: pg-boss on our own connections, so that a job is sent in the transaction that needs it.
 */
import PgBoss from "pg-boss";
import { log } from "@/lib/log";
import type { Sql, Tx } from "./store";

export type QueueName = "calls" | "clock";

/** What the clock can be told to do when a moment comes. */
export type ClockJob =
  | { kind: "step"; run: string; step: string }
  | { kind: "debounce"; fn: string; key: string }
  | { kind: "batch"; batch: string }
  | { kind: "cron"; fn: string; cron: string; at: string }
  | { kind: "limit"; run: string; phase: "start" | "finish" };
export interface CallJob {
  call: string;
}

export interface Queue {
  /** Sends inside the caller's transaction. `at` in the past means now; a higher priority goes first. */
  call(tx: Tx, id: string, options?: { at?: Date; priority?: number }): Promise<void>;
  clock(tx: Tx, job: ClockJob, at: Date): Promise<void>;
  fetch<T>(name: QueueName, count: number): Promise<{ id: string; data: T }[]>;
  done(tx: Tx | Sql, name: QueueName, id: string): Promise<void>;
  /** Gives a job back; pg-boss hands it out again a second later. */
  giveBack(name: QueueName, id: string): Promise<void>;
  /** Gives back what a killed engine had in hand. */
  recover(): Promise<void>;
  /** Looks for work now. */
  wake(): void;
  onWake(look: () => void): void;
  stop(): Promise<void>;
}

const SCHEMA = "engine_queue";
const NAMES: QueueName[] = ["calls", "clock"];
const DAY = 86_400;

export async function openQueue(sql: Sql): Promise<Queue> {
  const boss = new PgBoss({
    db: onConnection(sql),
    schema: SCHEMA,
    schedule: false,
    retryLimit: 1_000_000,
    retryDelay: 1,
    expireInSeconds: 120,
    retentionSeconds: 400 * DAY,
  });
  boss.on("error", (error) => log.warn({ err: error }, "the queue had an error"));
  await boss.start();
  for (const name of NAMES) await boss.createQueue(name);

  let look = () => {};
  const timers = new Set<NodeJS.Timeout>();
  const wakeAt = (at: Date) => {
    const delay = at.getTime() - Date.now();
    if (delay > 60_000) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        look();
      },
      Math.max(delay + 2, 0),
    );
    timers.add(timer);
  };
  const send = async (tx: Tx, name: QueueName, data: object, at: Date | undefined, priority = 0) => {
    const later = at && at.getTime() > Date.now() ? at : undefined;
    await boss.send(name, data, { db: onTransaction(tx), priority, ...(later ? { startAfter: later } : {}) });
    if (later) wakeAt(later);
  };
  return {
    call: (tx, id, { at, priority } = {}) => send(tx, "calls", { call: id }, at, priority),
    clock: (tx, job, at) => send(tx, "clock", job, at),
    fetch: <T>(name: QueueName, count: number) => boss.fetch<T>(name, { batchSize: count }),
    done: (tx, name, id) => boss.deleteJob(name, id, { db: onTransaction(tx) }),
    giveBack: (name, id) => boss.fail(name, id),
    recover: () => recover(sql, boss),
    wake: () => look(),
    onWake: (next) => {
      look = next;
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      await boss.stop({ graceful: false, wait: false });
    },
  };
}

async function recover(sql: Sql, boss: PgBoss): Promise<void> {
  for (const name of NAMES) {
    const held = await sql<{ id: string }[]>`
      select id from ${sql(SCHEMA)}.job where name = ${name} and state = 'active'`;
    if (held.length > 0) {
      const ids = held.map((job) => job.id);
      await boss.fail(name, ids);
    }
  }
}

type Values = Parameters<Sql["unsafe"]>[1];
const plain = (values: unknown[] | undefined) => (values ?? []).map((value) => value ?? null) as Values;

function onTransaction(tx: Tx | Sql): PgBoss.Db {
  return { executeSql: async (text, values) => ({ rows: await tx.unsafe(text, plain(values)) }) };
}

/** pg-boss sends "begin; …; commit" as one text when it creates its tables, which needs a connection for itself. */
function onConnection(sql: Sql): PgBoss.Db {
  return {
    executeSql: async (text, values) => {
      if (values?.length) return onTransaction(sql).executeSql(text, values);
      const one = await sql.reserve();
      try {
        return { rows: await one.unsafe(text) };
      } finally {
        one.release();
      }
    },
  };
}
