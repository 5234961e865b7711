import { type Fields, fieldsIn, present, text } from "@/lib/connectors/fields";
import { gid, readAddress, time } from "@/lib/connectors/shopify/values";
import { tagsIn } from "@/lib/connectors/tags";
import type { Change, ConsentClaim, Person } from "@/lib/connectors/types";

const undated = new Date(0);

/** A customer as GraphQL shows it. Names and addresses may be withheld from an app: all of a person may be absent. */
export function readCustomer(customer: Fields): Change {
  const externalId = gid(customer.id);
  if (!externalId) return { kind: "refused", reason: "A customer came without an id." };
  const createdAt = time(customer.createdAt) ?? undated;
  const updatedAt = time(customer.updatedAt) ?? createdAt;
  const email = fieldsIn(customer.defaultEmailAddress);
  const phone = fieldsIn(customer.defaultPhoneNumber);
  const consents = [...consentOf("email", email, updatedAt), ...consentOf("sms", phone, updatedAt)];
  const person = personOf(customer, text(email.emailAddress), text(phone.phoneNumber));
  // A 64-bit number, which comes as text.
  const hasBought = Number(customer.numberOfOrders) > 0;
  const tags = tagsIn(customer.tags);
  const record = { externalId, updatedAt, createdAt, person, consents, hasBought, ...(tags && { tags }) };
  return { kind: "customer", record };
}

function personOf(customer: Fields, email: string | undefined, phone: string | undefined): Person {
  const address = fieldsIn(customer.defaultAddress);
  return present({
    email,
    phone: phone ?? text(address.phone),
    firstName: text(customer.firstName),
    lastName: text(customer.lastName),
    address: readAddress(address),
    language: text(customer.locale),
  });
}

/**
 * Shopify dates each state. Only a confirmed opt-in is surely the person's own act: a single one may have been set by
 * staff, an import or another app, and lifts no opt-out. NOT_SUBSCRIBED, INVALID and REDACTED say nothing.
 */
function consentOf(channel: "email" | "sms", shown: Fields, updatedAt: Date): ConsentClaim[] {
  const word = text(shown.marketingState)?.toUpperCase() ?? "";
  const state = states[word];
  if (!state) return [];
  const at = time(shown.marketingUpdatedAt);
  const level = text(shown.marketingOptInLevel) ?? "";
  const explicit = state === "subscribed" && at !== null && level === "CONFIRMED_OPT_IN";
  const evidence = `marketingState=${word}${level ? `, ${level}` : ""}`;
  const claim = { channel, state, explicit, effectiveAt: at ?? updatedAt, method: "store", evidence };
  return [at && !explicit ? { ...claim, dated: true } : claim];
}

const states: Record<string, ConsentClaim["state"]> = {
  SUBSCRIBED: "subscribed",
  UNSUBSCRIBED: "unsubscribed",
  PENDING: "pending",
};
