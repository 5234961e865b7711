/**
 * Numbers, days and moments as SQL literals, each checked to be nothing else. As parameters they would be cast row by
 * row in a plan made once for all; a hundred segments in one statement would also run out of parameters.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Day } from "../../calendar";
import type { Moment } from "./field";

export function numberOf(decimal: string | number): SQL {
  const text = String(decimal);
  if (!/^-?\d{1,15}(\.\d{1,4})?$/.test(text)) throw new Error("This is not a number.");
  return sql.raw(text.startsWith("-") ? `(${text})` : text);
}

/** 12.5 as 125000: sums are kept so, and whole numbers are told apart in a tenth of the time that decimals take. */
export function tenThousandthsOf(decimal: string | number): SQL {
  numberOf(decimal);
  const [whole, part = ""] = String(decimal).split(".");
  return sql.raw(`(${whole}${part.padEnd(4, "0")})`);
}

export function dayOf(day: Day): SQL {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error("This is not a day.");
  return sql.raw(`date '${day}'`);
}

export function momentOf(moment: Date): SQL {
  return sql.raw(`timestamptz '${moment.toISOString()}'`);
}

/** A name of ours, such as "Europe/Berlin", as a text. */
export function zoneOf(timeZone: string): SQL {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,59}$/.test(timeZone)) throw new Error("This is not a time zone.");
  return sql.raw(`'${timeZone}'`);
}

/** Words of ours, as `('a', 'b')`. */
export const wordsOf = (words: readonly string[]): SQL => sql.raw(`(${quoted(words)})`);

/** Words of ours, as `array['a', 'b']`. */
export const wordArrayOf = (words: readonly string[]): SQL => sql.raw(`array[${quoted(words)}]::text[]`);

/** Texts of anybody's, as an array that is read once. */
export const textsOf = (texts: readonly string[]): SQL =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}::text`),
    sql`, `,
  )}]::text[]`;

/** Inner ids for public ones. What does not exist here, and a segment not in use, is in no array. */
export function idsOf(
  table: "tags" | "lists" | "segments" | "forms" | "store_groups" | "imports",
  values: readonly string[],
  { orgId, known }: Moment,
): SQL {
  const type = sql.raw(table === "segments" ? "int[]" : "bigint[]");
  const ids = values.map((value) => known?.ids.get(`${table} ${value}`));
  if (ids.every((id) => id !== undefined)) return sql`${sql.raw(`'{${ids.join(",")}}'`)}::${type}`;
  // Of one that is not active, some contacts still hold the number: nobody is in it.
  const used = sql.raw(table === "segments" ? "and t.state = 'active' and t.deleted_at is null" : "");
  return sql`array(select t.id from ${sql.identifier(table)} t
    where t.org_id = ${numberOf(orgId)} and t.public_id::text = any(${textsOf(values)}) ${used})`;
}

function quoted(words: readonly string[]): string {
  if (words.length === 0 || !words.every((word) => /^[A-Za-z][A-Za-z-]{0,39}$/.test(word)))
    throw new Error("These are no words.");
  return words.map((word) => `'${word}'`).join(", ");
}
