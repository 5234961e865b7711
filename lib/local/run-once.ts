/** A program that does its work and ends, as a member of the house: ended with it when the house is closed. */

import { spawn } from "node:child_process";
import { root } from "./folder";
import type { House } from "./house";
import type { LogFile } from "./log-file";
import type { Environment } from "./part";
import { send } from "./process-mark";

type Once = { name: string; words: string[]; env?: Environment; log?: LogFile };

/** Runs Node with `words`; without a `log` its output goes to the terminal. Gives the exit code, 1 for a signal. */
export function runOnce(house: House, { name, words, env, log }: Once): Promise<number> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...house.env, ...env },
    detached: true,
    stdio: log ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  child.stdout?.on("data", (chunk: Buffer) => log?.write(chunk));
  child.stderr?.on("data", (chunk: Buffer) => log?.write(chunk));
  if (child.pid) house.claim.remember(name, child.pid, "SIGTERM");
  const stopped = setInterval(() => house.stopping && child.pid && send(-child.pid, "SIGKILL"), 100);
  return new Promise((resolve) => {
    child.once("close", (code) => {
      clearInterval(stopped);
      resolve(code ?? 1);
    });
  });
}
