/** The process: `tsx lib/local/engine/main.ts` with DATABASE_URL, ENGINE_PORT and ENGINE_APP_URL. */
import { z } from "zod";
import { log } from "@/lib/log";
import { CannotStart, startEngine } from "./run";

const Settings = z.object({
  DATABASE_URL: z.string().min(1, "is missing"),
  ENGINE_PORT: z.coerce.number().int().min(0).max(65_535).default(8288),
  ENGINE_APP_URL: z.url().default("http://127.0.0.1:3000/api/inngest"),
  /** Seconds before the first retry; a real server waits 30. */
  ENGINE_RETRY_SECONDS: z.coerce.number().min(0).default(30),
  /** Calls to the app at once. */
  ENGINE_CALLS: z.coerce.number().int().min(1).default(40),
  /** Milliseconds a restarted engine leaves to steps that still run in the app. */
  ENGINE_GRACE_MS: z.coerce.number().int().min(0).default(2000),
});

async function main(): Promise<void> {
  const read = Settings.safeParse(process.env);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ");
    throw new CannotStart(`The job engine's environment is not usable: ${wrong}`);
  }
  const env = read.data;
  const engine = await startEngine({
    databaseUrl: env.DATABASE_URL,
    port: env.ENGINE_PORT,
    appUrl: env.ENGINE_APP_URL,
    retryDelay: env.ENGINE_RETRY_SECONDS * 1000,
    calls: env.ENGINE_CALLS,
    grace: env.ENGINE_GRACE_MS,
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), 2800).unref();
      void engine.stop().then(() => process.exit(0));
    });
  }
  process.on("uncaughtException", (error) => {
    if (writesToClosedSocket(error)) engine.renew();
    else if (isConnectionError(error)) log.warn({ err: error }, "a connection error that nobody waited for");
    else die(error);
  });
  process.stdout.write(`engine ready on ${engine.url}\n`);
}

/** postgres.js 3.4 writes to a socket that Postgres has closed, where nobody can catch it (porsager/postgres#1154). */
function writesToClosedSocket(error: Error): boolean {
  return error instanceof TypeError && /nextWrite .*postgres.*connection\.js/.test(error.stack ?? "");
}

/**
 * Rejections that postgres.js leaves behind when a transaction's connection breaks, also by Postgres' own last word on it
 * (57P01 to 57P03: it ends, crashed, or begins). Each break is reported otherwise.
 */
function isConnectionError(error: Error): boolean {
  return "code" in error && /^(ECONN|EPIPE|ETIMEDOUT|CONNECT|57P0[123])/.test(String(error.code));
}

function die(error: Error): never {
  process.stderr.write(`${error instanceof CannotStart ? error.message : error.stack}\n`);
  process.exit(1);
}

main().catch(die);
