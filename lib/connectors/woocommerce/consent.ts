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

const answers = new Map(
  Object.entries({ "1": true, yes: true, true: true, on: true, "0": false, no: false, false: false, off: false }),
);

/** Empty, absent and unknown words say nothing. */
function yesOrNo(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return answers.get((text(value) ?? "").toLowerCase());
}
