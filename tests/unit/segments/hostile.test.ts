/**
 * Definitions from outside that are none: each is refused with a sentence, none reaches the database or the stack's
 * end.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/errors";
import { predicate, reads, turns } from "@/lib/segments/compile";
import { readDefinition } from "@/lib/segments/definition";
import { parse } from "@/lib/segments/text-parse";

const leaf = { field: "city", operator: "is", value: "Berlin" };
const at = { orgId: 1, timeZone: "Europe/Berlin", now: new Date("2026-11-22T12:00:00Z") };

const deep = (levels: number) => {
  let node: unknown = leaf;
  for (let level = 0; level < levels; level++) node = level % 3 ? { all: [node] } : { not: node };
  return { include: node };
};

const refused: [string, unknown, string][] = [
  ["a depth of nine", deep(9), "Groups may stand in each other 8 deep"],
  ["a depth of 1,000", deep(1000), "Groups may stand in each other 8 deep"],
  ["a depth of 200,000", deep(200_000), "Groups may stand in each other 8 deep"],
  ["10 MB of text", { include: { ...leaf, value: "x".repeat(10_000_000) } }, "too large"],
  ["10 MB of conditions", { include: { all: Array(200_000).fill(leaf) } }, "too large"],
  ["101 conditions in a group", { include: { all: Array(101).fill(leaf) } }, "A group may have 100 conditions"],
  [
    "201 conditions",
    { include: { all: Array(3).fill({ any: Array(67).fill(leaf) }) } },
    "A segment may have 200 conditions",
  ],
  [
    "deep arrays",
    { include: { all: JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) } },
    "not a segment's condition",
  ],
  ["nothing", null, "not a segment's condition"],
  ["a list", [leaf], "not a segment's condition"],
  ["an empty group", { include: { all: [] } }, "needs at least one condition"],
  ["no include", { exclude: leaf }, "not a segment's condition"],
  ["more than it knows", { include: leaf, limit: 5 }, "not a segment's condition"],
  ["a group of two kinds", { include: { all: [leaf], any: [leaf] } }, "not a segment's condition"],
  ["an unknown field", { include: { ...leaf, field: "password_hash" } }, "there is no field “password_hash”"],
  ["a name of Object's own", { include: { ...leaf, field: "constructor" } }, "there is no field “constructor”"],
  ["an unknown operator", { include: { ...leaf, operator: "like" } }, "“City” has no operator “like”"],
  ["an operator of Object's own", { include: { ...leaf, operator: "toString" } }, "“City” has no operator “toString”"],
  ["another type's operator", { include: { ...leaf, operator: ">=" } }, "“City” has no operator “>=”"],
  ["SQL for an operator", { include: { ...leaf, operator: "is' or '1'='1" } }, "has no operator"],
  ["SQL for a number", { include: { field: "orders", operator: "=", value: "1 or 1=1" } }, "enter a number"],
  ["an exponent", { include: { field: "orders", operator: "=", value: "1e9" } }, "enter a number"],
  ["NaN for a number", { include: { field: "orders", operator: "=", value: "NaN" } }, "enter a number"],
  ["a number that is no decimal", { include: { field: "orders", operator: ">=", value: 1e30 } }, "enter a number"],
  [
    "SQL for a day",
    { include: { field: "created", operator: "on", value: "2026-01-01'; drop table contacts --" } },
    "enter a day",
  ],
  ["a day there is not", { include: { field: "created", operator: "on", value: "2026-02-29" } }, "enter a day"],
  ["a year beyond all", { include: { field: "created", operator: "on", value: "9999-01-01" } }, "enter a day"],
  [
    "days the wrong way round",
    { include: { field: "created", operator: "between", value: { from: "2026-02-01", to: "2026-01-01" } } },
    "the first day is the earlier one",
  ],
  ["too many days", { include: { field: "created", operator: "in-last", value: 1e9 } }, "36500 is the greatest"],
  ["part of a day", { include: { field: "created", operator: "in-last", value: 1.5 } }, "enter a whole number"],
  ["a value where none is", { include: { field: "has-account", operator: "yes", value: "yes" } }, "takes no value"],
  ["no value where one is", { include: { field: "city", operator: "is" } }, "enter a text"],
  ["NUL in a text", { include: { ...leaf, value: "a\0b" } }, "characters that no text has"],
  ["half a letter", { include: { ...leaf, value: "a\ud800" } }, "characters that no text has"],
  ["an empty text", { include: { ...leaf, value: "  " } }, "enter a text"],
  [
    "a choice there is not",
    { include: { field: "source", operator: "any", value: ["csv') or true --"] } },
    "there is no “csv') or true --”",
  ],
  ["SQL for an id", { include: { field: "tag", operator: "any", value: ["' or 1=1"] } }, "there is no “' or 1=1”"],
  ["nothing chosen", { include: { field: "tag", operator: "any", value: [] } }, "choose at least one"],
  ["a filter of a plain field", { include: { ...leaf, where: [] } }, "takes no “where”"],
  [
    "an unknown filter",
    { include: { field: "ordered", operator: "never", where: [{ property: "hash", operator: "is", value: "x" }] } },
    "knows no “hash”",
  ],
  [
    "a filter named like Object's own",
    { include: { field: "ordered", operator: "never", where: [{ property: "valueOf", operator: "is", value: "x" }] } },
    "knows no “valueOf”",
  ],
  [
    "an unknown window",
    { include: { field: "ordered", operator: "never", when: { operator: "set", value: 1 } } },
    "there is no time “set”",
  ],
  [
    "the sum of a text",
    { include: { field: "bought", operator: "sum", value: { of: "name", operator: "=", value: "1" } } },
    "has no number “name”",
  ],
];

describe("a hostile definition", () => {
  test("may write a number as a number or as a text, and is kept as the text", () => {
    const money = (value: unknown) => ({ field: "total-spent", operator: "between", value });
    const asked = (n: unknown, range: unknown) => ({
      include: {
        all: [
          { field: "orders", operator: ">=", value: n },
          { not: money(range) },
          { field: "ordered", operator: "sum", value: { of: "total", operator: "<", value: n } },
          { field: "ordered", operator: "at-least", value: 2, where: [{ property: "total", operator: ">", value: n }] },
        ],
      },
    });
    const texts = asked("12.5", { from: "0", to: "40" });
    expect(readDefinition(asked(12.5, { from: 0, to: 40 }))).toEqual(readDefinition(texts));
    expect(readDefinition(texts)).toEqual(texts);
    expect(() => readDefinition(asked(1e30, { from: 0, to: 40 }))).toThrow("enter a number such as 12 or 12.50");
  });

  test.each(refused)("is refused: %s", (_, input, sentence) => {
    for (const look of [
      () => readDefinition(input),
      () => predicate(input, at),
      () => reads(input),
      () => turns([input], at, at),
    ]) {
      expect(look).toThrow(Failure);
      expect(look).toThrow(sentence);
    }
  });

  test("of any JSON at all is read or refused, and never compiles to no condition", () => {
    const words = fc.constantFrom(
      "include",
      "exclude",
      "all",
      "any",
      "not",
      "field",
      "operator",
      "value",
      "city",
      "is",
      "x",
    );
    const anything = fc.anything({ key: words, values: [words, fc.integer(), fc.constant(null)], maxDepth: 6 });
    fc.assert(
      fc.property(anything, (input) => {
        try {
          const { include } = readDefinition(input);
          expect(Object.keys(include).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("of any text at all is read or refused", () => {
    const words = fc.constantFrom(
      "all",
      "any",
      "not",
      "(",
      ")",
      ",",
      "city",
      "is",
      '"x"',
      "5",
      "ordered",
      "at least",
      "times",
      "where",
      '#"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(words).map((all) => all.join(" ")),
        ),
        (text) => {
          try {
            parse(text);
          } catch (error) {
            expect(error).toBeInstanceOf(Failure);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
