/** Taking single fields out of a document that others wrote: whatever is not as promised counts as absent. */
import { storable } from "@/lib/connectors/json";
import type { Address } from "@/lib/connectors/records";

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});
export const listIn = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

const longestText = 10_000;

/** Non-empty text, trimmed, storable, at most 10,000 characters; numbers become text. */
export function text(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return storable(String(value).slice(0, longestText)).trim() || undefined;
}

/**
 * A platform's id as text: digits without leading zeros, of any length up to 20. Zero and everything else: undefined.
 */
export function id(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  if (typeof value !== "string" || !/^\d{1,20}$/.test(value)) return undefined;
  return value.replace(/^0+/, "") || undefined;
}

/** An exact amount as the platform wrote it; numbers only where they are short enough to be exact. */
export function amount(value: unknown): string | undefined {
  const written = typeof value === "number" ? String(value) : value;
  return typeof written === "string" && /^-?\d{1,15}(\.\d{1,8})?$/.test(written) ? written : undefined;
}

/** A country's code of two letters, upper case; no name of one. */
export function countryIn(value: unknown): string | undefined {
  const code = text(value)?.toUpperCase();
  return code && /^[A-Z]{2}$/.test(code) ? code : undefined;
}

/** What stands of an address; undefined where nothing does. */
export function addressIn(told: Partial<Record<keyof Address, unknown>>): Address | undefined {
  const lines = Object.keys(told).filter((name) => name !== "country") as Exclude<keyof Address, "country">[];
  const address: Address = {};
  for (const name of lines) put(address, name, text(told[name]));
  put(address, "country", countryIn(told.country));
  return Object.keys(address).length > 0 ? address : undefined;
}

/** Without what is absent, which must not stand there as undefined. */
export function present<T extends object>(fields: T): T {
  const there = {} as T;
  for (const name of Object.keys(fields) as (keyof T)[]) put(there, name, fields[name]);
  return there;
}

function put<T extends object, K extends keyof T>(to: T, name: K, value: T[K]) {
  if (value !== undefined) to[name] = value;
}

/** A UTC time written without its zone ("2026-11-20T09:16:00"). Zero dates and nonsense: null. */
export function utcTime(value: unknown): Date | null {
  if (typeof value !== "string" || !/^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(value)) return null;
  const time = new Date(`${value}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}
