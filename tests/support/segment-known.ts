/** What each dimension is for each of the cast (segment-cast.ts), by hand. */
import { type Cast, did, type Name, ordered } from "./segment-cast";

export type Of<T> = Record<Name, T>;

/** What a dimension is for each of the cast. Texts are of Ada and Ben; nobody else has one. */
export type Known =
  | { texts: [string, string] }
  | { numbers: Of<number | null> }
  | { days: Of<string | null> }
  | { sets: Of<string[]> }
  | { events: Of<string[]>; numbers?: string }
  | { finds: Name[] };

const all = <T>(Ada: T, Ben: T, Cyd: T, Dan: T): Of<T> => ({ Ada, Ben, Cyd, Dan });
const last = all("2026-11-12", "2025-10-01", null, "2026-11-25") as Of<string | null>;
const told = (of: string): Known => ({ texts: [`Ada ${of}`, `Ben ${of}`] });
const consent: Known = { sets: all(["subscribed"], ["unsubscribed"], ["never"], ["never"]) };
const both = (one: string, other: string): Known => ({ sets: all([one, other], [one], [], [one]) });
const done = (numbers?: string): Known => ({ events: did, ...(numbers ? { numbers } : {}) });

export function knownOf({ ids }: Cast): Record<string, Known> {
  const [one = "", two = ""] = ids.stores;
  const products = (kind: string): Known => ({
    sets: all([`${one}:${kind}0`, `${one}:${kind}1`], [`${one}:${kind}0`], [], [`${two}:${kind}0`]),
  });
  const group = (table: keyof Cast["ids"], from = 0) => both(ids[table][from]!, ids[table][from + 1]!);
  return {
    search: { finds: ["Ada"] },
    email: { texts: ["ada@ada.example", "ben@ben.example"] },
    "email-domain": { texts: ["ada.example", "ben.example"] },
    phone: { texts: ["+4917011", "+4917022"] },
    "push-id": told("push"),
    "first-name": told("first"),
    "last-name": told("last"),
    gender: told("gender"),
    language: told("language"),
    company: told("company"),
    "address-line-1": told("line1"),
    "address-line-2": told("line2"),
    city: told("city"),
    region: told("region"),
    postcode: told("postcode"),
    country: told("country"),
    birthday: { days: last },
    age: { numbers: all<number | null>(0, 1, null, null) },
    store: { sets: all([one], [one], [two], [two]) },
    platform: { sets: all(["woocommerce"], ["woocommerce"], ["shopify"], ["shopify"]) },
    source: { sets: all(["ecommerce"], ["csv"], ["api"], ["api"]) },
    "imported-from": { sets: all([one, "woocommerce"], [ids.imports[0]!], [], []) },
    "has-account": { finds: ["Ada"] },
    created: { days: { ...last, Cyd: "2000-01-01" } },
    "known-since": { days: { ...last, Cyd: "2000-01-01" } },
    changed: { days: { ...last, Cyd: "2000-01-01" } },
    "email-consent": consent,
    "sms-consent": consent,
    "push-consent": consent,
    "email-consent-since": { days: last },
    "sms-consent-since": { days: last },
    "push-consent-since": { days: last },
    "held-back": { sets: all(["suppressed"], ["disabled", "suppressed"], [], []) },
    "email-suppressed": { sets: all(["bounce", "complaint"], ["bounce"], [], []) },
    "sms-suppressed": { sets: all(["manual", "invalid"], ["manual"], [], []) },
    "consent-changed": done(),
    "signed-up": done(),
    tagged: done(),
    "joined-list": done(),
    "left-list": done(),
    tag: group("tags"),
    list: group("lists"),
    segment: group("segments"),
    "store-group": group("store_groups"),
    "special-tag": { sets: all(["subscriber", "buyer"], ["buyer"], [], []) },
    "purchase-status": { sets: all(["repeat"], ["first-time"], ["never"], ["first-time"]) },
    orders: { numbers: all(2, 1, 0, 1) },
    "total-spent": { numbers: all(40, 30, 0, 5) },
    "average-order": { numbers: all<number | null>(20, 30, null, 5) },
    "first-order": { days: all<string | null>("2026-10-30", "2025-09-01", null, "2026-11-24") },
    "last-order": { days: all<string | null>("2026-11-02", "2025-09-01", null, "2026-11-24") },
    "product-bought": products("p"),
    "variant-bought": products("v"),
    "category-bought": both("k0", "k1"),
    "vendor-bought": both("b0", "b1"),
    "sku-bought": both("s0", "s1"),
    "coupon-used": both("first", "Second"),
    ordered: { events: ordered, numbers: "total" },
    bought: { events: ordered, numbers: "total" },
    paid: { events: ordered, numbers: "total" },
    received: { events: ordered, numbers: "total" },
    cancelled: done("total"),
    refunded: done("amount"),
    "checkout-started": done("total"),
    "checkout-abandoned": done("total"),
    "last-checkout": { days: last },
    "last-visit": { days: last },
    visited: done(),
    "page-viewed": done(),
    "product-viewed": done("price"),
    "product-added": done("quantity"),
    tracked: done("value"),
    happened: { finds: [] },
    ...Object.fromEntries(
      ["sent", "delivered", "opened", "clicked", "bounced", "complained"].map((kind) => [`message-${kind}`, done()]),
    ),
    "last-sent": { days: last },
    "last-opened": { days: last },
    "last-clicked": { days: last },
    activity: { sets: all(["active"], ["inactive"], ["inactive"], ["active"]) },
    "last-interaction": { days: last },
    "rfm-recency": { numbers: all<number | null>(5, 1, null, 5) },
    "rfm-frequency": { numbers: all<number | null>(2, 1, null, 1) },
    "rfm-monetary": { numbers: all<number | null>(1, 1, null, 1) },
    "rfm-group": { sets: all(["promising"], ["asleep"], ["none"], ["promising"]) },
    "random-share": { finds: [] },
    "own text": told("own"),
    "own number": { numbers: all<number | null>(2, 1, null, null) },
    "own date": { days: last },
    "own boolean": { finds: ["Ada"] },
  };
}
