/** Whether the parts that everything depends on do their work. */
import { z } from "zod";
import { env } from "./env";
import { database } from "./tenancy";
import { waitingStores } from "./webhooks/process";

export type Part = { ok: boolean; note: string };
/** `seconds`: how long the oldest due piece of work has waited. */
export type Queue = Part & { seconds: number };
export type Health = { ok: boolean; database: Part; jobs: Queue; inbox: Queue };

/** Asks the database, the job engine and the inbox; each within two seconds. A lag over five minutes is not ok. */
export async function health(): Promise<Health> {
  const [base, engine, inbox] = await Promise.all([databaseOk(), engineOk(), inboxOk()]);
  return { ok: base.ok && engine.ok && inbox.ok, database: base, jobs: engine, inbox };
}

async function databaseOk(): Promise<Part> {
  try {
    await within(database().sql`select 1`);
    return { ok: true, note: "answers" };
  } catch {
    return { ok: false, note: "does not answer" };
  }
}

const EngineHealth = z.object({ ok: z.boolean(), lag: z.number().catch(0) });

/** The local job engine tells its lag; Inngest itself shows it on its own pages. */
async function engineOk(): Promise<Queue> {
  const url = env().INNGEST_DEV;
  if (!url?.startsWith("http")) return { ok: true, seconds: 0, note: "run by Inngest" };
  try {
    const answer = await fetch(`${url.replace(/\/$/, "")}/health`, { signal: AbortSignal.timeout(2000) });
    const read = EngineHealth.safeParse(await answer.json().catch(() => null));
    if (!read.success) return { ok: answer.ok, seconds: 0, note: answer.ok ? "answers" : `answers ${answer.status}` };
    const seconds = Math.round(read.data.lag);
    return { ok: read.data.ok, seconds, note: seconds === 0 ? "nothing waits" : `the oldest run waits ${seconds} s` };
  } catch {
    return { ok: false, seconds: 0, note: "does not answer" };
  }
}

async function inboxOk(): Promise<Queue> {
  try {
    const seconds = Math.max(0, ...(await within(waitingStores())).map((store) => store.seconds));
    return { ok: seconds < 300, seconds, note: seconds === 0 ? "empty" : `the oldest delivery waits ${seconds} s` };
  } catch {
    return { ok: false, seconds: 0, note: "cannot be read" };
  }
}

async function within<T>(work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("too late")), 2000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
