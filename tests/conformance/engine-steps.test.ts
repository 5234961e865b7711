/** Steps and options beyond the recording, through the real SDK, as Inngest documents them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/probe/processes";
import { openStage, type Stage } from "../support/probe/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("steps");
});
afterAll(() => stage.stop());

const outputs = async (fn: string, count = 1) => (await stage.ended(fn, count)).map((run) => run.output);
const gap = (length: number) => new Promise((resolve) => setTimeout(resolve, length));

describe("steps", () => {
  test("parallel chains of steps and a sleep all end", async () => {
    await stage.send("chains");
    expect(await outputs("chains")).toEqual([["a1a2", "b1b2", "slept"]]);
  });

  test("without optimized parallelism a race goes on with its first step while the others are pending", async () => {
    await stage.send("race");
    expect(await outputs("race")).toEqual(["fast won"]);
    const ended = await stage.sql<{ name: string }[]>`
      select s.name from engine.steps s join engine.runs r on r.id = s.run_id
      where r.function_id = 'probe-race' order by s.ended_at`;
    expect(ended.map((step) => step.name)).toEqual(["fast", "after", "slow"]);
  });

  test("of parallel steps one may fail for good and one be tried again", async () => {
    await stage.send("parallel-failure");
    expect(await outputs("parallel-failure")).toEqual([["fulfilled", "rejected", "fulfilled"]]);
  });

  test("an event answers only the waits that it matches", async () => {
    await stage.send("match", { id: 1 });
    await stage.send("match", { id: 2 });
    await eventually(
      () => stage.sql`select 1 from engine.waits`,
      (rows) => rows.length === 2,
    );
    await stage.send("answer", { id: 2, text: "yes" });
    const all = await eventually(
      () => stage.runs("match"),
      (runs) => runs.some((run) => run.status === "completed"),
    );
    expect(all.map((run) => run.output)).toEqual([null, { id: 2, text: "yes" }]);
    expect(all[0]?.status).toBe("running");
  });

  test("an invoked function that fails, does not exist, or takes too long is an error of its step", async () => {
    await stage.send("invokes");
    const [output] = await outputs("invokes");
    expect(output).toEqual({
      failed: expect.stringContaining("the child failed"),
      unknown: expect.stringContaining("There is no function probe-nobody"),
      late: expect.stringContaining("did not end in time"),
    });
  });

  test("what the engine does not support fails the run and is named", async () => {
    await stage.send("signal");
    const [run] = await stage.ended("signal");
    expect(run?.error?.message).toContain('the step "sign" asks for (WaitForSignal)');
  });

  test("an answer that cannot be used fails the run and is not asked for again", async () => {
    await stage.send("nonsense");
    const [run] = await stage.ended("nonsense");
    expect([run?.status, run?.error?.message]).toEqual([
      "failed",
      expect.stringContaining("neither a duration nor a date"),
    ]);
  });

  test("an event with a time in the future starts its run then", async () => {
    const ts = Date.now() + 2500;
    await fetch(`${stage.url}/e/key`, { method: "POST", body: JSON.stringify({ name: "more/later", ts }) });
    await stage.ended("later");
    const [row] = await stage.sql`
      select extract(epoch from started_at) * 1000 >= ${ts} as waited from engine.runs where function_id = 'probe-later'`;
    expect(row?.waited).toBe(true);
  });

  test("NUL, lone surrogates, emoji and a megabyte come back as they were sent", async () => {
    const text = `\u0000 \ud800 🧾 ${"x".repeat(1_000_000)}`;
    await stage.send("echo", { text });
    expect(await outputs("echo")).toEqual([{ text, same: true }]);
  });

  test("a hundred steps are a hundred steps", async () => {
    await stage.send("long-loop");
    expect(await outputs("long-loop")).toEqual([4950]);
    const [row] = await stage.sql`
      select count(*)::int as steps from engine.steps s join engine.runs r on r.id = s.run_id
      where r.function_id = 'probe-long-loop' and s.state = 'completed'`;
    expect(row?.steps).toBe(100);
  });
});

describe("flow control", () => {
  test("a run over its finish limit is cancelled", async () => {
    await stage.send("finish-limit");
    const [run] = await stage.ended("finish-limit");
    expect([run?.status, run?.error?.message]).toEqual(["cancelled", "It did not finish in time."]);
  });

  test("a singleton in cancel mode keeps the newest run of each key", async () => {
    for (const [key, n] of [
      ["a", 1],
      ["a", 2],
      ["b", 3],
    ] as const)
      await stage.send("newest", { key, n });
    const all = await stage.ended("newest", 3);
    expect(all.map((run) => [run.status, run.output])).toEqual([
      ["cancelled", null],
      ["completed", 2],
      ["completed", 3],
    ]);
  });

  test("batches form per key, and events outside the batch's condition run alone", async () => {
    const sent = [
      ["a", 1],
      ["b", 2],
      ["alone", 3],
      ["a", 4],
    ] as const;
    for (const [key, n] of sent) await stage.send("batch-key", { key, n });
    expect((await outputs("batch-key", 3)).toSorted()).toEqual([["a1", "a4"], ["alone3"], ["b2"]]);
  });

  test("a rate limit lets its number through per key and drops the rest", async () => {
    for (const [key, n] of [
      ["a", 1],
      ["a", 2],
      ["a", 3],
      ["b", 4],
    ] as const)
      await stage.send("rate", { key, n });
    expect(await outputs("rate", 3)).toEqual([1, 2, 4]);
  });

  test("a throttle with a burst starts the burst at once and holds the next", async () => {
    for (const n of [1, 2, 3]) await stage.send("burst", { key: "a", n });
    const all = await eventually(
      () => stage.runs("burst"),
      (runs) => runs.filter((run) => run.status === "completed").length === 2,
    );
    expect(all.map((run) => run.status)).toEqual(["completed", "completed", "queued"]);
  });

  test("a debounce that never comes to rest runs at its time-out, with the newest event", async () => {
    for (let n = 1; n <= 6; n++) {
      await stage.send("debounce-end", { n });
      await gap(500);
    }
    const found = await outputs("debounce-end", 2);
    expect(found).toHaveLength(2);
    expect(found[0]).toBeLessThan(6);
    expect(found[1]).toBe(6);
  });

  test("a concurrency key of scope env is shared by two functions", async () => {
    for (let i = 0; i < 3; i++) await stage.send("shared");
    await stage.ended("shared-a", 3);
    await stage.ended("shared-b", 3);
    const lines = stage.journal().filter((line) => / (in|out)$/.test(line));
    const pairs = Array.from({ length: lines.length / 2 }, (_, i) => lines.slice(2 * i, 2 * i + 2));
    expect(pairs).toHaveLength(6);
    for (const [into = "", out] of pairs) expect(out).toBe(into.replace(" in", " out"));
  });

  test("of runs that wait for a slot the one with the highest priority goes first", async () => {
    const flag = join(stage.folder, "all are here");
    const begun = async () => stage.journal().filter((line) => line.startsWith("priority"));
    await stage.send("priority", { n: 0, until: flag });
    await eventually(begun, (lines) => lines.length === 1);
    for (const n of [1, 50, 20]) await stage.send("priority", { n });
    await eventually(
      () => stage.runs("priority"),
      (runs) => runs.length === 4,
    );
    writeFileSync(flag, "");
    await stage.ended("priority", 4);
    expect(await begun()).toEqual(["priority 0", "priority 50", "priority 20", "priority 1"]);
  });

  test("a trigger's condition decides which events start a run", async () => {
    for (const n of [1, 9]) await stage.send("filtered", { n });
    expect(await outputs("filtered")).toEqual([{ n: 9 }]);
  });
});

describe("by hand", () => {
  const post = (path: string) => fetch(`${stage.url}${path}`, { method: "POST" });

  test("a failed run that is retried goes on at the failed step", async () => {
    const flag = join(stage.folder, "mended");
    await stage.send("mendable", { text: flag });
    const [failed] = await stage.ended("mendable");
    expect(failed?.status).toBe("failed");
    writeFileSync(flag, "");
    expect((await post(`/api/runs/${failed?.id}/retry`)).status).toBe(200);
    expect(await outputs("mendable")).toEqual(["mended"]);
    expect(stage.journal().filter((line) => ["first", "second"].includes(line))).toEqual(["first", "second", "second"]);
    expect((await post(`/api/runs/${failed?.id}/retry`)).status).toBe(409);
  });

  test("a cancelled run stops in the app too, at its next step", async () => {
    await stage.send("busy");
    const noted = async () => stage.journal().filter((line) => line.startsWith("busy")).length;
    expect(await eventually(noted, (count) => count >= 3)).toBeGreaterThanOrEqual(3);
    const [run] = await stage.runs("busy");
    expect((await fetch(`${stage.url}/v1/runs/${run?.id}`, { method: "DELETE" })).status).toBe(200);
    const atCancel = await noted();
    await gap(600);
    expect(await noted()).toBeLessThanOrEqual(atCancel + 1);
    expect((await stage.runs("busy"))[0]?.status).toBe("cancelled");
  });

  test("runs of a function can be cancelled together, those whose event fits", async () => {
    await stage.send("match", { id: 77 });
    await stage.send("match", { id: 78 });
    const waiting = async () => (await stage.runs("match")).filter((run) => run.status === "running").length;
    const before = await eventually(waiting, (count) => count >= 3);
    const body = JSON.stringify({ function_id: "probe-match", if: "event.data.id == 77" });
    const answer = await fetch(`${stage.url}/v1/cancellations`, { method: "POST", body });
    expect(await answer.json()).toEqual({ cancelled: 1 });
    expect(await waiting()).toBe(before - 1);
  });
});
