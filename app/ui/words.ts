/** The merchant's words for what the code calls by short names. One place, so that a thing is called one name. */
import { platformNames } from "@/lib/connection/store";
import type { Row } from "@/lib/contacts/directory";
import type { Tone } from "./status";
import { type NamedTag, tagColour } from "./tag";

export const sourceWords: Record<string, string> = {
  ecommerce: "Store",
  csv: "CSV import",
  api: "API",
  form: "Form",
  manual: "By hand",
};

export const kindWords: Record<string, string> = { subscriber: "Subscriber", buyer: "Buyer", contact: "Contact" };

/** Special tags first, then the merchant's own. */
export function tagsOf(row: Pick<Row, "specialTags" | "tags">): NamedTag[] {
  return [
    ...row.specialTags.map((name) => ({ name: kindWords[name] ?? name, colour: "special" as const })),
    ...row.tags.map((tag) => ({ name: tag.name, colour: tagColour(tag.colour) })),
  ];
}

export const suppressionWords: Record<string, string> = {
  manual: "by hand",
  bounce: "bounced",
  complaint: "complained",
  invalid: "invalid",
  erased: "erased",
};

type Standing = { tone: Tone; word: string };

export const consentWords: Record<string, Standing> = {
  subscribed: { tone: "ok", word: "Subscribed" },
  pending: { tone: "wait", word: "Pending" },
  unsubscribed: { tone: "stop", word: "Unsubscribed" },
  never: { tone: "hollow", word: "Never subscribed" },
};

/** Why somebody is not written to, whatever they agreed to. */
export const holdWords: Record<string, string> = {
  disabled: "Disabled",
  excluded: "Excluded",
  suppressed: "Suppressed",
};

export const purchaseWords: Record<string, string> = {
  none: "Never bought",
  first: "First-time",
  repeat: "Repeat",
};

export function platformName(platform: string): string {
  return (platformNames as Record<string, string>)[platform] ?? platform;
}

/** "WooCommerce · Outlet"; other origins by their own name. */
export function originOf(row: Pick<Row, "source" | "platform" | "storeName">): string {
  const from = row.source === "ecommerce" ? platformName(row.platform) : (sourceWords[row.source] ?? row.source);
  return `${from} · ${row.storeName}`;
}

type Reachable = Pick<Row, "email" | "emailConsent" | "smsConsent" | "suppressed" | "disabledAt" | "excludedAt">;

/** What decides whether this person can be written to, the strictest first (product.md, Words). */
export function standingOf(row: Reachable): Standing {
  if (row.disabledAt) return { tone: "none", word: "Disabled" };
  if (row.excludedAt) return { tone: "none", word: "Excluded" };
  if (row.suppressed)
    return { tone: "stop", word: `Suppressed · ${suppressionWords[row.suppressed] ?? row.suppressed}` };
  const sms = row.smsConsent === "subscribed" && row.emailConsent !== "subscribed";
  if (sms && (!row.email || row.emailConsent === "never")) return { tone: "ok", word: "Subscribed (SMS)" };
  return consentWords[row.email ? row.emailConsent : row.smsConsent]!;
}

/** "Mira Holt", or what else the person can be called by. */
export function nameOf(row: Pick<Row, "firstName" | "lastName" | "email" | "phone">): string {
  return fullName(row) || row.email || row.phone || "Somebody without a name";
}

/** The same where it stands in a sentence or on a button: nobody's name is a page long. */
export function shortNameOf(row: Parameters<typeof nameOf>[0]): string {
  const name = [...nameOf(row)];
  return name.length > 60 ? `${name.slice(0, 59).join("")}…` : name.join("");
}

export function fullName(row: Pick<Row, "firstName" | "lastName">): string {
  return `${row.firstName} ${row.lastName}`.trim();
}

export const channelWords: Record<string, string> = { email: "Email", sms: "SMS", push: "Push" };
