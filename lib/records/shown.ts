/** A store shows what somebody chose, and not when: the date of such a claim is when it began to show it. */
import type { ConsentClaim, CustomerRecord } from "@/lib/connectors/types";

/** What an account shows of consent to mails, and since when. */
export type Shown = { state: "subscribed" | "unsubscribed" | "nothing"; at: Date };

/**
 * What the record shows. The same as before: since then, however often the record was touched, and also where we wrote
 * it there ourselves. Another one: since the record's own date, or, where a plugin wrote it without touching that,
 * since it was seen: an opt-out is never dated too early. Never looked before: the record's own date. A platform that
 * dates the state itself is believed.
 */
export function shownBy(
  record: CustomerRecord,
  asOf: Date,
  known: { shown: Shown | null; updatedAt: Date } | undefined,
): Shown {
  if (record.consentUntold && known?.shown) return known.shown;
  const claim = record.consents.find(isShown);
  const told = claim && claim.state !== "pending" ? claim.state : "nothing";
  const state = claim?.afterYes && (known?.shown?.state ?? "nothing") === "nothing" ? "nothing" : told;
  const dated = claim?.dated && state !== "nothing" ? claim.effectiveAt : undefined;
  if (known?.shown?.state === state) {
    return dated && dated > known.shown.at ? { state, at: dated } : known.shown;
  }
  if (dated) return { state, at: dated };
  const silently = known?.shown && record.updatedAt <= known.updatedAt;
  return {
    state,
    at: silently ? asOf : state === "unsubscribed" ? endOfSecond(record.updatedAt, asOf) : record.updatedAt,
  };
}

/**
 * Stores count in whole seconds, we in thousandths: within one second the opt-out is the later one, so far as it is
 * seen.
 */
function endOfSecond(at: Date, seen: Date): Date {
  const end = Math.floor(at.getTime() / 1000) * 1000 + 999;
  return new Date(Math.max(at.getTime(), Math.min(end, seen.getTime())));
}

/** The record's claims, those that only show a state dated by it; without a "no" that stands for "never". */
export function datedBy(shown: Shown | null, claims: ConsentClaim[]): ConsentClaim[] {
  const meant = claims.filter((claim) => !claim.afterYes || shown?.state === "unsubscribed");
  return meant.map((claim) => (shown && isShown(claim) ? { ...claim, effectiveAt: shown.at } : claim));
}

const isShown = (claim: ConsentClaim) => claim.channel === "email" && !claim.explicit;
