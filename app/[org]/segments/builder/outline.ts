/**
 * The tree one builds: groups and rows with names of their own, changed without ever changing what was before. Pure.
 */
import type { Definition, Leaf, Node } from "@/lib/segments/definition";

export type Row = { id: string; not: boolean; leaf: Leaf };
export type Group = { id: string; not: boolean; word: "all" | "any"; parts: Part[] };
export type Part = Row | Group;
/** Both blocks are always there; an empty one says nothing. `next` numbers what comes next. */
export type Outline = { include: Group; exclude: Group; next: number };

/** Where something is put: beside a part, or at an end of a group. */
export type Target = { before: string } | { after: string } | { first: string } | { last: string };

/** Groups in each other, counted as lib/segments/definition-size.ts counts them. */
export const mostDeep = 8;

export const isGroup = (part: Part): part is Group => "parts" in part;

/** The outline of a definition; of none, two empty blocks. */
export function outlineOf(definition: Definition | null): Outline {
  let next = 1;
  const fresh = () => `p${next++}`;
  const partOf = (node: Node, not = false): Part => {
    if ("not" in node) return partOf(node.not, !not);
    if ("field" in node) return { id: fresh(), not, leaf: node };
    const [word, nodes] = "all" in node ? (["all", node.all] as const) : (["any", node.any] as const);
    return { id: fresh(), not, word, parts: nodes.map((one) => partOf(one)) };
  };
  const block = (node: Node | undefined, word: Group["word"]): Group => {
    const part = node && partOf(node);
    return part && isGroup(part) ? part : { id: fresh(), not: false, word, parts: part ? [part] : [] };
  };
  const include = block(definition?.include, "all");
  const exclude = block(definition?.exclude, "any");
  return { include, exclude, next };
}

/**
 * What the outline says, without groups that are empty; null where nobody is named. `rows` leads from a condition's
 * place to its row, `places` from any part to the place of the whole of it, its "not" included.
 */
export type Written = {
  definition: Definition | null;
  rows: Record<string, string>;
  places: Record<string, string>;
};

export function written({ include, exclude }: Outline): Written {
  const rows: Record<string, string> = {};
  const places: Record<string, string> = {};
  const nodeOf = (part: Part, place: string): Node | null => {
    const inner = part.not ? `${place}.not` : place;
    const node = isGroup(part) ? groupOf(part, inner) : part.leaf;
    if (!node) return null;
    places[part.id] = place;
    if (!isGroup(part)) rows[inner] = part.id;
    return part.not ? { not: node } : node;
  };
  const groupOf = ({ word, parts }: Group, place: string): Node | null => {
    const nodes: Node[] = [];
    for (const part of parts) {
      const node = nodeOf(part, `${place}.${word}.${nodes.length}`);
      if (node) nodes.push(node);
    }
    if (nodes.length === 0) return null;
    return word === "all" ? { all: nodes } : { any: nodes };
  };
  const [included, excluded] = [nodeOf(include, "include"), nodeOf(exclude, "exclude")];
  const definition = included && (excluded ? { include: included, exclude: excluded } : { include: included });
  return { definition, rows, places };
}

/** The part of that id, the group it stands in, and where in it; blocks stand in nothing. */
export function find(outline: Outline, id: string): { part: Part; parent: Group | null; at: number } | null {
  const within = (group: Group): { part: Part; parent: Group; at: number } | null => {
    for (const [at, part] of group.parts.entries()) {
      const found = part.id === id ? { part, parent: group, at } : isGroup(part) ? within(part) : null;
      if (found) return found;
    }
    return null;
  };
  for (const block of [outline.include, outline.exclude]) {
    if (block.id === id) return { part: block, parent: null, at: 0 };
    const found = within(block);
    if (found) return found;
  }
  return null;
}

/** Each part of that id becomes what `by` makes of it. */
export function replace(outline: Outline, id: string, by: (part: Part) => readonly Part[]): Outline {
  const within = (group: Group): Group => ({
    ...group,
    parts: group.parts.flatMap((part) => (part.id === id ? [...by(part)] : isGroup(part) ? [within(part)] : [part])),
  });
  const block = (group: Group): Group => {
    const [own] = group.id === id ? by(group) : [];
    return own && isGroup(own) ? own : within(group);
  };
  return { ...outline, include: block(outline.include), exclude: block(outline.exclude) };
}

/** Parts put where they belong. */
export function insert(outline: Outline, parts: readonly Part[], target: Target): Outline {
  if ("before" in target) return replace(outline, target.before, (part) => [...parts, part]);
  if ("after" in target) return replace(outline, target.after, (part) => [part, ...parts]);
  const into = (place: (group: Group) => Part[]) => (part: Part) =>
    isGroup(part) ? [{ ...part, parts: place(part) }] : [part];
  if ("first" in target)
    return replace(
      outline,
      target.first,
      into((group) => [...parts, ...group.parts]),
    );
  return replace(
    outline,
    target.last,
    into((group) => [...group.parts, ...parts]),
  );
}

/** Without the part, and without the groups that it leaves empty. */
export function remove(outline: Outline, id: string): Outline {
  const found = find(outline, id);
  if (!found?.parent) return outline;
  const alone = found.parent.parts.length === 1 && find(outline, found.parent.id)?.parent;
  return alone ? remove(outline, found.parent.id) : replace(outline, id, () => []);
}

/** How many groups and nots stand in each other, the part's own among them. */
export function depthOf(part: Part): number {
  const not = part.not ? 1 : 0;
  if (!isGroup(part)) return not;
  return not + 1 + Math.max(0, ...part.parts.map(depthOf));
}

export const isTooDeep = ({ include, exclude }: Outline) => Math.max(depthOf(include), depthOf(exclude)) > mostDeep;

/** All rows in reading order. */
export function rowsOf(part: Part): Row[] {
  return isGroup(part) ? part.parts.flatMap(rowsOf) : [part];
}

/** "City is now 2 of 3 in include.", for those who do not see it move. */
export function placeOf(outline: Outline, id: string, name: string): string {
  const found = find(outline, id);
  if (!found?.parent) return "";
  const { parent, at } = found;
  const nested = find(outline, parent.id)?.parent ? ` in a group of “${parent.word}”` : "";
  const block = isWithin(outline.exclude, id) ? "exclude" : "include";
  return `${name} is now ${at + 1} of ${parent.parts.length}${nested} in ${block}.`;
}

/** Whether the part stands in the group, however deep. */
export const isWithin = (group: Group, id: string): boolean =>
  group.parts.some((part) => part.id === id || (isGroup(part) && isWithin(part, id)));
