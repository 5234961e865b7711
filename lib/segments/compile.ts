/** A definition as SQL over `contacts c` and `contact_activity a`; a definition that is not understood throws. */
import { type SQL, sql } from "drizzle-orm";
import { standard } from "./catalogue";
import type { Catalogue, Field, Kind, Moment } from "./catalogue/field";
import { numberOf } from "./catalogue/literals";
import { isTimed, leafOf, movedOf } from "./compile-leaf";
import { type Leaf, leavesOf, type Node, readDefinition, readTree, segmentsIn } from "./definition";
import { textOf } from "./gather";

export type { Moment } from "./catalogue/field";

/**
 * Whom segments are made of: everybody visible who is not excluded. Of these, and no others, a segment and its opposite
 * are the whole; nobody else is in any segment (product.md, "Subscription dialog").
 */
export const universe = (orgId: number): SQL =>
  sql`(c.org_id = ${numberOf(orgId)} and c.gone_at is null and c.excluded_at is null)`;

/**
 * Whether a contact meets the definition: true or false, never null. Tables: `contacts c` joined to its
 * `contact_activity a`; what else is needed is looked up by correlated sub-queries. Days are those of `at.timeZone`, so
 * that it is the same SQL all day. @throws Failure invalid for what readDefinition refuses
 */
export function predicate(definition: unknown, at: Moment): SQL {
  const { include, exclude } = readDefinition(definition, at.fields);
  if (!exclude) return nodeOf(include, at);
  return sql`(${nodeOf(include, at)} and not ${nodeOf(exclude, at)})`;
}

/**
 * For whom the answer of one of the definitions may be another `after` than `before`, only because time went on: one of
 * these holds. Empty when time changes nothing.
 */
export function turns(definitions: readonly unknown[], before: Moment, after: Moment): SQL[] {
  const turned = new Map<string, SQL>();
  for (const definition of definitions) {
    for (const { leaf, field } of conditions(definition, after.fields)) {
      if (!isTimed(leaf, field)) continue;
      for (const moved of movedOf(leaf, field, before, after)) turned.set(textOf(moved), moved);
    }
  }
  return [...turned.values()];
}

/** One of them holds; null when there is none. */
export const anyOf = (conditions: readonly SQL[]): SQL | null =>
  conditions.length > 0 ? sql`(${sql.join([...conditions], sql` or `)})` : null;

/** What a definition follows from. `segments` are public ids; `timed`: its answer may change by time alone. */
export type Reads = { kinds: ReadonlySet<Kind>; segments: ReadonlySet<string>; timed: boolean };

export function reads(definition: unknown, fields: Catalogue = standard): Reads {
  const found = conditions(definition, fields);
  return {
    kinds: new Set(found.flatMap(({ field }) => field.reads)),
    segments: new Set(segmentsIn(readTree(definition))),
    timed: found.some(({ leaf, field }) => isTimed(leaf, field)),
  };
}

function conditions(definition: unknown, fields: Catalogue = standard): { leaf: Leaf; field: Field }[] {
  return leavesOf(readDefinition(definition, fields)).map(({ leaf }) => ({ leaf, field: known(leaf, fields) }));
}

function nodeOf(node: Node, at: Moment): SQL {
  if ("field" in node) return sql`(${leafOf(node, known(node, at.fields), at)})`;
  if ("not" in node) return sql`(not ${nodeOf(node.not, at)})`;
  const [children, word] = "all" in node ? [node.all, sql` and `] : [node.any, sql` or `];
  return sql`(${sql.join(
    children.map((child) => nodeOf(child, at)),
    word,
  )})`;
}

function known(leaf: Leaf, fields: Catalogue = standard): Field {
  const field = fields.get(leaf.field);
  if (!field) throw new Error(`There is no field "${leaf.field}".`);
  return field;
}
