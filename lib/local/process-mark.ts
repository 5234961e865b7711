/** Tells one process from a later one that got the same number, so that nothing foreign is ever ended. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export type ProcessMark = { pid: number; mark: string };

/** The mark of a living process; undefined when there is none, or only its zombie. */
export function markOf(pid: number): string | undefined {
  try {
    return process.platform === "linux" ? linuxMark(pid) : startedAt(pid);
  } catch {
    return undefined;
  }
}

export function lives({ pid, mark }: ProcessMark): boolean {
  return markOf(pid) === mark;
}

/**
 * Asks a process to end by `signal`, waits `grace` milliseconds, then ends its whole group by force.
 * Does nothing when the number meanwhile belongs to another process.
 */
export async function end(target: ProcessMark, signal: NodeJS.Signals, grace: number) {
  const deadline = Date.now() + grace;
  if (lives(target)) send(target.pid, signal);
  while (lives(target) && Date.now() < deadline) await sleep(50);
  if (lives(target)) send(-target.pid, "SIGKILL") || send(target.pid, "SIGKILL");
  while (lives(target) && Date.now() < deadline + 5_000) await sleep(50);
}

/** True when the signal reached somebody. A negative number means the group. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** State is field 3 of stat, start in ticks since boot field 22; the name before them may hold blanks and brackets. */
function linuxMark(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8)}-${fields[19]}`;
}

function startedAt(pid: number): string | undefined {
  const asked = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { stdio: ["ignore", "pipe", "ignore"] });
  return asked.toString().trim() || undefined;
}
