import { describe, expect, it } from "vitest";
import { datedBy, type Shown, shownBy } from "@/lib/records/shown";
import { customer, day, optIn } from "../support/people";

const no = { ...optIn(day(1), false), state: "unsubscribed" as const };
const yes = optIn(day(1), false);
const record = (on: number, ...consents: (typeof yes)[]) => {
  const change = customer("7", "mira@example.com", { updatedAt: day(on), consents });
  if (change.kind !== "customer") throw new Error("not a customer");
  return change.record;
};
const known = (state: Shown["state"], since: number, updated: number) => ({
  shown: { state, at: day(since) },
  updatedAt: day(updated),
});

describe("what an account shows of consent", () => {
  it("dates from its record when nobody looked before", () => {
    expect(shownBy(record(3, yes), day(9), undefined)).toEqual({ state: "subscribed", at: day(3) });
    expect(shownBy(record(3, yes), day(9), { shown: null, updatedAt: day(3) }).at).toEqual(day(3));
  });

  it("stays as old as it is, however often the record is touched for other reasons", () => {
    expect(shownBy(record(8, no), day(9), known("unsubscribed", 3, 5))).toEqual({ state: "unsubscribed", at: day(3) });
  });

  it("dates from the record's change when it turns", () => {
    expect(shownBy(record(8, yes), day(9), known("unsubscribed", 3, 5))).toEqual({ state: "subscribed", at: day(8) });
    expect(shownBy(record(8), day(9), known("subscribed", 3, 5))).toEqual({ state: "nothing", at: day(8) });
  });

  it("counts an opt-out from the end of the second the store gives, for it gives no more, but not from later than seen", () => {
    const end = new Date(day(8).getTime() + 999);
    const seen = new Date(day(8).getTime() + 300);
    expect(shownBy(record(8, no), day(9), known("subscribed", 3, 5))).toEqual({ state: "unsubscribed", at: end });
    expect(shownBy(record(8, no), seen, undefined)).toEqual({ state: "unsubscribed", at: seen });
    expect(shownBy(record(8, no), day(7), undefined)).toEqual({ state: "unsubscribed", at: day(8) });
  });

  it("dates from when it was seen where a plugin turned it without a word", () => {
    expect(shownBy(record(5, no), day(9), known("subscribed", 3, 5))).toEqual({ state: "unsubscribed", at: day(9) });
  });

  it("gives its date to the claim that shows a state, and leaves dated acts alone", () => {
    const ticked = optIn(day(2));
    expect(datedBy({ state: "unsubscribed", at: day(9) }, [no, ticked])).toEqual([
      { ...no, effectiveAt: day(9) },
      ticked,
    ]);
    expect(datedBy(null, [yes])).toEqual([yes]);
  });
});
