/** What a person is subscribed to: the lists they are in, those they are not in, their consent and the proof of it. */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Channel } from "@/lib/consent/consent";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { channels } from "./choices";
import { type Consent, iso } from "./directory/rows";
import { OneContact } from "./held";
import type { Evidence } from "./profile";

export const ShowSubscriptions = OneContact;

/** Moments are ISO texts in UTC, ids public ones. */
export type Subscriptions = {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  lists: { id: string; name: string; joinedAt: string; joinedBy: string }[];
  /** Lists one could join, by name. */
  available: { id: string; name: string }[];
  /** Since when, and by whom as far as it is known. */
  excluded: { at: string; by: string | null } | null;
  disabledAt: string | null;
  consent: ChannelConsent[];
};

/** `last` is the change that made the state; null where it never changed. */
export type ChannelConsent = {
  channel: Channel;
  state: Consent;
  since: string | null;
  /** Whether there is anything to reach the person by. */
  reachable: boolean;
  /** Why nobody may write to the address, whatever the consent. */
  suppressed: string | null;
  last: Evidence | null;
};

/** @throws Failure not-found */
export async function showSubscriptions(ctx: Ctx, input: z.output<typeof ShowSubscriptions>): Promise<Subscriptions> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const { inner, states, excludedAt, excludedBy, ...person } = await personOf(ctx, input.contact);
    const lists = await ctx.db.execute<Subscriptions["lists"][number]>(sql`
      select l.public_id as id, l.name, ${iso(sql`m.joined_at`)} as "joinedAt", m.joined_by as "joinedBy"
      from list_members m join lists l on l.org_id = m.org_id and l.id = m.list_id
      where m.org_id = ${ctx.orgId} and m.contact_id = ${inner} and m.left_at is null order by lower(l.name)`);
    const available = await ctx.db.execute<Subscriptions["available"][number]>(sql`
      select l.public_id as id, l.name from lists l where l.org_id = ${ctx.orgId} and not exists (
        select from list_members m where m.org_id = ${ctx.orgId} and m.list_id = l.id and m.contact_id = ${inner}
          and m.left_at is null) order by lower(l.name)`);
    const proofs = await lastChanges(ctx, inner);
    const consent = channels.map((channel) => ({
      channel,
      ...states[channel],
      last: proofs.find((one) => one.channel === channel) ?? null,
    }));
    const excluded = excludedAt ? { at: excludedAt, by: excludedBy } : null;
    return { ...person, lists: [...lists], available: [...available], excluded, consent };
  });
}

type Raw = Pick<Subscriptions, "id" | "email" | "phone" | "firstName" | "lastName" | "disabledAt"> & {
  inner: string;
  states: Record<Channel, Pick<ChannelConsent, "state" | "since" | "reachable" | "suppressed">>;
  excludedAt: string | null;
  excludedBy: string | null;
};

async function personOf(ctx: Working, contact: string): Promise<Raw> {
  const held = (channel: string, address: ReturnType<typeof sql>) => sql`(select min(reason) from suppressions
    where org_id = ${ctx.orgId} and channel = ${channel} and address = ${address})`;
  const [row] = await ctx.db.execute<Raw>(sql`
    select c.id::text as inner, c.public_id as id, coalesce(c.email_typed, c.email) as email, c.phone,
      c.first_name as "firstName", c.last_name as "lastName", ${iso(sql`c.disabled_at`)} as "disabledAt",
      ${iso(sql`c.excluded_at`)} as "excludedAt",
      (select e.actor_name from contact_events e where e.org_id = ${ctx.orgId} and e.contact_id = c.id
        and e.kind = 'contact.excluded' order by e.at desc, e.id desc limit 1) as "excludedBy",
      jsonb_build_object(
        'email', jsonb_build_object('state', c.email_consent, 'since', ${iso(sql`c.email_consent_at`)},
          'reachable', c.email is not null, 'suppressed', ${held("email", sql`c.email`)}),
        'sms', jsonb_build_object('state', c.sms_consent, 'since', ${iso(sql`c.sms_consent_at`)},
          'reachable', c.phone is not null, 'suppressed', ${held("sms", sql`c.phone`)}),
        'push', jsonb_build_object('state', c.push_consent, 'since', ${iso(sql`c.push_consent_at`)},
          'reachable', c.push_id is not null, 'suppressed', null)) as states
    from contacts c where c.org_id = ${ctx.orgId} and c.public_id = ${contact}::uuid and c.gone_at is null`);
  if (!row) throw notFound("contact");
  return row;
}

/** The newest change of each channel; claims that changed nothing are no change. */
async function lastChanges(ctx: Working, inner: string): Promise<Evidence[]> {
  const rows = await ctx.db.execute<Evidence>(sql`
    select distinct on (channel) channel, before, after, method, source, evidence,
      ${iso(sql`effective_at`)} as "effectiveAt", ${iso(sql`recorded_at`)} as "recordedAt", actor_name as actor
    from consent_evidence where org_id = ${ctx.orgId} and contact_id = ${inner}::bigint and before <> after
    order by channel, consent_evidence.recorded_at desc, id desc`);
  return [...rows];
}
