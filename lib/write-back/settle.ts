/** What becomes of choices after their store was told, or could not be. */
import { sql } from "drizzle-orm";
import { complain } from "@/lib/connection/registration";
import { homeOf, type StoreRow } from "@/lib/connection/store";
import { Throttled, Unauthorized } from "@/lib/connectors/errors";
import type { HeldChannel, Written } from "@/lib/connectors/types";
import { takeTurn } from "@/lib/contacts/turn";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Due } from "./due";
import { accountsOf, noteShown } from "./shown";

const strangers = "The store no longer has this person’s account, so it cannot hold the choice; Clientele keeps it.";

/** How often a store may decline one choice before it is left to the merchant: over a day of trying. */
const patience = 14;

/** Minutes until the next try: 1, 2, 4, …, at most six hours. */
const pauseMinutes = sql`least(power(2, least(w.attempts, 12) - 1), 360)`;

/** For e-mail unless it says otherwise. */
export type Answer = Written & { channel?: HeldChannel };

/** Writes down what the store answered. A choice that was made anew meanwhile stays due. */
export async function settle(ctx: Working, store: StoreRow, due: readonly Due[], answers: readonly Answer[]) {
  await takeTurn(ctx, homeOf(store));
  const told = new Map(answers.map((answer) => [`${answer.channel ?? "email"} ${answer.externalId}`, answer]));
  const answerTo = ({ channel, externalId }: Due) => told.get(`${channel} ${externalId}`);
  const rows = [...new Map(due.map((one) => [one.id, one])).values()].map(({ id, askedAt, state }) => {
    const { outcome, reason } = answerOfAll(due.filter((one) => one.id === id).map(answerTo));
    return { id, asked_at: askedAt, to: state, outcome, reason };
  });
  await ctx.db.execute(sql`
    with told as (
      select * from ${rowsOf(rows)} as r(id bigint, asked_at timestamptz, "to" text, outcome text, reason text)
    ), settled as (
      update write_backs w set reason = told.reason,
        state = case when outcome = 'written' then 'written' when outcome in ('stranger', 'impossible')
          then 'impossible'
          when w.attempts >= ${patience} then 'failed' else 'waiting' end,
        settled_at = case when outcome <> 'declined' or w.attempts >= ${patience} then now() end,
        next_at = now() + ${pauseMinutes} * interval '1 minute'
      from told where w.org_id = ${ctx.orgId} and w.id = told.id and w.asked_at = told.asked_at
      returning w.contact_id, w.channel, w.state, w.reason, told."to"
    )
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, contact_id, case state when 'written' then 'consent.written-back'
      else 'consent.not-written' end,
      now(), ${ctx.actor.kind}, ${ctx.actor.name}, jsonb_strip_nulls(jsonb_build_object(
        'channel', channel, 'to', "to", 'store', ${store.name}::text, 'reason', reason))
    from settled where state <> 'waiting'`);
  const written = due.filter((one) => answerTo(one)?.outcome === "written");
  await noteShown(ctx, store.id, accountsOf(written, "subscribed"), "subscribed");
  const unwritten = due.filter((choice) => !written.includes(choice));
  await noteShown(ctx, store.id, accountsOf(unwritten, "unsubscribed"), null);
}

/** For all accounts of a person: held where none declined and one took it. */
function answerOfAll(answers: (Answer | undefined)[]): { outcome: Written["outcome"]; reason: string | null } {
  const declined = answers.find((answer) => answer === undefined || answer.outcome === "declined");
  if (declined || answers.includes(undefined)) {
    return { outcome: "declined", reason: declined?.outcome === "declined" ? declined.reason : null };
  }
  if (answers.some((answer) => answer!.outcome === "written")) return { outcome: "written", reason: null };
  const told = answers.find((answer) => answer?.outcome === "impossible");
  return { outcome: "impossible", reason: told?.outcome === "impossible" ? told.reason : strangers };
}

/**
 * The store as a whole could not be told: it gets a pause, as long as it asks or longer each time, and every choice
 * stays due. What only the merchant can mend is also said at the top of the store's page.
 */
export async function pauseStore(ctx: Working, store: StoreRow, due: readonly Due[], error: Error) {
  await takeTurn(ctx, homeOf(store));
  const tries = Math.max(...due.map(({ attempts }) => attempts));
  const growing = Math.min(60 * 2 ** Math.min(tries - 1, 10), 3600);
  const asked = error instanceof Throttled ? error.retryAfterSeconds : 0;
  const seconds = error instanceof Unauthorized ? 3600 : Math.max(growing, asked);
  await ctx.db.execute(sql`update stores set write_after = now() + ${seconds} * interval '1 second'
    where org_id = ${ctx.orgId} and id = ${store.id}`);
  await ctx.db.execute(sql`
    update write_backs w set next_at = now(), reason = ${error.message}
    from ${rowsOf(due.map(({ id, askedAt }) => ({ id, asked_at: askedAt })))} as r(id bigint, asked_at timestamptz)
    where w.org_id = ${ctx.orgId} and w.id = r.id and w.asked_at = r.asked_at and w.state = 'waiting'`);
  await noteShown(ctx, store.id, accountsOf(due, "unsubscribed"), null);
  if (error instanceof Unauthorized) await complain(ctx, store.id, error.message);
}
