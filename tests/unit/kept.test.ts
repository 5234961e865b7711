import { describe, expect, test, vi } from "vitest";
import { keptIfDear } from "@/lib/kept";

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
});
