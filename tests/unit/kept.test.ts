import { describe, expect, test, vi } from "vitest";
import { dearFrom, keptIfDear } from "@/lib/kept";

describe("an answer", () => {
  test("that was cheap is asked anew each time", async () => {
    let asked = 0;
    const ask = () => keptIfDear("cheap", async () => ++asked);
    expect([await ask(), await ask()]).toEqual([1, 2]);
  });

  test("that was dear serves for fifty times as long, and only for its own key", async () => {
    vi.useFakeTimers();
    let asked = 0;
    const ask = (key: string) =>
      keptIfDear(key, async () => {
        vi.setSystemTime(Date.now() + 200);
        return ++asked;
      });
    expect([await ask("dear"), await ask("dear"), await ask("other")]).toEqual([1, 1, 2]);
    vi.setSystemTime(Date.now() + 200 * 50);
    expect(await ask("dear")).toBe(3);
    vi.useRealTimers();
  });

  test("is dear from the time on that was set", async () => {
    vi.useFakeTimers();
    let asked = 0;
    const ask = (key: string) =>
      keptIfDear(key, async () => {
        vi.setSystemTime(Date.now() + 200);
        return ++asked;
      });
    dearFrom(Number.POSITIVE_INFINITY);
    expect([await ask("never dear"), await ask("never dear")]).toEqual([1, 2]);
    dearFrom(100);
    expect([await ask("dear again"), await ask("dear again")]).toEqual([3, 3]);
    vi.useRealTimers();
  });
});
