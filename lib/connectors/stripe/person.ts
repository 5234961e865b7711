/** Who is meant by an object that has email, phone, one name and an address, as Stripe's customers and payers have. */
import { type Fields, fieldsIn, text } from "@/lib/connectors/fields";
import type { Address, Person } from "@/lib/connectors/types";

/** `shipping` (name, phone, address) stands in for what the first does not tell. */
export function readPerson(from: Fields, shipping: Fields): Person {
  const [firstName, lastName] = namesIn(text(from.individual_name) ?? text(from.name) ?? text(shipping.name));
  const address = readAddress(fieldsIn(from.address)) ?? readAddress(fieldsIn(shipping.address));
  const company = text(from.business_name);
  return present({
    email: text(from.email),
    phone: text(from.phone) ?? text(shipping.phone),
    firstName,
    lastName,
    address: company ? { company, ...address } : address,
    language: text(from.language),
  });
}

function readAddress(from: Fields): Address | undefined {
  const country = text(from.country)?.toUpperCase();
  const address: Address = present({
    line1: text(from.line1),
    line2: text(from.line2),
    city: text(from.city),
    region: text(from.state),
    postcode: text(from.postal_code),
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
  });
  return Object.keys(address).length > 0 ? address : undefined;
}

/** Stripe keeps one name. The last word of several is taken for the family's, which is right more often than not. */
function namesIn(name: string | undefined): [string | undefined, string | undefined] {
  const space = name?.lastIndexOf(" ") ?? -1;
  return name && space > 0 ? [name.slice(0, space).trim(), name.slice(space + 1)] : [name, undefined];
}

function present<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
