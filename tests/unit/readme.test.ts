/** What the README says of this checkout is so: its rooms, its packages, its settings, the files it names. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const readme = read("README.md").replace(/^```.*?^```$/gms, "");
const rows = (heading: string) =>
  readme
    .split(`\n## ${heading}\n`)[1]!
    .split("\n## ")[0]!
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(" | ")[0]!.slice(2));
const inTicks = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, inside]) => inside!);

test("every room of lib stands in the map", () => {
  const rooms = readdirSync(join(root, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const shown = rows("The rooms").flatMap(inTicks);
  expect(rooms.map(({ name }) => `lib/${name}`).filter((room) => !shown.includes(room))).toEqual([]);
});

test("every file and folder that is named exists", () => {
  const named = inTicks(readme).filter((name) => /^(app|db|inngest|lib|tests)\/[\w.[\]()/-]+$/.test(name));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});

test("every package has its reason, once", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json"));
  const installed = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith("@types/"));
  const explained = rows("Dependencies and why").flatMap((names) => names.split(", "));
  expect(explained.filter((name) => name !== "package").sort()).toEqual(installed.sort());
});

test("every setting is told, and no other", () => {
  const settings = read("lib/env.ts").matchAll(/^ {2}([A-Z_]+): /gm);
  const told = rows("Environment").flatMap(inTicks);
  expect([...settings].map(([, name]) => name!).filter((name) => !told.includes(name))).toEqual([]);
  const sources = ["lib/env.ts", ...launchers()].map(read).join("\n");
  expect(told.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))).toEqual([]);
});

/** Whatever launches a process reads settings too. */
const launchers = () => [
  ...readdirSync(join(root, "lib/local"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => `lib/local/${name}`),
  "tests/support/db.ts",
];
