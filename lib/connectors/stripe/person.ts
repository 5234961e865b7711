/** Who is meant by an object that has email, phone, one name and an address, as Stripe's customers and payers have. */
import { addressIn, type Fields, fieldsIn, present, text } from "@/lib/connectors/fields";
import type { Person } from "@/lib/connectors/types";

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

const readAddress = (from: Fields) =>
  addressIn({
    line1: from.line1,
    line2: from.line2,
    city: from.city,
    region: from.state,
    postcode: from.postal_code,
    country: from.country,
  });

/** Stripe keeps one name. The last word of several is taken for the family's, which is right more often than not. */
function namesIn(name: string | undefined): [string | undefined, string | undefined] {
  const space = name?.lastIndexOf(" ") ?? -1;
  return name && space > 0 ? [name.slice(0, space).trim(), name.slice(space + 1)] : [name, undefined];
}
