/** A segment's condition as data: read from outside, checked against the catalogue, refused with a sentence. */
import { z } from "zod";
import { invalid } from "../errors";
import { standard } from "./catalogue";
import type { Catalogue } from "./catalogue/field";
import { operatorOf } from "./catalogue/operators";
import { propertyOf } from "./catalogue/properties";
import { checkLeaf } from "./definition-leaf";
import { checkSize } from "./definition-size";
import type { Value } from "./definition-values";

/** The same operators as a field of that type; `property` is one of the event's. */
export type Filter = { property: string; operator: string; value?: Value | undefined };
/** A window of an event: the operators of dates but set, unset, anniversaries and "not in the last". */
export type Within = { operator: string; value: Value };
/** `where` and `when` only with events. */
export type Leaf = {
  field: string;
  operator: string;
  value?: Value | undefined;
  where?: Filter[] | undefined;
  when?: Within | undefined;
};
export type Node = { all: Node[] } | { any: Node[] } | { not: Node } | Leaf;
/** Everybody whom `include` holds for, but whom `exclude` holds for. */
export type Definition = { include: Node; exclude?: Node | undefined };

/** Programs write 12.5 where we keep "12.5". */
const Decimal = z.union([z.string(), z.number().transform(String)]);

const AnyValue: z.ZodType<Value> = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.strictObject({ from: Decimal, to: Decimal }),
  z.strictObject({ from: z.number(), to: z.number(), draw: z.number() }),
  z.strictObject({ of: z.string(), operator: z.string(), value: z.union([Decimal, z.lazy(() => AnyValue)]) }),
]);

const LeafShape: z.ZodType<Leaf> = z.strictObject({
  field: z.string(),
  operator: z.string(),
  value: AnyValue.optional(),
  where: z.array(z.strictObject({ property: z.string(), operator: z.string(), value: AnyValue.optional() })).optional(),
  when: z.strictObject({ operator: z.string(), value: AnyValue }).optional(),
});

const NodeShape: z.ZodType<Node> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(NodeShape) }),
    z.strictObject({ any: z.array(NodeShape) }),
    z.strictObject({ not: NodeShape }),
    LeafShape,
  ]),
);

const DefinitionShape = z.strictObject({ include: NodeShape, exclude: NodeShape.optional() });

/**
 * The definition in `input`, an object as JSON gives it. Size and depth are looked at first, without recursion, so that
 * nothing from outside can exhaust the stack. @throws Failure invalid, with a sentence that says where and what
 */
export function readDefinition(input: unknown, fields: Catalogue = standard): Definition {
  const definition = readTree(input);
  for (const { leaf, place } of leavesOf(definition)) {
    keepDecimals(leaf, fields);
    checkLeaf(leaf, place, fields);
  }
  return definition;
}

/** Numbers become the texts they are kept as, in what was just read. */
function keepDecimals(leaf: Leaf, fields: Catalogue) {
  const field = fields.get(leaf.field);
  const of = (property: string) => (field?.type === "events" ? propertyOf(field.source, property) : undefined);
  for (const asked of [leaf, ...(leaf.where ?? [])]) {
    const known = "property" in asked ? of(asked.property) : field;
    const takes = known && operatorOf(known.type, asked.operator)?.takes;
    if (takes === "number" && typeof asked.value === "number") asked.value = String(asked.value);
  }
}

/** The definition without a look into the catalogue: fields may be any. @throws Failure invalid */
export function readTree(input: unknown): Definition {
  checkSize(input);
  const read = DefinitionShape.safeParse(input);
  if (!read.success) throw invalid(strange);
  return read.data;
}

const strange =
  "This is not a segment's condition. It has “include”, may have “exclude”, and in them only all, any, not and conditions.";

/** All conditions, in reading order, each with where it stands: "include.all.2.not". */
export function leavesOf(definition: Definition): { leaf: Leaf; place: string }[] {
  const under = (node: Node, place: string): { leaf: Leaf; place: string }[] => {
    if ("field" in node) return [{ leaf: node, place }];
    if ("not" in node) return under(node.not, `${place}.not`);
    const [word, children] = "all" in node ? ["all", node.all] : ["any", node.any];
    return children.flatMap((child, at) => under(child, `${place}.${word}.${at}`));
  };
  const { include, exclude } = definition;
  return [...under(include, "include"), ...(exclude ? under(exclude, "exclude") : [])];
}

/** Public ids of the segments it refers to. */
export function segmentsIn(definition: Definition): string[] {
  const named = leavesOf(definition).filter(({ leaf }) => leaf.field === "segment");
  return [...new Set(named.flatMap(({ leaf }) => (Array.isArray(leaf.value) ? leaf.value : [])))];
}
