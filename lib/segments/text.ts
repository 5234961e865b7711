/** A definition as text a person can read, keep and send; lib/segments/text-parse.ts reads it back as it was. */
import { standard } from "./catalogue";
import type { Catalogue, Field, Named, Property } from "./catalogue/field";
import { type Operator, operatorOf, window } from "./catalogue/operators";
import { propertyOf, toldAs } from "./catalogue/properties";
import type { Definition, Filter, Leaf, Node } from "./definition";
import type { Measure, Range, Share, Value } from "./definition-values";

/** Names for what is known by ids, both ways. A name that several have is nobody's. */
export type Names = {
  nameOf(named: Named, id: string): string | undefined;
  idOf(named: Named, name: string): string | undefined;
};

export const noNames: Names = { nameOf: () => undefined, idOf: () => undefined };

/** One line for each condition and each group's brackets. */
export function print(definition: Definition, fields: Catalogue = standard, names: Names = noNames): string {
  const { include, exclude } = definition;
  const node = (one: Node) => lines(one, fields, names).join("\n");
  return exclude ? `${node(include)}\nexclude ${node(exclude)}` : node(include);
}

function lines(node: Node, fields: Catalogue, names: Names): string[] {
  if ("field" in node) return [leafText(node, fields, names)];
  if ("not" in node) {
    const [first = "", ...rest] = lines(node.not, fields, names);
    return [`not ${first}`, ...rest];
  }
  const [word, children] = "all" in node ? ["all", node.all] : ["any", node.any];
  const inner = children.map((child) => lines(child, fields, names).map((line) => `  ${line}`));
  const parted = inner.flatMap((child, n) =>
    n < inner.length - 1 ? [...child.slice(0, -1), `${child.at(-1)},`] : child,
  );
  return [`${word} (`, ...parted, ")"];
}

function leafText(leaf: Leaf, fields: Catalogue, names: Names): string {
  const field = fields.get(leaf.field);
  if (!field) throw new Error(`There is no field "${leaf.field}".`);
  const where = (leaf.where ?? []).map((filter) => filterText(filter, field, names));
  return [
    keyText(field, fields),
    asked(field, leaf, field, names),
    ...(leaf.when ? [spelled(windowOf(leaf.when.operator), leaf.when.value, field, names)] : []),
    ...(where.length > 0 ? [`where (${where.join(", ")})`] : []),
  ].join(" ");
}

/** A merchant's own fields go by their names, while each has its own. */
function keyText(field: Field, fields: Catalogue): string {
  if (field.family !== "own") return field.key;
  const same = [...fields.values()].filter((one) => one.family === "own" && one.label === field.label);
  return `own ${same.length === 1 ? quoted(field.label) : `#${quoted(field.key.slice(4))}`}`;
}

function filterText(filter: Filter, field: Field, names: Names): string {
  const property = known(field, filter.property);
  return `${propertyText(filter.property)} ${asked(property, filter, field, names)}`;
}

function asked(
  of: Field | Property,
  { operator: name, value }: Omit<Filter, "property">,
  field: Field,
  names: Names,
): string {
  const operator = operatorOf(of.type, name);
  if (!operator) throw new Error(`There is no operator "${name}".`);
  if (operator.takes !== "measure") return spelled(operator, value, of, names);
  const { of: property, ...rest } = value as Measure;
  return `${operator.words} ${propertyText(property)} ${asked(known(field, property), rest, field, names)}`;
}

function spelled(
  { words, after, takes }: Operator,
  value: Value | undefined,
  of: Field | Property,
  names: Names,
): string {
  return [words, ...(takes === "nothing" ? [] : [valueText(takes, value!, of, names)]), ...(after ? [after] : [])].join(
    " ",
  );
}

function valueText(takes: Operator["takes"], value: Value, of: Field | Property, names: Names): string {
  if (takes === "text" || takes === "words") return quoted(String(value));
  if (takes === "texts") return `(${(value as string[]).map(quoted).join(", ")})`;
  if (takes === "values") return `(${(value as string[]).map((one) => named(one, of, names)).join(", ")})`;
  if (takes === "range" || takes === "days") return `${(value as Range).from} and ${(value as Range).to}`;
  if (takes !== "share") return String(value);
  const { from, to, draw } = value as Share;
  return `${from} to ${to} of draw ${draw}`;
}

/** What has an id goes by its name where that leads back to the id. */
function named(value: string, of: Field | Property, names: Names): string {
  if (!("named" in of) || of.named === "word") return quoted(value);
  const name = names.nameOf(of.named, value);
  return name !== undefined && names.idOf(of.named, name) === value ? quoted(name) : `#${quoted(value)}`;
}

export function windowOf(name: string): Operator {
  const known: Record<string, Operator> = window;
  const operator = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!operator) throw new Error(`There is no time "${name}".`);
  return operator;
}

function known(field: Field, name: string): Property {
  const property = field.type === "events" ? propertyOf(field.source, name) : undefined;
  if (!property) throw new Error(`There is no property "${name}".`);
  return property;
}

/** A program's own property stands in quotes behind what it is. */
function propertyText(name: string): string {
  const told = toldAs(name);
  return told ? `${told.type} ${quoted(told.key)}` : name;
}

const quoted = (text: string) => JSON.stringify(text);
