import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Claim, hear, stateOf, undecided, unite } from "@/lib/consent/consent";

const claim = fc.record({
  channel: fc.constant("email" as const),
  state: fc.constantFrom("subscribed" as const, "unsubscribed" as const, "pending" as const),
  explicit: fc.boolean(),
  effectiveAt: fc.integer({ min: 0, max: 20 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day))),
  method: fc.constant("test"),
  evidence: fc.constant("test"),
});
const history = fc.array(claim, { maxLength: 12 });
const told = (claims: Claim[]) => claims.reduce(hear, undecided);

describe("consent", () => {
  it("ends in the same state whatever the order and however often a claim comes", () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (claims, dice) => {
        const shuffled = [...claims, ...claims].sort(() => (dice.next().value! % 3) - 1);
        expect(told(shuffled)).toEqual(told(claims));
      }),
    );
  });

  it("is never raised after an opt-out but by a newer explicit opt-in", () => {
    fc.assert(
      fc.property(history, (claims) => {
        const optOuts = claims.filter((one) => one.state === "unsubscribed").map((one) => one.effectiveAt.getTime());
        const optIns = claims
          .filter((one) => one.state === "subscribed" && one.explicit)
          .map((one) => one.effectiveAt.getTime());
        const newestOut = Math.max(...optOuts, Number.NEGATIVE_INFINITY);
        const newestIn = Math.max(...optIns, Number.NEGATIVE_INFINITY);
        const state = stateOf(told(claims));
        if (optOuts.length > 0) expect(state).toBe(newestIn > newestOut ? "subscribed" : "unsubscribed");
        else expect(state === "unsubscribed").toBe(false);
      }),
    );
  });

  it("of two contacts that are one person is the strictest of what either decided", () => {
    fc.assert(
      fc.property(history, history, (a, b) => {
        expect(unite(told(a), told(b))).toEqual(told([...a, ...b]));
        const states = [stateOf(told(a)), stateOf(told(b))];
        const noOptIn = [...a, ...b].every((one) => !(one.state === "subscribed" && one.explicit));
        if (states.includes("unsubscribed") && noOptIn) expect(stateOf(unite(told(a), told(b)))).toBe("unsubscribed");
      }),
    );
  });

  it("a state without a date fills never and lifts nothing", () => {
    const at = new Date("2026-03-01T00:00:00Z");
    const shown: Claim = {
      ...sample,
      state: "subscribed",
      explicit: false,
      effectiveAt: new Date("2026-05-01T00:00:00Z"),
    };
    const out: Claim = { ...sample, state: "unsubscribed", explicit: true, effectiveAt: at };
    expect(stateOf(told([shown]))).toBe("subscribed");
    expect(stateOf(told([out, shown]))).toBe("unsubscribed");
  });
});

const sample = { channel: "email" as const, method: "test", evidence: "test" };
