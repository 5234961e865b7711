import { expect, test } from "vitest";
import { showProgress } from "@/lib/local/demo/progress";
import type { Progress } from "@/lib/sync/carry";

const pass: Progress = {
  state: "running",
  phase: "customers",
  error: null,
  customersDone: 200,
  customersTotal: 3000,
  ordersDone: 0,
  ordersTotal: null,
  taken: 180,
  waitSeconds: 0,
};

function shown(change: Partial<Progress>): string {
  const lines: string[] = [];
  const out = { isTTY: false, write: (line: string) => lines.push(line) };
  showProgress("Outlet", out as unknown as NodeJS.WriteStream)({ ...pass, ...change });
  return lines.join("");
}

test("a pass at the terminal tells how far it is, and how it ended", () => {
  expect(shown({})).toBe("  Outlet: 200 of 3,000 customers …\n");
  expect(shown({ state: "failed", error: "The key was refused." })).toMatch(/customers, The key was refused\.$/m);
});

test("a store that does not answer keeps nobody waiting without a word", () => {
  expect(shown({ waitSeconds: 60 })).toMatch(/customers; it asks for a pause or is out of reach, next try in 60 s$/m);
});
