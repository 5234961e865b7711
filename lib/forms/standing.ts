import { sql } from "drizzle-orm";
import { addressHashes } from "@/lib/address-hash";
import { anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/** How an address stands before it signs up. None of it is ever told to whoever typed it. */
export type Standing = { erased: boolean; suppressed: boolean; optedOut: boolean };

export async function standingOf(ctx: Working, storeId: number, email: string): Promise<Standing> {
  const [row] = await ctx.db.execute<Standing>(sql`
    select coalesce(bool_or(reason = 'erased'), false) as erased,
      coalesce(bool_or(reason <> 'erased'), false) as suppressed,
      exists (select from contacts where org_id = ${ctx.orgId} and store_id = ${storeId} and email = ${email}
        and email_consent = 'unsubscribed') as "optedOut"
    from suppressions
    where org_id = ${ctx.orgId} and channel = 'email'
      and (address = ${email} or address_hash = ${anyText(addressHashes(ctx.orgId, email))})`);
  return row!;
}

/**
 * Where mail for this address goes: an older address of somebody (lib/contacts/aliases.ts) proves nothing about the one
 * they have now, so they are signed up, and asked, at that. Never told to whoever typed it either.
 */
export async function addressNow(ctx: Working, storeId: number, email: string): Promise<string> {
  const here = sql`org_id = ${ctx.orgId} and store_id = ${storeId}`;
  const [now] = await ctx.db.execute<{ email: string }>(sql`
    select c.email from contact_aliases a join contacts c on c.org_id = ${ctx.orgId} and c.id = a.contact_id
    where a.org_id = ${ctx.orgId} and a.store_id = ${storeId} and a.address = ${email} and c.email is not null
      and not exists (select from contacts where ${here} and email = ${email})`);
  return now?.email ?? email;
}

/** Somebody who was erased came back by an act of their own, proven by their mailbox: stores may tell of them again. */
export async function liftErasure(ctx: Working, email: string): Promise<boolean> {
  const lifted = await ctx.db.execute(sql`
    delete from suppressions where org_id = ${ctx.orgId} and channel = 'email' and reason = 'erased'
      and address_hash = ${anyText(addressHashes(ctx.orgId, email))} returning 1`);
  return lifted.length > 0;
}
