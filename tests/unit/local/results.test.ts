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
  name: "/somewhere/orders.test.ts",
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status, n) => ({ fullName: `an order is ${n}`, status })),
});

test("passed, failed and skipped tests are counted over all files", () => {
  const written = report({ testResults: [file("passed", "passed", "skipped"), file("failed", "passed")] });
  expect(vitestCount(written, 1)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 1,
    names: ["orders.test.ts: an order is 0"],
  });
});

test("a test file that breaks before its first test is a failure", () => {
  const written = report({ testResults: [file("passed"), { name: "/somewhere/broken.test.ts", status: "failed" }] });
  expect(vitestCount(written, 1)).toMatchObject({ passed: 1, failed: 1, names: ["broken.test.ts"] });
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
  const specs = [true, false].map((ok) => ({ file: "home.spec.ts", title: `a page is ${ok}`, ok }));
  const suites = [{ specs: [], suites: [{ specs }] }];
  const names = ["home.spec.ts: a page is false"];
  expect(playwrightCount(report({ stats, errors: [{}], suites }), 1)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    names,
  });
});

test("the verdict counts every stage once or by its tests", () => {
  const all = sum([checkCount(0), checkCount(2), { passed: 10, failed: 0, skipped: 1, names: [] }]);
  expect(verdict(all)).toBe("11 passed, 1 failed");
  expect(isGood(all)).toBe(false);
});

test("a run in which nothing ran is no success", () => {
  expect(isGood(sum([]))).toBe(false);
  expect(isGood(sum([checkCount(0)]))).toBe(true);
});
