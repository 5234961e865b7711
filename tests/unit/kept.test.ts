import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { dearFrom, keptIfDear } from "@/lib/kept";

describe("an answer", () => {
  test("that was cheap is asked anew each time", async () => {
    let asked = 0;
    const ask = () => keptIfDear("cheap", async () => ++asked);
    expect([await ask(), await ask()]).toEqual([1, 2]);
  });

  describe("that takes 200 ms", () => {
    let asked = 0;
    const ask = (key: string) =>
      keptIfDear(key, async () => {
        vi.setSystemTime(Date.now() + 200);
        return ++asked;
      });
    beforeEach(() => {
      vi.useFakeTimers();
      asked = 0;
    });
    afterEach(() => vi.useRealTimers());

    test("was dear, and serves for fifty times as long, and only for its own key", async () => {
      expect([await ask("dear"), await ask("dear"), await ask("other")]).toEqual([1, 1, 2]);
      vi.setSystemTime(Date.now() + 200 * 50);
      expect(await ask("dear")).toBe(3);
    });

    test("is dear from the time on that was set", async () => {
      dearFrom(Number.POSITIVE_INFINITY);
      expect([await ask("never dear"), await ask("never dear")]).toEqual([1, 2]);
      dearFrom(100);
      expect([await ask("dear again"), await ask("dear again")]).toEqual([3, 3]);
    });
  });
});
