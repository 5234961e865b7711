/** The one statement that writes consent: dates, state, evidence, timeline and what the store is still to hear of. */
import { type SQL, sql } from "drizzle-orm";
import { anyId, anyText, rowsByColumn } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { writable } from "./accounts";
import { type Channel, type Choice, type Claim, since, stateOf } from "./consent";

/** Where the choice was made: at a store (its inner id), which then knows it, or here. */
export type Origin = number | "here";

/**
 * One person's choice on one channel, as it was and as it is now. `reason` is the evidence for another state, or for
 * keeping it where two were weighed; `refused` what was claimed and changed no state.
 */
export type ChangedChoice = {
  contactId: number;
  channel: Channel;
  before: Choice;
  after: Choice;
  reason: Pick<Claim, "explicit" | "method" | "evidence" | "effectiveAt"> | undefined;
  refused: Claim[];
};

const choiceColumns = `r(contact_id bigint, channel text, opted_in_at timestamptz, opted_out_at timestamptz,
  claimed_at timestamptz, pending_at timestamptz, after text, since timestamptz, write_back boolean)`;
const proofColumns = `r(n int, contact_id bigint, channel text, before text, after text, method text, evidence text,
  effective_at timestamptz)`;

/**
 * Writes changed choices. The evidence of a contact's channel is a chain: what one row says it became is what the next
 * says it was, for the contacts are held (holdChoices) from before they were read.
 */
export async function writeChoices(ctx: Working, changed: ChangedChoice[], source: string, origin: Origin) {
  if (changed.length === 0) return;
  const ids = anyId(changed.map((one) => one.contactId));
  const told = new Set(changed.filter((one) => concernsStore(ctx, one)));
  const proofs = changed.flatMap(proofRows).map((row, n) => ({ n, ...row }));
  await ctx.db.execute(sql`
    with heard as (
      select * from ${rowsByColumn(
        choiceColumns,
        changed.map((one) => choiceRow(one, told.has(one))),
      )}
    ), proven as (
      select * from ${rowsByColumn(proofColumns, proofs)}
    ), kept as (
      insert into consents (org_id, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at)
      select ${ctx.orgId}, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at from heard
      on conflict (org_id, contact_id, channel) do update set opted_in_at = excluded.opted_in_at,
        opted_out_at = excluded.opted_out_at, claimed_at = excluded.claimed_at, pending_at = excluded.pending_at
    ), proof as (
      insert into consent_evidence (org_id, contact_id, channel, before, after, method, source, evidence, effective_at,
        recorded_at, actor_kind, actor_name)
      select ${ctx.orgId}, contact_id, channel, before, after, method, ${source}, evidence, effective_at,
        clock_timestamp(), ${ctx.actor.kind}, ${ctx.actor.name}
      from proven order by n
    ), line as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
      select ${ctx.orgId}, contact_id, 'consent.changed', effective_at, ${ctx.actor.kind}, ${ctx.actor.name},
        jsonb_build_object('channel', channel, 'from', before, 'to', after, 'method', method, 'evidence', evidence,
          'source', ${source}::text)
      from proven where before <> after
    )${told.size > 0 ? asked(ctx, ids, origin) : sql``}
    update contacts c set
      email_consent = coalesce(h.email, c.email_consent), email_consent_at = coalesce(h.email_at, c.email_consent_at),
      sms_consent = coalesce(h.sms, c.sms_consent), sms_consent_at = coalesce(h.sms_at, c.sms_consent_at),
      push_consent = coalesce(h.push, c.push_consent), push_consent_at = coalesce(h.push_at, c.push_consent_at),
      updated_at = now()
    from (
      select contact_id, max(after) filter (where channel = 'email') as email,
        max(since) filter (where channel = 'email') as email_at, max(after) filter (where channel = 'sms') as sms,
        max(since) filter (where channel = 'sms') as sms_at, max(after) filter (where channel = 'push') as push,
        max(since) filter (where channel = 'push') as push_at
      from heard group by contact_id
    ) h
    where c.org_id = ${ctx.orgId} and c.id = h.contact_id and c.id = ${ids}
      and (coalesce(h.email, c.email_consent), coalesce(h.email_at, c.email_consent_at), coalesce(h.sms, c.sms_consent),
        coalesce(h.sms_at, c.sms_consent_at), coalesce(h.push, c.push_consent), coalesce(h.push_at, c.push_consent_at))
      is distinct from (c.email_consent, c.email_consent_at, c.sms_consent, c.sms_consent_at, c.push_consent,
        c.push_consent_at)`);
}

/**
 * Part of the statement: what was heard is due to be told to whoever else knows the person and can hold it, over
 * whatever was due before: to the contact's store, and to the sources that joined it and tell of this contact.
 */
const asked = (ctx: Working, ids: SQL, origin: Origin) => sql`, asked as (
      insert into write_backs (org_id, store_id, contact_id, channel, asked_at)
      select ${ctx.orgId}, s.id, c.id, h.channel, clock_timestamp()
      from heard h join contacts c on c.org_id = ${ctx.orgId} and c.id = h.contact_id and c.id = ${ids}
      cross join lateral (
        select c.store_id as id
        union all select j.id from stores j where j.org_id = ${ctx.orgId} and j.joins_id = c.store_id
          and exists (select from store_customers a where a.org_id = ${ctx.orgId} and a.contact_id = c.id
            and a.store_id = j.id and a.ended_at is null)
      ) knows join stores s on s.org_id = ${ctx.orgId} and s.id = knows.id
      where h.write_back and s.id <> ${origin === "here" ? 0 : origin}
        and s.platform || ' ' || h.channel = ${anyText(writable())}
      on conflict (org_id, contact_id, store_id, channel) do update set state = 'waiting', asked_at = excluded.asked_at,
        attempts = 0, next_at = now(), settled_at = null, reason = null
    )`;

function choiceRow({ contactId, channel, after }: ChangedChoice, writeBack: boolean) {
  return {
    contact_id: contactId,
    channel,
    opted_in_at: after.optedInAt,
    opted_out_at: after.optedOutAt,
    claimed_at: after.claimedAt,
    pending_at: after.pendingAt,
    after: stateOf(after),
    since: since(after),
    write_back: writeBack,
  };
}

/**
 * A choice that lowers is the store's to know; one that raises only where the person, or a member for them, made it.
 */
function concernsStore(ctx: Working, { before, after, reason }: ChangedChoice): boolean {
  if (!reason) return false;
  if (stateOf(after) === "unsubscribed") return true;
  const raised = stateOf(after) === "subscribed" && stateOf(before) !== "subscribed" && reason.explicit;
  return raised && (ctx.actor.kind === "person" || ctx.actor.kind === "member");
}

function proofRows({ contactId, channel, before, after, reason, refused }: ChangedChoice) {
  const row = { contact_id: contactId, channel, after: stateOf(after) };
  const unmoved = refused.map((claim) => ({ ...row, before: stateOf(after), ...proofOf(claim) }));
  return reason ? [{ ...row, before: stateOf(before), ...proofOf(reason) }, ...unmoved] : unmoved;
}

const proofOf = ({ method, evidence, effectiveAt }: Pick<Claim, "method" | "evidence" | "effectiveAt">) => ({
  method,
  evidence,
  effective_at: effectiveAt,
});
