/** A condition and its verdicts in words, with the names that the merchant knows things by. */
import { errorFacts, log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";
import type { Catalogue } from "./catalogue/field";
import { namesFor } from "./catalogue/values";
import { readDefinition } from "./definition";
import type { Names } from "./text";
import type { Verdict } from "./why";
import { phrase, summary } from "./words";

/** One sentence; null for a definition that is not understood any more. */
export async function wordsOf(ctx: Working, stored: unknown, fields: Catalogue): Promise<string | null> {
  try {
    const definition = readDefinition(stored, fields);
    return summary(definition, fields, await namesFor(ctx, fields, definition));
  } catch (error) {
    log.warn({ org: ctx.orgId, error: errorFacts(error) }, "a segment's definition is not understood any more");
    return null;
  }
}

/** A verdict whose conditions are sentences. */
export type Said = { holds: boolean } & ({ all: Said[] } | { any: Said[] } | { not: Said } | { words: string });

export function said(verdict: Verdict, fields: Catalogue, names: Names): Said {
  const { holds } = verdict;
  const each = (all: Verdict[]) => all.map((one) => said(one, fields, names));
  if ("leaf" in verdict) return { holds, words: capital(phrase(verdict.leaf, fields, names)) };
  if ("not" in verdict) return { holds, not: said(verdict.not, fields, names) };
  return "all" in verdict ? { holds, all: each(verdict.all) } : { holds, any: each(verdict.any) };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
