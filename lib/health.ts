/** Whether the parts that everything depends on do their work. */
import { env } from "./env";
import { database } from "./tenancy";
import { waitingStores } from "./webhooks/process";

export type Part = { ok: boolean; note: string };
export type Health = { ok: boolean; database: Part; jobs: Part; inbox: Part & { seconds: number } };

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

async function engineOk(): Promise<Part> {
  const url = env().INNGEST_DEV;
  if (!url?.startsWith("http")) return { ok: true, note: "run by Inngest" };
  try {
    const answer = await fetch(`${url.replace(/\/$/, "")}/health`, { signal: AbortSignal.timeout(2000) });
    return { ok: answer.ok, note: answer.ok ? "answers" : `answers ${answer.status}` };
  } catch {
    return { ok: false, note: "does not answer" };
  }
}

async function inboxOk(): Promise<Part & { seconds: number }> {
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
