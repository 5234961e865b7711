/**
 * Carries a bulk action on, batch by batch. A batch and that it is through are one transaction, so a run may be cut off
 * anywhere, and two that run at once take turns: each contact is reached exactly once.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { bulkActions } from "@/db/schema";
import { codeOf, Failure } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { actorOf, type BulkRow, type Part, readPart } from "./action";
import { type BulkKind, traits } from "./kinds";
import { unsubscribe } from "./steps/consent";
import { exportPart } from "./steps/export";
import { join, leave, undoJoin, undoLeave } from "./steps/lists";
import { remove } from "./steps/remove";
import { disable, enable, undoDisable, undoEnable } from "./steps/switches";
import { tag, undoTag, undoUntag, untag } from "./steps/tags";
import { missing } from "./subjects";

/** Does one part; gives how many contacts it changed. */
type Step = (ctx: Working, row: BulkRow, part: Part) => Promise<number>;

const steps: Record<BulkKind, { forth: Step; back?: Step }> = {
  tag: { forth: tag, back: undoTag },
  untag: { forth: untag, back: undoUntag },
  list: { forth: join, back: undoJoin },
  unlist: { forth: leave, back: undoLeave },
  disable: { forth: disable, back: undoDisable },
  enable: { forth: enable, back: undoEnable },
  unsubscribe: { forth: unsubscribe },
  export: { forth: exportPart },
  delete: { forth: remove },
};

/** Goes on for about `seconds`; `done` when the action, or its undo, has ended in any way or is not there. */
export async function advanceBulk(ctx: Ctx, input: { bulkId: number; seconds: number }): Promise<{ done: boolean }> {
  const until = Date.now() + input.seconds * 1000;
  do {
    if (await turn(ctx, input.bulkId)) return { done: true };
  } while (Date.now() < until);
  return { done: false };
}

/**
 * Deadlocks, and a contact deleted while it is referred to: the batch is simply done anew. So where a verb refuses one.
 */
const passing = new Set(["40P01", "40001", "23503"]);

async function turn(ctx: Ctx, bulkId: number): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(ctx, (ctx) => batch(ctx, bulkId));
    } catch (error) {
      const refused = error instanceof Failure;
      if (refused && attempt === 5) return fail(ctx, bulkId, error.message);
      if (attempt === 5 || !(refused || passing.has(String(codeOf(error))))) throw error;
      await sleep(20 * attempt);
    }
  }
}

async function batch(ctx: Working, bulkId: number): Promise<boolean> {
  const [row] = await ctx.db
    .select()
    .from(bulkActions)
    .where(and(eq(bulkActions.orgId, ctx.orgId), eq(bulkActions.id, bulkId)))
    .for("update");
  if (row?.state === "undoing") return undo(ctx, row);
  if (row?.state !== "running") return true;
  const part = await readPart(ctx, row, row.cursor);
  if (!part || row.cancelAsked) {
    await end(ctx, row, part ? "cancelled" : "done");
    return true;
  }
  const error = await missing(ctx, row);
  if (error) {
    await note(ctx, row, { state: "failed", error, finishedAt: sql`now()` });
    return true;
  }
  if (!part.ends) await hurry(ctx, row);
  const changed = await steps[row.kind].forth({ ...ctx, actor: actorOf(row) }, row, part);
  await note(ctx, row, {
    cursor: row.cursor + 1,
    seen: row.seen + part.size,
    changed: row.changed + changed,
    startedAt: row.startedAt ?? sql`now()`,
    ...(part.ends && ended("done")),
  });
  return part.ends;
}

/**
 * What undo can put back need not wait for the disk at each batch (a tenth of its time): after a crash the last batches
 * and their place are gone together, and are done again. That the action has ended is waited for.
 */
async function hurry(ctx: Working, row: BulkRow) {
  if (traits[row.kind].undoable) await ctx.db.execute(sql`set local synchronous_commit = off`);
}

async function undo(ctx: Working, row: BulkRow): Promise<boolean> {
  const back = steps[row.kind].back;
  const part = row.undoCursor < row.cursor ? await readPart(ctx, row, row.undoCursor) : null;
  if (!back || !part) {
    await end(ctx, row, "undone");
    return true;
  }
  const ends = part.ends || row.undoCursor + 1 === row.cursor;
  if (!ends) await hurry(ctx, row);
  const undone = await back({ ...ctx, actor: actorOf(row) }, row, part);
  const next = { undoCursor: row.undoCursor + 1, undoSeen: row.undoSeen + part.size, undone: row.undone + undone };
  await note(ctx, row, { ...next, ...(ends && ended("undone")) });
  return ends;
}

const end = (ctx: Working, row: BulkRow, state: BulkRow["state"]) => note(ctx, row, ended(state));

const ended = (state: BulkRow["state"]) => ({
  state,
  cancelAsked: false,
  ...(state !== "undone" && { finishedAt: sql`now()` }),
});

type Changes = Parameters<ReturnType<Working["db"]["update"]>["set"]>[0];

async function note(ctx: Working, row: Pick<BulkRow, "id">, changes: Changes) {
  await ctx.db
    .update(bulkActions)
    .set({ ...changes, progressedAt: sql`now()` })
    .where(and(eq(bulkActions.orgId, ctx.orgId), eq(bulkActions.id, row.id)));
}

/** `message` is a sentence for the member. What is through stays. */
async function fail(ctx: Ctx, bulkId: number, message: string): Promise<boolean> {
  log.warn({ bulk: bulkId, error: message }, "a bulk action failed");
  await transact(ctx, (ctx) => note(ctx, { id: bulkId }, { state: "failed", error: message, finishedAt: sql`now()` }));
  return true;
}

/** Actions that no run has moved for a minute: the engine was told and forgot, or was never told. */
export async function stuckBulk(): Promise<{ orgId: number; bulkId: number }[]> {
  const rows = await database().sql`select org_id::int as "orgId", id::int as "bulkId" from bulk_actions
    where state in ('running', 'undoing') and progressed_at < now() - interval '1 minute'`;
  return rows.map(({ orgId, bulkId }) => ({ orgId, bulkId }));
}
