/** Finds a Chromium for the browser tests, or installs one. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isRoot } from "./folder";
import { Plainly, say } from "./plainly";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of its program. Debian's comes first, then Playwright's own; as root Debian's is installed by apt. */
export async function findChromium(): Promise<string> {
  const found = process.env.CHROMIUM ?? (await present());
  if (found) return found;
  say("There is no Chromium on this machine; installing one …");
  if (!isRoot() || !install("apt-get", ["install", "-y", "--no-install-recommends", "chromium"])) {
    install("npx", ["playwright", "install", "chromium"]);
  }
  const installed = await present();
  if (installed) return installed;
  throw new Plainly(
    "No Chromium could be installed. Install one yourself and name it: CHROMIUM=/path/to/chromium npm test",
  );
}

/** Playwright knows the path of its own Chromium whether or not it was ever downloaded. */
async function present(): Promise<string | undefined> {
  const { chromium } = await import("playwright");
  return [...places, chromium.executablePath()].find((place) => existsSync(place) && runs(place));
}

/** On some systems the program is a stub that only tells how to get the real one. */
function runs(place: string): boolean {
  try {
    execFileSync(place, ["--version"], { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

function install(program: string, words: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if (program === "apt-get") spawnSync(program, ["update"], { stdio: "inherit", env });
  return spawnSync(program, words, { stdio: "inherit", env }).status === 0;
}
