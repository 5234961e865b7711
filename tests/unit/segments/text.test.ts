/** The text of a definition: whatever is printed reads back as it was, and what is wrong is told where it stands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { standard } from "@/lib/segments/catalogue";
import { withOwn } from "@/lib/segments/catalogue/custom";
import { type Definition, readDefinition } from "@/lib/segments/definition";
import { type Names, print } from "@/lib/segments/text";
import { parse } from "@/lib/segments/text-parse";
import { definitions, type Pool } from "../../support/segment-drawn";

const ids = ["0198c5f0-0000-7000-8000-000000000001", "0198c5f0-0000-7000-8000-000000000002"];
const own = [
  { id: 12, publicId: ids[0]!, name: "Shirt size", type: "text" as const },
  { id: 13, publicId: ids[1]!, name: 'The "best" day', type: "date" as const },
  { id: 14, publicId: "0198c5f0-0000-7000-8000-000000000003", name: "Twice", type: "number" as const },
  { id: 15, publicId: "0198c5f0-0000-7000-8000-000000000004", name: "Twice", type: "boolean" as const },
];
const fields = withOwn(own);
const keys = ids.map((id) => `${id}:5 "x"`);

const pool: Pool = {
  texts: ["Berlin", 'a "b" \\ c', "ünï", "🙂", "(", "not", "a\nb", "and 5", "where (", "#", "’", "1", "\u2028", "\t x"],
  numbers: ["0", "-3", "12.5", "0.0001", "100000"],
  days: ["1900-01-01", "2026-11-22", "2199-12-31"],
  named: {
    tag: ids,
    list: ids,
    segment: ids,
    group: ids,
    store: ids,
    form: ids,
    origin: [...ids, "woocommerce"],
    product: keys,
    variant: keys,
    word: ["c1", 'x "y"', "$5"],
  },
};

const called: Record<string, string> = { [ids[0]!]: "VIP", [ids[1]!]: 'Old "friends"' };
const names: Names = {
  nameOf: (named, id) => (named === "product" ? undefined : called[id]),
  idOf: (_, name) => ids.find((id) => called[id] === name),
};

const runs = { numRuns: process.env.SOAK ? 100_000 : 3000 };
/** Milliseconds: a busy machine may be slow at thousands of them. */
const patience = process.env.SOAK ? 3_600_000 : 240_000;

describe("the text of a segment's condition", () => {
  test(
    "reads back as it was, for any definition",
    () => {
      fc.assert(
        fc.property(definitions(fields, pool), (definition) => {
          expect(parse(print(definition, fields), fields)).toEqual(readDefinition(definition, fields));
          expect(parse(print(definition, fields, names), fields, names)).toEqual(definition);
        }),
        runs,
      );
    },
    patience,
  );

  test("is something a shopkeeper can read", () => {
    const definition: Definition = {
      include: {
        all: [
          { field: "city", operator: "is", value: "Berlin" },
          {
            field: "ordered",
            operator: "at-least",
            value: 2,
            when: { operator: "in-last", value: 90 },
            where: [{ property: "total", operator: ">=", value: "20.50" }],
          },
          { not: { field: "tag", operator: "any", value: [ids[0]!] } },
          {
            any: [
              { field: "message-opened", operator: "never" },
              { field: "birthday", operator: "anniversary-this", value: "week" },
            ],
          },
        ],
      },
      exclude: {
        field: "ordered",
        operator: "sum",
        value: { of: "total", operator: "between", value: { from: "1", to: "2" } },
      },
    };
    expect(print(definition, standard, names)).toBe(`all (
  city is "Berlin",
  ordered at least 2 times in the last 90 days where (total ≥ 20.50),
  not tag any of ("VIP"),
  any (
    message-opened never,
    birthday anniversary this week
  )
)
exclude ordered sum of total is between 1 and 2`);
  });

  test("may be written on one line, in capitals, with keys for signs and one day", () => {
    const text = 'ALL(orders>=2, Last-Order In The Last 1 day, country is-not "DE")';
    expect(parse(text).include).toEqual({
      all: [
        { field: "orders", operator: ">=", value: "2" },
        { field: "last-order", operator: "in-last", value: 1 },
        { field: "country", operator: "is-not", value: "DE" },
      ],
    });
  });

  test.each([
    ["", "Line 1, column 1: expected a condition, “all”, “any” or “not”, found the end."],
    ["all (\n  city is Berlin\n)", "Line 2, column 11: expected a text in quotes, found “Berlin”."],
    ['all (city is "Berlin"', "Line 1, column 22: expected “,” or “)”, found the end."],
    ['town is "Berlin"', "Line 1, column 1: expected a condition, “all”, “any” or “not”, found “town”."],
    [
      "orders about 5",
      "Line 1, column 8: expected one of “=”, “!=”, “<”, “<=”, “>”, “>=”, “is between”, found “about”.",
    ],
    ["last-order in the last 30", "Line 1, column 26: expected “days”, found the end."],
    ["last-order in the last many days", "Line 1, column 24: expected a number such as 12 or 12.50, found “many”."],
    [
      'ordered never where (colour is "red")',
      "Line 1, column 22: expected one of total, items, product, variant, category, vendor, sku, coupon, found “colour”.",
    ],
    ['tag any of ("Nobody")', 'Line 1, column 13: expected the name of a tag there is, found “"Nobody"”.'],
    ['city is "Berlin" and orders = 1', "Line 1, column 18: expected “exclude” or the end, found “and”."],
    ['city is "Ber', 'Line 1, column 9: expected a word, a number or a text in quotes, found “"”.'],
    ['source is any of ("moon")', "Line 1, column 1: “Source”: there is no “moon”."],
    ["orders = 1.23456", "Line 1, column 1: “Orders”: enter a number such as 12 or 12.50."],
    [
      'city is "🙂" ; drop table contacts',
      "Line 1, column 13: expected a word, a number or a text in quotes, found “;”.",
    ],
    [
      `${"not ".repeat(1000)}has-account yes`,
      "Line 1, column 33: expected at most 8 groups in each other, found “not”.",
    ],
  ])("is refused with a place and what was expected: %j", (text, message) => {
    expect(() => parse(text, standard, names)).toThrow(message);
  });
});
