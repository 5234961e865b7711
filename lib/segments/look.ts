/**
 * A condition while it is being built: what is wrong and where, and what the rest of it says. Nothing is counted here.
 */
import { z } from "zod";
import { Failure } from "../errors";
import { permit } from "../permissions";
import { type Ctx, transact } from "../tenancy";
import { catalogueOf } from "./catalogue/custom";
import type { Catalogue, Field, Property } from "./catalogue/field";
import { propertyOf } from "./catalogue/properties";
import { namesFor } from "./catalogue/values";
import { type Definition, leavesOf, type Node, readTree } from "./definition";
import { problemWith } from "./definition-leaf";
import { type Names, print } from "./text";
import { parse } from "./text-parse";
import { summary } from "./words";

/** A definition, or its text. */
export const LookAt = z.object({ definition: z.unknown().optional(), text: z.string().max(300_000).optional() });

/**
 * `wrong` concerns the whole, and then nothing else is known; `problems` single conditions, by their places as
 * `leavesOf` gives them. `sound` is the definition without those, null when nothing is left; `text` and `words` say it.
 * `labels`: names of what it knows by ids, under `tag 0198…`. `definition` is what the text says.
 */
export type Look = {
  wrong: string | null;
  problems: { place: string; problem: string }[];
  definition: Definition | null;
  sound: Definition | null;
  text: string;
  words: string;
  labels: Record<string, string>;
};

export async function lookAt(ctx: Ctx, input: z.output<typeof LookAt>): Promise<Look> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const fields = await catalogueOf(ctx);
    const byName = await namesFor(ctx, fields);
    const definition = understood(input, fields, byName);
    if (typeof definition === "string") return { ...nothing, wrong: definition };
    const problems = problemsOf(definition, fields);
    const sound = without(definition, new Set(problems.map(({ place }) => place)));
    if (!sound) return { ...nothing, definition, problems };
    const names = await namesFor(ctx, fields, sound);
    return {
      wrong: null,
      problems,
      definition,
      sound,
      // Products go by their ids there: a name would not lead back to one among a million.
      text: print(sound, fields, byName),
      words: summary(sound, fields, names),
      labels: labelsOf(sound, fields, names),
    };
  });
}

const nothing: Look = { wrong: null, problems: [], definition: null, sound: null, text: "", words: "", labels: {} };

/** The definition, or the sentence that says why there is none. */
function understood({ definition, text }: z.output<typeof LookAt>, fields: Catalogue, names: Names) {
  try {
    return text === undefined ? readTree(definition) : parse(text, fields, names);
  } catch (error) {
    if (error instanceof Failure && error.problem === "invalid") return error.message;
    throw error;
  }
}

function problemsOf(definition: Definition, fields: Catalogue): Look["problems"] {
  return leavesOf(definition).flatMap(({ leaf, place }) => {
    const problem = problemWith(leaf, fields);
    return problem === null ? [] : { place, problem };
  });
}

/** The definition without the conditions at these places, and without groups that have none left. */
export function without(definition: Definition, places: ReadonlySet<string>): Definition | null {
  const kept = (node: Node, place: string): Node | null => {
    if ("field" in node) return places.has(place) ? null : node;
    if ("not" in node) {
      const not = kept(node.not, `${place}.not`);
      return not && { not };
    }
    const [word, children] = "all" in node ? (["all", node.all] as const) : (["any", node.any] as const);
    const rest = children.flatMap((child, at) => kept(child, `${place}.${word}.${at}`) ?? []);
    if (rest.length === 0) return null;
    return word === "all" ? { all: rest } : { any: rest };
  };
  const include = kept(definition.include, "include");
  const exclude = definition.exclude ? kept(definition.exclude, "exclude") : null;
  if (!include) return null;
  return exclude ? { include, exclude } : { include };
}

function labelsOf(definition: Definition, fields: Catalogue, names: Names): Record<string, string> {
  const labels: Record<string, string> = {};
  const note = (of: Field | Property | undefined, value: unknown) => {
    if (!of || !("named" in of) || of.named === "word" || !Array.isArray(value)) return;
    for (const id of value) {
      const name = names.nameOf(of.named, String(id));
      if (name !== undefined) labels[`${of.named} ${id}`] = name;
    }
  };
  for (const { leaf } of leavesOf(definition)) {
    const field = fields.get(leaf.field);
    note(field, leaf.value);
    for (const { property, value } of leaf.where ?? [])
      note(field?.type === "events" ? propertyOf(field.source, property) : undefined, value);
  }
  return labels;
}
