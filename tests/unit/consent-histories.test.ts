/**
 * Random histories of one choice, told by every kind of writer in any order: what the rules of product.md promise of
 * them.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  believed,
  type Choice,
  type Claim,
  type ConsentState,
  decisive,
  hear,
  since,
  stateOf,
  undecided,
  unite,
} from "@/lib/consent/consent";

const numRuns = process.env.SOAK ? 300_000 : 3_000;
const always = <T>(property: fc.IRawProperty<T>) => fc.assert(property, { numRuns });

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count));
const today = day(15);

/** What each writer can say: a store shows a state, a checkout and a person act, a file does either. */
const words = fc.constantFrom(
  { method: "store", state: "subscribed", explicit: false },
  { method: "store", state: "unsubscribed", explicit: false },
  { method: "checkout", state: "subscribed", explicit: true },
  { method: "import", state: "subscribed", explicit: false },
  { method: "import", state: "subscribed", explicit: true },
  { method: "import", state: "unsubscribed", explicit: true },
  { method: "api", state: "subscribed", explicit: true },
  { method: "api", state: "unsubscribed", explicit: true },
  { method: "member", state: "subscribed", explicit: true },
  { method: "member", state: "unsubscribed", explicit: true },
  { method: "form", state: "pending", explicit: false },
  { method: "confirmation", state: "subscribed", explicit: true },
  { method: "link", state: "unsubscribed", explicit: true },
) as fc.Arbitrary<Pick<Claim, "method" | "state" | "explicit">>;

const claims = (latest: number) =>
  fc
    .record({ said: words, on: fc.integer({ min: 0, max: latest }), evidence: fc.constantFrom("a", "b") })
    .map(({ said, on, evidence }): Claim => ({ channel: "email", ...said, effectiveAt: day(on), evidence }));
const past = claims(15);
const history = fc.array(past, { maxLength: 14 });
const told = (all: readonly Claim[], choice: Choice = undecided) => all.reduce((so, claim) => hear(so, claim), choice);
const isOptIn = (claim: Claim) => claim.state === "subscribed" && claim.explicit;
const isOptOut = (claim: Claim) => claim.state === "unsubscribed";
const newest = (all: readonly Claim[], kind: (claim: Claim) => boolean) =>
  Math.max(Number.NEGATIVE_INFINITY, ...all.filter(kind).map((claim) => claim.effectiveAt.getTime()));

/** The rules once more, said of a whole history at once instead of step by step. */
function byTheRules(all: readonly Claim[]): ConsentState {
  if (all.some(isOptOut) && newest(all, isOptIn) <= newest(all, isOptOut)) return "unsubscribed";
  if (all.some((claim) => claim.state === "subscribed")) return "subscribed";
  return all.length > 0 ? "pending" : "never";
}

describe("a history of consent", () => {
  it("ends in what the rules say, whatever the order and however often a claim comes", () => {
    always(
      fc.property(history, fc.infiniteStream(fc.nat(1_000_000)), (all, dice) => {
        const sorted = [...all, ...all.slice(0, 5)].map((claim) => ({ claim, at: dice.next().value! }));
        const shuffled = sorted.sort((a, b) => a.at - b.at).map(({ claim }) => claim);
        expect(stateOf(told(all))).toBe(byTheRules(all));
        expect(told(shuffled)).toEqual(told(all));
        expect(told(all, told(all))).toEqual(told(all));
      }),
    );
  });

  it("is lifted from an opt-out by nothing but a newer explicit opt-in", () => {
    always(
      fc.property(history, past, (before, claim) => {
        const [was, is] = [told(before), told([...before, claim])];
        if (stateOf(was) !== "unsubscribed" || stateOf(is) === "unsubscribed") return;
        expect(stateOf(is)).toBe("subscribed");
        expect(claim).toMatchObject({ state: "subscribed", explicit: true });
        expect(claim.effectiveAt.getTime()).toBeGreaterThan(newest(before, isOptOut));
      }),
    );
  });

  it("never falls but by an opt-out that no newer opt-in follows", () => {
    const height = { unsubscribed: 0, never: 1, pending: 2, subscribed: 3 };
    always(
      fc.property(history, past, (before, claim) => {
        const [was, is] = [told(before), told([...before, claim])];
        if (height[stateOf(is)] >= height[stateOf(was)]) return;
        expect(claim.state).toBe("unsubscribed");
        expect(claim.effectiveAt.getTime()).toBeGreaterThanOrEqual(newest(before, isOptIn));
      }),
    );
  });

  it("is not touched by a question to confirm, but where nothing was known", () => {
    always(
      fc.property(history, past, (before, claim) => {
        const was = stateOf(told(before));
        const is = stateOf(told([...before, { ...claim, state: "pending", explicit: false }]));
        expect(is).toBe(was === "never" ? "pending" : was);
      }),
    );
  });

  it("has for each change of state the one claim that explains it, also when many come at once", () => {
    always(
      fc.property(history, fc.array(past, { minLength: 1, maxLength: 6 }), (before, batch) => {
        const [was, is] = [told(before), told([...before, ...batch])];
        const reason = decisive(batch, is);
        if (stateOf(was) !== stateOf(is)) expect(reason).toBeDefined();
        if (reason) expect([reason.state, reason.effectiveAt]).toEqual([stateOf(is), since(is)]);
      }),
    );
  });
});

describe("a date that is still to come", () => {
  const heard = fc.array(fc.tuple(claims(30), fc.integer({ min: 0, max: 15 })), { maxLength: 10 });
  /** Each claim at the moment it was told, the moments in order, as a clock has them. */
  const tell = (all: [Claim, number][]) =>
    all
      .sort(([, a], [, b]) => a - b)
      .reduce((choice, [claim, on]) => hear(choice, believed(choice, claim, day(on))), undecided);

  it("is never kept: an opt-out made now holds at once, whatever was told before", () => {
    always(
      fc.property(heard, (all) => {
        const choice = tell(all);
        expect(choice.optedInAt === null || choice.optedInAt <= today).toBe(true);
        const out = { ...optOut, effectiveAt: today };
        expect(stateOf(hear(choice, believed(choice, out, today)))).toBe("unsubscribed");
      }),
    );
  });

  it("lifts nothing, but an opt-out dated so holds from now", () => {
    const opted = told([{ ...optIn, effectiveAt: day(14) }]);
    const tomorrow = { ...optOut, effectiveAt: day(16) };
    expect(stateOf(hear(opted, believed(opted, tomorrow, today)))).toBe("unsubscribed");
    const out = told([{ ...optOut, effectiveAt: day(10) }]);
    const promised = { ...optIn, effectiveAt: day(16) };
    expect(stateOf(hear(out, believed(out, promised, today)))).toBe("unsubscribed");
    expect(stateOf(hear(out, believed(out, promised, day(17))))).toBe("subscribed");
    expect(stateOf(hear(undecided, believed(undecided, promised, today)))).toBe("subscribed");
  });
});

describe("two contacts that are one person", () => {
  it("take the strictest of what either decided", () => {
    always(
      fc.property(history, history, (a, b) => {
        const states = [stateOf(told(a)), stateOf(told(b))];
        const strictest = (["unsubscribed", "subscribed", "pending", "never"] as const).find((one) =>
          states.includes(one),
        );
        expect(stateOf(unite(told(a), told(b)))).toBe(strictest);
      }),
    );
  });

  it("come to the same whichever is named first, however many there are, and when it is done twice", () => {
    always(
      fc.property(history, history, history, (x, y, z) => {
        const [a, b, c] = [told(x), told(y), told(z)];
        expect(unite(a, b)).toEqual(unite(b, a));
        expect(unite(unite(a, b), c)).toEqual(unite(a, unite(b, c)));
        expect(unite(unite(a, b), b)).toEqual(unite(a, b));
      }),
    );
  });

  it("are not lifted by what either had said before, and are by a newer opt-in", () => {
    always(
      fc.property(history, history, (a, b) => {
        const one = unite(told(a), told(b));
        if (stateOf(one) !== "unsubscribed") return;
        expect(stateOf(told([...a, ...b], one))).toBe("unsubscribed");
        expect(stateOf(hear(one, { ...optIn, effectiveAt: day(16) }))).toBe("subscribed");
      }),
    );
  });
});

describe("the import's truth table", () => {
  const file = { channel: "email", method: "import", evidence: "line 7", effectiveAt: day(10) } as const;
  const says = (state: "subscribed" | "unsubscribed", date?: number): Claim => ({
    ...file,
    state,
    explicit: date !== undefined,
    effectiveAt: day(date ?? 10),
  });
  const out = told([{ ...optOut, effectiveAt: day(5) }]);
  const opted = told([{ ...optIn, effectiveAt: day(5) }]);
  const shown = told([{ ...optIn, explicit: false, effectiveAt: day(5) }]);
  const asked = told([{ ...optIn, state: "pending", explicit: false, effectiveAt: day(5) }]);

  it.each<[string, Choice, Claim, ConsentState]>([
    ["never × subscribed", undecided, says("subscribed"), "subscribed"],
    ["never × unsubscribed", undecided, says("unsubscribed"), "unsubscribed"],
    ["pending × subscribed", asked, says("subscribed"), "subscribed"],
    ["pending × unsubscribed", asked, says("unsubscribed"), "unsubscribed"],
    ["subscribed × unsubscribed", opted, says("unsubscribed"), "unsubscribed"],
    ["shown by the store × unsubscribed", shown, says("unsubscribed"), "unsubscribed"],
    ["unsubscribed × subscribed", out, says("subscribed"), "unsubscribed"],
    ["unsubscribed × an older opt-in date", out, says("subscribed", 4), "unsubscribed"],
    ["unsubscribed × an opt-in of the same moment", out, says("subscribed", 5), "unsubscribed"],
    ["unsubscribed × a newer opt-in date", out, says("subscribed", 6), "subscribed"],
    ["subscribed × an older opt-out date", opted, says("unsubscribed", 4), "subscribed"],
    ["subscribed × an opt-out of the same moment", opted, says("unsubscribed", 5), "unsubscribed"],
    ["subscribed × a newer opt-out date", opted, says("unsubscribed", 6), "unsubscribed"],
    ["shown by the store × an opt-out date, however old", shown, says("unsubscribed", 1), "unsubscribed"],
  ])("%s", (_, existing, claim, state) => {
    expect(stateOf(hear(existing, claim))).toBe(state);
  });
});

const sample = { channel: "email", method: "test", evidence: "test", effectiveAt: today } as const;
const optIn: Claim = { ...sample, state: "subscribed", explicit: true };
const optOut: Claim = { ...sample, state: "unsubscribed", explicit: true };
