/** What a filter of the contacts list may be set to, and how each reads from the address and is written there again. */
import { z } from "zod";

export const consents = ["subscribed", "unsubscribed", "pending", "never"] as const;
/** Why somebody is not written to, whatever they agreed to. */
export const holds = ["disabled", "excluded", "suppressed"] as const;
export const statuses = [...consents, ...holds] as const;
export const activities = ["active", "inactive"] as const;
export const sources = ["ecommerce", "csv", "api", "form", "manual"] as const;
export const kinds = ["subscriber", "buyer", "contact"] as const;
/** Purchase status: no order, one, two and more. */
export const purchases = ["none", "first", "repeat"] as const;
export const taggings = ["any", "all", "none"] as const;
export const listings = ["in", "out"] as const;
/** Whether those excluded from lists and segments are shown. */
export const exclusions = ["shown", "out"] as const;

/** Both ends belong to it; null is open. Decimals as texts, never floats. */
export type Range = { min: string | null; max: string | null };

/**
 * Whole days of the organization's time zone. `within` the last n days: since 00:00 n days ago, today included;
 * `before` is all that was earlier; `between` two dates, both included, either of them open.
 */
export type Span =
  | { is: "within" | "before"; days: number }
  | { is: "between"; from: string | null; to: string | null };

export const noRange: Range = { min: null, max: null };

/** Takes a repeated field as well as values with commas between them; each that is not allowed is told to `refuse`. */
export function readMany<T extends string>(
  value: string | string[] | undefined,
  allowed: z.ZodType<T>,
  refuse: (value: string) => void,
): T[] {
  const given = [value ?? []]
    .flat()
    .flatMap((part) => part.split(","))
    .filter(Boolean)
    .slice(0, 50);
  const read = given.flatMap((part) => {
    const result = allowed.safeParse(part);
    if (!result.success) refuse(part);
    return result.success ? [result.data] : [];
  });
  return [...new Set(read)];
}

const decimal = z
  .string()
  .regex(/^-?\d{1,15}([.,]\d{1,4})?$/)
  .transform((text) => tidied(text.replace(",", ".")));
const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform((text) => tidied(text));
/** Without zeros in front. */
const tidied = (text: string) => text.replace(/^(-?)0+(?=\d)/, "$1");

export const numbers = { decimal, whole };

/** `what` is the filter's name in words: a part that is no number is told and left open. */
export function readRange(
  given: { min: string; max: string },
  check: z.ZodType<string>,
  what: string,
  problems: string[],
): Range {
  const part = (text: string) => {
    if (!text.trim()) return null;
    const read = check.safeParse(text.trim());
    if (!read.success) problems.push(`${what} cannot be “${shortened(text)}”.`);
    return read.success ? read.data : null;
  };
  return { min: part(given.min), max: part(given.max) };
}

/** The days that a span may name, and how far it may reach back: a segment of the same condition takes no others. */
export const firstDay = "1900-01-02";
export const lastDay = "2199-12-30";
export const mostDays = 36_500;

export type GivenSpan = { is: string; days: string; from: string; to: string };

export function readSpan(given: GivenSpan, what: string, problems: string[]): Span | null {
  const { is, days } = given;
  if (!is) return null;
  if (is === "between") return readDates(given, what, problems);
  if (is !== "within" && is !== "before") {
    problems.push(`${what} cannot be “${shortened(is)}”.`);
    return null;
  }
  if (/^\d{1,5}$/.test(days) && Number(days) <= mostDays) return { is, days: Number(days) };
  problems.push(days ? `${what}: “${shortened(days)}” is not a number of days.` : `${what}: enter a number of days.`);
  return null;
}

function readDates({ from, to }: GivenSpan, what: string, problems: string[]): Span | null {
  const date = (text: string) => {
    const read = z.iso.date().safeParse(text);
    const fits = read.success && text >= firstDay && text <= lastDay;
    if (text && !fits) problems.push(`${what}: “${shortened(text)}” is not a date.`);
    return fits ? read.data : null;
  };
  const span = { is: "between" as const, from: date(from), to: date(to) };
  if (!from && !to) problems.push(`${what}: enter a date.`);
  return span.from || span.to ? span : null;
}

export const isOpen = (range: Range) => range.min === null && range.max === null;
export const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
