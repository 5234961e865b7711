/** Reads the text of a definition. What is wrong is told with its line, its column and what was expected there. */
import { invalid } from "../errors";
import { standard } from "./catalogue";
import type { Catalogue, Events, Field, Property } from "./catalogue/field";
import { type Operator, operators, window } from "./catalogue/operators";
import { propertyOf } from "./catalogue/properties";
import type { Definition, Filter, Leaf, Node, Within } from "./definition";
import { readDefinition } from "./definition";
import { problemWith } from "./definition-leaf";
import { most } from "./definition-size";
import type { Value } from "./definition-values";
import { type Names, noNames } from "./text";
import { type Reader, readerOf, several } from "./text-reader";
import { valueIn } from "./text-values";

/** The definition that the text says. @throws Failure invalid */
export function parse(text: string, fields: Catalogue = standard, names: Names = noNames): Definition {
  const reader = readerOf(text, names);
  const include = nodeIn(reader, fields, 0);
  const exclude = reader.takes("exclude") ? nodeIn(reader, fields, 0) : undefined;
  if (reader.next().kind !== "end") throw reader.expected(exclude ? "the end" : "“exclude” or the end");
  return readDefinition(exclude ? { include, exclude } : { include }, fields);
}

function nodeIn(reader: Reader, fields: Catalogue, depth: number): Node {
  const opens = reader.next().kind === "word" && ["all", "any", "not"].includes(reader.next().says);
  if (opens && depth >= most.depth) throw reader.expected(`at most ${most.depth} groups in each other`);
  if (reader.takes("not")) return { not: nodeIn(reader, fields, depth + 1) };
  for (const word of ["all", "any"] as const) {
    if (!reader.takes(word)) continue;
    const children = several(reader, () => nodeIn(reader, fields, depth + 1));
    return word === "all" ? { all: children } : { any: children };
  }
  return leafIn(reader, fields);
}

function leafIn(reader: Reader, fields: Catalogue): Leaf {
  const place = reader.here();
  const field = fieldIn(reader, fields);
  const leaf: Leaf = { field: field.key, ...askedIn(reader, operators[field.type], field, field) };
  if (field.type === "events") {
    const when = windowIn(reader);
    if (when) leaf.when = when;
    if (reader.takes("where")) leaf.where = several(reader, () => filterIn(reader, field));
  }
  const problem = problemWith(leaf, fields);
  if (problem) throw invalid(`${place}: ${problem}.`);
  return leaf;
}

function fieldIn(reader: Reader, fields: Catalogue): Field {
  const { says, kind } = reader.next();
  const field = kind === "word" ? fields.get(says) : undefined;
  if (field && reader.takes(says)) return field;
  if (!reader.takes("own")) throw reader.expected("a condition, “all”, “any” or “not”");
  const own = [...fields.values()].filter((one) => one.family === "own");
  const told = reader.next();
  const found = own.filter((one) =>
    told.kind === "id" ? one.key === `own:${told.says}` : told.kind === "text" && one.label === told.says,
  );
  if (found.length !== 1) throw reader.expected("the name of one of your own fields in quotes");
  reader.takesAny(told.kind);
  return found[0]!;
}

/** The operator that the words begin with, the longest first, and its value. */
function askedIn(
  reader: Reader,
  known: Readonly<Record<string, Operator>>,
  of: Field | Property,
  field: Field,
): Pick<Leaf, "operator" | "value"> {
  const found = operatorIn(reader, known);
  if (!found)
    throw reader.expected(
      `one of ${Object.entries(known)
        .map(([key, one]) => `“${wordsOf(key, one)}”`)
        .join(", ")}`,
    );
  const [operator, { takes, after }] = found;
  if (takes === "nothing") return { operator };
  const value = takes === "measure" ? measureIn(reader, field as Events) : valueIn(reader, takes, of);
  if (after && !reader.takes(...after.split(" "))) {
    const single = after.startsWith("day") ? after.replace("days", "day") : after.replace("times", "time");
    if (!reader.takes(...single.split(" "))) throw reader.expected(`“${after}”`);
  }
  return { operator, value };
}

function operatorIn(reader: Reader, known: Readonly<Record<string, Operator>>): [string, Operator] | undefined {
  const byLength = Object.entries(known).sort(([, a], [, b]) => b.words.length - a.words.length);
  return byLength.find(([key, { words }]) => reader.takes(...words.split(" ")) || reader.takes(key));
}

const wordsOf = (key: string, { words }: Operator) => (/^[<>!=]/.test(key) ? key : words);

function windowIn(reader: Reader): Within | null {
  const found = operatorIn(reader, window);
  if (!found) return null;
  const [operator, { takes, after }] = found as [string, Operator];
  const value = valueIn(reader, takes, null);
  if (after && !reader.takes(...after.split(" ")) && !reader.takes(...after.replace("days", "day").split(" "))) {
    throw reader.expected(`“${after}”`);
  }
  return { operator, value };
}

function filterIn(reader: Reader, field: Events): Filter {
  const [property, known] = propertyIn(reader, field);
  return { property, ...askedIn(reader, operators[known.type], known, field) };
}

function measureIn(reader: Reader, field: Events): Value {
  const [of, known] = propertyIn(reader, field);
  const { operator, value } = askedIn(reader, operators[known.type], known, field);
  if (value === undefined || known.type === "text") throw reader.expected(`a number of “${field.label}”`);
  return { of, operator, value };
}

function propertyIn(reader: Reader, { source }: Events): [string, Property] {
  const name = nameIn(reader, source);
  const known = name === null ? undefined : propertyOf(source, name);
  if (name !== null && known) return [name, known];
  const told = source.told ? ", or “text” or “number” and a property’s name in quotes" : "";
  throw reader.expected(`one of ${Object.keys(source.properties).join(", ")}${told}`);
}

/** Taken where it is one. A program's own property is `text "colour"` or `number "score"`. */
function nameIn(reader: Reader, source: Events["source"]): string | null {
  const [{ kind, says }, key] = [reader.next(), reader.next(1)];
  if (kind !== "word") return null;
  const name = source.told && key.kind === "text" ? `${says}:${key.says}` : says;
  if (!propertyOf(source, name)) return null;
  reader.takes(says);
  if (name !== says) reader.takesAny("text");
  return name;
}
