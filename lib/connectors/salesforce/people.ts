/** Salesforce's Contacts and Leads as what they say to us. Nothing throws: what is no record becomes `refused`. */
import { addressIn, type Fields, present, text } from "@/lib/connectors/fields";
import type { Address, Change, ConsentClaim, Person } from "@/lib/connectors/types";

export type Kind = "Contact" | "Lead";

const names = ["FirstName", "LastName", "Email", "Phone", "MobilePhone", "HasOptedOutOfEmail", "CreatedDate"];
const places = ["Street", "City", "State", "PostalCode", "Country", "CountryCode"];

/** What is asked for, as far as the user may see it: a SELECT that names a hidden field is declined whole. */
export const fieldsOf: Record<Kind, { always: string[]; wanted: string[] }> = {
  Contact: {
    always: ["Id", "IsDeleted", "MasterRecordId", "SystemModstamp"],
    wanted: [...names, "Birthdate", "GenderIdentity", ...places.map((name) => `Mailing${name}`)],
  },
  Lead: {
    always: ["Id", "IsDeleted", "MasterRecordId", "IsConverted", "SystemModstamp"],
    wanted: [...names, "ConvertedContactId", "Company", ...places],
  },
};

/** Ids have 15 signs or 18, of which the last three only guard the case of the others; both are one record. */
export function salesforceId(value: unknown): string | undefined {
  const given = text(value);
  if (!given || !/^[A-Za-z0-9]{15}([A-Z0-5]{3})?$/.test(given)) return undefined;
  return given.length === 18 ? given : `${given}${guardOf(given)}`;
}

function guardOf(id: string): string {
  const parts = [id.slice(0, 5), id.slice(5, 10), id.slice(10, 15)];
  const bits = (part: string) => [...part].reduce((sum, sign, at) => sum + (/[A-Z]/.test(sign) ? 1 << at : 0), 0);
  return parts.map((part) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits(part)]).join("");
}

/**
 * One that was deleted is gone. One that was merged into another, or a Lead that became a Contact, is gone into that
 * one, which speaks for the person from now on.
 */
export function readPerson(row: Fields, kind: Kind): Change {
  const externalId = salesforceId(row.Id);
  if (!externalId) return { kind: "refused", reason: `A ${kind} came without an id.` };
  if (row.IsDeleted === true || row.IsConverted === true) {
    const into = salesforceId(row.IsDeleted === true ? row.MasterRecordId : row.ConvertedContactId);
    return { kind: "customer-gone", externalId, ...(into ? { into } : {}) };
  }
  const updatedAt = time(row.SystemModstamp);
  if (!updatedAt) return { kind: "refused", reason: `${kind} ${externalId} came without its date of change.` };
  const consents = consentOf(row, updatedAt);
  return {
    kind: "customer",
    record: {
      externalId,
      updatedAt,
      createdAt: time(row.CreatedDate) ?? updatedAt,
      person: personOf(row, kind),
      consents: consents ?? [],
      ...(consents === null ? { consentUntold: true as const } : {}),
      hasBought: false,
    },
  };
}

/** Opt-out only: a box without a tick is no opt-in, and lifts nothing. A hidden box says nothing: null. */
function consentOf({ HasOptedOutOfEmail: out }: Fields, at: Date): ConsentClaim[] | null {
  if (typeof out !== "boolean") return null;
  const claim = { channel: "email", explicit: false, effectiveAt: at, method: "store" } as const;
  return out ? [{ ...claim, state: "unsubscribed", evidence: "HasOptedOutOfEmail=true" }] : [];
}

function personOf(row: Fields, kind: Kind): Person {
  const birthday = text(row.Birthdate);
  const gender = text(row.GenderIdentity)?.toLowerCase();
  return present({
    email: text(row.Email),
    phone: text(row.MobilePhone) ?? text(row.Phone),
    firstName: text(row.FirstName),
    lastName: text(row.LastName),
    address: addressOf(row, kind === "Contact" ? "Mailing" : ""),
    birthday: birthday && /^\d{4}-\d\d-\d\d$/.test(birthday) ? birthday : undefined,
    gender: gender === "male" || gender === "female" ? gender : undefined,
  });
}

/** The country is a code where the org has lists of countries, else whatever somebody wrote. */
function addressOf(row: Fields, before: string): Address | undefined {
  const of = (name: string) => text(row[`${before}${name}`]);
  const [line1, line2] = of("Street")?.split(/\r?\n/) ?? [];
  return addressIn({
    company: before === "" ? row.Company : undefined,
    line1,
    line2,
    city: of("City"),
    region: of("State"),
    postcode: of("PostalCode"),
    country: of("CountryCode") ?? of("Country"),
  });
}

/** "2026-11-20T09:14:03.000+0000": an offset without a colon. */
export function time(value: unknown): Date | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(value)) return null;
  const read = new Date(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(read.getTime()) ? null : read;
}
