/** Definitions in plain English, and the templates: each can be said, printed, read and compiled. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fields, standard } from "@/lib/segments/catalogue";
import { withOwn } from "@/lib/segments/catalogue/custom";
import { exampleOf } from "@/lib/segments/catalogue/examples";
import { predicate } from "@/lib/segments/compile";
import type { Definition } from "@/lib/segments/definition";
import { templates } from "@/lib/segments/templates";
import { noNames, print } from "@/lib/segments/text";
import { parse } from "@/lib/segments/text-parse";
import { summary } from "@/lib/segments/words";
import { definitions } from "../../support/segment-drawn";

const own = (["text", "number", "date", "boolean"] as const).map((type, n) => ({
  id: n,
  publicId: `0198c5f0-0000-7000-8000-00000000000${n}`,
  name: `Own ${type}`,
  type,
}));
const id = "0198c5f0-0000-7000-8000-000000000001";
const names = { ...noNames, nameOf: () => "VIP" };

const said: [string, string][] = [
  ['city is "Berlin"', "City is “Berlin”."],
  ['all (city is "Berlin", orders >= 2)', "City is “Berlin”, and orders at least 2."],
  ["ordered at least 2 times in the last 90 days", "Placed an order at least 2 times in the last 90 days."],
  ["ordered at least 1 time", "Placed an order."],
  ["ordered exactly 1 time this month", "Placed an order exactly once this month."],
  ["message-opened never", "Never opened a message."],
  ["total-spent is between 1000 and 2500.50", "Total spent is between 1,000 and 2,500.50."],
  ["last-order more than 1 day ago", "Last order is more than 1 day ago."],
  ["birthday anniversary this week", "Birthday comes this week."],
  ["birthday anniversary in exactly 0 days", "Birthday is today."],
  ["created on 2026-11-22", "Created is on 22 November 2026."],
  ['email-consent is any of ("subscribed", "pending")', "Email consent is Subscribed or Pending."],
  ["has-account no", "Not: has an account in the store."],
  [`tag none of (#"${id}")`, "Tag is not “VIP”."],
  [`tag all of (#"${id}", #"${id}")`, "Tag is all of “VIP” and “VIP”."],
  ["ordered sum of total > 100 last year", "The sum total over 100 of all “placed an order” last year."],
  [
    'bought at least 3 times where (name contains "candle", quantity >= 2)',
    "Bought a product at least 3 times where name contains “candle” and quantity at least 2.",
  ],
  [
    'any (orders = 1, not all (orders = 2, has-account yes)) exclude source is any of ("csv")',
    "Orders exactly 1, or not (orders exactly 2, and has an account in the store), but not whoever meets this: source is A CSV file.",
  ],
  [
    'tracked at least 2 times where (text "Favourite colour" is "red", number "score" > 5)',
    "Did something that a program told at least 2 times where “Favourite colour” is “red” and “score” over 5.",
  ],
  ['tracked sum of number "score" > 5', "The sum “score” over 5 of all “did something that a program told”."],
  ["random-share within 0 to 10 of draw 3", "The lot in draw 3 is from 0 to 10 %."],
];

describe("a definition in plain English", () => {
  test.each(said)("%s", (text, sentence) => {
    expect(summary(parse(text), standard, names)).toBe(sentence);
  });

  test("can be said of any definition, in one line, without an unknown word", () => {
    const pool = {
      texts: ["x"],
      numbers: ["1"],
      days: ["2026-01-01"],
      named: Object.fromEntries(
        ["tag", "list", "segment", "group", "store", "form", "origin", "word"].map((key) => [key, [id]]),
      ),
    };
    const known = { ...pool, named: { ...pool.named, product: [`${id}:5`], variant: [`${id}:5`] } };
    fc.assert(
      fc.property(definitions(standard, known), (definition: Definition) => {
        expect(summary(definition, standard, names)).toMatch(/^[^\n]+\.$/);
        expect(summary(definition, standard, names)).not.toMatch(/undefined|\[object|-in-|NaN/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the catalogue", () => {
  test("has more than 60 dimensions, each once, said in words of its own", () => {
    expect(fields.length).toBeGreaterThan(60);
    for (const key of ["key", "label"] as const)
      expect(new Set(fields.map((field) => field[key])).size).toBe(fields.length);
    for (const field of fields) expect(field.key).toMatch(/^[a-z][a-z0-9-]+$/);
  });
});

describe("an example", () => {
  test.each([...withOwn(own).values()].map((field) => [field.key, field] as const))(
    "of %s reads, and is of that field",
    (_, field) => {
      const { include } = parse(exampleOf(field), withOwn(own));
      expect(include).toMatchObject({ field: field.key });
    },
  );
});

describe("the templates", () => {
  test.each(templates.map((one) => [one.name, one] as const))(
    "%s can be said, printed, read back and compiled",
    (_, { definition }) => {
      expect(parse(print(definition))).toEqual(definition);
      expect(summary(definition)).toMatch(/\.$/);
      predicate(definition, { orgId: 1, timeZone: "Asia/Kathmandu", now: new Date("2026-11-22T12:00:00Z") });
    },
  );

  test("have a key of their own each", () => {
    expect(new Set(templates.map((one) => one.key)).size).toBe(templates.length);
  });
});
