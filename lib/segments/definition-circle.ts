/** Segments that refer to segments: no circles, and in which order they follow from each other. Pure. */
import { conflict } from "../errors";
import { readTree, segmentsIn } from "./definition";

/** Definitions by public id. What refers to an id that is not among them refers to nothing here. */
export type Definitions = ReadonlyMap<string, unknown>;

/** The way from `from` back to itself, through public ids; null when there is none. */
export function circleFrom(definitions: Definitions, from: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const next of referred(definitions, at)) {
      if (next === from) return wayTo(at, from, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      waiting.push(next);
    }
  }
  return null;
}

/** @throws Failure conflict when the segment `from` would follow from itself; `nameOf` gives names for the sentence */
export function refuseCircle(definitions: Definitions, from: string, nameOf: (id: string) => string): void {
  const circle = circleFrom(definitions, from);
  if (!circle) return;
  const way = circle.map((id) => `“${nameOf(id)}”`).join(" → ");
  throw conflict(`A segment cannot follow from itself: ${way}.`);
}

/** The ids in steps: each refers only to ids of earlier steps. @throws when there is a circle */
export function inSteps(definitions: Definitions): string[][] {
  const steps: string[][] = [];
  let rest = new Map([...definitions.keys()].map((id) => [id, referred(definitions, id)]));
  while (rest.size > 0) {
    const step = [...rest].filter(([, needed]) => needed.every((id) => !rest.has(id))).map(([id]) => id);
    if (step.length === 0) throw new Error("Segments refer to each other in a circle.");
    steps.push(step);
    const done = new Set(step);
    rest = new Map([...rest].filter(([id]) => !done.has(id)));
  }
  return steps;
}

function referred(definitions: Definitions, id: string): string[] {
  const definition = definitions.get(id);
  return definition === undefined ? [] : segmentsIn(readTree(definition)).filter((one) => definitions.has(one));
}

function wayTo(end: string, from: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [from];
  for (let at: string | undefined = end; at !== undefined && at !== from; at = cameFrom.get(at)) way.unshift(at);
  return [from, ...way];
}
