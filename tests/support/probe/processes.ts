/** Engine and probe app as the processes they are, so that a test can kill them. */
import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer, type Server, type Socket } from "node:net";
import postgres from "postgres";

export interface Process {
  child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** An empty database of the test's own. */
export async function freshDatabase(name: string): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is not set: run database tests by `npm test -- <file>`.");
  const database = `engine_${name}_${process.pid}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${database} with (force)`);
  await admin.unsafe(`create database ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  return {
    url: url.href,
    async drop() {
      await admin.unsafe(`drop database if exists ${database} with (force)`);
      await admin.end();
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export interface Wire {
  port: number;
  /** Breaks every connection and lets none in until it is mended. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** A wire to a TCP server, such as Postgres, that a test can cut: for whoever is at its end the server was killed. */
export async function wireTo(host: string, port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    return socket;
  };
  const open = (at: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((near) => {
        const far = keep(connect(port, host));
        keep(near).pipe(far).pipe(near);
        near.on("close", () => far.destroy());
        far.on("close", () => near.destroy());
      }).listen(at, "127.0.0.1", () => resolve(server));
    });
  let server = await open(0);
  const address = server.address();
  const here = typeof address === "object" && address ? address.port : 0;
  return {
    port: here,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    async mend() {
      server = await open(here);
    },
  };
}

/** Starts the engine and waits until it is ready. */
export function startEngineProcess(env: Record<string, string>): Promise<Process> {
  return start("lib/local/engine/main.ts", "engine ready", { LOG_LEVEL: "warn", ...env });
}

/** Starts the probe app and waits until it listens. */
export function startProbe(env: Record<string, string>): Promise<Process> {
  return start("tests/support/probe/app.ts", "probe ready", env);
}

/** Starts a script and waits for a line; rejects with what it printed when it ends before. */
export async function start(script: string, ready: string, env: Record<string, string>): Promise<Process> {
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    env: { ...process.env, NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer) => {
      text += part;
      if (text.includes(ready)) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    ended.then(() => reject(new Error(text)));
  });
  return {
    child,
    output: () => text,
    async kill(signal = "SIGKILL") {
      child.kill(signal);
      await ended;
    },
  };
}

/**
 * Asks again until the answer satisfies, for at most `patience` milliseconds; then the last answer, for the assertion.
 */
export async function eventually<T>(
  ask: () => Promise<T>,
  enough: (answer: T) => boolean,
  patience = 30_000,
): Promise<T> {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (enough(answer) || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
