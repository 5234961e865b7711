/** One process of the house: started, watched until it answers, started again when it dies, ended in order. */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { LogFile } from "./log-file";
import { Plainly, say } from "./plainly";
import { end, markOf, send } from "./process-mark";

/** Variables that are added to those this process has. */
export type Environment = Partial<NodeJS.ProcessEnv>;

export type PartPlan = {
  name: string;
  program: string;
  words: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  user?: { uid: number; gid: number };
  log: LogFile;
  /** The signal it ends cleanly at, and how many milliseconds it may take. */
  signal: "SIGTERM" | "SIGINT";
  grace: number;
  /** True once it answers. Asked again and again for at most `patience` milliseconds. */
  ready: () => Promise<boolean>;
  patience: number;
  /** Also shows its output on the terminal (`npm run dev`). */
  loud?: boolean;
  onPid: (pid: number) => void;
};

export class Part {
  private child: ChildProcess | undefined;
  private mark: string | undefined;
  private stopping = false;
  private falls = 0;

  constructor(readonly plan: PartPlan) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the part answers. Fails with one sentence when it ends or stays silent; it is not retried then. */
  async start() {
    const { name, log, patience } = this.plan;
    const child = this.spawn();
    const news = await this.firstNews(child);
    if (news !== "answers") {
      await this.stop();
      const what = news === "ended" ? "ended at once" : `gave no answer for ${patience / 1000} s`;
      throw new Plainly(`The ${name} ${what}. The end of its log (${log.path}):\n${log.tail(12)}`);
    }
    child.once("close", (code, signal) => void this.revive(child, signal ?? `exit code ${code}`));
  }

  async stop() {
    this.stopping = true;
    const { child, mark } = this;
    if (!child?.pid || !mark) return;
    await end({ pid: child.pid, mark }, this.plan.signal, this.plan.grace);
    send(-child.pid, "SIGKILL");
  }

  private async firstNews(child: ChildProcess): Promise<"answers" | "ended" | "silent"> {
    const deadline = Date.now() + this.plan.patience;
    while (Date.now() < deadline) {
      const answers = await this.plan.ready();
      if (child.exitCode !== null || child.signalCode !== null) return "ended";
      if (answers) return "answers";
      await sleep(150);
    }
    return "silent";
  }

  private spawn(): ChildProcess {
    const { program, words, env, cwd, user, log, loud, onPid } = this.plan;
    // A group of its own: Ctrl-C in the terminal reaches only the launcher, which then ends the parts in order.
    const child = spawn(program, words, { env, cwd, ...user, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        log.write(chunk);
        if (loud) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => log.write(`${error.message}\n`));
    if (child.pid) {
      this.mark = markOf(child.pid);
      onPid(child.pid);
    }
    return child;
  }

  private async revive(fallen: ChildProcess, why: string) {
    if (this.stopping || fallen !== this.child) return;
    if (fallen.pid) send(-fallen.pid, "SIGKILL");
    const wait = Math.min(500 * 2 ** this.falls, 30_000);
    this.falls += 1;
    say(`The ${this.plan.name} stopped (${why}); it starts again in ${wait / 1000} s. Log: ${this.plan.log.path}`);
    await sleep(wait);
    if (this.stopping) return;
    const child = this.spawn();
    const steady = setTimeout(() => {
      this.falls = 0;
    }, 60_000);
    steady.unref();
    child.once("close", (code, signal) => {
      clearTimeout(steady);
      void this.revive(child, signal ?? `exit code ${code}`);
    });
  }
}
