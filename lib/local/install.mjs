/** Brings node_modules to what package-lock.json says, then opens the command. Needs nothing but Node and npm. */
import { spawnSync } from "node:child_process";
import { readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const commands = {
  "--dev": "serve",
  "--test": "test",
  "--soak": "test",
  "--bench": "bench",
  "--cli": "cli",
};

/** `words` are the arguments of start.mjs: at most one of the flags above, then the command's own. */
export async function enter(words) {
  process.chdir(root);
  checkDisk();
  if (!installed()) install();
  const { register } = await import("tsx/esm/api");
  register();
  const flag = commands[words[0]] ? words[0] : undefined;
  const command = await import(`./${flag ? commands[flag] : "serve"}.ts`);
  await command.run(flag ? words.slice(1) : words, flag);
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize >= 1e9) return;
  throw plainly(`There is ${Math.floor((bavail * bsize) / 1e6)} MB left on the disk of ${root}; Clientele needs 1 GB.`);
}

/** npm's own record of what it put on the disk is written last, so a half-done install never passes. */
function installed() {
  try {
    const wanted = packages("package-lock.json");
    const present = packages("node_modules/.package-lock.json");
    return Object.entries(wanted).every(
      ([place, entry]) => place === "" || entry.optional || present[place]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function packages(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
}

function install() {
  console.log("Installing the packages (npm ci) …");
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const words = [...npm.slice(1), "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync(npm[0], words, { cwd: root, stdio: "inherit" });
  if (error) throw plainly(`npm could not be run (${error.message}). It comes with Node.js.`);
  if (status !== 0) throw plainly("npm ci could not install the packages; what it said stands above.");
}

function plainly(message) {
  return Object.assign(new Error(message), { name: "Plainly" });
}
