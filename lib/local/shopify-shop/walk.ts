/**
 * Answers a document by walking its fields over plain objects; what an object has not is an error, as a schema would
 * say.
 */
import { type Field, type Value, Variable } from "@/lib/local/shopify-shop/language";

export type Thing = { [field: string]: unknown };
type Variables = Record<string, unknown>;
export type Arguments = Record<string, unknown>;

export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function walk(thing: Thing, fields: Field[], variables: Variables): Thing {
  const shown: Thing = {};
  for (const field of fields) shown[field.name] = answerOf(thing, field, variables);
  return shown;
}

function answerOf(thing: Thing, field: Field, variables: Variables): unknown {
  const held = thing[field.name];
  if (held === undefined) throw new Refused("undefinedField", `Field '${field.name}' doesn't exist`);
  return within(heldValue(held, field, variables), field, variables);
}

function heldValue(held: unknown, field: Field, variables: Variables): unknown {
  if (typeof held === "function") return held(filled(field.args, variables));
  return isConnection(field, held) ? connection(held, filled(field.args, variables)) : held;
}

/** Rows that an object holds are a connection to who asks for nodes or edges. */
const isConnection = (field: Field, held: unknown): held is Thing[] =>
  Array.isArray(held) && (field.fields?.some(({ name }) => name === "nodes" || name === "edges") ?? false);

function within(value: unknown, field: Field, variables: Variables): unknown {
  if (Array.isArray(value)) return value.map((one) => within(one, field, variables));
  if (value === null || !field.fields) return value;
  return walk(value as Thing, field.fields, variables);
}

const filled = (args: Record<string, Value>, variables: Variables): Arguments =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, fill(value, variables)]));

function fill(value: Value, variables: Variables): unknown {
  if (value instanceof Variable) return variables[value.name];
  if (Array.isArray(value)) return value.map((one) => fill(one, variables));
  return value !== null && typeof value === "object" ? filled(value, variables) : value;
}

/** A connection over rows that are sorted already. Cursors name the row they end at. */
export function connection(rows: Thing[], { first, after }: Arguments = {}, most = 250): Thing {
  if (typeof first === "number" && first > most)
    throw new Refused("argumentLiteralsIncompatible", `first exceeds ${most}`);
  const start = typeof after === "string" ? rows.findIndex(({ id }) => id === atob(after)) + 1 : 0;
  const nodes = rows.slice(start, start + (typeof first === "number" ? first : rows.length));
  const end = nodes.at(-1);
  return {
    nodes,
    edges: () => nodes.map((node) => ({ node })),
    pageInfo: { hasNextPage: start + nodes.length < rows.length, endCursor: end ? btoa(String(end.id)) : null },
  };
}
