/** Which choices are to be told to their stores now. */
import { sql } from "drizzle-orm";
import { homeOf, type StoreRow, storeById } from "@/lib/connection/store";
import type { HeldChannel, HeldChoice } from "@/lib/connectors/types";
import { takeTurn } from "@/lib/contacts/turn";
import { database, type Working } from "@/lib/tenancy";
import { accountsOf, noteShown } from "./shown";

/**
 * One choice, as it is at this moment, for one account: a person may have several at a store. `askedAt` tells whether a
 * newer one came while the store was told.
 */
export type Due = HeldChoice & {
  id: string;
  contactId: string;
  channel: HeldChannel;
  askedAt: string;
  attempts: number;
};

const most = 100;

/** The stores that are to be told something, and may be. */
export async function storesToTell(): Promise<{ orgId: number; storeId: number }[]> {
  const rows = await database().sql`
    select distinct w.org_id::int as "orgId", w.store_id::int as "storeId"
    from write_backs w join stores s on s.org_id = w.org_id and s.id = w.store_id
    where w.state = 'waiting' and w.next_at <= now() and s.state = 'active'
      and (s.write_after is null or s.write_after <= now())`;
  return rows.map(({ orgId, storeId }) => ({ orgId, storeId }));
}

/**
 * Takes the oldest that are due, at most 100, for ten minutes. People without an account at the store are settled here
 * and now. Null when nothing is due, or the store may not be told: paused, disconnected, in a pause it asked for.
 */
export async function takeDue(ctx: Working, storeId: number): Promise<{ store: StoreRow; due: Due[] } | null> {
  const store = await storeById(ctx, storeId);
  if (store.state !== "active" || (store.writeAfter && store.writeAfter > new Date())) return null;
  await takeTurn(ctx, homeOf(store));
  await setAsideGuests(ctx, store);
  const rows = await ctx.db.execute<Omit<Due, "since"> & { since: number | null }>(sql`
    with due as materialized (
      select id from write_backs where org_id = ${ctx.orgId} and store_id = ${storeId} and state = 'waiting'
        and next_at <= now() order by asked_at limit ${most} for update skip locked
    ), taken as (
      update write_backs w set attempts = w.attempts + 1, next_at = now() + interval '10 minutes' from due
      where w.org_id = ${ctx.orgId} and w.id = due.id returning w.*
    )
    select w.id::text as id, w.contact_id::text as "contactId", w.channel, w.asked_at as "askedAt", w.attempts,
      a.external_id as "externalId", case w.channel when 'sms' then c.sms_consent else c.email_consent end as state,
      (extract(epoch from case w.channel when 'sms' then c.sms_consent_at
        else c.email_consent_at end) * 1000)::float8 as since
    from taken w join contacts c on c.org_id = ${ctx.orgId} and c.id = w.contact_id
    join store_customers a on ${accountOf(ctx)} order by w.asked_at, a.external_id`);
  if (rows.length === 0) return null;
  const due = rows.map(({ since, ...one }): Due => (since === null ? one : { ...one, since: new Date(since) }));
  // What is about to be written may come back from the store before we hear that it was written.
  await noteShown(ctx, storeId, accountsOf(due, "unsubscribed"), "unsubscribed");
  return { store, due };
}

const guests = "The store has no account for this person, so it cannot hold the choice; Clientele keeps it.";

async function setAsideGuests(ctx: Working, store: StoreRow) {
  await ctx.db.execute(sql`
    with aside as (
      update write_backs w set state = 'impossible', settled_at = now(), reason = ${guests}
      from contacts c
      where w.org_id = ${ctx.orgId} and w.store_id = ${store.id} and w.state = 'waiting' and w.next_at <= now()
        and c.org_id = ${ctx.orgId} and c.id = w.contact_id
          and not exists (select from store_customers a where ${accountOf(ctx)})
      returning w.contact_id, w.channel, case w.channel when 'sms' then c.sms_consent
        else c.email_consent end as consent
    )
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, contact_id, 'consent.not-written', now(), ${ctx.actor.kind}, ${ctx.actor.name},
      jsonb_build_object('channel', channel, 'to', consent, 'store', ${store.name}::text, 'reason', ${guests}::text)
    from aside`);
}

/** The accounts at the store that `w` is for. */
const accountOf = (
  ctx: Working,
) => sql`a.org_id = ${ctx.orgId} and a.store_id = w.store_id and a.contact_id = w.contact_id
  and a.ended_at is null`;
