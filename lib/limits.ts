/** How often a thing may be tried. Counted in Postgres, so that a restart or a second server forgives nothing. */
import ipaddr from "ipaddr.js";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { Failure } from "./errors";
import { sha256 } from "./secrets";
import { database } from "./tenancy";

const minutes = 60;
const hours = 60 * minutes;

/** points: tries in `duration` seconds. The window begins with the first try. */
const limits = {
  /** Wrong passwords for one address from one place. */
  "log-in": { points: 5, duration: 15 * minutes },
  /** Wrong passwords from one place, whatever the address. */
  "log-in-from": { points: 50, duration: 1 * hours },
  /** Wrong passwords for one address from anywhere: many places guess together. */
  "log-in-to": { points: 100, duration: 24 * hours },
  "sign-up": { points: 20, duration: 1 * hours },
  "mail-to": { points: 5, duration: 1 * hours },
  "mail-from": { points: 30, duration: 1 * hours },
  /** Invitations of one organization. */
  invite: { points: 100, duration: 24 * hours },
  /** Sign-ups from one place at any form; the address typed does not matter, so +tags gain nothing. */
  "form-from": { points: 20, duration: 1 * hours },
  /** Sign-ups at one form from everywhere. */
  form: { points: 2_000, duration: 1 * hours },
  /** Sign-ups with one showing of a form: a person corrects an address, a program sends a list. */
  "form-shown": { points: 5, duration: 24 * hours },
  /** Sign-ups for mailboxes of one domain at one form. */
  "form-domain": { points: 500, duration: 1 * hours },
  /** Confirmations mailed to one mailbox, whoever asks: at once, and in a day. */
  "confirm-to": { points: 1, duration: 5 * minutes },
  "confirm-to-day": { points: 5, duration: 24 * hours },
  /** Calls of the visits' script from one place, and of all browsers of one store. */
  "visits-from": { points: 300, duration: 1 * minutes },
  visits: { points: 30_000, duration: 1 * minutes },
  /** Calls of one key of the REST API. */
  api: { points: 1_200, duration: 1 * minutes },
  /** Calls with a key that is none, from one place. */
  "api-unknown": { points: 100, duration: 10 * minutes },
};

export type Limit = keyof typeof limits;

/** Of one key of the REST API. */
export const callsAMinute = limits.api.points;

/** Counts one try of `who` (an address, an IP, an id; kept as a hash). Throws `too-many` with the minutes to wait. */
export async function spend(limit: Limit, who: string): Promise<void> {
  try {
    await limiter(limit).consume(sha256(who));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const wait = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
    throw new Failure("too-many", `Too many tries. Try again in ${wait === 1 ? "1 minute" : `${wait} minutes`}.`);
  }
}

/** `reset`: seconds until all may be tried again. */
export type Allowance = { limit: number; remaining: number; reset: number; refused: boolean };

/** Counts one try as `spend` does, and tells how many are left instead of throwing. */
export async function meter(limit: Limit, who: string): Promise<Allowance> {
  const { points } = limits[limit];
  const told = await limiter(limit)
    .consume(sha256(who))
    .then(
      (left) => ({ left, refused: false }),
      (refusal) => {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { left: refusal, refused: true };
      },
    );
  const { remainingPoints, msBeforeNext } = told.left;
  const reset = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return { limit: points, remaining: Math.max(0, remainingPoints), reset, refused: told.refused };
}

/** Takes one try back: it was right after all. */
export async function giveBack(limit: Limit, who: string): Promise<void> {
  await limiter(limit).reward(sha256(who));
}

/** Forgets every try: the right password was given. */
export async function forgive(limit: Limit, who: string): Promise<void> {
  await limiter(limit).delete(sha256(who));
}

/** One household or server has a whole /64 of version 6. */
export function placeOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(":") : address.toString();
}

const made = new Map<Limit, RateLimiterPostgres>();

function limiter(limit: Limit): RateLimiterPostgres {
  const known = made.get(limit);
  if (known) return known;
  const fresh = new RateLimiterPostgres({
    ...limits[limit],
    keyPrefix: limit,
    // A flood is turned away without asking the database each time.
    ...(/^(api|visits)/.test(limit) && { inMemoryBlockOnConsumed: limits[limit].points + 1 }),
    storeClient: { query },
    storeType: "client",
    tableName: "rate_limits",
    tableCreated: true,
  });
  made.set(limit, fresh);
  return fresh;
}

/** The library speaks to a `pg` client; ours is postgres.js. */
async function query({ text, values }: { text: string; values: (string | number | null)[] }) {
  const rows = await database().sql.unsafe(text, values, { prepare: true });
  return { rows, rowCount: rows.count };
}
