/**
 * WooCommerce has no consent of its own: newsletter plugins leave a meta value on the customer or the order. Which
 * keys count is the merchant's setting; these are the ones known plugins use.
 */
import { type Fields, listIn, text } from "@/lib/connectors/fields";
import type { ConsentClaim } from "@/lib/connectors/types";

export const defaultConsentKeys = [
  "marketing_opt_in",
  "mailchimp_woocommerce_is_subscribed",
  "_klaviyo_subscribed",
  "sib_woo_subscription",
  "activecampaign_optin",
  "hs_woo_newsletter",
];

/** A customer's meta is a state somebody may have set: never a dated act of the person. */
export function customerConsents(customer: Fields, updatedAt: Date, consentKeys?: string[]): ConsentClaim[] {
  const said = readMeta(customer, consentKeys);
  if (!said) return [];
  const state = said.yes ? "subscribed" : "unsubscribed";
  return [
    { channel: "email", state, explicit: false, effectiveAt: updatedAt, method: "store", evidence: said.evidence },
  ];
}

/**
 * A yes on an order is the box ticked at that checkout: explicit, dated when the order was made. A no is an unticked
 * box, which says nothing. Renewals and orders typed by staff copy the meta, so they are a state, not an act.
 */
export function orderConsents(order: Fields, createdAt: Date, consentKeys?: string[]): ConsentClaim[] {
  const said = readMeta(order, consentKeys);
  if (!said?.yes) return [];
  const explicit = madeByTheBuyer.has(text(order.created_via) ?? "");
  const method = explicit ? "checkout" : "store";
  return [{ channel: "email", state: "subscribed", explicit, effectiveAt: createdAt, method, evidence: said.evidence }];
}

const madeByTheBuyer = new Set(["checkout", "store-api", "rest-api"]);

/** Where keys contradict each other the no counts. */
function readMeta(record: Fields, consentKeys?: string[]) {
  const keys = consentKeys?.length ? consentKeys : defaultConsentKeys;
  let found: { yes: boolean; evidence: string } | undefined;
  for (const meta of listIn(record.meta_data)) {
    const key = text(meta.key);
    if (!key || !keys.includes(key)) continue;
    const yes = yesOrNo(meta.value);
    if (yes === undefined || found?.yes === false) continue;
    found = { yes, evidence: `${key}=${text(String(meta.value))}` };
  }
  return found;
}

/**
 * What to write into a customer's meta so that it shows this choice: every key that shows another one, in the words it
 * uses. Where none shows any, the first of the keys. Empty: it shows the choice already.
 */
export function consentMeta(customer: Fields, yes: boolean, consentKeys?: string[]): { key: string; value: unknown }[] {
  const keys = consentKeys?.length ? consentKeys : defaultConsentKeys;
  const shown = new Map<string, unknown>();
  for (const meta of listIn(customer.meta_data)) {
    const key = text(meta.key);
    if (key && keys.includes(key) && yesOrNo(meta.value) !== undefined) shown.set(key, meta.value);
  }
  if (shown.size === 0) return [{ key: keys[0]!, value: inWordsOf(usualWords.get(keys[0]!) ?? "yes", yes) }];
  const other = [...shown].filter(([, value]) => yesOrNo(value) !== yes);
  return other.map(([key, value]) => ({ key, value: inWordsOf(value, yes) }));
}

/** Whether a customer's meta says yes to mails; undefined where it says nothing. */
export const showsYes = (customer: Fields, consentKeys?: string[]) => readMeta(customer, consentKeys)?.yes;

/** Where a plugin's own words are known and are not yes and no. */
const usualWords = new Map<string, unknown>([["mailchimp_woocommerce_is_subscribed", "1"]]);

const pairs = [
  ["1", "0"],
  ["yes", "no"],
  ["true", "false"],
  ["on", "off"],
] as const;

/** Yes or no as whoever wrote `like` says it: a plugin may take any other word for a yes. */
function inWordsOf(like: unknown, yes: boolean): unknown {
  if (typeof like === "boolean") return yes;
  const word = (text(like) ?? "").toLowerCase();
  const pair = pairs.find((words) => words.some((one) => one === word)) ?? pairs[1];
  return yes ? pair[0] : pair[1];
}

const answers = new Map(
  Object.entries({ "1": true, yes: true, true: true, on: true, "0": false, no: false, false: false, off: false }),
);

/** Empty, absent and unknown words say nothing. */
function yesOrNo(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return answers.get((text(value) ?? "").toLowerCase());
}
