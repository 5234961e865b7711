/** What the door says on a machine that cannot carry it. Node's own answers are replaced before the door is opened. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const door = fileURLToPath(new URL("../../../lib/local/start.mjs", import.meta.url));

/** Opens the door after `before` has run in the same process. */
function opened(before: string) {
  const words = ["--import", `data:text/javascript,${encodeURIComponent(before)}`, door];
  return spawnSync(process.execPath, words, { encoding: "utf8", timeout: 30_000 });
}

test("a Node that is too old is told which one is needed", () => {
  const versions = `{ ...process.versions, node: "20.18.3" }`;
  const { status, stderr } = opened(`Object.defineProperty(process, "versions", { value: ${versions} });`);
  expect(stderr.trim()).toBe("Clientele needs Node.js 20.19 or newer; this is 20.18.3.");
  expect(status).toBe(1);
});

test("a disk that is nearly full is told before anything is written to it", () => {
  const { status, stderr, stdout } = opened(`
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    fs.statfsSync = () => ({ bavail: 350, bsize: 1e6 });
    syncBuiltinESMExports();`);
  expect(stderr).toMatch(/^There is 350 MB left on the disk of .*; Clientele needs 1 GB\.$/m);
  expect(stdout).toBe("");
  expect(status).toBe(1);
});
