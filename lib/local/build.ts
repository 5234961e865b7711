/** Builds the app when its sources changed since the last build, and says so; a whole build leaves a stamp behind. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, writeWhole } from "./folder";
import type { House } from "./house";
import { LogFile } from "./log-file";
import { Plainly, say } from "./plainly";
import { runOnce } from "./run-once";

const sources = ["app", "lib", "db", "inngest", "public", "package-lock.json", "tsconfig.json"];
const configs = /^((next|postcss)\.config|proxy|instrumentation)\.[cm]?[jt]s$/;
const stamp = join(root, ".next/clientele-sources");

/** A fingerprint of everything that goes into the build. */
export function sourcesHash(): string {
  const hash = createHash("sha256");
  const places = [...sources, ...readdirSync(root).filter((name) => configs.test(name))].filter((place) =>
    existsSync(join(root, place)),
  );
  for (const file of places.flatMap(filesBelow).sort()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** Whether the last build was whole and of the sources as they are now. */
export const isBuilt = () => existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesHash();

let begun: Promise<void> | undefined;

/** The build of this run, begun when it is first asked for. */
export function built(house: House): Promise<void> {
  begun ??= buildIfChanged(house);
  return begun;
}

export async function buildIfChanged(house: House) {
  if (isBuilt()) return;
  const now = sourcesHash();
  say("Building the app; this takes about a minute, and only when its sources changed …");
  rmSync(stamp, { force: true });
  const log = new LogFile(join(house.folder.path, "logs/build.log"));
  const words = [join(root, "node_modules/next/dist/bin/next"), "build"];
  const code = await runOnce(house, { name: "build", words, env: { NODE_ENV: "production" }, log });
  if (code !== 0) throw new Plainly(`The app could not be built. The end of ${log.path}:\n${log.tail(40)}`);
  writeWhole(stamp, now);
}

function filesBelow(place: string): string[] {
  if (statSync(join(root, place)).isFile()) return [place];
  const names = readdirSync(join(root, place), { recursive: true, withFileTypes: true });
  return names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name).slice(root.length + 1));
}
