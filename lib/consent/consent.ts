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

/**
 * The choice after the news. Commutative and idempotent: repeated and late news change nothing they should not.
 *
 * | news                             | never        | pending      | subscribed        | unsubscribed     | from   |
 * |----------------------------------|--------------|--------------|-------------------|------------------|--------|
 * | opt-in, explicit and dated       | subscribed   | subscribed   | stays             | lifted if newer¹ | rises² |
 * | "subscribed" without act or date | subscribed   | subscribed   | stays             | stays            | table³ |
 * | opt-in dated in the future       | as without a date, until that day has come (`believed`)       | rises² |
 * | opt-out, whoever tells it        | unsubscribed | unsubscribed | lowered if newer¹ | stays            | table³ |
 * | asked to confirm by mail         | pending      | stays        | stays             | stays            | words  |
 * | the other contact of a merge     | the stricter decision of the two (`unite`)                    | identity |
 *
 * ¹ Than the newest of the other kind; at the same instant the opt-out wins, and always over a "subscribed" that is no
 * dated act. ² "It rises only by an explicit, dated opt-in that is newer than the last opt-out." ³ The import truth
 * table; what a store shows is heard like a column of a file. All of product.md: "Consent", "Identity", "Words".
 */
export function hear(choice: Choice, claim: Claim): Choice {
  const at = claim.effectiveAt;
  if (claim.state === "unsubscribed") return { ...choice, optedOutAt: later(choice.optedOutAt, at) };
  if (claim.state === "pending") return { ...choice, pendingAt: earlier(choice.pendingAt, at) };
  if (claim.explicit) return { ...choice, optedInAt: later(choice.optedInAt, at) };
  return { ...choice, claimedAt: earlier(choice.claimedAt, at) };
}

/**
 * The claim as far as it can be believed at `now`. A date still to come proves nothing: such an opt-in counts as told
 * without a date, or an opt-out of tomorrow would lose against it; such an opt-out holds from now.
 */
export function believed(choice: Choice, claim: Claim, now: Date): Claim {
  if (claim.effectiveAt <= now) return claim;
  if (claim.state === "unsubscribed") return { ...claim, effectiveAt: later(now, choice.optedInAt)! };
  return { ...claim, explicit: false, effectiveAt: now };
}

/**
 * The choice of two contacts that turn out to be one person: the strictest of what either decided. `never` and
 * `pending` decided nothing; who opted out as either of the two is out, also where the other opted in later.
 */
export function unite(a: Choice, b: Choice): Choice {
  const both = {
    optedInAt: later(a.optedInAt, b.optedInAt),
    optedOutAt: later(a.optedOutAt, b.optedOutAt),
    claimedAt: earlier(a.claimedAt, b.claimedAt),
    pendingAt: earlier(a.pendingAt, b.pendingAt),
  };
  const out = [a, b].some((choice) => stateOf(choice) === "unsubscribed");
  return out ? { ...both, optedOutAt: later(both.optedOutAt, both.optedInAt) } : both;
}

/** Of the claims that led to a choice the one that made it what it is. */
export function decisive(claims: readonly Claim[], after: Choice): Claim | undefined {
  const at = since(after)?.getTime();
  const fitting = claims.filter((one) => one.state === stateOf(after) && one.effectiveAt.getTime() === at);
  return fitting.find((one) => one.explicit) ?? fitting[0];
}

const later = (a: Date | null, b: Date | null) => (!a ? b : !b ? a : a > b ? a : b);
const earlier = (a: Date | null, b: Date | null) => (!a ? b : !b ? a : a < b ? a : b);
