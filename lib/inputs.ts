/** Pieces of forms that several rooms ask for, checked in one way. A message stands beside its field as it is here. */
import { z } from "zod";

/** Trimmed, Unicode-normalised, lower-cased; dots and +tags stay (product.md, Identity). */
export const Email = z
  .string()
  .transform((typed) => typed.trim().normalize("NFC").toLowerCase())
  .pipe(z.email("This is not an e-mail address.").max(254, "This address is too long."));

/** One line a person reads: control characters become spaces, so that nothing breaks a mail's header or a log. */
export const line = (what: string, longest = 80) =>
  z
    .string()
    .transform((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim())
    .pipe(z.string().min(1, `Enter ${what}.`).max(longest, `Use at most ${longest} characters.`));

/** An IANA name, such as Europe/Berlin. Offsets are refused: they know no summer time. */
export const TimeZone = z
  .string()
  .max(60)
  .refine((zone) => /^[A-Za-z]/.test(zone) && isKnown(zone), "This is not a time zone we know.");

/** The names offered, in the order of the alphabet. */
export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
