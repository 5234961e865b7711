import { sql } from "drizzle-orm";
import { anyId } from "@/lib/sets";
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
      and c.org_id = ${ctx.orgId} and c.id = w.contact_id and c.email_consent = 'unsubscribed' and w.channel = 'email'`);
}
