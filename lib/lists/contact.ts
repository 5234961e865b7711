/** One contact joins and leaves lists, by hand. Consent is not touched: being on a list is no permission to write. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { holdContact } from "@/lib/contacts/held";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";

/** Both are public ids. */
export const ContactAndList = z.object({ contact: z.uuid(), list: z.uuid("Choose a list.") });
type ContactAndList = z.output<typeof ContactAndList>;

/** Who was on it before joins anew. `changed` is false when already on it. @throws Failure not-found */
export async function joinList(ctx: Ctx, input: ContactAndList): Promise<{ name: string; changed: boolean }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id } = await holdContact(ctx, input.contact);
    const list = await findList(ctx, input.list);
    return { name: list.name, changed: await enterList(ctx, id, list) };
  });
}

/** `changed` is false when it was not on it. @throws Failure not-found */
export async function leaveList(ctx: Ctx, input: ContactAndList): Promise<{ name: string; changed: boolean }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id } = await holdContact(ctx, input.contact);
    const list = await findList(ctx, input.list);
    return { name: list.name, changed: await quitList(ctx, id, list) };
  });
}

type Listed = { id: number; name: string };

/** Puts a contact on a list, both by inner ids; false when it was on it. For work that has asked for permission. */
export async function enterList(ctx: Working, contactId: number, list: Listed): Promise<boolean> {
  const joined = await ctx.db.execute(sql`
    insert into list_members (org_id, list_id, contact_id, joined_by)
    values (${ctx.orgId}, ${list.id}, ${contactId}, ${ctx.actor.name})
    on conflict (org_id, list_id, contact_id) do update
      set left_at = null, joined_at = now(), joined_by = excluded.joined_by
      where list_members.left_at is not null
    returning 1`);
  if (joined.length > 0) await writeLine(ctx, contactId, "list.joined", { name: list.name });
  return joined.length > 0;
}

/** Takes a contact off a list; false when it was not on it. */
export async function quitList(ctx: Working, contactId: number, list: Listed): Promise<boolean> {
  const left = await ctx.db.execute(sql`
    update list_members set left_at = now()
    where org_id = ${ctx.orgId} and list_id = ${list.id} and contact_id = ${contactId} and left_at is null
      returning 1`);
  if (left.length > 0) await writeLine(ctx, contactId, "list.left", { name: list.name });
  return left.length > 0;
}

/** Kept from being deleted until the transaction ends. */
export async function findList(ctx: Working, list: string): Promise<Listed> {
  const [row] = await ctx.db.execute<{ id: string; name: string }>(
    sql`select id, name from lists where org_id = ${ctx.orgId} and public_id = ${list}::uuid for key share`,
  );
  if (!row) throw notFound("list");
  return { id: Number(row.id), name: row.name };
}
