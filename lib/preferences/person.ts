/** Whom a link from a mail concerns today: contacts are merged, renamed, hidden and erased, and old mails must work. */
import { sql } from "drizzle-orm";
import { receivingOf, storeById } from "@/lib/connection/store";
import { findPerson } from "@/lib/contacts/keep";
import { takeTurn } from "@/lib/contacts/turn";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import type { Receiving } from "@/lib/records/absorb";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { type Recipient, readChoiceToken } from "./links";

/**
 * `contactId` is null when the store knows nobody by it any more: then there is nothing to send and nothing to change.
 */
export type Found = { recipient: Recipient; contactId: number | null; store: Receiving & { name: string } };

type Work<T> = (ctx: Working, found: Found) => Promise<T>;

/**
 * Runs `work` for the person behind the link, in the turn of their store, as that person.
 * @throws Failure not-found when the link is damaged or its store is gone
 */
export async function asPerson<T>(token: string, work: Work<T>): Promise<T> {
  return forPerson(token, async (ctx, found) => {
    await takeTurn(ctx, found.recipient.storeId);
    // Whoever had the turn may have merged the contact.
    return work(ctx, { ...found, contactId: await whoIs(ctx, found.recipient) });
  });
}

/** The same for work that only reads: it waits for nobody. */
export async function forPerson<T>(token: string, work: Work<T>): Promise<T> {
  const recipient = readChoiceToken(token);
  if (!recipient) throw notFound("link");
  const ctx: Ctx = { orgId: recipient.orgId, actor: { kind: "person", name: "The person" } };
  permit(ctx, "contacts.consent");
  return transact(ctx, async (ctx) => {
    const row = await storeById(ctx, recipient.storeId);
    const contactId = await whoIs(ctx, recipient);
    return work(ctx, { recipient, contactId, store: { ...receivingOf(row), name: row.name } });
  });
}

/**
 * By the contact itself, by whom it was merged into, by whoever has the address in that store now. Of who was erased
 * nothing more is written.
 */
async function whoIs(ctx: Working, { contact, storeId, channel, address }: Recipient): Promise<number | null> {
  const [row] = await ctx.db.execute<{ id: string }>(sql`
    select id, 1 as rank from contacts where org_id = ${ctx.orgId} and public_id = ${contact}::uuid and erased_at is null
    union all select contact_id, 2 from contact_events where org_id = ${ctx.orgId} and fact = ${`merged ${contact}`}
    order by rank limit 1`);
  if (row) return Number(row.id);
  return findPerson(ctx, storeId, { email: channel === "email" ? address : null, phone: address });
}
