/** The two switches on a contact. Each is a moment and not a flag; switching to what holds already changes nothing. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { type Held, holdContact } from "./held";

export const DisableContact = z.object({ contact: z.uuid(), disabled: z.boolean() });
export const ExcludeContact = z.object({ contact: z.uuid(), excluded: z.boolean() });

/** A disabled contact receives nothing, whatever its consent (product.md, Words). @throws Failure not-found */
export async function disableContact(ctx: Ctx, input: z.output<typeof DisableContact>): Promise<void> {
  permit(ctx, "contacts.edit");
  const kind = input.disabled ? "contact.disabled" : "contact.enabled";
  await turn(ctx, input.contact, sql`disabled_at`, kind, ({ disabled }) => disabled !== input.disabled);
}

/**
 * "Exclude from all current and future lists and segments" (product.md, Subscription dialog). The memberships stay as
 * they are and count for nothing meanwhile; consent is not touched either way. @throws Failure not-found
 */
export async function excludeContact(ctx: Ctx, input: z.output<typeof ExcludeContact>): Promise<void> {
  permit(ctx, "contacts.consent");
  const kind = input.excluded ? "contact.excluded" : "contact.included";
  await turn(ctx, input.contact, sql`excluded_at`, kind, ({ excluded }) => excluded !== input.excluded);
}

type Kind = "contact.disabled" | "contact.enabled" | "contact.excluded" | "contact.included";

async function turn(ctx: Ctx, contact: string, column: SQL, kind: Kind, differs: (held: Held) => boolean) {
  await transact(ctx, async (ctx) => {
    const held = await holdContact(ctx, contact);
    if (!differs(held)) return;
    const since = kind === "contact.disabled" || kind === "contact.excluded" ? sql`now()` : sql`null`;
    await ctx.db.execute(sql`
      with turned as (
        update contacts set ${column} = ${since}, updated_at = now() where org_id = ${ctx.orgId} and id = ${held.id}
        returning id
      )
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name)
      select ${ctx.orgId}, id, ${kind}, now(), ${ctx.actor.kind}, ${ctx.actor.name} from turned`);
    await audit(ctx, kind, `contact ${held.contact}`);
  });
}
