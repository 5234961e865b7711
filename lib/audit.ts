import { auditTrail } from "@/db/schema";
import type { Working } from "./tenancy";

/** Writes who did `verb` to `subject` in the transaction of the change. `detail` is JSON without secrets. */
export async function audit(ctx: Working, verb: string, subject: string, detail: Record<string, unknown> = {}) {
  await ctx.db.insert(auditTrail).values({
    orgId: ctx.orgId,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.kind === "member" ? String(ctx.actor.userId) : null,
    actorName: ctx.actor.name,
    verb,
    subject,
    detail,
  });
}
