import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Claim, runningIn } from "@/lib/local/claim";
import { type Folder, openFolder } from "@/lib/local/folder";
import { markOf } from "@/lib/local/process-mark";
import { useDataFolder } from "@/tests/support/data-folder";

useDataFolder();

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function sleeper(): number {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
  children.push(child);
  return child.pid ?? 0;
}

/** Rewrites the note as if its launcher had been killed: the process number is there, but belongs to another. */
function launcherDies(folder: Folder) {
  const file = join(folder.path, "running.json");
  const note = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...note, launcher: { pid: process.pid, mark: "an earlier process" } }));
}

test("a second start in the same folder is told who runs there, and where", async () => {
  const folder = openFolder("busy");
  const claim = await Claim.take(folder, "npm start");
  claim.note({ address: "http://localhost:3000" });
  await expect(Claim.take(folder, "npm start")).rejects.toThrow("already runs in this folder at http://localhost:3000");
  claim.release();
  (await Claim.take(folder, "npm start")).release();
});

test("what a killed launcher left running is ended by the next one", async () => {
  const folder = openFolder("orphans");
  const claim = await Claim.take(folder, "npm start");
  const orphan = sleeper();
  claim.remember("app", orphan, "SIGTERM");
  launcherDies(folder);
  const next = await Claim.take(folder, "npm start");
  expect(markOf(orphan)).toBeUndefined();
  next.release();
});

test("a process that only got an orphan's number is left alone", async () => {
  const folder = openFolder("strangers");
  const claim = await Claim.take(folder, "npm start");
  const stranger = sleeper();
  claim.remember("app", stranger, "SIGTERM");
  launcherDies(folder);
  const file = join(folder.path, "running.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(markOf(stranger) ?? "", "an earlier process"));
  const next = await Claim.take(folder, "npm start");
  expect(markOf(stranger)).toBeDefined();
  next.release();
});

test("a damaged note stops nobody from starting", async () => {
  const folder = openFolder("damaged-note");
  writeFileSync(join(folder.path, "running.json"), '{"launcher": ');
  (await Claim.take(folder, "npm start")).release();
  expect(runningIn(folder)).toBeUndefined();
});

test("the note holds secrets, so only its owner can read it", async () => {
  const folder = openFolder("private-note");
  const claim = await Claim.take(folder, "npm start");
  claim.note({ env: { CLIENTELE_KEY: "secret" } });
  expect(statSync(join(folder.path, "running.json")).mode & 0o777).toBe(0o600);
  claim.release();
});
