/** Segments that refer to segments: circles are found and told, and what is none is put in order. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { circleFrom, inSteps, refuseCircle } from "@/lib/segments/definition-circle";

const id = (n: number) => `0198c5f0-0000-7000-8000-${String(n).padStart(12, "0")}`;
const referring = (...to: number[]) => ({
  include: to.length
    ? { all: to.map((n) => ({ not: { field: "segment", operator: "any", value: [id(n)] } })) }
    : { field: "email", operator: "set" },
});
const map = (...refers: number[][]) => new Map(refers.map((to, n) => [id(n), referring(...to)]));
const name = (one: string) => `S${Number(one.slice(-12))}`;

describe("segments in segments", () => {
  test("a circle is told with its way, however long", () => {
    expect(circleFrom(map([1], [2], [0]), id(0))).toEqual([id(0), id(1), id(2), id(0)]);
    expect(circleFrom(map([0]), id(0))).toEqual([id(0), id(0)]);
    expect(() => refuseCircle(map([1], [2], [0]), id(0), name)).toThrow(
      "A segment cannot follow from itself: “S0” → “S1” → “S2” → “S0”.",
    );
    const long = new Map(Array.from({ length: 5000 }, (_, n) => [id(n), referring((n + 1) % 5000)]));
    expect(circleFrom(long, id(0))).toHaveLength(5001);
  });

  test("no circle is told where several ways lead to the same segment, or into a circle of others", () => {
    expect(circleFrom(map([1, 2], [3], [3], []), id(0))).toBeNull();
    expect(circleFrom(map([1], [2], [1]), id(0))).toBeNull();
    refuseCircle(map([1, 2], [3], [3], [9]), id(0), name);
  });

  test("an exclude block and a segment in itself count", () => {
    const one = new Map([
      [
        id(0),
        {
          include: { field: "email", operator: "set" },
          exclude: { field: "segment", operator: "all", value: [id(0)] },
        },
      ],
    ]);
    expect(circleFrom(one, id(0))).toEqual([id(0), id(0)]);
  });

  test("stand in steps, each referring only to earlier ones; or there is a circle", () => {
    expect(inSteps(map([1, 2], [3], [3], []))).toEqual([[id(3)], [id(1), id(2)], [id(0)]]);
    const graphs = fc.array(fc.array(fc.nat(7), { maxLength: 2 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(graphs, (graph) => {
        const definitions = map(...graph);
        const ids = [...definitions.keys()];
        if (ids.some((one) => circleFrom(definitions, one))) {
          expect(() => inSteps(definitions)).toThrow("circle");
          return;
        }
        const steps = inSteps(definitions);
        expect(steps.flat().sort()).toEqual(ids.sort());
        const stepOf = new Map(steps.flatMap((step, n) => step.map((one) => [one, n])));
        graph.forEach((to, n) => {
          for (const other of to)
            if (other < graph.length) expect(stepOf.get(id(other))!).toBeLessThan(stepOf.get(id(n))!);
        });
      }),
      { numRuns: 2000 },
    );
  });
});
