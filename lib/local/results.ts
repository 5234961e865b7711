/** What a stage of `npm test` found, read from the runners' own reports; a stage that says nothing has failed. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";

/** `names` are those of the failed tests: a log may be cut, its end is kept. */
export type Count = { passed: number; failed: number; skipped: number; names: string[] };

export const none: Count = { passed: 0, failed: 0, skipped: 0, names: [] };

const Vitest = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })).default([]),
    }),
  ),
});

const Suite = z.object({
  specs: z.array(z.object({ file: z.string(), title: z.string(), ok: z.boolean() })).default([]),
  get suites() {
    return z.array(Suite).default([]);
  },
});

const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()).default([]),
  get suites() {
    return z.array(Suite).default([]);
  },
});

/** A file that fails outside its tests counts as one failure, and so does a runner that fails without a failed test. */
export function vitestCount(file: string, exitCode: number): Count {
  const report = Vitest.safeParse(json(file));
  if (!report.success) return { ...none, failed: 1 };
  const files = report.data.testResults;
  const tests = files.flatMap((one) => one.assertionResults);
  const is = (status: string) => tests.filter((test) => test.status === status).length;
  const broken = files.filter(
    (one) => one.status === "failed" && !one.assertionResults.some((test) => test.status === "failed"),
  );
  const names = files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => `${basename(name)}: ${fullName}`),
  );
  const count = {
    passed: is("passed"),
    failed: is("failed") + broken.length,
    skipped: is("pending") + is("skipped") + is("todo"),
    names: [...names, ...broken.map(({ name }) => basename(name))],
  };
  return atLeastOneFailure(count, exitCode);
}

/** A test that passed at its second try has passed; the runner's own list names it as flaky, to be looked into. */
export function playwrightCount(file: string, exitCode: number): Count {
  const report = Playwright.safeParse(json(file));
  if (!report.success) return { ...none, failed: 1 };
  const { stats, errors, suites } = report.data;
  const count = {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    names: failedSpecs(suites),
  };
  return atLeastOneFailure(count, exitCode);
}

/** A check without tests of its own (types, lint, rooms) is one test. */
export function checkCount(exitCode: number): Count {
  return exitCode === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 };
}

export function sum(counts: Count[]): Count {
  return counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      names: [...all.names, ...one.names],
    }),
    none,
  );
}

export const verdict = ({ passed, failed }: Count) => `${passed} passed, ${failed} failed`;

/** Nothing run is nothing shown: it fails too. */
export const isGood = ({ passed, failed }: Count) => failed === 0 && passed > 0;

function atLeastOneFailure(count: Count, exitCode: number): Count {
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function failedSpecs(suites: z.infer<typeof Suite>[]): string[] {
  return suites.flatMap(({ specs, suites }) => [
    ...specs.filter(({ ok }) => !ok).map(({ file, title }) => `${basename(file)}: ${title}`),
    ...failedSpecs(suites),
  ]);
}

function json(file: string): unknown {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}
