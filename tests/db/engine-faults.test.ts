/**
 * `kill -9` of the engine, of the app and of its database in the middle of runs: no run is lost, no recorded step runs
 * again.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import {
  eventually,
  freePort,
  freshDatabase,
  type Process,
  startEngineProcess,
  startProbe,
  wireTo,
} from "../support/probe/processes";

/** How often each is killed: a few times, and fifty under `npm run soak`. */
const KILLS = Number(process.env.FAULTS ?? (process.env.SOAK ? 50 : 3));
const RUNS_PER_KILL = 4;
const STEPS = 8;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

type Victim = "engine" | "app" | "database";

async function stage(victim: Victim) {
  const database = await freshDatabase(`faults_${victim}`);
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const journal = join(folder, "journal");
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const [enginePort, appPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${enginePort}`;
  const { hostname, port, pathname } = new URL(database.url);
  const wire = await wireTo(hostname, Number(port || 5432));
  const start = {
    engine: () =>
      startEngineProcess({
        DATABASE_URL: Object.assign(new URL(database.url), { host: `127.0.0.1:${wire.port}`, pathname }).href,
        ENGINE_PORT: String(enginePort),
        ENGINE_APP_URL: `http://127.0.0.1:${appPort}/api/inngest`,
        ENGINE_RETRY_SECONDS: "1",
      }),
    app: () => startProbe({ PORT: String(appPort), INNGEST_DEV: url, JOURNAL: journal }),
  };
  const running: Record<"app" | "engine", Process> = { app: await start.app(), engine: await start.engine() };
  stops.push(
    async () => rmSync(folder, { recursive: true }),
    database.drop,
    wire.cut,
    () => sql.end(),
    () => running.engine.kill(),
    () => running.app.kill(),
  );
  const kill = async () => {
    if (victim === "database") {
      await wire.cut();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500));
      return wire.mend();
    }
    await running[victim].kill("SIGKILL");
    running[victim] = await start[victim]();
  };
  return { sql, url, journal, kill };
}

/** Sends until it is accepted, with the same id, as the SDK does while the engine is away. */
async function send(url: string, n: number): Promise<void> {
  const body = JSON.stringify({ id: `journal-${n}`, name: "more/journal", data: { n, steps: STEPS, pause: 40 } });
  await eventually(
    () =>
      fetch(`${url}/e/key`, { method: "POST", body }).then(
        (answer) => answer.ok,
        () => false,
      ),
    Boolean,
  );
}

interface StepRow {
  run: string;
  step: string;
}

test.each<Victim>(["engine", "app", "database"])(
  `%s killed ${KILLS} times: every run ends completed and no recorded step runs again`,
  async (victim) => {
    const { sql, url, journal, kill } = await stage(victim);
    await eventually(
      () => sql`select 1 from engine.functions limit 1`,
      (rows) => rows.length > 0,
    );
    let sent = 0;
    const recordedBefore: { rows: StepRow[]; at: number }[] = [];
    for (let round = 0; round < KILLS; round++) {
      for (let i = 0; i < RUNS_PER_KILL; i++) await send(url, sent++);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 600));
      await kill();
      const rows = await sql<StepRow[]>`
        select run_id as run, name as step from engine.steps where state = 'completed'`;
      // Read after the rows: every line of a step recorded by then stands before.
      recordedBefore.push({ rows, at: lines(journal).length });
    }
    const runs = await eventually(
      () =>
        sql<
          { status: string; output: unknown }[]
        >`select status, output from engine.runs where function_id = 'probe-journal'`,
      (all) => all.length === sent && all.every((run) => run.status === "completed"),
      60_000 + KILLS * 3000,
    );
    expect(runs.map((run) => run.status)).toEqual(Array(sent).fill("completed"));
    expect(runs.map((run) => run.output)).toEqual(Array(sent).fill({ steps: STEPS, pair: 2 }));
    const written = lines(journal);
    for (const { at, rows } of recordedBefore) {
      const done = new Set(rows.map(({ run, step }) => `${run} ${step.replace("step-", "")}`));
      const repeated = written.slice(at).filter((line) => line.endsWith("start") && done.has(stepOf(line)));
      expect(repeated).toEqual([]);
    }
    expect(ran(written)).toBe(sent * (STEPS + 2));
  },
  180_000 + KILLS * 20_000,
);

const lines = (journal: string) =>
  existsSync(journal) ? readFileSync(journal, "utf8").split("\n").filter(Boolean) : [];

/** A line is: run, event number, step, what. */
function stepOf(line: string): string {
  const [run, , step] = line.split(" ");
  return `${run} ${step}`;
}

/** Different steps that ended. */
const ran = (written: string[]) => new Set(written.filter((line) => line.endsWith("end")).map(stepOf)).size;
