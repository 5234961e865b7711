/**
 * Single values as SHOPLINE writes them: ids of up to 30 digits, times with the store's offset, money in two notations.
 */
import { addressIn, type Fields, fieldsIn, listIn, present, text } from "@/lib/connectors/fields";
import type { Person } from "@/lib/connectors/types";

/** Ids are text; which signs they may hold is not told. */
export function shoplineId(value: unknown): string | undefined {
  const given = text(value);
  return given && /^[\w-]{1,64}$/.test(given) && given !== "0" ? given : undefined;
}

/** "2026-11-20T17:14:00+08:00". Empty, absent and without an offset: null. */
export function time(value: unknown): Date | null {
  if (typeof value !== "string" || !/^[12]\d{3}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value)) return null;
  const read = new Date(value);
  return Number.isNaN(read.getTime()) ? null : read;
}

/** Ten-thousandths, so that sums and products of amounts stay exact; null where there is no readable amount. */
export function units(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || Math.abs(number) >= 1e11) return null;
  return Math.round(number * 10_000);
}

export const money = (tenThousandths: number): string => (tenThousandths / 10_000).toFixed(4).replace(/\.?0+$/, "");

/** In what order a record tells of the person: the first that says anything counts. */
export function readPerson(own: Fields, ...addresses: Fields[]): Person {
  const [place] = addresses.filter((address) => readAddress(address));
  const of = (name: string) => [own, ...addresses].map((from) => text(from[name])).find((value) => value !== undefined);
  return present({
    email: unmasked([own, ...addresses].map((from) => text(from.email)).find(Boolean)),
    phone: [own, ...addresses].map((from) => phoneIn(from.phone)).find(Boolean),
    firstName: of("first_name"),
    lastName: of("last_name"),
    address: place && readAddress(place),
  });
}

/** The documents show addresses and numbers with stars in them: such a one is nobody's. */
const unmasked = (value: string | undefined) => (value?.includes("**") ? undefined : value);

/** International numbers begin with 00 here instead of a plus sign. */
const phoneIn = (value: unknown) => unmasked(text(value))?.replace(/^00(?=[1-9])/, "+");

const readAddress = (from: Fields) =>
  addressIn({
    company: from.company,
    line1: from.address1,
    line2: from.address2,
    city: from.city,
    region: from.province,
    postcode: from.zip,
    country: from.country_code,
  });

/** "enCA" and "en_CA" are the same as "en-CA". */
export function languageIn(value: unknown): string | undefined {
  const [, language, region] = /^([a-z]{2})[-_]?([A-Z]{2})?$/.exec(text(value) ?? "") ?? [];
  return language && (region ? `${language}-${region}` : language);
}

export function currencyIn(...values: unknown[]): string | undefined {
  return values.map((value) => text(value)?.toUpperCase()).find((value) => value && /^[A-Z]{3}$/.test(value));
}

export const couponsIn = (record: Fields): string[] =>
  listIn(record.discount_codes).flatMap((discount) => text(discount.code) ?? []);

export const customerOf = (record: Fields): string | null =>
  shoplineId(record.user_id) ?? shoplineId(fieldsIn(record.customer).id) ?? null;
