/** One runner for the three kinds of tests that need no browser. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Fault and random tests are minutes long under `npm run soak`; otherwise seconds, on a machine with much else to do.
 */
const patience = process.env.SOAK ? 60 * 60_000 : 240_000;

/** Those that take longest, most of it waiting: begun last, one of them would run on alone when all else is done. */
const long = [
  ...["inbox", "engine", "engine-steps", "faults", "engine-server", "engine-faults", "segments-law"],
  ...["segments-law-gathered", "seed", "sweep", "segments-clock", "segments-law-time", "thread", "sweep-web"],
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const place = ({ moduleId }: TestSpecification) => {
      const at = long.indexOf(basename(moduleId).replace(/\.test\.tsx?$/, ""));
      return at < 0 ? long.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

const kind = (name: string, folder: string) => ({
  extends: true as const,
  test: { name, include: [`tests/${folder}/**/*.test.{ts,tsx}`] },
});

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    // More than twice the reference machine's cores: there are always some that wait for the database or the clock.
    maxWorkers: 5,
    sequence: { sequencer: LongFirst },
    pool: "forks",
    testTimeout: patience,
    hookTimeout: 120_000,
    env: { LOG_LEVEL: process.env.LOG_LEVEL ?? "silent" },
    projects: [kind("unit", "unit"), kind("database", "db"), kind("conformance", "conformance")],
  },
});
