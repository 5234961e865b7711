/** Shopify's ids, times, amounts, addresses, as GraphQL and webhooks write them. */
import { addressIn, amount, type Fields, fieldsIn, id, present, text } from "@/lib/connectors/fields";
import type { Person } from "@/lib/connectors/types";

/** The number in "gid://shopify/Customer/8801", also of an object that has it as `id`; plain numbers as they are. */
export function gid(value: unknown): string | undefined {
  const own = typeof value === "object" ? fieldsIn(value).id : value;
  return id(typeof own === "string" ? own.replace(/^gid:\/\/shopify\/\w+\//, "").replace(/\?.*$/, "") : own);
}

export const gidOf = (type: "Customer" | "Order" | "Segment", externalId: string) =>
  `gid://shopify/${type}/${externalId}`;

/** ISO 8601 with its offset. */
export function time(value: unknown): Date | null {
  if (typeof value !== "string" || !/^[12]\d{3}-\d\d-\d\dT/.test(value)) return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The shop's own money of a `…Set`: merchants and totals speak of it, whatever the buyer saw. */
export function shopMoney(set: unknown): { amount: string; currency: string } | undefined {
  const own = fieldsIn(fieldsIn(set).shopMoney);
  const value = amount(own.amount);
  const currency = text(own.currencyCode)?.toUpperCase();
  return value !== undefined && currency && /^[A-Z]{3}$/.test(currency) ? { amount: value, currency } : undefined;
}

/** GraphQL's names or a webhook's. */
export const readAddress = (from: Fields) =>
  addressIn({
    company: from.company,
    line1: from.address1,
    line2: from.address2,
    city: from.city,
    region: from.province,
    postcode: from.zip,
    country: from.countryCodeV2 ?? from.country_code,
  });

/** Whom a sale names: by its own addresses, else as the account is called. */
export function buyer(told: Pick<Person, "email" | "phone" | "language">, billing: Fields, shipping: Fields): Person {
  const named = Object.keys(billing).length > 0 ? billing : shipping;
  return present<Person>({
    ...told,
    phone: told.phone ?? text(named.phone),
    firstName: text(named.firstName ?? named.first_name),
    lastName: text(named.lastName ?? named.last_name),
    address: readAddress(named),
  });
}
