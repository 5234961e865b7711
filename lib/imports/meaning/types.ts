/** What a column can mean, and what a row becomes. Plain data that is kept with the import and sent to the worker. */
import { z } from "zod";

/** In the order of the drop-down. */
export const fields = [
  ...["email", "phone", "firstName", "lastName", "fullName", "pushId"],
  ...["birthday", "gender", "language", "company"],
  ...["line1", "line2", "postcode", "city", "region", "country"],
  ...["tags", "lists", "emailConsent", "smsConsent", "optInAt", "optOutAt"],
  ...["createdAt", "externalId", "custom", "ignore"],
] as const as readonly [Field, ...Field[]];

export type Field =
  | ("email" | "phone" | "firstName" | "lastName" | "fullName" | "pushId")
  | ("birthday" | "gender" | "language" | "company")
  | ("line1" | "line2" | "postcode" | "city" | "region" | "country")
  | ("tags" | "lists" | "emailConsent" | "smsConsent" | "optInAt" | "optOutAt")
  | ("createdAt" | "externalId" | "custom" | "ignore");

/** "iso" is also 2024-03-01T10:00:00Z; "dmy" and "mdy" take any of . / - and a time behind; "unix" is seconds or ms. */
export const dateFormats = ["iso", "dmy", "mdy", "ymd", "words", "unix", "excel"] as const;
export type DateFormat = (typeof dateFormats)[number];

/** What a word in a consent column says. "never": nothing was ever said; "nothing": as if the cell were empty. */
export const consentMeanings = ["subscribed", "unsubscribed", "pending", "never", "nothing"] as const;
export type ConsentMeaning = (typeof consentMeanings)[number];

export const customTypes = ["text", "number", "boolean", "date"] as const;
export type CustomType = (typeof customTypes)[number];

/**
 * What one column of the file is. Of several columns with one field the first that is filled counts, of consent the
 * strictest; tags and lists are united.
 */
export const Column = z.object({
  field: z.enum(fields),
  /** Of a custom field: how it is called, and what it holds. */
  name: z.string().trim().min(1).max(80).optional(),
  type: z.enum(customTypes).optional(),
  /** Of dates. */
  dates: z.enum(dateFormats).optional(),
  /** Of numbers: what stands before the decimals. */
  decimals: z.enum([".", ","]).optional(),
  /** Of consent: words in lower case, trimmed. Words that are not here reject the row. */
  words: z.record(z.string(), z.enum(consentMeanings)).optional(),
  /** Of tags and lists: what stands between several in a cell; "json" is also ['a', 'b']. "" is one per cell. */
  between: z.enum([",", ";", "|", "json", ""]).optional(),
});
export type Column = z.output<typeof Column>;

/** "unsubscribed" and "suppressed" are lists of other tools: they only lower consent, and make no one a subscriber. */
export const kinds = ["contacts", "unsubscribed", "suppressed"] as const;
export type Kind = (typeof kinds)[number];

export const suppressionReasons = ["manual", "bounce", "complaint", "invalid"] as const;

/** Everything that turns a row's cells into a contact. */
export const Meaning = z.object({
  kind: z.enum(kinds).default("contacts"),
  /** Why addresses of kind "suppressed" are so. */
  reason: z.enum(suppressionReasons).default("manual"),
  columns: z.array(Column).max(500),
  /** ISO alpha-2, for phone numbers without a country of their own; a row's own country goes before. */
  country: z.string().length(2).nullable().default(null),
  /** IANA, for moments without a zone. */
  zone: z.string().default("UTC"),
  /** What cells that cannot be read do: reject their row, or are left out of it. Email and consent always reject. */
  unreadable: z.enum(["reject", "leave-out"]).default("reject"),
});
export type Meaning = z.output<typeof Meaning>;

/** A contact as the file tells it. Null or empty: the file says nothing of it. */
export type Row = {
  /** The key (lib/contacts/identity.ts), and as it was typed. */
  email: string | null;
  emailTyped: string | null;
  /** E.164. */
  phone: string | null;
  pushId: string | null;
  /** The platform's id, for information. */
  externalId: string | null;
  firstName: string | null;
  lastName: string | null;
  /** 1988-04-12 */
  birthday: string | null;
  gender: string | null;
  /** ISO 639-1, also with a region. */
  language: string | null;
  company: string | null;
  line1: string | null;
  line2: string | null;
  postcode: string | null;
  city: string | null;
  region: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  /** Moments as 2024-03-01T10:00:00.000Z. */
  createdAt: string | null;
  optInAt: string | null;
  optOutAt: string | null;
  /** Kinds that only lower say "unsubscribed" or nothing here. */
  emailConsent: "subscribed" | "unsubscribed" | "pending" | null;
  smsConsent: "subscribed" | "unsubscribed" | "pending" | null;
  /** Only of kind "suppressed". */
  suppressed: (typeof suppressionReasons)[number] | null;
  tags: string[];
  lists: string[];
  /** By the names in the mapping: text, number (exact decimals, as text), boolean, or a day. Null if there is none. */
  custom: Record<string, string | boolean> | null;
  /** mira@gmail.com where gamil.com was typed: shown, never applied. */
  hint: string | null;
  flags: ("role" | "disposable")[];
  /** Cells left out of it, by `unreadable: "leave-out"`. */
  leftOut: { column: number; reason: Reason }[];
};

/** Why a row is no contact. A sentence for each in ./reasons.ts. */
export const reasons = [
  ...["quote", "letters", "wide", "long"],
  ...["empty", "nobody", "email", "phone", "birthday", "date", "number", "boolean", "consent"],
  ...["country", "language", "text", "two-emails", "two-phones"],
] as const as readonly [Reason, ...Reason[]];

export type Reason =
  | ("quote" | "letters" | "wide" | "long")
  | ("empty" | "nobody" | "email" | "phone" | "birthday" | "date" | "number" | "boolean" | "consent")
  | ("country" | "language" | "text" | "two-emails" | "two-phones");

export type Judged = { row: Row } | { reject: { column: number | null; reason: Reason } };
