/** Any definition at all, drawn from the catalogue: each field, operator, filter and window it knows. */
import fc from "fast-check";
import type { Catalogue, Field, Property, Source } from "@/lib/segments/catalogue/field";
import { operators, type Takes, type Type, window } from "@/lib/segments/catalogue/operators";
import { propertyOf } from "@/lib/segments/catalogue/properties";
import type { Definition, Leaf, Node } from "@/lib/segments/definition";
import type { Value } from "@/lib/segments/definition-values";

/** What values are drawn from: texts, days, and for each kind of named thing those that exist and one that does not. */
export type Pool = {
  texts: readonly string[];
  numbers: readonly string[];
  days: readonly string[];
  named: Readonly<Record<string, readonly string[]>>;
};

export function definitions(fields: Catalogue, pool: Pool): fc.Arbitrary<Definition> {
  const node = nodes(leaves(fields, pool));
  return fc.record({ include: node, exclude: node }, { requiredKeys: ["include"] });
}

/** Trees up to five groups deep. */
export function nodes(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<Node> {
  const deeper = (depth: number): fc.Arbitrary<Node> => {
    if (depth === 0) return leaf;
    const inner = deeper(depth - 1);
    const some = fc.array(inner, { minLength: 1, maxLength: 3 });
    return fc.oneof(
      { weight: 3, arbitrary: leaf },
      { weight: 2, arbitrary: fc.record({ all: some }) },
      { weight: 2, arbitrary: fc.record({ any: some }) },
      { weight: 1, arbitrary: fc.record({ not: inner }) },
    );
  };
  return deeper(5);
}

export function leaves(fields: Catalogue, pool: Pool): fc.Arbitrary<Leaf> {
  return fc.constantFrom(...fields.values()).chain((field) => leafOf(field, pool));
}

export function leafOf(field: Field, pool: Pool): fc.Arbitrary<Leaf> {
  const asked = askedOf(field, pool);
  if (field.type !== "events") return asked.map((one) => ({ field: field.key, ...one }));
  const filters = fc
    .constantFrom(...propertiesOf(field.source))
    .chain(([property, known]) => askedOf(known, pool).map((one) => ({ property, ...one })));
  const when = fc
    .constantFrom(...Object.entries(window))
    .chain(([operator, { takes }]) =>
      drawnFor(takes, field, pool).map((value) => ({ operator, value: value as Value })),
    );
  const more = fc.record({ where: fc.array(filters, { minLength: 1, maxLength: 2 }), when }, { requiredKeys: [] });
  return fc.tuple(asked, more).map(([one, more]) => ({ field: field.key, ...one, ...more }));
}

type Asked = { operator: string; value?: Value };

function askedOf(of: (Field | Property) & { type: Type }, pool: Pool): fc.Arbitrary<Asked> {
  const known = Object.entries(operators[of.type]).filter(
    ([, { takes }]) => takes !== "measure" || numbersOf(of).length > 0,
  );
  return fc
    .constantFrom(...known)
    .chain(([operator, { takes }]) =>
      drawnFor(takes, of, pool).map((value) => (value === undefined ? { operator } : { operator, value })),
    );
}

/** Those of the catalogue, and two of a program's own. */
const propertiesOf = (source: Source): [string, Property][] => [
  ...Object.entries(source.properties),
  ...(source.told
    ? ["text:name", "number:value"].map((name): [string, Property] => [name, propertyOf(source, name)!])
    : []),
];

const numbersOf = (of: Field | Property) =>
  of.type === "events"
    ? propertiesOf(of.source).filter(([, one]) => one.type === "number" || one.type === "money")
    : [];

function drawnFor(takes: Takes, of: Field | Property, pool: Pool): fc.Arbitrary<Value | undefined> {
  const text = fc.constantFrom(...pool.texts.filter((one) => one.trim() !== ""));
  const number = fc.constantFrom(...pool.numbers);
  const day = fc.constantFrom(...pool.days);
  const drawn: Record<Takes, () => fc.Arbitrary<Value | undefined>> = {
    nothing: () => fc.constant(undefined),
    text: () => text,
    texts: () => fc.array(text, { minLength: 1, maxLength: 3 }),
    words: () => fc.array(text, { minLength: 1, maxLength: 2 }).map((all) => all.join(" ")),
    number: () => number,
    range: () =>
      fc.tuple(number, number).map(([a, b]) => (Number(a) <= Number(b) ? { from: a, to: b } : { from: b, to: a })),
    day: () => day,
    days: () => fc.tuple(day, day).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })),
    count: () => fc.constantFrom(0, 1, 7, 30, 90, 365, 366, 400),
    unit: () => fc.constantFrom("day", "week", "month", "year"),
    values: () => fc.uniqueArray(fc.constantFrom(...choicesOf(of, pool)), { minLength: 1, maxLength: 3 }),
    times: () => fc.constantFrom(0, 1, 2, 3),
    measure: () =>
      fc
        .constantFrom(...numbersOf(of))
        .chain(([name, property]) =>
          askedOf(property, pool).map(({ operator, value }) => ({ of: name, operator, value: value! })),
        ),
    share: () =>
      fc.record({ from: fc.constantFrom(0, 10, 50), to: fc.constantFrom(51, 60, 100), draw: fc.constantFrom(1, 2) }),
  };
  return drawn[takes]();
}

function choicesOf(of: Field | Property, pool: Pool): readonly string[] {
  if ("choices" in of && of.choices) return of.choices.map((one) => one.value);
  return "named" in of ? pool.named[of.named]! : [];
}
