/** Pieces of forms that several rooms ask for, checked in one way. A message stands beside its field as it is here. */
import { z } from "zod";
import { emailKey, isEmail } from "./email";
import { inOneLine } from "./one-line";

/** Trimmed, Unicode-normalised, lower-cased; dots and +tags stay (product.md, Identity). */
export const Email = z
  .string()
  .transform(emailKey)
  .pipe(z.string().max(254, "This address is too long.").refine(isEmail, "This is not an e-mail address."));

/** One line a person reads, tidied as `inOneLine` (lib/one-line.ts) does. */
export const line = (what: string, longest = 80) =>
  z
    .string()
    .transform(inOneLine)
    .pipe(
      z
        .string()
        .regex(/[^\p{Cf}\p{Z}]/u, `Enter ${what}.`)
        .max(longest, `Use at most ${longest} characters.`),
    );

/** A line that may stay empty. */
export const remark = (longest: number) =>
  z
    .string()
    .default("")
    .transform(inOneLine)
    .pipe(z.string().max(longest, `Use at most ${longest} characters.`));

/** A moment in an address, as the `next` of a page: one that Postgres can hold, which is less than JavaScript can. */
export const Moment = z.coerce.date().min(new Date("0001-01-01")).max(new Date("9999-12-31"));

/**
 * An IANA name, such as Europe/Berlin, as it is offered: Europe/Kyiv becomes Europe/Kiev, for Postgres does not know all
 * names that are read here. Offsets are refused, and so are letters such as IST: not everybody reads them alike.
 */
export const TimeZone = z
  .string()
  .max(60)
  .transform(offered)
  .pipe(z.string({ error: "This is not a time zone we know." }));

/** The names offered, in the order of the alphabet. */
export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

function offered(zone: string): string | null {
  if (!/^(UTC$|[A-Za-z]+\/)/.test(zone)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return timeZones().includes(timeZone) ? timeZone : null;
  } catch {
    return null;
  }
}
