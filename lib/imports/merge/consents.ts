/** What the file says of known contacts' consent: heard by the one way (lib/consent/apply.ts), where it is any news. */
import { type SQL, sql } from "drizzle-orm";
import { type ContactClaim, hearClaims } from "@/lib/consent/apply";
import type { Claim } from "@/lib/consent/consent";
import { dayKey, formatDate } from "@/lib/format";
import type { Working } from "@/lib/tenancy";
import { actorOf, type ImportRow, titleOf } from "../row";
import type { Into } from "./merged";

/** Where consent comes from, as the profile shows it. */
export const consentSource = "Import";

type News = {
  id: string;
  line: number;
  channel: "email" | "sms";
  opted_in: string | null;
  opted_out: string | null;
  gone_out: boolean;
  claimed: boolean;
  asked: boolean;
};

/**
 * Nearly all of a file that came before is known: only what would move a date is weighed one by one, and the dates as
 * they were are kept for undo. Gives the contacts whose state changed.
 */
export async function hearFile(ctx: Working, { row, zone }: Pick<Into, "row" | "zone">): Promise<number[]> {
  const news = await ctx.db.execute<News>(sql`
    with told as (
      select p.contact_id, p.line, v.*, k.opted_in_at, k.opted_out_at, k.claimed_at, k.pending_at
      from people p cross join lateral (values
        ('email', email_in, email_out, email_left, email_claimed, email_asked),
        ('sms', sms_in, sms_out, sms_left, sms_claimed, sms_asked)
      ) as v(channel, opted_in, opted_out, gone_out, claimed, asked)
      left join lateral (
        select * from consents where org_id = ${ctx.orgId} and contact_id = p.contact_id
          and channel = v.channel offset 0
      ) k on true
      where not p.fresh and not p.same and p.contact_id is not null
        and (opted_in is not null or opted_out is not null or gone_out or claimed or asked)
    ), news as materialized (
      select * from told where ${isNews}
    ), marked as (
      update people p set moved = true, before = coalesce(p.before, '{}') || jsonb_build_object('choices', n.choices)
      from (
        select contact_id, jsonb_object_agg(channel, jsonb_build_object('in', opted_in_at, 'out', opted_out_at,
          'claimed', claimed_at, 'pending', pending_at)) as choices
        from news group by contact_id
      ) n where p.contact_id = n.contact_id
    )
    select contact_id::text as id, line, channel, opted_in::text, opted_out::text, gone_out, claimed, asked from news`);
  if (news.length === 0) return [];
  const claims = news.flatMap((one) => claimsOf(row, zone, one));
  return hearClaims({ ...ctx, actor: actorOf(row) }, claims, consentSource);
}

const isOut: SQL = sql`(opted_out_at is not null and not coalesce(opted_in_at > opted_out_at, false))`;

/** Whether what is told of a channel would move a date of it. */
export const isNews: SQL = sql`(coalesce(opted_in > opted_in_at, opted_in is not null)
  or coalesce(opted_out > opted_out_at, opted_out is not null) or (gone_out and not ${isOut})
  or (claimed and claimed_at is null and (${isOut} or opted_in_at is null))
  or (asked and coalesce(opted_in_at, opted_out_at, claimed_at, pending_at) is null))`;

function claimsOf(row: ImportRow, zone: string, news: News): ContactClaim[] {
  const now = new Date();
  const evidence = `Line ${news.line}${evidenceAfter(row, zone)}`;
  const claim = (state: Claim["state"], explicit: boolean, effectiveAt: Date): ContactClaim => ({
    contactId: Number(news.id),
    claim: { channel: news.channel, state, explicit, effectiveAt, method: "import", evidence },
  });
  return [
    ...(news.opted_in ? [claim("subscribed", true, new Date(news.opted_in))] : []),
    ...(news.claimed ? [claim("subscribed", false, now)] : []),
    ...(news.opted_out ? [claim("unsubscribed", true, new Date(news.opted_out))] : []),
    ...(news.gone_out ? [claim("unsubscribed", true, now)] : []),
    ...(news.asked ? [claim("pending", false, now)] : []),
  ];
}

/** Of the sentence that is kept: "Line 17 of the import “people.csv”, started by Ada on 21 Nov 2026", a day of the zone. */
export const evidenceAfter = (row: Pick<ImportRow, "fileName" | "startedBy" | "askedAt">, zone: string) =>
  ` of ${titleOf(row)}, started by ${row.startedBy} on ${formatDate(dayKey(row.askedAt ?? new Date(), zone))}`;
