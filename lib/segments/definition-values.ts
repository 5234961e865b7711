/** The values that operators take, each checked in one way. Numbers and money are decimals as texts, never floats. */
import { z } from "zod";
import type { Takes } from "./catalogue/operators";
import { most } from "./definition-size";

/** Both ends belong to it. Decimals, or days "2026-11-22". */
export type Range = { from: string; to: string };
/** Percents from 0 to 100 in whole numbers: those whose lot in this draw is from `from` on and below `to`. */
export type Share = { from: number; to: number; draw: number };
/** The sum, average, least or greatest of a property, and what is asked of it. */
export type Measure = { of: string; operator: string; value: Value };
export type Value = string | number | string[] | Range | Share | Measure;

/** NUL ends a text in Postgres, and half a surrogate pair is no text. */
const Text = z
  .string()
  .min(1, "enter a text")
  .max(most.text, `a text may have ${most.text} characters, not more`)
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "this text holds characters that no text has")
  .refine((text) => text.trim() !== "", "enter a text");

const Decimal = z.string().regex(/^-?(0|[1-9]\d{0,14})(\.\d{1,4})?$/, "enter a number such as 12 or 12.50");

const Day = z.string().refine((text) => z.iso.date().safeParse(text).success && text >= "1900" && text < "2200", {
  message: "enter a day such as 2026-11-22",
});

const whole = (least: number, greatest: number) =>
  z
    .number("enter a whole number")
    .int("enter a whole number")
    .min(least, `${least} is the least`)
    .max(greatest, `${greatest} is the greatest`);

const inOrder = (value: { from: string; to: string }) =>
  value.from.includes("-", 1) ? value.from <= value.to : Number(value.from) <= Number(value.to);

export const values = {
  nothing: z.undefined("takes no value"),
  text: Text,
  texts: z.array(Text).min(1, "enter at least one text"),
  words: Text.refine((text) => text.trim().split(/\s+/).length <= 10, "enter at most ten words"),
  number: Decimal,
  range: z.strictObject({ from: Decimal, to: Decimal }).refine(inOrder, "the first number is the lower one"),
  day: Day,
  days: z.strictObject({ from: Day, to: Day }).refine(inOrder, "the first day is the earlier one"),
  count: whole(0, 36_500),
  unit: z.enum(["day", "week", "month", "year"], "this is day, week, month or year"),
  values: z.array(Text).min(1, "choose at least one"),
  times: whole(0, 1_000_000),
  measure: z.strictObject({
    of: z.string(),
    operator: z.string(),
    value: z.union([Decimal, z.strictObject({ from: Decimal, to: Decimal })]),
  }),
  share: z
    .strictObject({ from: whole(0, 99), to: whole(1, 100), draw: whole(1, 1_000) })
    .refine(({ from, to }) => from < to, "the first percentage is the lower one"),
} as const satisfies Record<Takes, z.ZodType>;

export type Taken<T extends Takes> = z.output<(typeof values)[T]>;

/** What is wrong with a value, in words that follow the place; null when nothing is. */
export function problemOf(takes: Takes, value: unknown): string | null {
  const read = values[takes].safeParse(value);
  if (read.success) return null;
  const told = read.error.issues[0]?.message ?? "";
  return /^[A-Z]/.test(told) ? wanted[takes] : told;
}

/** The value as what its operator takes. @throws when it is not: readDefinition has checked it */
export const taken = <T extends Takes>(takes: T, value: unknown): Taken<T> => values[takes].parse(value) as Taken<T>;

const wanted: Record<Takes, string> = {
  nothing: "takes no value",
  text: "enter a text",
  texts: "enter a list of texts",
  words: "enter a text",
  number: "enter a number such as 12 or 12.50",
  range: "enter two numbers, from and to",
  day: "enter a day such as 2026-11-22",
  days: "enter two days, from and to",
  count: "enter a number of days",
  unit: "this is day, week, month or year",
  values: "choose at least one",
  times: "enter how many times",
  measure: "say of what, compared how and with which number",
  share: "enter two percentages and a draw",
};
