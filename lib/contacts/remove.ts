/** Deleting contacts and bringing one back. Records and opt-outs are remembered: who returns is still unsubscribed. */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "@/lib/audit";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { anyId } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";
import { type DerivedStore, derive } from "./derive";
import { holdContact, OneContact } from "./held";

export const DeleteContact = OneContact;
export const RestoreContact = OneContact;

/**
 * Hides these contacts everywhere, in one statement, with a line on each timeline. Gives the inner ids of those that
 * were there to be hidden. For jobs that hold a permission already; one person is `deleteContact`.
 */
export async function deleteContacts(ctx: Working, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const hidden = await ctx.db.execute<{ id: string }>(sql`
    with hidden as (
      update contacts set deleted_at = now(), gone_at = now(), updated_at = now()
      where org_id = ${ctx.orgId} and id = ${anyId(ids)} and gone_at is null returning id
    ), line as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name)
      select ${ctx.orgId}, id, 'contact.deleted', now(), ${ctx.actor.kind}, ${ctx.actor.name} from hidden
    )
    select id from hidden`);
  return hidden.map(({ id }) => Number(id));
}

/** Hides one contact until the store tells something newer of them. @throws Failure not-found */
export async function deleteContact(ctx: Ctx, input: z.output<typeof DeleteContact>): Promise<{ contact: string }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id, contact, store } = await holdContact(ctx, input.contact);
    await deleteContacts(ctx, [id]);
    await derive(ctx, store, [id]);
    await audit(ctx, "contact.deleted", `contact ${contact}`);
    return { contact };
  });
}

/** Undoes a deletion; who was not deleted, or is back already, is not found. @throws Failure not-found */
export async function restoreContact(ctx: Ctx, input: z.output<typeof RestoreContact>): Promise<{ contact: string }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id, contact, store } = await holdDeleted(ctx, input.contact);
    await ctx.db.execute(sql`
      update contacts set deleted_at = null, gone_at = null, updated_at = now()
      where org_id = ${ctx.orgId} and id = ${id}`);
    await writeLine(ctx, id, "contact.restored");
    await derive(ctx, store, [id]);
    await audit(ctx, "contact.restored", `contact ${contact}`);
    return { contact };
  });
}

async function holdDeleted(ctx: Working, contact: string) {
  const [row] = await ctx.db.execute<
    { id: string; storeId: string } & Pick<DerivedStore, "currency" | "selection">
  >(sql`
    select c.id, s.id as "storeId", s.currency, s.selection
    from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
    where c.org_id = ${ctx.orgId} and c.public_id = ${contact}::uuid and c.deleted_at is not null
      and c.gone_at is not null and c.erased_at is null
    for no key update of c`);
  if (!row) throw notFound("contact");
  const store: DerivedStore = { id: Number(row.storeId), currency: row.currency, selection: row.selection };
  return { id: Number(row.id), contact, store };
}
