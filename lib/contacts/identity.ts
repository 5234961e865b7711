/** How addresses are compared (product.md, "Identity"): what is typed is kept for the eye, the key is normalised. */

import type { CountryCode, PhoneNumber } from "libphonenumber-js";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { Person } from "@/lib/connectors/types";
import { emailKey, isEmail } from "@/lib/email";

export type Addresses = { email: string | null; emailTyped: string | null; phone: string | null };

export const nobody: Addresses = { email: null, emailTyped: null, phone: null };

/** Trimmed, Unicode-normalised, lower-cased; dots and +tags stay. Null when it cannot be an address. */
export function normalizeEmail(typed: string | undefined | null): string | null {
  const email = emailKey(typed ?? "");
  return isEmail(email) ? email : null;
}

/** E.164, read with the country (ISO alpha-2) as default. Null when it cannot be a number. */
export function normalizePhone(typed: string | undefined | null, country?: string | null): string | null {
  if (!typed || typed.length > 60) return null;
  const number = parsePhoneNumberFromString(typed, country ? (country as CountryCode) : undefined);
  if (!number?.isPossible()) return null;
  return abroad(typed, number) ?? number.number;
}

/**
 * 491705550101, of which a spreadsheet took the plus: so long a number at home begins with its own country's code in
 * no country, though libphonenumber reads one where some place has that code too (in Germany 0491).
 */
function abroad(typed: string, { nationalNumber, countryCallingCode }: PhoneNumber): string | null {
  if (nationalNumber.length < 12 || !nationalNumber.startsWith(countryCallingCode)) return null;
  if (typed.includes("+") || typed.replace(/\D/g, "") !== nationalNumber) return null;
  const whole = parsePhoneNumberFromString(`+${nationalNumber}`);
  return whole?.isValid() ? whole.number : null;
}

/** The keys of a person in a store of `country`. */
export function addressesOf(person: Person, country: string | null): Addresses {
  const email = normalizeEmail(person.email);
  return {
    email,
    emailTyped: email ? person.email!.trim() : null,
    phone: normalizePhone(person.phone, person.address?.country ?? country),
  };
}
