/** Days as organizations count them: also where midnight is skipped, comes twice, or a whole day is left out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beginningOf, dayAt, plus, unitOf } from "@/lib/calendar";
import { spellsOf, windowOf } from "@/lib/segments/compile-days";

const zones = [
  "UTC",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "America/Santiago",
  "Africa/Cairo",
  "Atlantic/Azores",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Etc/GMT+12",
  "America/St_Johns",
  "America/Havana",
  "America/Nuuk",
  "Asia/Tehran",
  "Pacific/Apia",
  "Asia/Beirut",
];
const minute = 60_000;
const shown = (zone: string, at: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);

describe("a day", () => {
  test("begins at the first minute that shows it, in any zone, on any day from 2012 on", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 15_340, max: 24_000 }), (zone, number) => {
        const day = new Date(number * 86_400_000).toISOString().slice(0, 10);
        const begins = beginningOf(zone, day);
        expect(begins.getTime() % minute).toBe(0);
        expect(dayAt(zone, begins)).toBe(day);
        expect(dayAt(zone, new Date(begins.getTime() - 1))).toBe(plus(day, -1));
      }),
      { numRuns: process.env.SOAK ? 200_000 : 4000 },
    );
  });

  test.each([
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29 00:00"],
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z", "2026-09-06 01:00"],
    ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z", "2026-04-24 01:00"],
    ["Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00.000Z", "2026-03-29 01:00"],
    ["Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00.000Z", "2026-10-25 00:00"],
    ["America/Havana", "2026-11-01", "2026-11-01T04:00:00.000Z", "2026-11-01 00:00"],
    ["Asia/Kathmandu", "2026-11-22", "2026-11-21T18:15:00.000Z", "2026-11-22 00:00"],
    ["Pacific/Chatham", "2026-11-22", "2026-11-21T10:15:00.000Z", "2026-11-22 00:00"],
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z", "2011-12-31 00:00"],
  ])("of %s, %s, begins at %s, when the clock shows %s", (zone, day, begins, clock) => {
    expect(beginningOf(zone, day).toISOString()).toBe(begins);
    expect(shown(zone, Date.parse(begins))).toBe(clock);
  });

  test("lies in a week that begins on Monday, a month, a year", () => {
    expect(unitOf("2026-11-22", "week")).toBe("2026-11-16");
    expect(unitOf("2026-11-23", "week")).toBe("2026-11-23");
    expect(unitOf("2027-01-01", "week", -1)).toBe("2026-12-21");
    expect(unitOf("2026-01-31", "month", 1)).toBe("2026-02-01");
    expect(unitOf("2026-01-31", "month", -1)).toBe("2025-12-01");
    expect(unitOf("2028-02-29", "year", 1)).toBe("2029-01-01");
    expect(unitOf("2026-12-31", "day", 1)).toBe("2027-01-01");
  });
});

describe("a window", () => {
  test.each([
    ["in-last", 0, { from: "2026-11-22", to: "2026-11-23" }],
    ["in-last", 7, { from: "2026-11-15", to: "2026-11-23" }],
    ["more-than-ago", 7, { from: null, to: "2026-11-15" }],
    ["in-next", 7, { from: "2026-11-22", to: "2026-11-30" }],
    ["last", "month", { from: "2026-10-01", to: "2026-11-01" }],
    ["this", "week", { from: "2026-11-16", to: "2026-11-23" }],
    ["after", "2026-11-22", { from: "2026-11-23", to: null }],
  ])("%s %s, as of 22 November 2026", (operator, value, window) => {
    expect(windowOf(operator, value, "2026-11-22")).toEqual(window);
  });
});

describe("an anniversary", () => {
  test("of 29 February falls on the 28th in a common year, and on the 29th in a leap year", () => {
    expect(spellsOf("anniversary-in", 0, "2027-02-28")).toEqual([{ year: 2027, from: 228, to: 229 }]);
    expect(spellsOf("anniversary-in", 0, "2027-03-01")).toEqual([{ year: 2027, from: 301, to: 301 }]);
    expect(spellsOf("anniversary-in", 0, "2028-02-28")).toEqual([{ year: 2028, from: 228, to: 228 }]);
    expect(spellsOf("anniversary-in", 0, "2028-02-29")).toEqual([{ year: 2028, from: 229, to: 229 }]);
  });

  test("in the days around new year lies in two years", () => {
    expect(spellsOf("anniversary-in-next", 5, "2026-12-29")).toEqual([
      { year: 2026, from: 1229, to: 1231 },
      { year: 2027, from: 101, to: 103 },
    ]);
  });
});
