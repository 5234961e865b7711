/** What one may do to an outline. Each gives the outline after it; the same one where it cannot be done. Pure. */
import type { Leaf } from "@/lib/segments/definition";
import {
  find,
  type Group,
  insert,
  isGroup,
  isTooDeep,
  isWithin,
  type Outline,
  type Part,
  remove,
  replace,
  type Target,
} from "./outline";

export type Way = "up" | "down" | "in" | "out";

export type Edit =
  | { do: "add"; group: string; leaf: Leaf }
  | { do: "add-group"; group: string }
  | { do: "ask"; id: string; leaf: Leaf }
  | { do: "word"; id: string; word: Group["word"]; not: boolean }
  | { do: "negate"; id: string }
  | { do: "remove"; id: string }
  | { do: "duplicate"; id: string }
  | { do: "wrap"; id: string }
  | { do: "dissolve"; id: string }
  | { do: "move"; id: string; to: Target }
  | { do: "step"; id: string; way: Way }
  | { do: "take"; outline: Outline };

export function edited(outline: Outline, edit: Edit): Outline {
  const after = made(outline, edit);
  return isTooDeep(after) && !isTooDeep(outline) ? outline : after;
}

function made(outline: Outline, edit: Edit): Outline {
  switch (edit.do) {
    case "add":
      return added(outline, { id: idOf(outline), not: false, leaf: edit.leaf }, { last: edit.group });
    case "add-group":
      return added(outline, emptyGroup(outline, edit.group), { last: edit.group });
    case "ask":
      return replace(outline, edit.id, (part) => [isGroup(part) ? part : { ...part, leaf: edit.leaf }]);
    case "word":
      return replace(outline, edit.id, (part) => [isGroup(part) ? { ...part, word: edit.word, not: edit.not } : part]);
    case "negate":
      return replace(outline, edit.id, (part) => [{ ...part, not: !part.not }]);
    case "remove":
      return remove(outline, edit.id);
    case "duplicate":
      return duplicated(outline, edit.id);
    case "wrap":
      return wrapped(outline, edit.id);
    case "dissolve":
      return dissolved(outline, edit.id);
    case "move":
      return moved(outline, edit.id, edit.to);
    case "step":
      return stepped(outline, edit.id, edit.way);
    case "take":
      return edit.outline;
  }
}

/** The id of what is made next. */
export const idOf = ({ next }: Outline) => `p${next}`;

const added = (outline: Outline, part: Part, to: Target): Outline =>
  insert({ ...outline, next: outline.next + 1 }, [part], to);

/** A group in "all" says "any", and the other way round: the same word would say nothing new. */
function emptyGroup(outline: Outline, within: string): Group {
  const around = find(outline, within)?.part;
  const word = around && isGroup(around) && around.word === "any" ? "all" : "any";
  return { id: idOf(outline), not: false, word, parts: [] };
}

function duplicated(outline: Outline, id: string): Outline {
  const found = find(outline, id);
  if (!found?.parent) return outline;
  let { next } = outline;
  const copy = (part: Part): Part => {
    const fresh = { ...part, id: `p${next++}` };
    return isGroup(fresh) ? { ...fresh, parts: fresh.parts.map(copy) } : fresh;
  };
  const twin = copy(found.part);
  return insert({ ...outline, next }, [twin], { after: id });
}

function wrapped(outline: Outline, id: string): Outline {
  const found = find(outline, id);
  if (!found?.parent) return outline;
  const group = emptyGroup(outline, found.parent.id);
  return replace({ ...outline, next: outline.next + 1 }, id, (part) => [{ ...group, parts: [part] }]);
}

/** Its parts take its place; a negated group is more than its parts and stays. */
function dissolved(outline: Outline, id: string): Outline {
  const found = find(outline, id);
  if (!found?.parent || found.part.not) return outline;
  return replace(outline, id, (part) => (isGroup(part) ? part.parts : [part]));
}

function moved(outline: Outline, id: string, to: Target): Outline {
  const found = find(outline, id);
  const [goal] = Object.values(to) as [string];
  if (!found?.parent || goal === id || (isGroup(found.part) && isWithin(found.part, goal))) return outline;
  const mark = { ...found.part, id: "moving" };
  const marked = insert(outline, [mark], to);
  return replace(remove(marked, id), "moving", () => [found.part]);
}

function stepped(outline: Outline, id: string, way: Way): Outline {
  const to = stepOf(outline, id, way);
  if (to === "wrap") return wrapped(outline, id);
  return to ? moved(outline, id, to) : outline;
}

/** Where a step leads; null where there is none. "wrap": into a group made for it. */
export function stepOf(outline: Outline, id: string, way: Way): Target | "wrap" | null {
  const found = find(outline, id);
  if (!found?.parent) return null;
  const { parent, at } = found;
  const [before, after] = [parent.parts[at - 1], parent.parts[at + 1]];
  const nested = find(outline, parent.id)?.parent !== null;
  if (way === "out") return nested ? { after: parent.id } : null;
  if (way === "in") {
    if (before && isGroup(before)) return { last: before.id };
    return after && isGroup(after) ? { first: after.id } : "wrap";
  }
  if (way === "up") {
    if (before) return { before: before.id };
    return nested ? { before: parent.id } : parent.id === outline.exclude.id ? { last: outline.include.id } : null;
  }
  if (after) return { after: after.id };
  return nested ? { after: parent.id } : parent.id === outline.include.id ? { first: outline.exclude.id } : null;
}
