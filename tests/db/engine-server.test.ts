/** The engine as a process: one per database, one per port, deaf to other web pages, clear about what it refuses. */
import { request } from "node:http";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, freePort, start, startEngineProcess } from "../support/probe/processes";
import { onlookers, openStage, type Stage } from "../support/probe/stage";
import { recording } from "../support/probe/transcript";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("server");
});
afterAll(() => stage.stop());

const json = async (path: string, init?: RequestInit) => {
  const answer = await fetch(`${stage.url}${path}`, init);
  return { status: answer.status, body: await answer.json() };
};
const registered = () => JSON.parse(recording().find((one) => one.path === "/fn/register")?.request_body ?? "{}");
const register = (body: unknown) => json("/fn/register", { method: "POST", body: JSON.stringify(body) });

/** A request with headers that fetch does not let one set. */
function raw(path: string, method: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(stage.url);
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on("error", reject);
    call.end();
  });
}

describe("starting", () => {
  test("a second engine on the same database refuses in one sentence", async () => {
    const second = startEngineProcess({ DATABASE_URL: stage.databaseUrl, ENGINE_PORT: String(await freePort()) });
    await expect(second).rejects.toThrow("Another job engine already works on this database.");
  });

  test("a taken port is told in one sentence", async () => {
    const { port, hostname } = new URL(stage.url);
    expect(hostname).toBe("127.0.0.1");
    const other = await openStage("port");
    await other.running.engine.kill();
    const second = startEngineProcess({ DATABASE_URL: other.databaseUrl, ENGINE_PORT: port });
    await expect(second).rejects.toThrow(`Port ${port} is taken, so the job engine cannot listen there`);
    await other.stop();
  });

  test("a database that is not there is told in one sentence", async () => {
    const nobody = `postgres://postgres@127.0.0.1:${await freePort()}/none`;
    const lonely = startEngineProcess({ DATABASE_URL: nobody, ENGINE_PORT: "0" });
    await expect(lonely).rejects.toThrow("The database cannot be reached");
  });

  test("an environment that is not usable names the variable", async () => {
    const wrong = start("lib/local/engine/main.ts", "engine ready", { DATABASE_URL: "", ENGINE_PORT: "high" });
    await expect(wrong).rejects.toThrow(/DATABASE_URL.*ENGINE_PORT/);
  });
});

describe("registration", () => {
  beforeAll(() => stage.running.app.kill());

  test("the recorded registration is taken", async () => {
    expect((await register(registered())).status).toBe(200);
  });

  test.each([
    ["an unknown option", { rainbow: true }, 'does not support the option "rainbow"'],
    ["an unknown part of an option", { debounce: { period: "1s", colour: 1 } }, 'the option "debounce.colour"'],
    ["cron jitter", { triggers: [{ cron: "* * * * *", jitter: "5s" }] }, 'the option "triggers.0.jitter"'],
    ["a cron line that is none", { triggers: [{ cron: "every day" }] }, 'the option "triggers.0.cron" is not usable'],
    ["an expression that is none", { idempotency: "event.data.(" }, "is not a valid CEL expression"],
    ["a period that is none", { throttle: { limit: 1, period: "soon" } }, "is not a duration"],
  ])("%s is refused by name, and the functions before stay", async (_, option, complaint) => {
    await register(registered());
    const [first, ...rest] = registered().functions;
    const answer = await register({ ...registered(), functions: [{ ...first, ...option }, ...rest] });
    expect(answer).toEqual({
      status: 400,
      body: { ok: false, status: 400, error: expect.stringContaining(complaint) },
    });
    expect(answer.body.error).toContain("probe-steps");
    expect((await json("/dev")).body.functions).toHaveLength(registered().functions.length);
    expect((await json("/health")).body.refusal).toContain(complaint);
  });

  test("an app that comes back registers by itself, and health is good again", async () => {
    stage.running.app = await stage.start.app();
    const health = await eventually(
      () => json("/health"),
      ({ body }) => body.ok && body.functions > 24 && body.lag === 0,
      60_000,
    );
    expect(health.body).toMatchObject({ ok: true, database: true, app: true, lag: 0 });
  }, 90_000);
});

describe("the door", () => {
  test("a page of another site can neither post nor read", async () => {
    const host = new URL(stage.url).host;
    expect(await raw("/e/key", "POST", { host, origin: "https://evil.example" })).toBe(403);
    expect(await raw("/api/runs/x/cancel", "POST", { host, origin: "null" })).toBe(403);
    expect(await raw("/api/runs/x/cancel", "POST", { host, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await raw("/api/runs", "GET", { host: "rebound.example" })).toBe(403);
    expect(await raw("/api/runs", "GET", { host })).toBe(200);
    expect(await raw("/api/runs/x/cancel", "POST", { host, origin: `http://${host}` })).toBe(409);
  });

  test("what the engine does not do is refused by name", async () => {
    const answer = await json("/v1/signals", { method: "POST", body: "{}" });
    expect(answer).toMatchObject({ status: 404, body: { error: expect.stringContaining("POST /v1/signals") } });
  });

  test("a checkpoint of a call that nobody made tells the SDK to stop", async () => {
    const body = { run_id: "x", request_id: "y", generation_id: 1, steps: [{ id: "a", op: "StepRun", data: 1 }] };
    const answer = await fetch(`${stage.url}/v1/checkpoint/x/async`, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(409);
  });

  test.each([
    ["no name", {}],
    ["a name of the engine's own", { name: "inngest/function.failed" }],
    ["data that is no object", { name: "a/b", data: [1] }],
    ["NUL in its name", { name: "a\u0000b" }],
    ["a number", 7],
  ])("an event with %s is refused and not stored", async (_, event) => {
    const before = await stage.sql`select count(*) from engine.events`;
    expect((await json("/e/key", { method: "POST", body: JSON.stringify(event) })).status).toBe(400);
    expect(await stage.sql`select count(*) from engine.events`).toEqual(before);
  });

  test("the SDK's repeat of a request makes no second event", async () => {
    const headers = { "x-inngest-event-id-seed": `${Date.now()},${Buffer.alloc(10, 7).toString("base64")}` };
    const body = JSON.stringify([{ name: "more/nobody" }, { name: "more/nobody" }]);
    const sent = () => json("/e/key", { method: "POST", headers, body });
    const [first, second] = [await sent(), await sent()];
    expect(second.body).toEqual(first.body);
    const rows = await stage.sql`select id from engine.events where name = 'more/nobody'`;
    expect(rows.map((row) => row.id).toSorted()).toEqual(first.body.ids.toSorted());
  });
});

describe("going on", () => {
  test("an app that is away loses nothing: its runs wait and do not fail", async () => {
    await stage.running.app.kill();
    await stage.send("journal", { n: 1, steps: 2 });
    const health = await eventually(
      () => json("/health"),
      ({ body }) => body.queued > 0 && !body.app,
    );
    expect(health.body).toMatchObject({ ok: false, app: false });
    stage.running.app = await stage.start.app();
    expect((await stage.ended("journal")).map((run) => [run.status, run.attempt])).toEqual([["completed", 0]]);
  });

  test("Postgres breaking all connections loses nothing, and the engine takes its lock again", async () => {
    for (let n = 0; n < 5; n++) await stage.send("journal", { n, steps: 6, pause: 60 });
    const admin = postgres(stage.databaseUrl, { max: 1, onnotice: () => {} });
    await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name <> ${onlookers}`;
    await admin.end();
    const runs = await stage.ended("journal", 6, 40_000);
    expect(runs.map((run) => run.status)).toEqual(Array(6).fill("completed"));
    expect(stage.running.engine.child.exitCode).toBeNull();
  });

  test("a call whose answer was never written, and that nobody makes any more, is made again", async () => {
    for (const n of [1, 2, 3]) await stage.send("burst", { key: "orphan", n });
    const done = (runs: { status: string }[]) => runs.filter((run) => run.status === "completed").length;
    await eventually(
      () => stage.runs("burst"),
      (runs) => done(runs) === 2,
    );
    await eventually(
      () => stage.sql`
        update engine.calls set state = 'running' where due_at > now() + interval '30 minutes' returning id`,
      (held) => held.length === 1,
    );
    expect((await stage.ended("burst", 3)).map((run) => run.status)).toEqual(Array(3).fill("completed"));
  });

  test("the same event id sent twenty times at once runs once", async () => {
    const body = JSON.stringify({ id: "at-once", name: "more/filtered", data: { n: 7 } });
    await Promise.all(Array.from({ length: 20 }, () => json("/e/key", { method: "POST", body })));
    await eventually(
      () => json("/health"),
      ({ body }) => body.unhandled === 0,
    );
    expect((await stage.ended("filtered")).map((run) => run.output)).toEqual([{ n: 7 }]);
  });

  test("SIGTERM ends it cleanly, and the next engine goes on with a sleeping run", async () => {
    await stage.send("chains");
    await eventually(
      () => stage.runs("chains"),
      (runs) => runs.length === 1,
    );
    await stage.running.engine.kill("SIGTERM");
    expect(stage.running.engine.child.exitCode).toBe(0);
    stage.running.engine = await stage.start.engine();
    expect((await stage.ended("chains")).map((run) => run.output)).toEqual([["a1a2", "b1b2", "slept"]]);
  });

  test("ended runs are kept for a week and then removed", async () => {
    const [kept, old] = await stage.runs("journal");
    await stage.sql`update engine.runs set ended_at = now() - interval '8 days' where id = ${old?.id ?? ""}`;
    await stage.running.engine.kill("SIGTERM");
    stage.running.engine = await stage.start.engine();
    const ids = async () => (await stage.runs("journal")).map((run) => run.id);
    expect(await eventually(ids, (all) => !all.includes(old?.id ?? ""))).not.toContain(old?.id);
    expect(await ids()).toContain(kept?.id);
  });
});
