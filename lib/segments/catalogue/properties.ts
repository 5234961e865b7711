/** What an event is asked for: properties of the catalogue, and those that a merchant's own programs gave it. */
import { sql } from "drizzle-orm";
import type { Property, Source } from "./field";

/** `text:colour`, `number:score`: a property under the name that a program gave it, as a text or as a number. */
const own = /^(text|number):([^\0]{1,60})$/su;

/** Undefined where the event has no such property. */
export function propertyOf(source: Source, name: string): Property | undefined {
  if (Object.hasOwn(source.properties, name)) return source.properties[name];
  const told = source.told ? own.exec(name) : null;
  if (!told?.[2]?.isWellFormed()) return undefined;
  const [, type, key] = told;
  const value = sql`e.detail->'properties'->>${key}::text`;
  if (type === "text") return { type: "text", label: `“${key}”`, column: () => sql`(${value})` };
  return {
    type: "number",
    label: `“${key}”`,
    column: () => sql`(case when ${value} ~ '^-?\\d{1,15}(\\.\\d{1,6})?$' then (${value})::numeric end)`,
  };
}

/** A program's own property, as "text" or "number" and its name; null for one of the catalogue. */
export function toldAs(name: string): { type: "text" | "number"; key: string } | null {
  const told = own.exec(name);
  return told ? { type: told[1] === "text" ? "text" : "number", key: told[2]! } : null;
}
