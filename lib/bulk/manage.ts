/** What a member does with an action over many contacts once it has begun. */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { bulkActions } from "@/db/schema";
import { audit } from "@/lib/audit";
import { conflict } from "@/lib/errors";
import { plural } from "@/lib/format";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { type BulkRow, findBulk } from "./action";
import { keptDays, traits } from "./kinds";

/** `bulk` is the public id. */
export const OfBulk = z.object({ bulk: z.uuid() });
type OfBulk = z.output<typeof OfBulk>;

/** Stops after the batch that runs; what is through stays. @throws Failure not-found, conflict when it has ended */
export async function cancelBulk(ctx: Ctx, input: OfBulk): Promise<void> {
  await transact(ctx, async (ctx) => {
    const row = await findBulk(ctx, input.bulk);
    permit(ctx, traits[row.kind].permission);
    const asked = await ctx.db
      .update(bulkActions)
      .set({ cancelAsked: true })
      .where(and(eq(bulkActions.orgId, ctx.orgId), eq(bulkActions.id, row.id), eq(bulkActions.state, "running")))
      .returning({ id: bulkActions.id });
    if (asked.length === 0) throw conflict("It has ended already.");
    await audit(ctx, "contacts.bulk-cancelled", "a bulk action", { bulk: input.bulk });
  });
}

/**
 * Puts back exactly what the action changed, as a job. What somebody changed since stays as they left it.
 * @throws Failure not-found, conflict when there is nothing to undo
 */
export async function undoBulk(ctx: Ctx, input: OfBulk): Promise<void> {
  const bulkId = await transact(ctx, async (ctx) => {
    const found = await findBulk(ctx, input.bulk);
    permit(ctx, traits[found.kind].permission);
    const row = await hold(ctx, found.id);
    if (!undoable(row)) throw conflict("This cannot be undone.");
    await ctx.db
      .update(bulkActions)
      .set({ state: "undoing", undoAskedAt: sql`now()`, undoAskedBy: ctx.actor.name, progressedAt: sql`now()` })
      .where(and(eq(bulkActions.orgId, ctx.orgId), eq(bulkActions.id, row.id)));
    await audit(ctx, "contacts.bulk-undone", plural(row.changed, "contact"), { bulk: input.bulk });
    return row.id;
  });
  await tell(events.bulkBegun.create({ orgId: ctx.orgId, bulkId }));
}

/** Ended, of a kind that can be put back, not older than what is kept of it, and it changed somebody. */
export function undoable(row: Pick<BulkRow, "kind" | "state" | "changed" | "askedAt">): boolean {
  const ended = row.state === "done" || row.state === "cancelled" || row.state === "failed";
  return ended && traits[row.kind].undoable && row.changed > 0 && isKept(row);
}

export const isKept = ({ askedAt }: Pick<BulkRow, "askedAt">) =>
  Date.now() - askedAt.getTime() < keptDays * 24 * 3600 * 1000;

async function hold(ctx: Working, id: number): Promise<BulkRow> {
  const [row] = await ctx.db
    .select()
    .from(bulkActions)
    .where(and(eq(bulkActions.orgId, ctx.orgId), eq(bulkActions.id, id)))
    .for("update");
  return row!;
}
