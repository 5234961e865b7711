/**
 * One person's choice on one channel, as dates that only grow. The state follows from the dates, so the order in which
 * the news arrives never matters, and nothing but a newer explicit opt-in lifts an opt-out (product.md, "Consent").
 */
export type ConsentState = "never" | "pending" | "subscribed" | "unsubscribed";
export type Channel = "email" | "sms" | "push";

/** What is known. `claimedAt`: a source shows "subscribed" without an explicit, dated act of the person. */
export type Choice = {
  optedInAt: Date | null;
  optedOutAt: Date | null;
  claimedAt: Date | null;
  pendingAt: Date | null;
};

/** One piece of news about a choice. */
export type Claim = {
  channel: Channel;
  state: "subscribed" | "unsubscribed" | "pending";
  explicit: boolean;
  effectiveAt: Date;
  method: string;
  evidence: string;
};

export const undecided: Choice = { optedInAt: null, optedOutAt: null, claimedAt: null, pendingAt: null };

/** The state a choice amounts to. At the same instant the opt-out wins. */
export function stateOf(choice: Choice): ConsentState {
  const { optedInAt, optedOutAt, claimedAt, pendingAt } = choice;
  if (optedOutAt && !(optedInAt && optedInAt > optedOutAt)) return "unsubscribed";
  if (optedInAt || claimedAt) return "subscribed";
  return pendingAt ? "pending" : "never";
}

/** Since when it is so: the date that decides the state; null for `never`. */
export function since(choice: Choice): Date | null {
  switch (stateOf(choice)) {
    case "unsubscribed":
      return choice.optedOutAt;
    case "subscribed":
      return choice.optedInAt ?? choice.claimedAt;
    case "pending":
      return choice.pendingAt;
    default:
      return null;
  }
}

/** The choice after the news. Commutative and idempotent: repeated and late news change nothing they should not. */
export function hear(choice: Choice, claim: Claim): Choice {
  const at = claim.effectiveAt;
  if (claim.state === "unsubscribed") return { ...choice, optedOutAt: later(choice.optedOutAt, at) };
  if (claim.state === "pending") return { ...choice, pendingAt: earlier(choice.pendingAt, at) };
  if (claim.explicit) return { ...choice, optedInAt: later(choice.optedInAt, at) };
  return { ...choice, claimedAt: earlier(choice.claimedAt, at) };
}

/** The choice of two contacts that turn out to be one person: the strictest of what either decided. */
export function unite(a: Choice, b: Choice): Choice {
  return {
    optedInAt: later(a.optedInAt, b.optedInAt),
    optedOutAt: later(a.optedOutAt, b.optedOutAt),
    claimedAt: earlier(a.claimedAt, b.claimedAt),
    pendingAt: earlier(a.pendingAt, b.pendingAt),
  };
}

const later = (a: Date | null, b: Date | null) => (!a ? b : !b ? a : a > b ? a : b);
const earlier = (a: Date | null, b: Date | null) => (!a ? b : !b ? a : a < b ? a : b);
