/** SHOPLINE's customers as what they say to us. Nothing throws: what is no record becomes `refused`. */
import { type Fields, fieldsIn, listIn, present, text } from "@/lib/connectors/fields";
import { languageIn, readPerson, shoplineId, time } from "@/lib/connectors/shopline/fields";
import { tagsIn } from "@/lib/connectors/tags";
import type { Change, ConsentClaim, Person } from "@/lib/connectors/types";

export function readCustomer(customer: Fields, askedAt: Date): Change {
  const externalId = shoplineId(customer.id);
  if (!externalId) return { kind: "refused", reason: "A customer came without an id." };
  const createdAt = time(customer.created_at) ?? askedAt;
  const changedAt = time(customer.updated_at);
  const updatedAt = changedAt ?? askedAt;
  const tags = tagsIn(customer.tags);
  const told = channels.filter(({ flag, consent }) => shownOf(customer, flag, consent) !== null);
  return {
    kind: "customer",
    record: {
      externalId,
      updatedAt,
      ...(changedAt ? {} : { undated: true as const }),
      createdAt,
      person: personOf(customer),
      consents: told.flatMap((channel) => claimOf(customer, channel, updatedAt)),
      ...(told.length === 0 ? { consentUntold: true as const } : {}),
      hasBought: Number(customer.orders_count) > 0,
      ...(tags ? { tags } : {}),
    },
  };
}

function personOf(customer: Fields): Person {
  const [year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text(customer.birthday) ?? "")?.slice(1) ?? [];
  const addresses = [fieldsIn(customer.default_address), ...listIn(customer.addresses)];
  return present({
    ...readPerson(customer, ...addresses),
    language: languageIn(customer.language),
    birthday: year && `${year}-${month}-${day}`,
    gender: genders[text(customer.gender) ?? ""],
  });
}

/** Words in deliveries, numbers in the API's answers; "unknown" and "secret" tell nothing. */
const genders: Record<string, string> = { male: "male", female: "female", "1": "male", "2": "female" };

type Channel = { channel: ConsentClaim["channel"]; flag: string; consent: string };

const channels: Channel[] = [
  { channel: "email", flag: "email_subscribe_flag", consent: "email_marketing_consent" },
  { channel: "sms", flag: "mobile_subscribe_flag", consent: "sms_marketing_consent" },
];

/** The flag is the final word, the consent beside it how it came about. */
function shownOf(customer: Fields, flag: string, consent: string): number | null {
  const shown = [customer[flag], fieldsIn(customer[consent]).state].map((value) => text(value)).find(Boolean);
  return shown !== undefined && /^\d$/.test(shown) ? Number(shown) : null;
}

const states: Record<number, ConsentClaim["state"]> = { 0: "unsubscribed", 1: "subscribed", 3: "pending" };

/**
 * A "yes" is an act of the person where SHOPLINE says that it was confirmed, and when (2 of `opt_in_level`); else it is
 * a state that anybody may have set, since its date. 2 is "never asked"; 4 and 5 are addresses that are no good.
 */
function claimOf(customer: Fields, { channel, flag, consent }: Channel, updatedAt: Date): ConsentClaim[] {
  const shown = shownOf(customer, flag, consent);
  const state = shown === null ? undefined : states[shown];
  if (!state) return [];
  const how = fieldsIn(customer[consent]);
  const at = text(how.state) === String(shown) ? time(how.consent_updated_at) : null;
  const explicit = state === "subscribed" && at !== null && text(how.opt_in_level) === "2";
  const from = text(how.consent_collected_from);
  const evidence = `${flag}=${shown}${from ? `, collected from ${from.slice(0, 100)}` : ""}`;
  const claim: ConsentClaim = { channel, state, explicit, effectiveAt: at ?? updatedAt, method: "store", evidence };
  return [at && !explicit ? { ...claim, dated: true } : claim];
}
