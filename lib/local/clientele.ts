/** What an operator can ask for at the command line: which words each verb takes, and where it is done. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { Failure } from "@/lib/errors";
import { Plainly } from "./plainly";

export type Words = Record<string, string | undefined>;

/** `words` names what it takes: "<store>" by its place, others as `--name`; those with "?" may be left out. */
type Verb = { tells: string; words: string[]; run: (given: Words) => Promise<void> };

// Loaded when the environment is known: some rooms of lib read it once, the moment they are loaded.
const people = () => import("./verbs/people");
const stores = () => import("./verbs/stores");

const verbs: Record<string, Verb> = {
  "make-owner": {
    tells: "A new person with an organization of their own. The password is printed unless it is given.",
    words: ["email", "name", "organization", "time-zone?", "password?"],
    run: async (given) => (await people()).ownerVerb(given),
  },
  "add-member": {
    tells: "A new person in an organization that stands, named as in its URL. Roles: owner, admin, editor, viewer.",
    words: ["organization", "email", "name", "role", "password?"],
    run: async (given) => (await people()).memberVerb(given),
  },
  "reset-password": {
    tells: "A new password for a person; logs them out everywhere.",
    words: ["email", "password?"],
    run: async (given) => (await people()).passwordVerb(given),
  },
  stores: {
    tells: "Every organization's stores and how they are.",
    words: [],
    run: async () => (await stores()).storesVerb(),
  },
  sync: {
    tells: "Reads a whole store again, deletions included. A store is named by its id, address or name.",
    words: ["<store>"],
    run: async (given) => (await stores()).syncVerb(given),
  },
  replay: {
    tells: "Applies a store's deliveries once more: those that failed, or with --state the ignored or applied ones.",
    words: ["<store>", "state?"],
    run: async (given) => (await stores()).replayVerb(given),
  },
  "rotate-key": {
    tells: "Seals every store's secrets with a new key. Safe to repeat, also after it was cut off.",
    words: [],
    run: async () => (await import("./verbs/keys")).rotateVerb(),
  },
  health: {
    tells: "Whether database, job engine and inbox do their work.",
    words: [],
    run: async () => (await import("./verbs/health")).healthVerb(),
  },
};

export function usage(): string {
  const lines = Object.entries(verbs).map(([name, verb]) => `  ${call(name, verb)}\n      ${verb.tells}`);
  return `Usage: npm run clientele -- <verb> [words]\n\n${lines.join("\n")}`;
}

/** The verb, ready to be given the rest of the line; undefined for an unknown one. Gives the exit code: 0, 1 or 2. */
export function command(name: string): ((rest: string[]) => Promise<number>) | undefined {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) return undefined;
  return async (rest) => {
    const given = understand(name, verb, rest);
    if (!given) return 2;
    try {
      await verb.run(given);
      return 0;
    } catch (error) {
      console.error(explain(error));
      return 1;
    } finally {
      await closeDatabase();
    }
  };
}

/** What `npm run clientele -- <verb> --help` says; undefined when help was not asked for. */
export function help(name: string, rest: string[]): string | undefined {
  const verb = verbs[name];
  if (!verb || !rest.some((word) => word === "--help" || word === "-h")) return undefined;
  return `Usage: npm run clientele -- ${call(name, verb)}\n\n${verb.tells}`;
}

function understand(name: string, verb: Verb, rest: string[]): Words | undefined {
  const named = verb.words.filter((word) => !isPlace(word)).map((word) => word.replace("?", ""));
  const places = verb.words.filter(isPlace);
  const options = Object.fromEntries(named.map((word) => [word, { type: "string" as const }]));
  try {
    const { values, positionals } = parseArgs({ args: rest, options, strict: true, allowPositionals: true });
    const placed = places.map((word, index) => [word.slice(1, -1), positionals[index]] as const);
    const given: Words = { ...values, ...Object.fromEntries(placed) };
    const missing = verb.words.filter((word) => !word.endsWith("?") && !given[bare(word)]);
    const tooMany = positionals.slice(places.length);
    if (missing.length === 0 && tooMany.length === 0) return given;
    if (missing.length > 0) console.error(`${name} needs ${missing.map(shown).join(", ")}.`);
    if (tooMany.length > 0) console.error(`Not understood: ${tooMany.join(" ")}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error(`Usage: npm run clientele -- ${call(name, verb)}`);
  return undefined;
}

const isPlace = (word: string) => word.startsWith("<");
const bare = (word: string) => word.replace(/[<>?]/g, "");
const shown = (word: string) => (isPlace(word) ? word : `--${bare(word)}`);
const call = (name: string, { words }: Verb) => [name, ...words.map(form)].join(" ");

function form(word: string): string {
  if (isPlace(word)) return word;
  return word.endsWith("?") ? `[${shown(word)} …]` : `${shown(word)} …`;
}

function explain(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    const named = (path: PropertyKey[]) => path.join(".").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return error.issues.map(({ path, message }) => `--${named(path)}: ${message}`).join("\n");
  }
  return error instanceof Failure || error instanceof Plainly ? error.message : error;
}
