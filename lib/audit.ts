import { auditTrail } from "@/db/schema";
import type { Actor, Working } from "./tenancy";

/** Writes who did `verb` to `subject` in the transaction of the change. `detail` is JSON without secrets. */
export async function audit(ctx: Working, verb: string, subject: string, detail: Record<string, unknown> = {}) {
  await ctx.db.insert(auditTrail).values({
    orgId: ctx.orgId,
    actorKind: ctx.actor.kind,
    actorId: idOf(ctx.actor),
    actorName: ctx.actor.name,
    verb,
    subject,
    detail,
  });
}

function idOf(actor: Actor): string | null {
  if (actor.kind === "member") return String(actor.userId);
  return actor.kind === "key" ? String(actor.keyId) : null;
}
