/** The fields that a segment's condition may ask for, made from the catalogue that checks each. */
import { fields } from "@/lib/segments/catalogue";
import { exampleOf } from "@/lib/segments/catalogue/examples";
import { families } from "@/lib/segments/catalogue/families";
import type { Family, Field } from "@/lib/segments/catalogue/field";
import { type Operator, operators, type Takes, type Type } from "@/lib/segments/catalogue/operators";
import type { Node } from "@/lib/segments/definition";
import type { Value } from "@/lib/segments/definition-values";
import { parse } from "@/lib/segments/text-parse";

/** `values`: those it knows, where it knows them all. `properties`: of its events, each with its type. */
export type DescribedCondition = {
  field: string;
  label: string;
  hint: string | null;
  type: Type;
  values: string[];
  properties: { name: string; type: Type }[];
  example: Node;
};

/** By family, in the order of the builder; an organization's own fields are not among them. */
export function conditionsInWords(): { family: string; conditions: DescribedCondition[] }[] {
  return Object.entries(families)
    .map(([family, name]) => ({ family: name, conditions: of(family as Family) }))
    .filter(({ conditions }) => conditions.length > 0);
}

/** A value as each kind of operator takes it; none where it takes none. */
export const valuesTaken: Record<Takes, Value | null> = {
  nothing: null,
  text: "Berlin",
  texts: ["Berlin", "Bonn"],
  words: "mira holt",
  number: "12.50",
  range: { from: "10", to: "20.50" },
  day: "2026-11-22",
  days: { from: "2026-11-01", to: "2026-11-22" },
  count: 30,
  unit: "month",
  values: ["DE"],
  times: 2,
  measure: { of: "total", operator: ">=", value: "100" },
  share: { from: 0, to: 10, draw: 1 },
};

/** The operators of each type of field: as they are written, what they say, and a value. */
export const operatorsInWords = Object.entries(operators).map(([type, known]) => ({
  type: type as Type,
  operators: Object.entries(known).map(([name, { words, after, takes }]: [string, Operator]) => ({
    name,
    words: after ? `${words} … ${after}` : words,
    value: valuesTaken[takes],
  })),
}));

const of = (family: Family) => fields.filter((field) => field.family === family).map(described);

function described(field: Field): DescribedCondition {
  const { key, label, hint = null, type } = field;
  const values = "choices" in field && field.choices ? field.choices.map(({ value }) => value) : [];
  const properties = field.type === "events" ? propertiesOf(field.source) : [];
  return { field: key, label, hint, type, values, properties, example: parse(exampleOf(field)).include };
}

function propertiesOf({ properties, told }: Extract<Field, { type: "events" }>["source"]) {
  const own = [
    { name: "text:…", type: "text" as const },
    { name: "number:…", type: "number" as const },
  ];
  return [...Object.entries(properties).map(([name, { type }]) => ({ name, type })), ...(told ? own : [])];
}
