/** One launcher per folder, and whatever a killed launcher left running is ended before the next one begins. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Folder, writeWhole } from "./folder";
import { Plainly } from "./plainly";
import { end, lives, markOf } from "./process-mark";

const Marked = z.object({ pid: z.number(), mark: z.string() });
const Running = z.object({
  launcher: Marked,
  what: z.string(),
  address: z.string().optional(),
  /**
   * What the parts were told; the command line works with the same. Holds secrets, so the file is for its owner only.
   */
  env: z.record(z.string(), z.string().optional()).optional(),
  parts: z.record(z.string(), Marked.extend({ signal: z.enum(["SIGTERM", "SIGINT"]) })),
});

export type Running = z.infer<typeof Running>;

export class Claim {
  private constructor(
    private readonly file: string,
    private running: Running,
  ) {}

  /** Takes the folder for this process. `what` tells others who has it, e.g. "npm start". */
  static async take(folder: Folder, what: string): Promise<Claim> {
    const before = runningIn(folder);
    if (before && lives(before.launcher)) throw new Plainly(occupied(before));
    if (before) await endOrphans(before);
    const launcher = { pid: process.pid, mark: markOf(process.pid) ?? "" };
    const claim = new Claim(fileOf(folder), { launcher, what, parts: {} });
    claim.write();
    return claim;
  }

  note(facts: Pick<Running, "address" | "env">) {
    this.running = { ...this.running, ...facts };
    this.write();
  }

  /** Writes a part down as soon as it runs; `signal` is the one that it ends cleanly at. */
  remember(name: string, pid: number, signal: "SIGTERM" | "SIGINT") {
    const mark = markOf(pid);
    if (mark) this.running.parts[name] = { pid, mark, signal };
    this.write();
  }

  release() {
    rmSync(this.file, { force: true });
  }

  private write() {
    writeWhole(this.file, JSON.stringify(this.running, null, 2));
  }
}

/** What the folder's last launcher wrote down, alive or not. */
export function runningIn(folder: Folder): Running | undefined {
  const file = fileOf(folder);
  if (!existsSync(file)) return undefined;
  try {
    return Running.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** In the order they were started, the last first: nobody loses what they lean on. */
export async function endOrphans(running: Running) {
  for (const part of Object.values(running.parts).reverse()) await end(part, part.signal, 5_000);
}

function occupied({ what, launcher, address }: Running): string {
  const where = address ? ` at ${address}` : "";
  return `Clientele already runs in this folder${where} (${what}, process ${launcher.pid}). Stop it first.`;
}

const fileOf = (folder: Folder) => join(folder.path, "running.json");
