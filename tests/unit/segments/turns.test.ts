/** Whom a day may move: nobody is asked where no condition is another than the day before. */
import { expect, test } from "vitest";
import { turns } from "@/lib/segments/compile";

const at = (day: string) => ({ orgId: 1, timeZone: "Europe/Berlin", now: new Date(`${day}T12:00:00Z`) });
const placed = { field: "ordered", operator: "at-least", value: 1 };
const conditions: Record<string, object> = {
  "a history in this month": { ...placed, when: { operator: "this", value: "month" } },
  "a history with a filter": {
    ...placed,
    when: { operator: "this", value: "month" },
    where: [{ property: "total", operator: ">", value: "5" }],
  },
  "a date in this month": { field: "last-order", operator: "this", value: "month" },
  "an anniversary in this month": { field: "birthday", operator: "anniversary-this", value: "month" },
};

test.each(Object.entries(conditions))("%s moves people when the month turns, and no day before", (_, condition) => {
  const movedOn = (from: string, to: string) => turns([{ include: condition }], at(from), at(to)).length;
  expect(movedOn("2026-11-03", "2026-11-04")).toBe(0);
  expect(movedOn("2026-11-30", "2026-12-01")).toBeGreaterThan(0);
});
