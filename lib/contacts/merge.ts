import { sql } from "drizzle-orm";
import { choicesOf } from "@/lib/consent/apply";
import { type Channel, type Choice, since, stateOf, undecided, unite } from "@/lib/consent/consent";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

export type MergePair = { loser: number; survivor: number };

/**
 * Makes one contact of two: records, tags, lists, evidence and timeline go to the survivor, consent takes the strictest
 * (product.md, "Identity"), the loser's row ends. Totals are the caller's to derive. Pairs must not chain.
 */
export async function mergeContacts(ctx: Working, pairs: MergePair[]): Promise<void> {
  if (pairs.length === 0) return;
  const rows = sql`${rowsOf(pairs)} as p(loser bigint, survivor bigint)`;
  await uniteChoices(ctx, pairs);
  for (const table of ["orders", "store_customers", "checkouts", "contact_events", "consent_evidence"]) {
    await ctx.db.execute(sql`update ${sql.identifier(table)} t set contact_id = p.survivor from ${rows}
      where t.org_id = ${ctx.orgId} and t.contact_id = p.loser`);
  }
  await ctx.db.execute(sql`insert into contact_tags (org_id, tag_id, contact_id, added_at)
    select t.org_id, t.tag_id, p.survivor, t.added_at from ${rows} join contact_tags t on t.contact_id = p.loser
    where t.org_id = ${ctx.orgId} on conflict do nothing`);
  await ctx.db.execute(sql`insert into list_members (org_id, list_id, contact_id, joined_at, joined_by, left_at)
    select m.org_id, m.list_id, p.survivor, m.joined_at, m.joined_by, m.left_at
    from ${rows} join list_members m on m.contact_id = p.loser where m.org_id = ${ctx.orgId} on conflict do nothing`);
  await ctx.db.execute(sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, p.survivor, 'contact.merged', now(), ${ctx.actor.kind}, ${ctx.actor.name},
      jsonb_build_object('other', coalesce(c.email_typed, c.phone, c.external_id))
    from ${rows} join contacts c on c.org_id = ${ctx.orgId} and c.id = p.loser`);
  await ctx.db.execute(sql`update contacts s set kept_at = coalesce(s.kept_at, l.kept_at),
      disabled_at = coalesce(s.disabled_at, l.disabled_at), excluded_at = coalesce(s.excluded_at, l.excluded_at)
    from ${rows} join contacts l on l.org_id = ${ctx.orgId} and l.id = p.loser
    where s.org_id = ${ctx.orgId} and s.id = p.survivor`);
  await ctx.db.execute(sql`delete from contacts c using ${rows} where c.org_id = ${ctx.orgId} and c.id = p.loser`);
}

async function uniteChoices(ctx: Working, pairs: MergePair[]) {
  const known = await choicesOf(
    ctx,
    pairs.flatMap(({ loser, survivor }) => [loser, survivor]),
  );
  const united = new Map<string, { contactId: number; channel: Channel; choice: Choice }>();
  for (const { loser, survivor } of pairs) {
    for (const channel of ["email", "sms", "push"] as const) {
      const theirs = known.get(`${loser} ${channel}`);
      if (!theirs) continue;
      const key = `${survivor} ${channel}`;
      const ours = united.get(key)?.choice ?? known.get(key) ?? undecided;
      united.set(key, { contactId: survivor, channel, choice: unite(ours, theirs) });
    }
  }
  const rows = [...united.values()].map(({ contactId, channel, choice }) => ({
    contact_id: contactId,
    channel,
    opted_in_at: choice.optedInAt,
    opted_out_at: choice.optedOutAt,
    claimed_at: choice.claimedAt,
    pending_at: choice.pendingAt,
    state: stateOf(choice),
    since: since(choice),
  }));
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    with united as (
      select * from ${rowsOf(rows)} as r(contact_id bigint, channel text,
        opted_in_at timestamptz, opted_out_at timestamptz, claimed_at timestamptz, pending_at timestamptz,
        state text, since timestamptz)
    ), kept as (
      insert into consents (org_id, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at)
      select ${ctx.orgId}, contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at from united
      on conflict (org_id, contact_id, channel) do update set opted_in_at = excluded.opted_in_at,
        opted_out_at = excluded.opted_out_at, claimed_at = excluded.claimed_at, pending_at = excluded.pending_at
    )
    update contacts c set
      email_consent = coalesce(e.state, c.email_consent), email_consent_at = coalesce(e.since, c.email_consent_at),
      sms_consent = coalesce(s.state, c.sms_consent), sms_consent_at = coalesce(s.since, c.sms_consent_at),
      push_consent = coalesce(p.state, c.push_consent), push_consent_at = coalesce(p.since, c.push_consent_at)
    from (select distinct contact_id from united) u
    left join united e on e.contact_id = u.contact_id and e.channel = 'email'
    left join united s on s.contact_id = u.contact_id and s.channel = 'sms'
    left join united p on p.contact_id = u.contact_id and p.channel = 'push'
    where c.org_id = ${ctx.orgId} and c.id = u.contact_id`);
}
