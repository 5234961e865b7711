import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkCount, isGood, playwrightCount, sum, verdict, vitestCount } from "@/lib/local/results";
import { useDataFolder } from "@/tests/support/data-folder";

const folder = useDataFolder();

function report(content: unknown): string {
  const file = join(folder().path, "report.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const file = (...statuses: string[]) => ({
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status) => ({ status })),
});

test("passed, failed and skipped tests are counted over all files", () => {
  const written = report({ testResults: [file("passed", "passed", "skipped"), file("failed", "passed")] });
  expect(vitestCount(written, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

test("a test file that breaks before its first test is a failure", () => {
  const written = report({ testResults: [file("passed"), { status: "failed", assertionResults: [] }] });
  expect(vitestCount(written, 1)).toMatchObject({ passed: 1, failed: 1 });
});

test("a runner that fails although every test passed is a failure", () => {
  expect(vitestCount(report({ testResults: [file("passed")] }), 1)).toMatchObject({ passed: 1, failed: 1 });
});

test("a runner that leaves no report, or half of one, is a failure", () => {
  expect(vitestCount(join(folder().path, "nowhere.json"), 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(vitestCount(report('{"testResults": ['), 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(playwrightCount(report("null"), 0)).toMatchObject({ passed: 0, failed: 1 });
});

test("a browser test that passes at its second try has passed; a broken set-up is a failure", () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightCount(report({ stats, errors: [{}] }), 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("the verdict counts every stage once or by its tests", () => {
  const all = sum([checkCount(0), checkCount(2), { passed: 10, failed: 0, skipped: 1 }]);
  expect(verdict(all)).toBe("11 passed, 1 failed");
  expect(isGood(all)).toBe(false);
});

test("a run in which nothing ran is no success", () => {
  expect(isGood(sum([]))).toBe(false);
  expect(isGood(sum([checkCount(0)]))).toBe(true);
});
