import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { openFolder } from "@/lib/local/folder";
import { LogFile } from "@/lib/local/log-file";
import { Part } from "@/lib/local/part";
import { markOf } from "@/lib/local/process-mark";
import { useDataFolder } from "@/tests/support/data-folder";

useDataFolder();

const stays = "setInterval(() => {}, 1000);";
const parts: Part[] = [];

afterEach(async () => {
  for (const part of parts.splice(0)) await part.stop();
});

/** A process that runs `script`, ready as soon as the file it is told to make is there. */
function partOf(name: string, script: string): { part: Part; pids: number[]; log: LogFile } {
  const folder = openFolder(name);
  const sign = join(folder.path, "ready");
  const pids: number[] = [];
  const log = new LogFile(join(folder.path, "part.log"));
  const part = new Part({
    name,
    program: process.execPath,
    words: ["-e", script],
    env: { ...process.env, SIGN: sign },
    cwd: "/",
    log,
    signal: "SIGTERM",
    grace: 300,
    patience: 20_000,
    ready: async () => existsSync(sign),
    onPid: (pid) => pids.push(pid),
  });
  parts.push(part);
  return { part, pids, log };
}

const makesSign = "require('node:fs').writeFileSync(process.env.SIGN, '');";

async function until(condition: () => boolean) {
  while (!condition()) await sleep(20);
}

test("a part that is killed starts again", async () => {
  const { part, pids } = partOf("phoenix", makesSign + stays);
  await part.start();
  process.kill(pids[0]!, "SIGKILL");
  await until(() => pids.length === 2);
  expect(markOf(pids[0]!)).toBeUndefined();
  expect(markOf(pids[1]!)).toBeDefined();
});

test("a stopped part stays stopped, and one that ignores the request is ended by force", async () => {
  const { part, pids } = partOf("stubborn", `process.on('SIGTERM', () => {});${makesSign}${stays}`);
  await part.start();
  await part.stop();
  await sleep(700);
  expect(pids).toHaveLength(1);
  expect(markOf(pids[0]!)).toBeUndefined();
});

test("what a part has started itself ends with it", async () => {
  const child = "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])";
  const { part, log } = partOf("parent", `console.log(${child}.pid);${makesSign}${stays}`);
  await part.start();
  await until(() => log.tail(1) !== "");
  const grandchild = Number(log.tail(1));
  expect(markOf(grandchild)).toBeDefined();
  await part.stop();
  await until(() => markOf(grandchild) === undefined);
});

test("a part that cannot start says why, with the end of its log", async () => {
  const { part, pids } = partOf("broken", "console.error('no such thing'); process.exit(3)");
  await expect(part.start()).rejects.toThrow(/The broken ended at once.*no such thing/s);
  await sleep(700);
  expect(pids).toHaveLength(1);
});
