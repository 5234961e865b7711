/** How money, numbers and moments are read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  average,
  counted,
  dayKey,
  formatAbout,
  formatAgo,
  formatDuration,
  formatHeading,
  formatMoment,
  formatMoney,
  formatNumber,
  formatShort,
  plainMoney,
  plural,
} from "@/lib/format";

const now = new Date("2026-11-21T13:00:00Z");
const berlin = "Europe/Berlin";

describe("money", () => {
  test("is shown in the store's currency with its own number of decimals", () => {
    expect(formatMoney("1284.5000", "EUR")).toBe("€\u00a01,284.50");
    expect(formatMoney("4200", "JPY")).toBe("¥\u00a04,200");
    expect(formatMoney("1.2345", "KWD")).toBe("KWD\u00a01.235");
    expect(formatMoney("-12.00", "USD")).toBe("-$\u00a012.00");
  });

  test("keeps every digit of an amount that no float can hold", () => {
    expect(formatMoney("9007199254740993.01", "USD")).toBe("$\u00a09,007,199,254,740,993.01");
  });

  test("stands in a file exactly, with the decimals of its currency at least", () => {
    const told = [
      ["24.0000", "EUR", "24.00"],
      ["-5.5000", "EUR", "-5.50"],
      ["0", "USD", "0.00"],
      ["1.2345", "EUR", "1.2345"],
      ["4200.0000", "JPY", "4200"],
      ["9007199254740993.0100", "KWD", "9007199254740993.010"],
      ["12.5000", "points", "12.50"],
    ] as const;
    for (const [amount, currency, text] of told) expect(plainMoney(amount, currency)).toBe(text);
  });

  test("in a currency nobody knows is shown by its code", () => {
    expect(formatMoney("12.5000", "points")).toBe("points 12.50");
    expect(formatMoney("12.50", "")).toBe("12.50");
  });

  test("is divided exactly: the average times the count misses the sum by less than a rounding", () => {
    expect(average("1284.5000", 12)).toBe("107.0417");
    expect(average("10.00", 3)).toBe("3.3333");
    expect(average("-10.00", 4)).toBe("-2.5000");
    expect(average("10", 0)).toBe("0");
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 1, max: 10_000 }), (sum, count) => {
        const text = `${sum / 10_000n}.${(sum % 10_000n).toString().padStart(4, "0")}`;
        const one = BigInt(average(text, count).replace(".", ""));
        const off = one * BigInt(count) - sum;
        expect((off < 0n ? -off : off) * 2n <= BigInt(count)).toBe(true);
      }),
    );
  });
});

describe("numbers", () => {
  test("are exact or say that they are not", () => {
    expect(formatNumber(482130)).toBe("482,130");
    expect(formatAbout(1_234_567)).toBe("about 1.2 M");
    expect(formatAbout(48_213)).toBe("about 48,000");
  });

  test("agree with their word", () => {
    expect(plural(1, "order")).toBe("1 order");
    expect(plural(1200, "contact")).toBe("1,200 contacts");
    expect([1, 2].map((n) => plural(n, "of a known person", "of known people"))).toEqual([
      "1 of a known person",
      "2 of known people",
    ]);
    expect([0, 1, 2].map((n) => counted(n, "delivery", "deliveries"))).toEqual([
      "deliveries",
      "delivery",
      "deliveries",
    ]);
  });
});

describe("moments", () => {
  test("are told in the organization's zone, with the year only when it is another one", () => {
    expect(formatMoment(new Date("2026-11-03T13:05:00Z"), berlin, now)).toBe("3 Nov, 14:05");
    expect(formatMoment(new Date("2025-09-03T22:05:00Z"), berlin, now)).toBe("4 Sep 2025, 00:05");
  });

  test("are relative only under a week", () => {
    const ago = (minutes: number) => formatAgo(new Date(now.getTime() - minutes * 60_000), berlin, now);
    expect(ago(0)).toBe("just now");
    expect(ago(5)).toBe("5 min ago");
    expect(ago(60)).toBe("1 hour ago");
    expect(ago(125)).toBe("2 hours ago");
    expect(ago(24 * 60)).toBe("Yesterday, 14:00");
    expect(ago(3 * 24 * 60)).toBe("3 days ago");
    expect(ago(7 * 24 * 60)).toBe("14 Nov");
    expect(ago(-90)).toBe("21 Nov, 15:30");
  });

  test("belong to the day the zone's calendar has, also just after midnight", () => {
    const late = new Date("2026-11-20T23:30:00Z");
    expect(dayKey(late, berlin)).toBe("2026-11-21");
    expect(dayKey(late, "UTC")).toBe("2026-11-20");
    expect(formatHeading(late, berlin, now)).toBe("Today");
    expect(formatHeading(late, "UTC", now)).toBe("Yesterday");
    expect(formatHeading(new Date("2025-11-03T10:00:00Z"), berlin, now)).toBe("3 November 2025");
    expect(formatShort(late, berlin, now)).toBe("13 h ago");
    expect(formatShort(late, "UTC", now)).toBe("yesterday");
  });

  test("last as long as they last", () => {
    expect(formatDuration(12.4)).toBe("12 s");
    expect(formatDuration(0.2)).toBe("1 s");
    expect(formatDuration(240)).toBe("4 min");
    expect(formatDuration(7500)).toBe("2 h 5 min");
    expect(formatDuration(3600)).toBe("1 h");
  });
});
