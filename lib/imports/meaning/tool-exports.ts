/** What the exports of other tools look like: their headers, and what their columns and words mean. */
import type { Column, ConsentMeaning, Kind, suppressionReasons } from "./types";

/** An export of another tool, known by its header. */
export type Recognised = {
  tool: "Mailchimp" | "Klaviyo" | "Shopify" | "WooCommerce" | "Omnisend";
  /** As a merchant would say it: "Mailchimp, unsubscribed contacts". */
  what: string;
  kind: Kind;
  /** Of kind "suppressed". */
  reason: (typeof suppressionReasons)[number] | null;
  /** One for each column. */
  columns: Column[];
};

/**
 * `has`: headers that only this export has together. `columns`: what its headers mean where our words would not know.
 */
export type Export = Omit<Recognised, "columns"> & { has: string[]; columns: Record<string, Column> };

export const ignore: Column = { field: "ignore" };
const iso = (field: "optInAt" | "optOutAt" | "createdAt"): Column => ({ field, dates: "iso" });
const amount = (name: string): Column => ({ field: "custom", name, type: "number", decimals: "." });
const text = (name: string): Column => ({ field: "custom", name, type: "text" });
const consent = (field: "emailConsent" | "smsConsent", words: Record<string, ConsentMeaning>): Column => ({
  field,
  words,
});

/**
 * What Mailchimp adds to a list's own fields; its REGION and CC are guessed from an IP address. BIRTHDAY has no year.
 */
const mailchimp: Record<string, Column> = {
  "member rating": ignore,
  "optin ip": ignore,
  "confirm ip": ignore,
  latitude: ignore,
  longitude: ignore,
  gmtoff: ignore,
  dstoff: ignore,
  timezone: ignore,
  cc: ignore,
  region: ignore,
  "last changed": ignore,
  leid: ignore,
  euid: { field: "externalId" },
  notes: text("Notes"),
  birthday: text("Birthday"),
  tags: { field: "tags", between: "," },
};

const mailchimpGone: Record<string, Column> = { ...mailchimp, "optin time": ignore, "confirm time": ignore };

const klaviyoWords: Record<string, ConsentMeaning> = {
  subscribed: "subscribed",
  subscribe: "subscribed",
  true: "subscribed",
  unsubscribed: "unsubscribed",
  unsubscribe: "unsubscribed",
  false: "unsubscribed",
  never_subscribed: "never",
  "never subscribed": "never",
};

/** The reasons of developers.klaviyo.com, EmailMarketingSuppression; a cell is a list of them. */
const klaviyoSuppressions: Record<string, ConsentMeaning> = Object.fromEntries(
  ["hard_bounce", "soft_bounce", "invalid_email", "spam_complaint", "unsubscribe", "user_suppressed"].map((reason) => [
    reason,
    "unsubscribed" as const,
  ]),
);

/** "no" is everybody who never said yes, guests included: nothing was refused. */
const shopifyWords: Record<string, ConsentMeaning> = {
  yes: "subscribed",
  true: "subscribed",
  no: "never",
  false: "never",
};

const omnisendWords: Record<string, ConsentMeaning> = {
  subscribed: "subscribed",
  unsubscribed: "unsubscribed",
  nonsubscribed: "never",
  "non-subscribed": "never",
  "not subscribed": "never",
};

/**
 * Where the headers are from. Mailchimp: its audience export, three files (mailchimp.com/help/view-export-contacts and
 * files in public repositories). Klaviyo: help.klaviyo.com 115005078687. Shopify: the customer CSV of help.shopify.com.
 * WooCommerce: get_export_columns() of the customers report, server and browser. Omnisend: support.omnisend.com
 * 4234735.
 */
export const exportsOfTools: Export[] = [
  {
    tool: "Mailchimp",
    what: "Mailchimp, unsubscribed contacts",
    kind: "unsubscribed",
    reason: null,
    has: ["unsub time", "euid"],
    columns: {
      ...mailchimpGone,
      "unsub time": iso("optOutAt"),
      "unsub campaign title": ignore,
      "unsub campaign id": ignore,
      "unsub reason": text("Unsubscribe reason"),
      "unsub reason other": ignore,
    },
  },
  {
    tool: "Mailchimp",
    what: "Mailchimp, cleaned contacts",
    kind: "suppressed",
    reason: "bounce",
    has: ["clean time", "euid"],
    columns: { ...mailchimpGone, "clean time": ignore, "clean campaign title": ignore, "clean campaign id": ignore },
  },
  {
    tool: "Mailchimp",
    what: "Mailchimp, subscribed contacts",
    kind: "contacts",
    reason: null,
    has: ["optin time", "confirm time", "euid"],
    // Everybody in this file is subscribed: who came by a list of addresses has only the time of the last change.
    columns: {
      ...mailchimp,
      "optin time": iso("optInAt"),
      "confirm time": iso("optInAt"),
      "last changed": iso("optInAt"),
    },
  },
  {
    tool: "Klaviyo",
    what: "Klaviyo, profiles",
    kind: "contacts",
    reason: null,
    has: ["klaviyo id", "email"],
    columns: {
      "klaviyo id": { field: "externalId" },
      "email marketing consent": consent("emailConsent", klaviyoWords),
      "email marketing consent timestamp": iso("optInAt"),
      "sms marketing consent": consent("smsConsent", klaviyoWords),
      "sms marketing consent timestamp": ignore,
      "state region": { field: "region" },
      "zip code": { field: "postcode" },
      organization: { field: "company" },
      "profile created on": iso("createdAt"),
      "date added": ignore,
      "historic customer lifetime value": amount("Total spent"),
      "historic number of orders": amount("Orders"),
      // Whoever is suppressed there gets nothing, though the column of consent still says "subscribed".
      "email suppressions": consent("emailConsent", klaviyoSuppressions),
      "shopify tags": { field: "tags", between: "json" },
      "ip address": ignore,
      latitude: ignore,
      longitude: ignore,
    },
  },
  {
    tool: "Klaviyo",
    what: "Klaviyo, suppressed profiles",
    kind: "suppressed",
    reason: "manual",
    has: ["email", "suppression reason"],
    columns: { "suppression reason": ignore },
  },
  ...shopify(["accepts email marketing", "total spent", "total orders", "tax exempt"], "accepts email marketing"),
  ...shopify(["accepts marketing", "total spent", "total orders", "tax exempt"], "accepts marketing"),
  ...woocommerce(["username", "last active", "sign up", "email", "total spend", "aov"]),
  ...woocommerce(["username", "last active", "date registered", "email", "total spend", "aov"]),
  ...omnisend("email subscription status", "sms subscription status"),
  ...omnisend("email status", "sms status"),
];

function shopify(has: string[], accepts: string): Export[] {
  const columns: Record<string, Column> = {
    "customer id": { field: "externalId" },
    [accepts]: consent("emailConsent", shopifyWords),
    "accepts sms marketing": consent("smsConsent", shopifyWords),
    "default address company": { field: "company" },
    "default address address1": { field: "line1" },
    "default address address2": { field: "line2" },
    "default address city": { field: "city" },
    "default address province code": { field: "region" },
    "default address country code": { field: "country" },
    "default address zip": { field: "postcode" },
    "default address phone": ignore,
    phone: { field: "phone" },
    province: ignore,
    country: ignore,
    "total spent": amount("Total spent"),
    "total orders": amount("Orders"),
    note: text("Note"),
    "tax exempt": { field: "custom", name: "Tax exempt", type: "boolean" },
    tags: { field: "tags", between: "," },
  };
  return [{ tool: "Shopify", what: "Shopify, customers", kind: "contacts", reason: null, has, columns }];
}

function woocommerce(has: string[]): Export[] {
  const columns: Record<string, Column> = {
    name: { field: "fullName" },
    username: ignore,
    "last active": ignore,
    "sign up": iso("createdAt"),
    "date registered": iso("createdAt"),
    orders: amount("Orders"),
    "total spend": amount("Total spent"),
    aov: ignore,
    "country region": { field: "country" },
  };
  return [{ tool: "WooCommerce", what: "WooCommerce, customers", kind: "contacts", reason: null, has, columns }];
}

function omnisend(email: string, sms: string): Export[] {
  const columns: Record<string, Column> = {
    [email]: consent("emailConsent", omnisendWords),
    [sms]: consent("smsConsent", omnisendWords),
    "email consent": ignore,
    "email opt in date": iso("optInAt"),
    "email opt out date": iso("optOutAt"),
    "sms opt in date": ignore,
    "sms opt out date": ignore,
    tags: { field: "tags", between: "," },
    segments: ignore,
  };
  return [
    {
      tool: "Omnisend",
      what: "Omnisend, contacts",
      kind: "contacts",
      reason: null,
      has: ["email", email, sms],
      columns,
    },
  ];
}
