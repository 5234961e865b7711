import { sql } from "drizzle-orm";
import { anyId, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { type Channel, type Choice, type Claim, hear, since, stateOf, undecided } from "./consent";

export type ContactClaim = { contactId: number; claim: Claim };

type Row = {
  contact_id: string;
  channel: Channel;
  opted_in_at: string | null;
  opted_out_at: string | null;
  claimed_at: string | null;
  pending_at: string | null;
};

/**
 * The one writer of consent. Hears the claims in any order; writes the dates, the state on the contact, and for each
 * change of state a row of evidence and a line on the timeline. `source` names where the claims come from.
 * Returns the contacts whose state changed.
 */
export async function hearClaims(ctx: Working, claims: ContactClaim[], source: string): Promise<number[]> {
  if (claims.length === 0) return [];
  const known = await choicesOf(ctx, [...new Set(claims.map(({ contactId }) => contactId))]);
  const heard = new Map<string, { contactId: number; claim: Claim; before: Choice; after: Choice }>();
  for (const { contactId, claim } of claims) {
    const key = `${contactId} ${claim.channel}`;
    const before = heard.get(key)?.before ?? known.get(key) ?? undecided;
    const current = heard.get(key)?.after ?? before;
    const after = hear(current, claim);
    // The claim that decides the final state is the one kept as evidence.
    const decides = since(after)?.getTime() === claim.effectiveAt.getTime() || !heard.has(key);
    heard.set(key, { contactId, claim: decides ? claim : heard.get(key)!.claim, before, after });
  }
  const moved = [...heard.values()].filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  const changed = moved.map(({ contactId, claim: { channel, method, evidence, effectiveAt }, before, after }) => {
    return { contactId, channel, before, after, method, evidence, effectiveAt };
  });
  await writeChoices(ctx, changed, source);
  return [...new Set(moved.filter((m) => stateOf(m.before) !== stateOf(m.after)).map((m) => m.contactId))];
}

/** The stored choices of these contacts, by "contact channel". */
export async function choicesOf(ctx: Working, contactIds: number[]): Promise<Map<string, Choice>> {
  const rows = (await ctx.db.execute(sql`
    select contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at from consents
    where org_id = ${ctx.orgId} and contact_id = ${anyId(contactIds)}`)) as unknown as Row[];
  const date = (text: string | null) => (text ? new Date(text) : null);
  return new Map(
    rows.map((row) => [
      `${row.contact_id} ${row.channel}`,
      {
        optedInAt: date(row.opted_in_at),
        optedOutAt: date(row.opted_out_at),
        claimedAt: date(row.claimed_at),
        pendingAt: date(row.pending_at),
      },
    ]),
  );
}

/** One person's choice on one channel, as it was and as it is now, and why. */
export type ChangedChoice = {
  contactId: number;
  channel: Channel;
  before: Choice;
  after: Choice;
  method: string;
  evidence: string;
  effectiveAt: Date;
};

/** Writes changed choices; where the state is another, also the evidence and a line on the timeline. */
export async function writeChoices(ctx: Working, changed: ChangedChoice[], source: string) {
  if (changed.length === 0) return;
  const rows = changed.map(({ contactId, channel, before, after, method, evidence, effectiveAt }) => ({
    contact_id: contactId,
    channel,
    opted_in_at: after.optedInAt,
    opted_out_at: after.optedOutAt,
    claimed_at: after.claimedAt,
    pending_at: after.pendingAt,
    before: stateOf(before),
    after: stateOf(after),
    since: since(after),
    method,
    evidence,
    effective_at: effectiveAt,
  }));
  await ctx.db.execute(sql`
    with heard as (
      select * from ${rowsOf(rows)} as r(contact_id bigint, channel text, opted_in_at timestamptz,
        opted_out_at timestamptz, claimed_at timestamptz, pending_at timestamptz, before text, after text,
        since timestamptz, method text, evidence text, effective_at timestamptz)
    ), kept as (
      insert into consents (org_id, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at)
      select ${ctx.orgId}, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at from heard
      on conflict (org_id, contact_id, channel) do update set opted_in_at = excluded.opted_in_at,
        opted_out_at = excluded.opted_out_at, claimed_at = excluded.claimed_at, pending_at = excluded.pending_at
    ), proof as (
      insert into consent_evidence (org_id, contact_id, channel, before, after, method, source, evidence, effective_at,
        actor_kind, actor_name)
      select ${ctx.orgId}, contact_id, channel, before, after, method, ${source}, evidence, effective_at,
        ${ctx.actor.kind}, ${ctx.actor.name}
      from heard where before <> after
    ), line as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
      select ${ctx.orgId}, contact_id, 'consent.changed', effective_at, ${ctx.actor.kind}, ${ctx.actor.name},
        jsonb_build_object('channel', channel, 'from', before, 'to', after, 'method', method, 'evidence', evidence,
          'source', ${source}::text)
      from heard where before <> after
    )
    update contacts c set
      email_consent = coalesce(e.after, c.email_consent), email_consent_at = coalesce(e.since, c.email_consent_at),
      sms_consent = coalesce(s.after, c.sms_consent), sms_consent_at = coalesce(s.since, c.sms_consent_at),
      push_consent = coalesce(p.after, c.push_consent), push_consent_at = coalesce(p.since, c.push_consent_at),
      updated_at = now()
    from (select distinct contact_id from heard) h
    left join heard e on e.contact_id = h.contact_id and e.channel = 'email'
    left join heard s on s.contact_id = h.contact_id and s.channel = 'sms'
    left join heard p on p.contact_id = h.contact_id and p.channel = 'push'
    where c.org_id = ${ctx.orgId} and c.id = h.contact_id and c.id = ${anyId(changed.map((one) => one.contactId))}`);
}
