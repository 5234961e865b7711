/** Events of the timeline (`contact_events`) as the catalogue asks for them: kinds, and what their details hold. */
import { type SQL, sql } from "drizzle-orm";
import { figureOf } from "../gather";
import type { Choice, Live, Moment, Property, Source } from "./field";
import { numberOf, textsOf, wordsOf } from "./literals";

/** Programs tell what they like as properties: lib/api/events.ts. */
const detail = (key: string): SQL => sql.raw(`coalesce(e.detail->'properties'->>'${key}', e.detail->>'${key}')`);

/** What the details of these kinds hold under a key, most told first. Names of ours. */
const told =
  (key: string): Live =>
  (orgId) =>
    sql`select ${detail(key)} as value, ${detail(key)} as label, count(*) as used from contact_events e
      where e.org_id = ${numberOf(orgId)} and ${detail(key)} <> '' group by ${detail(key)}`;

/** A text of the details. */
export const word = (label: string, key: string): Property => ({
  type: "members",
  label,
  named: "word",
  any: (values) => sql`coalesce(${detail(key)} = any(${textsOf(values)}), false)`,
  live: told(key),
});

export const chosen = (label: string, key: string, choices: readonly Choice[]): Property => ({
  type: "choice",
  label,
  choices,
  any: (values) => sql`coalesce(${detail(key)} in ${wordsOf(values)}, false)`,
});

export const phrase = (label: string, key: string): Property => ({ type: "text", label, column: () => detail(key) });

/** A decimal of the details; what is written otherwise is no number. */
export const amount = (label: string, key: string): Property => ({
  type: "number",
  label,
  column: () => sql`case when ${detail(key)} ~ '^-?\\d{1,15}(\\.\\d{1,6})?$' then ${detail(key)}::numeric end`,
});

/** Events whose kind meets `which`, such as `e.kind = 'product.viewed'`. */
export const happened = (which: SQL, properties: Source["properties"]): Source => ({
  from: () => sql`contact_events e`,
  of: "e",
  where: () => which,
  at: sql`e.at`,
  properties,
});

/** Seen by us, or told by a merchant's own program under the same name. */
export const seen = (kind: string): SQL => sql.raw(`e.kind in ('${kind}', 'api.${kind}')`);

export const kindIs = (kind: string): SQL => sql.raw(`e.kind = '${kind}'`);

/** The newest moment of such an event; null when it never happened. */
export const newest = (at: Moment, which: SQL): SQL => figureOf(at, happened(which, {}), sql`true`, sql`max(e.at)`);
