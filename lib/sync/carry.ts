/** Carries a pass to its end in this process: for the demo and the command line, where no job engine runs. */
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { syncs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { type Ctx, transact } from "@/lib/tenancy";
import { advance } from "./advance";
import type { SyncRow } from "./sync";

export type Progress = Pick<
  SyncRow,
  "state" | "phase" | "error" | "customersDone" | "customersTotal" | "ordersDone" | "ordersTotal" | "taken"
> & {
  /** Until the store is asked again: more than 0 when it wanted a pause, or did not answer. */
  waitSeconds: number;
};

/** `hear` is told every few seconds how far the pass is. Gives how it ended; a pass that failed says why in `error`. */
export async function carryThrough(
  ctx: Ctx,
  input: { syncId: number },
  hear: (progress: Progress) => void,
): Promise<Progress> {
  for (;;) {
    const { done, waitSeconds } = await advance(ctx, { syncId: input.syncId, seconds: 2 });
    const progress = { ...(await rowOf(ctx, input.syncId)), waitSeconds };
    hear(progress);
    if (done) return progress;
    await sleep(waitSeconds * 1000);
  }
}

async function rowOf(ctx: Ctx, syncId: number): Promise<SyncRow> {
  const [row] = await transact(ctx, (ctx) =>
    ctx.db
      .select()
      .from(syncs)
      .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.id, syncId))),
  );
  if (!row) throw notFound("sync");
  return row;
}
