import { sql } from "drizzle-orm";
import { connectedPlatforms, connectorFor } from "@/lib/connectors/registry";
import { anyId, anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/**
 * These contacts have an account at their store that they had not before: an opt-out that no account could hold is due
 * again. A yes is not: what the store could not hold then may be an import's word by now.
 */
export async function tellAccounts(ctx: Working, contactIds: number[]): Promise<void> {
  if (contactIds.length === 0) return;
  await ctx.db.execute(sql`
    update write_backs w set state = 'waiting', attempts = 0, next_at = now(), settled_at = null, reason = null
    from contacts c
    where w.org_id = ${ctx.orgId} and w.contact_id = ${anyId(contactIds)} and w.state = 'impossible'
      and c.org_id = ${ctx.orgId} and c.id = w.contact_id
      and case w.channel when 'email' then c.email_consent when 'sms' then c.sms_consent end = 'unsubscribed'`);
}

/** This source knows these contacts from now on: of an opt-out that was made before it did, it is to hear. */
export async function tellSource(ctx: Working, storeId: number, contactIds: number[]): Promise<void> {
  if (contactIds.length === 0) return;
  await ctx.db.execute(sql`
    insert into write_backs (org_id, store_id, contact_id, channel)
    select ${ctx.orgId}, s.id, c.id, v.channel
    from contacts c join stores s on s.org_id = ${ctx.orgId} and s.id = ${storeId}
    cross join lateral (values ('email', c.email_consent), ('sms', c.sms_consent)) v(channel, consent)
    where c.org_id = ${ctx.orgId} and c.id = ${anyId(contactIds)} and v.consent = 'unsubscribed'
      and s.platform || ' ' || v.channel = ${anyText(writable())}
    on conflict (org_id, contact_id, store_id, channel) do update set state = 'waiting', asked_at = excluded.asked_at,
      attempts = 0, next_at = now(), settled_at = null, reason = null`);
}

/** What which platform's stores can hold: "woocommerce email". */
export const writable = () =>
  connectedPlatforms.flatMap((platform) => connectorFor(platform).holds.map((channel) => `${platform} ${channel}`));
