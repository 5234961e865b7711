/** A definition in plain English: one sentence a merchant would say. */
import { formatDate, formatNumber } from "../format";
import { standard } from "./catalogue";
import type { Catalogue, Field, Property } from "./catalogue/field";
import { operatorOf } from "./catalogue/operators";
import { propertyOf } from "./catalogue/properties";
import type { Definition, Leaf, Node } from "./definition";
import type { Measure, Range, Share, Value } from "./definition-values";
import { type Names, noNames, windowOf } from "./text";

/** "City is “Berlin”, and placed an order at least 2 times in the last 90 days." */
export function summary(definition: Definition, fields: Catalogue = standard, names: Names = noNames): string {
  const { include, exclude } = definition;
  const said = sentence(include, fields, names);
  const but = exclude ? `, but not whoever meets this: ${sentence(exclude, fields, names)}` : "";
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${but}.`;
}

/** One condition, as part of a sentence: "city is “Berlin”". */
export function phrase(leaf: Leaf, fields: Catalogue = standard, names: Names = noNames): string {
  const field = fields.get(leaf.field);
  if (!field) return "a field that is gone";
  const label = lowered(field.label);
  if (field.type === "flag") return leaf.operator === "yes" ? label : `not: ${label}`;
  if (field.type === "share") {
    const { from, to, draw } = leaf.value as Share;
    return `the lot in draw ${draw} is from ${from} to ${to} %`;
  }
  return field.type === "events" ? happened(leaf, field, label, names) : `${label} ${asked(leaf, field, names)}`;
}

/** A group within a group stands in brackets. */
function sentence(node: Node, fields: Catalogue, names: Names): string {
  const inner = (one: Node) =>
    "field" in one || "not" in one ? sentence(one, fields, names) : `(${sentence(one, fields, names)})`;
  if ("field" in node) return phrase(node, fields, names);
  if ("not" in node) return `not (${sentence(node.not, fields, names)})`;
  if ("all" in node)
    return node.all.length > 1 ? node.all.map(inner).join(", and ") : sentence(node.all[0]!, fields, names);
  return node.any.length > 1 ? node.any.map(inner).join(", or ") : sentence(node.any[0]!, fields, names);
}

function happened(leaf: Leaf, field: Extract<Field, { type: "events" }>, label: string, names: Names): string {
  const filters = (leaf.where ?? []).map((filter) => {
    const property = propertyOf(field.source, filter.property)!;
    return `${lowered(property.label)} ${asked(filter, property, names)}`;
  });
  const where = filters.length > 0 ? ` where ${filters.join(" and ")}` : "";
  const when = leaf.when ? ` ${inTime(leaf.when.operator, leaf.when.value)}` : "";
  return `${often(leaf, field, label, names)}${when}${where}`;
}

function often(leaf: Leaf, field: Extract<Field, { type: "events" }>, label: string, names: Names): string {
  if (leaf.operator === "never") return `never ${label}`;
  const operator = operatorOf("events", leaf.operator);
  if (operator?.takes === "measure") {
    const { of, ...rest } = leaf.value as Measure;
    const property = propertyOf(field.source, of)!;
    const figure = { sum: "sum", average: "average", min: "least", max: "greatest" }[leaf.operator];
    return `the ${figure} ${lowered(property.label)} ${asked(rest, property, names)} of all “${label}”`;
  }
  const times = Number(leaf.value);
  if (leaf.operator === "at-least" && times === 1) return label;
  return `${label} ${operator?.words} ${times === 1 ? "once" : `${formatNumber(times)} times`}`;
}

function asked(
  { operator: name, value }: { operator: string; value?: Value | undefined },
  of: Field | Property,
  names: Names,
): string {
  const operator = operatorOf(of.type, name);
  if (!operator) return name;
  if (of.type === "date") return onDay(name, value);
  if (operator.takes === "values") return chosen(name, value as string[], of, names);
  if (operator.takes === "nothing") return operator.words;
  if (operator.takes === "range")
    return `${operator.words} ${decimal((value as Range).from)} and ${decimal((value as Range).to)}`;
  if (operator.takes === "number") return `${compared[name] ?? operator.words} ${decimal(String(value))}`;
  const texts = Array.isArray(value) ? value : [String(value)];
  return `${operator.words} ${listed(
    texts.map((one) => `“${one}”`),
    "or",
  )}`;
}

/** Signs of numbers as they are said. */
const compared: Record<string, string> = {
  "=": "exactly",
  "!=": "other than",
  "<": "under",
  "<=": "at most",
  ">": "over",
  ">=": "at least",
};

function chosen(name: string, values: readonly string[], of: Field | Property, names: Names): string {
  const said = listed(
    values.map((one) => nameOf(one, of, names)),
    name === "all" ? "and" : "or",
  );
  if (of.type === "choice" || values.length === 1) return `${name === "none" ? "is not" : "is"} ${said}`;
  return `is ${name === "all" ? "all of" : name === "none" ? "none of" : "any of"} ${said}`;
}

function nameOf(value: string, of: Field | Property, names: Names): string {
  const choice = "choices" in of ? of.choices?.find((one) => one.value === value) : undefined;
  if (choice) return choice.label;
  if (!("named" in of) || of.named === "word") return `“${value}”`;
  const name = names.nameOf(of.named, value);
  return name === undefined ? `a ${of.named === "origin" ? "store or import" : of.named} that is gone` : `“${name}”`;
}

function onDay(name: string, value: Value | undefined): string {
  if (name === "set" || name === "unset") return name === "set" ? "is set" : "is not set";
  if (name === "anniversary-in") return value === 0 ? "is today" : `comes in exactly ${days(value)}`;
  if (name === "anniversary-in-next") return `comes in the next ${days(value)}`;
  if (name === "anniversary-this") return `comes ${unit("this", value)}`;
  if (name === "not-in-last") return `is not in the last ${days(value)}`;
  return `is ${inTime(name, value)}`;
}

function inTime(name: string, value: Value | undefined): string {
  const { words, takes } = windowOf(name);
  if (takes === "count") return name === "more-than-ago" ? `more than ${days(value)} ago` : `${words} ${days(value)}`;
  if (takes === "unit") return unit(words, value);
  if (takes === "days") return `between ${formatDate((value as Range).from)} and ${formatDate((value as Range).to)}`;
  return `${words} ${formatDate(String(value))}`;
}

const days = (value: Value | undefined) => (value === 1 ? "1 day" : `${formatNumber(Number(value))} days`);

function unit(words: string, value: Value | undefined): string {
  if (value === "day") return words === "this" ? "today" : "yesterday";
  return `${words} ${String(value)}`;
}

const decimal = (text: string) => text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

function listed(texts: readonly string[], word: string): string {
  return texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} ${word} ${texts.at(-1)}`;
}

/** "City" -> "city"; "SMS consent" stays. */
const lowered = (label: string) =>
  /^[A-Z][a-z ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
