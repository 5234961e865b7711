/** The first line of a new contact's timeline. */
import { sql } from "drizzle-orm";
import { eachId } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/**
 * Inner ids of contacts that were just opened, and whence they came. A statement of its own: the policy of a key for
 * one store looks the contact up, and finds none that its own statement made.
 */
export async function tellOpened(ctx: Working, ids: number[], from: string): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db.execute(sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, k.id, 'contact.created', now(), ${ctx.actor.kind}, ${ctx.actor.name},
      jsonb_build_object('from', ${from}::text) from ${eachId(ids)} as k(id)`);
}
