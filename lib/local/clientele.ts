/** What an operator can ask for at the command line: which words a verb takes, and the verb of lib that does it. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/db/client";
import { createOwner, NewPassword, Owner, setPassword } from "@/lib/accounts";
import { Failure } from "@/lib/errors";
import { health } from "@/lib/health";
import { Email } from "@/lib/inputs";
import { randomSecret } from "@/lib/secrets";
import { Plainly, say } from "./plainly";

type Words = Record<string, string | undefined>;

/** `words` names what it takes: `--name` each, those with "?" at the end may be left out. */
type Verb = { tells: string; words: string[]; run: (given: Words) => Promise<void> };

const verbs: Record<string, Verb> = {
  "make-owner": {
    tells: "a new person with an organization of their own; the password is printed unless it is given",
    words: ["email", "name", "organization", "time-zone?", "password?"],
    run: makeOwner,
  },
  "reset-password": {
    tells: "a new password for a person; logs them out everywhere",
    words: ["email", "password?"],
    run: resetPassword,
  },
  health: { tells: "whether database, job engine and inbox do their work", words: [], run: showHealth },
};

export function usage(): string {
  const lines = Object.entries(verbs).map(
    ([name, { words, tells }]) => `  ${`${name} ${form(words)}`.trim()}\n      ${tells}`,
  );
  return `Usage: npm run clientele -- <verb> [words]\n\n${lines.join("\n")}`;
}

/** The verb, ready to be given the rest of the line; undefined for an unknown one. Gives the exit code. */
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

function understand(name: string, { words }: Verb, rest: string[]): Words | undefined {
  const names = words.map((word) => word.replace("?", ""));
  const options = Object.fromEntries(names.map((word) => [word, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args: rest, options, strict: true });
    const missing = words.filter((word) => !word.endsWith("?") && !values[word]).map((word) => `--${word}`);
    if (missing.length === 0) return values;
    console.error(`${name} needs ${missing.join(", ")}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error(`Usage: npm run clientele -- ${name} ${form(words)}`);
  return undefined;
}

const form = (words: string[]) =>
  words.map((word) => (word.endsWith("?") ? `[--${word.slice(0, -1)} …]` : `--${word} …`)).join(" ");

async function makeOwner(given: Words) {
  const password = given.password ?? randomSecret(12);
  const owner = Owner.parse({ ...given, password, timeZone: given["time-zone"] ?? "UTC" });
  const { slug } = await createOwner(owner);
  say(`${owner.email} owns the organization "${owner.organization}" (/${slug}).`);
  if (!given.password) say(`Password: ${password}`);
}

const NewPair = z.object({ email: Email, password: NewPassword });

async function resetPassword(given: Words) {
  const password = given.password ?? randomSecret(12);
  await setPassword(NewPair.parse({ ...given, password }));
  say("The password is changed, and the person is logged out everywhere.");
  if (!given.password) say(`Password: ${password}`);
}

async function showHealth() {
  const { ok, database, jobs, inbox } = await health();
  for (const [name, { note }] of Object.entries({ database, jobs, inbox })) say(`${name.padEnd(10)} ${note}`);
  if (!ok) throw new Plainly("Not everything does its work.");
}

function explain(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    return error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n");
  }
  return error instanceof Failure || error instanceof Plainly ? error.message : error;
}
