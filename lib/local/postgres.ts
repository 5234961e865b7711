/** A real PostgreSQL of this clone's own, on loopback, that survives `kill -9` of itself and of whoever started it. */
import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { makeOpenFolder, sharedPlace } from "./folder";
import type { House } from "./house";
import { LogFile } from "./log-file";
import { Part } from "./part";
import { Plainly } from "./plainly";
import { letGo, portFor } from "./ports";
import { postgresPrograms } from "./postgres-programs";
import { end, markOf } from "./process-mark";
import { keptSecrets } from "./secrets";
import { postgresUser } from "./system-user";

export type Cluster = { url: (database: string) => string };

type Place = { programs: string; data: string; home: string; user: { uid: number; gid: number } | undefined };

/**
 * Starts the folder's cluster as the house's first part, and makes it where there is none. `durable` false (tests only)
 * trades the disk's safety for speed. Fails with one sentence.
 */
export async function openCluster(house: House, durable: boolean): Promise<Cluster> {
  const home = house.folder.postgres;
  const place = { programs: postgresPrograms(), data: join(home, "data"), home, user: postgresUser() };
  const password = keptSecrets(house.folder).POSTGRES_PASSWORD;
  prepare(place);
  if (!existsSync(place.data)) await create(place, password);
  await endStale(place.data);
  const port = await portFor(house.folder, "database", 54_320);
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const part = serverPart(house, place, { port, durable, ready: () => answers(url("postgres")) });
  house.parts.set("database", part);
  await letGo(port);
  await part.start();
  return { url };
}

/** True when the database lets us in: also says no while Postgres recovers from a crash. */
export async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function prepare({ home, user }: Place) {
  if (user) for (const open of [sharedPlace, dirname(home), home]) makeOpenFolder(open);
  else mkdirSync(home, { recursive: true });
  if (user) chownSync(home, user.uid, user.gid);
  const { bavail, bsize } = statfsSync(home);
  if (bavail * bsize < 1e9)
    throw new Plainly(`There is less than 1 GB left on the disk of ${home}; the database needs it.`);
}

/** Made under another name and renamed when whole: a half-made cluster is thrown away by the next start. */
async function create({ programs, data, home, user }: Place, password: string) {
  const draft = `${data}.draft`;
  const word = join(home, "password");
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(word, password, { mode: 0o600 });
  if (user) chownSync(word, user.uid, user.gid);
  // C.UTF-8 sorts by code point everywhere alike; the C library's part of it is what trigrams of names need.
  const locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${word}`];
  try {
    await promisify(execFile)(join(programs, "bin/initdb"), [`--pgdata=${draft}`, ...locale, ...access], {
      cwd: "/",
      env: cleanEnv(),
      ...user,
    });
    renameSync(draft, data);
  } catch (error) {
    throw new Plainly(
      `PostgreSQL could not make its files in ${home}: ${error instanceof Error ? error.message : error}`,
    );
  } finally {
    rmSync(word, { force: true });
  }
}

/** An old lock file stops a start when its number now belongs to another process; a live old server is ended. */
async function endStale(data: string) {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
  const mark = markOf(pid);
  if (mark && servesFrom(pid, data)) await end({ pid, mark }, "SIGINT", 20_000);
  else rmSync(lock, { force: true });
}

function servesFrom(pid: number, data: string): boolean {
  if (process.platform !== "linux") return true;
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(data);
}

type Serving = { port: number; durable: boolean; ready: () => Promise<boolean> };

function serverPart({ folder, claim }: House, { programs, data, user }: Place, serving: Serving): Part {
  return new Part({
    name: "database",
    program: join(programs, "bin/postgres"),
    words: ["-D", data, ...settings(serving).flatMap((setting) => ["-c", setting])],
    env: cleanEnv(),
    cwd: "/",
    user,
    log: new LogFile(join(folder.path, "logs/database.log")),
    signal: "SIGINT",
    grace: 8_000,
    ready: serving.ready,
    patience: 300_000,
    onPid: (pid) => claim.remember("database", pid, "SIGINT"),
  });
}

/** Modest on a small machine, and no more than a gigabyte of buffers on a big one: other things run there too. */
function settings({ port, durable }: Serving): string[] {
  const megabytes = Math.floor(totalmem() / 1024 ** 2);
  const within = (least: number, wish: number, most: number) => Math.floor(Math.min(Math.max(wish, least), most));
  return [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=200",
    `shared_buffers=${within(128, megabytes / 16, 1024)}MB`,
    `effective_cache_size=${within(256, megabytes / 2, 65_536)}MB`,
    `maintenance_work_mem=${within(64, megabytes / 64, 512)}MB`,
    "work_mem=16MB",
    "random_page_cost=1.1",
    "max_wal_size=2GB",
    "jit=off",
    "log_checkpoints=off",
    ...(smallSharedMemory() ? ["dynamic_shared_memory_type=mmap"] : []),
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
}

/** Containers often have 64 MB there, on which parallel queries fail half-way. */
function smallSharedMemory(): boolean {
  if (!existsSync("/dev/shm")) return false;
  const { blocks, bsize } = statfsSync("/dev/shm");
  return blocks * bsize < 256 * 1024 ** 2;
}

/** Nothing of the caller's PG* variables may steer our server, nor its language change what it says. */
function cleanEnv(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC" };
}
