/** One runner for the three kinds of tests that need no browser. Two workers: the reference machine has two cores. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Fault and random tests are minutes long under `npm run soak`, and otherwise must be done in seconds. */
const patience = process.env.SOAK ? 60 * 60_000 : 60_000;

const kind = (name: string, folder: string) => ({
  extends: true as const,
  test: { name, include: [`tests/${folder}/**/*.test.{ts,tsx}`] },
});

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    maxWorkers: 2,
    pool: "forks",
    testTimeout: patience,
    hookTimeout: 120_000,
    env: { LOG_LEVEL: process.env.LOG_LEVEL ?? "silent" },
    projects: [kind("unit", "unit"), kind("database", "db"), kind("conformance", "conformance")],
  },
});
