/** The stages of `npm test` in their order; each gives a count and none stops the next. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium";
import { root } from "./folder";
import type { House } from "./house";
import { type Count, checkCount, none, playwrightCount, vitestCount } from "./results";
import { runOnce } from "./run-once";
import { beginBuild, openSite } from "./test-site";

export type Stage = { name: string; run: (house: House) => Promise<Count> };

const program = (path: string) => join(root, "node_modules", path);
const vitest = [
  "run",
  "--config",
  "tests/vitest.config.ts",
  "--passWithNoTests",
  "--reporter=default",
  "--reporter=json",
];

/** Checks of the text of the sources; they need nothing that runs. */
export const checks: Stage[] = [
  { name: "types", run: types },
  check("lint", ["@biomejs/biome/bin/biome", "check", "."]),
  check("rooms", [
    "dependency-cruiser/bin/dependency-cruise.mjs",
    "app",
    "lib",
    "db",
    "inngest",
    "-T",
    "err-long",
    "--config",
  ]),
];

/**
 * All tests that need no browser, in one run: while one file waits for the clock or the database, another works.
 * `filters` choose files by a part of their path; when none matches there is no such stage.
 */
export function testStages(filters: string[]): Stage[] {
  const some = ["unit", "db", "conformance"].some((folder) => matches(`tests/${folder}`, filters));
  return some ? [{ name: "tests", run: (house) => vitestStage(house, filters) }] : [];
}

/** Begins to build the app, beside whatever stage comes next. */
export function buildStage(filters: string[]): Stage[] {
  if (!matches("tests/e2e", filters)) return [];
  return [{ name: "build", run: (house) => beginBuild(house).then(() => none) }];
}

export function browserStage(filters: string[]): Stage[] {
  if (!matches("tests/e2e", filters)) return [];
  return [{ name: "browser", run: (house) => browser(house, filters) }];
}

function check(name: string, [path, ...words]: string[]): Stage {
  return { name, run: async (house) => checkCount(await runOnce(house, { name, words: [program(path!), ...words] })) };
}

/** Next writes the types of routes first: without them a wrong link would pass. */
async function types(house: House): Promise<Count> {
  const routes = await runOnce(house, { name: "types", words: [program("next/dist/bin/next"), "typegen"] });
  const words = [program("@typescript/native/bin/tsc"), "--noEmit"];
  return checkCount(routes || (await runOnce(house, { name: "types", words })));
}

async function vitestStage(house: House, filters: string[]): Promise<Count> {
  const report = join(house.folder.path, "tests.json");
  const words = [program("vitest/vitest.mjs"), ...vitest, `--outputFile=${report}`, ...filters];
  return vitestCount(report, await runOnce(house, { name: "tests", words, env: { NODE_ENV: "test" } }));
}

async function browser(house: House, filters: string[]): Promise<Count> {
  const chromium = await findChromium();
  const site = await openSite(house);
  const report = join(house.folder.path, "browser.json");
  const words = [program("@playwright/test/cli.js"), "test", "--config", "tests/playwright.config.ts", ...filters];
  const env = { ...site, CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return playwrightCount(report, await runOnce(house, { name: "browser", words, env }));
}

function matches(folder: string, filters: string[]): boolean {
  const files = testFiles(folder);
  return filters.length === 0 ? files.length > 0 : files.some((file) => filters.some((part) => file.includes(part)));
}

function testFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.(test|spec)\.tsx?$/.test(name)).map((name) => `${folder}/${name}`);
}
