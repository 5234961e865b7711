import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/**
 * One line on a contact's timeline, as of now. `contact` is the inner id; the words are
 * app/[org]/contacts/[id]/line.tsx.
 */
export async function writeLine(ctx: Working, contact: number, kind: string, detail: Record<string, unknown> = {}) {
  await ctx.db.execute(sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    values (${ctx.orgId}, ${contact}, ${kind}, now(), ${ctx.actor.kind}, ${ctx.actor.name},
      ${JSON.stringify(detail)}::text::jsonb)`);
}
