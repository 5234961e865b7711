/** The builder's tree: what a definition becomes there, what may be done to it, and that nothing is lost on the way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedBy, freshLeaf, operatorsFor, windowBy } from "@/app/[org]/segments/builder/asked";
import { type Edit, edited } from "@/app/[org]/segments/builder/edits";
import {
  find,
  isTooDeep,
  type Outline,
  outlineOf,
  placeOf,
  rowsOf,
  written,
} from "@/app/[org]/segments/builder/outline";
import { changed } from "@/app/[org]/segments/builder/use-outline";
import { standard } from "@/lib/segments/catalogue";
import { type Definition, type Leaf, leavesOf, type Node, readDefinition } from "@/lib/segments/definition";
import { problemWith } from "@/lib/segments/definition-leaf";
import { without } from "@/lib/segments/look";
import { dimensionsOf } from "@/lib/segments/sheet";
import { templates } from "@/lib/segments/templates";
import { judged, verdictsByPlace } from "@/lib/segments/why";

const city = (name: string): Leaf => ({ field: "city", operator: "is", value: name });
const [a, b, c, d] = ["A", "B", "C", "D"].map(city) as [Leaf, Leaf, Leaf, Leaf];
const outline = (include: Node, exclude?: Node) => outlineOf(exclude ? { include, exclude } : { include });
const said = (of: Outline) => written(of).definition;
const idOf = (of: Outline, leaf: Leaf) =>
  [...rowsOf(of.include), ...rowsOf(of.exclude)].find((row) => row.leaf.value === leaf.value)!.id;
const done = (of: Outline, ...edits: Edit[]) => edits.reduce(edited, of);

describe("a definition in the builder", () => {
  test.each(templates.map(({ key, definition }) => [key, definition] as const))(
    "%s comes out as it went in",
    (_, one) => {
      expect(said(outlineOf(one))).toEqual(one);
    },
  );

  test("has both blocks; a single condition stands in a group; two nots are none", () => {
    const one = outline({ not: { not: { not: a } } }, b);
    expect(said(one)).toEqual({ include: { all: [{ not: a }] }, exclude: { any: [b] } });
    expect(said(outlineOf(null))).toBeNull();
  });

  test("says nothing of groups that are empty, and knows each condition by its place", () => {
    const one = done(outline({ all: [a, { not: { any: [b] } }] }, c), { do: "add-group", group: "p1" });
    const { definition, rows, places } = written(one);
    expect(definition).toEqual({ include: { all: [a, { not: { any: [b] } }] }, exclude: { any: [c] } });
    expect(rows).toEqual({
      "include.all.0": idOf(one, a),
      "include.all.1.not.any.0": idOf(one, b),
      "exclude.any.0": idOf(one, c),
    });
    expect(leavesOf(definition!).map(({ place }) => place)).toEqual(Object.keys(rows));
    expect(places[find(one, idOf(one, b))!.parent!.id]).toBe("include.all.1");
  });
});

describe("a part", () => {
  const two = () => outline({ all: [a, { any: [b, c] }, d] });

  test("is moved up and down, over groups, and from one block to the other", () => {
    const one = two();
    expect(said(done(one, { do: "step", id: idOf(one, d), way: "up" }))).toEqual({
      include: { all: [a, d, { any: [b, c] }] },
    });
    const last = done(one, { do: "step", id: idOf(one, d), way: "down" });
    expect(said(last)).toEqual({ include: { all: [a, { any: [b, c] }] }, exclude: { any: [d] } });
    expect(said(done(last, { do: "step", id: idOf(one, d), way: "up" }))).toEqual(said(one));
    expect(done(one, { do: "step", id: idOf(one, a), way: "up" })).toBe(one);
  });

  test("is moved into a group beside it and out again, and a group that is left by all is gone", () => {
    const one = two();
    const inside = done(one, { do: "step", id: idOf(one, a), way: "in" });
    expect(said(inside)).toEqual({ include: { all: [{ any: [a, b, c] }, d] } });
    expect(placeOf(inside, idOf(inside, a), "City")).toBe("City is now 1 of 3 in a group of “any” in include.");
    const out = (leaf: Leaf): Edit => ({ do: "step", id: idOf(one, leaf), way: "out" });
    expect(said(done(one, out(b), out(c)))).toEqual({ include: { all: [a, c, b, d] } });
  });

  test("without a group beside it gets one of its own, of the other word", () => {
    const one = outline({ all: [a, b] });
    const wrapped = done(one, { do: "step", id: idOf(one, b), way: "in" });
    expect(said(wrapped)).toEqual({ include: { all: [a, { any: [b] }] } });
    const group = find(wrapped, idOf(wrapped, b))!.parent!.id;
    expect(said(done(wrapped, { do: "dissolve", id: group }))).toEqual(said(one));
    expect(done(wrapped, { do: "negate", id: group }, { do: "dissolve", id: group })).toEqual(
      done(wrapped, { do: "negate", id: group }),
    );
  });

  test("is put before, after, first and last, but never into itself", () => {
    const one = two();
    const group = find(one, idOf(one, b))!.parent!.id;
    const move = (leaf: Leaf, to: Extract<Edit, { do: "move" }>["to"]) =>
      said(done(one, { do: "move", id: idOf(one, leaf), to }));
    expect(move(d, { before: idOf(one, a) })).toEqual({ include: { all: [d, a, { any: [b, c] }] } });
    expect(move(a, { after: idOf(one, b) })).toEqual({ include: { all: [{ any: [b, a, c] }, d] } });
    expect(move(d, { first: group })).toEqual({ include: { all: [a, { any: [d, b, c] }] } });
    expect(move(a, { last: one.exclude.id })).toEqual({
      include: { all: [{ any: [b, c] }, d] },
      exclude: { any: [a] },
    });
    expect(done(one, { do: "move", id: group, to: { after: idOf(one, b) } })).toBe(one);
    expect(done(one, { do: "move", id: group, to: { last: group } })).toBe(one);
  });

  test("is doubled with all that stands in it, and every copy is a part of its own", () => {
    const one = two();
    const twice = done(one, { do: "duplicate", id: find(one, idOf(one, b))!.parent!.id });
    expect(said(twice)).toEqual({ include: { all: [a, { any: [b, c] }, { any: [b, c] }, d] } });
    const ids = rowsOf(twice.include).map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
    const changedOne = done(twice, { do: "ask", id: ids[3]!, leaf: d });
    expect(said(changedOne)).toEqual({ include: { all: [a, { any: [b, c] }, { any: [d, c] }, d] } });
  });

  test("goes nowhere where groups would stand in each other more than 8 deep", () => {
    let one = outline({ all: [a] });
    const deeper: Edit = { do: "wrap", id: idOf(one, a) };
    for (let n = 0; n < 7; n++) one = edited(one, deeper);
    expect(readDefinition(said(one)).include).toBeDefined();
    expect(edited(one, deeper)).toBe(one);
    expect(edited(one, { do: "negate", id: idOf(one, a) })).toBe(one);
  });
});

test("whatever is done, no condition is lost or doubled that nobody removed or doubled", () => {
  const ways = fc.constantFrom("up", "down", "in", "out") as fc.Arbitrary<"up" | "down" | "in" | "out">;
  const steps = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant("step" as const), at: fc.nat(), way: ways }),
      fc.record({ do: fc.constantFrom("wrap" as const, "dissolve" as const, "negate" as const), at: fc.nat() }),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(steps, (plan) => {
      let one = outline({ all: [a, { any: [b, { not: { all: [c] } }] }] }, { any: [d] });
      for (const { at, ...edit } of plan) {
        const ids = [...partsOf(one)];
        one = edited(one, { ...edit, id: ids[at % ids.length]! } as Edit);
      }
      const left = [...rowsOf(one.include), ...rowsOf(one.exclude)].map(({ leaf }) => String(leaf.value));
      expect(left.sort()).toEqual(["A", "B", "C", "D"]);
      expect(isTooDeep(one)).toBe(false);
      expect(new Set(partsOf(one)).size).toBe(partsOf(one).length);
    }),
    { numRuns: 500 },
  );
});

function partsOf({ include, exclude }: Outline): string[] {
  const under = (parts: readonly (typeof include.parts)[number][]): string[] =>
    parts.flatMap((part) => ("parts" in part ? [part.id, ...under(part.parts)] : [part.id]));
  return [...under(include.parts), ...under(exclude.parts)];
}

test("everything can be taken back and done again; typing in one row is one step", () => {
  const one = outline({ all: [a, b] });
  const id = idOf(one, a);
  const start = { outline: one, before: [], after: [], typing: null, refused: null };
  const typed = ["B", "Be", "Ber"].reduce(
    (past, value) => changed(past, { do: "ask", id, leaf: city(value) }),
    start as Parameters<typeof changed>[0],
  );
  const removed = changed(typed, { do: "remove", id });
  expect(said(removed.outline)).toEqual({ include: { all: [b] } });
  const back = changed(removed, { do: "undo" });
  expect(said(back.outline)).toEqual({ include: { all: [city("Ber"), b] } });
  expect(changed(back, { do: "undo" }).outline).toBe(one);
  expect(said(changed(back, { do: "redo" }).outline)).toEqual({ include: { all: [b] } });
  expect(changed(start, { do: "step", id, way: "up" }).refused).toContain("8 deep");
});

describe("a fresh condition", () => {
  const dimensions = dimensionsOf(standard);

  test.each(dimensions.map((one) => [one.key, one] as const))("%s can be asked by each operator", (_, dimension) => {
    const fresh = freshLeaf(dimension);
    for (const operator of Object.keys(operatorsFor(dimension))) {
      const leaf = { field: fresh.field, ...askedBy(dimension, fresh, operator) };
      // What is not filled in yet is all that may be missing.
      expect(problemWith(leaf, standard) ?? "enter").toMatch(/enter|choose|say of what/);
      const back = { field: fresh.field, ...askedBy(dimension, leaf, fresh.operator) };
      expect(problemWith(back, standard) ?? "enter").toMatch(/enter|choose/);
    }
  });

  test("keeps what was entered where the next operator takes it too", () => {
    const text = { type: "text" as const, label: "City" };
    expect(askedBy(text, { operator: "is", value: "Berlin" }, "in")).toEqual({ operator: "in", value: ["Berlin"] });
    expect(askedBy(text, { operator: "in", value: ["Berlin", "Bern"] }, "starts")).toEqual({
      operator: "starts",
      value: "Berlin",
    });
    expect(askedBy({ type: "number", label: "Orders" }, { operator: ">", value: "3" }, "between")).toEqual({
      operator: "between",
      value: { from: "3", to: "" },
    });
    expect(windowBy({ operator: "in-last", value: 14 }, "more-than-ago")).toEqual({
      operator: "more-than-ago",
      value: 14,
    });
    expect(windowBy(undefined, "on")).toEqual({ operator: "on", value: "" });
  });
});

test("what is not complete is left out, and groups that have nothing else with it", () => {
  const definition: Definition = { include: { all: [a, { any: [{ not: b }] }] }, exclude: c };
  expect(without(definition, new Set(["include.all.1.any.0.not", "exclude"]))).toEqual({ include: { all: [a] } });
  expect(without(definition, new Set(["include.all.0"]))).toEqual({
    include: { all: [{ any: [{ not: b }] }] },
    exclude: c,
  });
  expect(without({ include: a, exclude: b }, new Set(["include"]))).toBeNull();
});

test("a verdict stands at the place of each part", () => {
  const definition: Definition = { include: { all: [a, { not: b }] }, exclude: { any: [c] } };
  expect(verdictsByPlace(judged(definition, [true, false, false], false))).toEqual({
    include: true,
    "include.all.0": true,
    "include.all.1": true,
    "include.all.1.not": false,
    exclude: false,
    "exclude.any.0": false,
  });
});
