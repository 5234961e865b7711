/** The small languages of Inngest that the engine reads: durations, dates, CEL, cron lines with a time zone. */
import { describe, expect, test } from "vitest";
import { backoff, milliseconds, moment, retryMoment } from "@/lib/local/engine/durations";
import { checkExpression, holds, keyOf, numberOf } from "@/lib/local/engine/expressions";
import { ulid } from "@/lib/local/engine/ids";
import { cronOf } from "@/lib/local/engine/registration";

const event = (data: Record<string, unknown>) => ({ id: "1", name: "a/b", data, ts: 0, user: {} });

describe("time", () => {
  test.each([
    ["500ms", 500],
    ["2s", 2000],
    ["1h30m", 5_400_000],
    ["1w2d", 777_600_000],
    ["0.5s", 500],
    ["soon", undefined],
    ["", undefined],
    ["5", undefined],
  ])("the duration %j is %j milliseconds", (text, length) => expect(milliseconds(text)).toBe(length));

  test("a sleep ends after a duration or at a date, and at nothing else", () => {
    expect(moment("2s", 1000)).toEqual(new Date(3000));
    expect(moment("2026-11-21T18:40:10.365Z")).toEqual(new Date("2026-11-21T18:40:10.365Z"));
    expect(() => moment("soon")).toThrow("neither a duration nor a date");
  });

  test("Retry-After is seconds or a date", () => {
    expect(retryMoment("2", 1000)).toEqual(new Date(3000));
    expect(retryMoment("2026-11-21T18:40:10.000Z")).toEqual(new Date("2026-11-21T18:40:10.000Z"));
    expect(retryMoment("later")).toBeUndefined();
  });

  test("each retry waits longer than the one before, up to a limit", () => {
    const waits = Array.from({ length: 8 }, (_, attempt) => backoff(attempt, 1000));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(backoff(99, 1000)).toBeLessThanOrEqual(1000 * 120 * 1.2);
  });
});

describe("expressions", () => {
  test("an expression over fields that do not exist matches nothing, and none at all matches everything", () => {
    expect(holds("event.data.a.b == 'x'", { event: event({}) })).toBe(false);
    expect(holds(undefined, { event: event({}) })).toBe(true);
    expect(holds("event.data.id == async.data.id", { event: event({ id: 7 }), async: event({ id: 7 }) })).toBe(true);
    expect(holds("event.data.id == async.data.id", { event: event({ id: 7 }), async: event({ id: "7" }) })).toBe(false);
  });

  test("keys are equal for equal values only, and short for any", () => {
    const key = (value: unknown) => keyOf("event.data.k", event({ k: value }));
    expect(key("a")).toBe(key("a"));
    expect(new Set(["a", "b", 1, "1", null, { a: 1 }].map(key)).size).toBe(6);
    expect(key(`\u0000${"x".repeat(100_000)}`)).toHaveLength(40);
    expect(keyOf(undefined, event({}))).toBe("");
  });

  test("a priority that is no number is none", () => {
    expect(numberOf("event.data.n", event({ n: 12.7 }))).toBe(12);
    expect(numberOf("event.data.n", event({ n: "high" }))).toBe(0);
    expect(numberOf("event.data.none", event({}))).toBe(0);
  });

  test("text that is no expression is told at once", () => {
    expect(() => checkExpression("event.data.(")).toThrow("is not a valid CEL expression");
  });
});

describe("clocks", () => {
  test("a cron line keeps to the hour of its time zone over the change to summer time", () => {
    const cron = cronOf("TZ=Europe/Paris 30 3 * * *");
    const days = ["2026-03-28T00:00:00Z", "2026-03-29T00:00:00Z"].map((day) => cron.nextRun(new Date(day)));
    expect(days.map((day) => day?.toISOString())).toEqual(["2026-03-28T02:30:00.000Z", "2026-03-29T01:30:00.000Z"]);
    expect(cronOf("0 12 * * *").nextRun(new Date("2026-01-01T00:00:00Z"))?.toISOString()).toBe(
      "2026-01-01T12:00:00.000Z",
    );
  });

  test("ids of later moments sort behind those of earlier ones", () => {
    expect([ulid(2), ulid(1), ulid(3)].toSorted()).toEqual([
      expect.stringMatching(/^0{9}1/),
      expect.stringMatching(/^0{9}2/),
      expect.stringMatching(/^0{9}3/),
    ]);
  });
});
