/** Engine, probe app and database together, for tests that send events and look at what became of them. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { eventually, freePort, freshDatabase, type Process, startEngineProcess, startProbe } from "./processes";

export interface RunRow {
  id: string;
  function: string;
  status: string;
  attempt: number;
  output: unknown;
  error: { name: string; message: string } | null;
}

/** The name of the test's own connections, so that a test can break all others. */
export const onlookers = "onlookers";

export interface Stage {
  /** The engine's address, the same over restarts. */
  url: string;
  databaseUrl: string;
  sql: postgres.Sql;
  running: { engine: Process; app: Process };
  start: { engine(): Promise<Process>; app(): Promise<Process> };
  /** Sends one event of the functions beyond the recording. @returns the event's id */
  send(name: string, data?: Record<string, unknown>): Promise<string>;
  /** The runs of a function, oldest first. */
  runs(fn: string): Promise<RunRow[]>;
  /** The runs of a function as soon as there are `count` and all have ended. */
  ended(fn: string, count?: number, patience?: number): Promise<RunRow[]>;
  /** What steps wrote so far. */
  journal(): string[];
  folder: string;
  stop(): Promise<void>;
}

/** Starts everything on an empty database and waits until the app's functions are registered. */
export async function openStage(name: string, env: Record<string, string> = {}): Promise<Stage> {
  const database = await freshDatabase(name);
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const file = join(folder, "journal");
  const sql = postgres(database.url, { max: 2, onnotice: () => {}, connection: { application_name: onlookers } });
  const [enginePort, appPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${enginePort}`;
  const engineEnv = {
    DATABASE_URL: database.url,
    ENGINE_PORT: String(enginePort),
    ENGINE_APP_URL: `http://127.0.0.1:${appPort}/api/inngest`,
    ENGINE_RETRY_SECONDS: "0.5",
    ENGINE_GRACE_MS: "300",
    ...env,
  };
  const start = {
    engine: () => startEngineProcess(engineEnv),
    app: () => startProbe({ PORT: String(appPort), INNGEST_DEV: url, JOURNAL: file }),
  };
  const running = { app: await start.app(), engine: await start.engine() };
  await eventually(
    () => sql`select 1 from engine.functions limit 1`,
    (rows) => rows.length > 0,
  );
  const runs = (fn: string) => sql<RunRow[]>`
    select id, function_id as function, status, attempt, output, error from engine.runs
    where function_id = ${`probe-${fn}`} order by created_at, id`;
  return {
    url,
    databaseUrl: database.url,
    sql,
    running,
    start,
    folder,
    runs,
    journal: () => (existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : []),
    async send(event, data = {}) {
      const body = JSON.stringify({ name: `more/${event}`, data });
      const answer = await fetch(`${url}/e/key`, { method: "POST", body });
      const { ids } = (await answer.json()) as { ids: string[] };
      return ids[0] ?? "";
    },
    ended: (fn, count = 1, patience = 20_000) => {
      const done = (all: RunRow[]) =>
        all.length >= count && all.every((run) => !["queued", "running"].includes(run.status));
      return eventually(() => runs(fn), done, patience);
    },
    async stop() {
      await running.engine.kill();
      await running.app.kill();
      await sql.end();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}
