/** Where a clone keeps what it makes: `.data` in the clone, which `rm -rf .data` forgets as a whole. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** `path` holds logs, notes and secrets; `postgres` is the parent of the cluster, reachable by who runs Postgres. */
export type Folder = { name: string; path: string; postgres: string };

/**
 * `name` is "main" for `npm start`, another for a test run or a benchmark. As root the cluster lives in
 * /var/lib/clientele, because Postgres refuses to run as root and its own user may not be able to enter the clone.
 */
export function openFolder(name: string): Folder {
  const base = process.env.CLIENTELE_DATA ?? join(root, ".data");
  const path = name === "main" ? base : join(base, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const postgres = isRoot() ? join(sharedPlace, cloneId(base), name) : join(path, "postgres");
  return { name, path, postgres };
}

export function removeFolder({ name, path, postgres }: Folder) {
  if (name === "main") throw new Error("The main folder is never removed by a program.");
  for (const place of [postgres, path]) rmSync(place, { recursive: true, force: true });
}

export const sharedPlace = "/var/lib/clientele";

/** Other users may enter it, whatever this user's umask says. */
export function makeOpenFolder(path: string) {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whole or not at all: a crash in between leaves the old file. */
export function writeWhole(file: string, text: string) {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

function cloneId(base: string): string {
  const file = join(base, "id");
  if (!existsSync(file)) writeWhole(file, randomBytes(6).toString("hex"));
  return readFileSync(file, "utf8").trim();
}
