/** One chunk of a run: found as it was staged, merged, and marked in the same transaction. */
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { importChunks } from "@/db/schema";
import { dropMarked } from "@/lib/contacts/erase/files";
import { codeOf, Failure } from "@/lib/errors";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { mergeLines } from "./merge/chunk";
import { settleKnown } from "./merge/known-told";
import { nameFields } from "./merge/values";
import { actorOf, type Chunk, holdById, type ImportRow, meaningOf, note } from "./row";
import { settingsOf } from "./staged";

/**
 * Deadlocks, and a contact that goes while it is referred to: the chunk is simply done anew. So where a verb refuses
 * one.
 */
const passing = new Set(["40P01", "40001", "23503", "23505"]);

/**
 * `lost`: the chunk is not there as it was staged; `waiting`: it is not staged yet; else so many contacts were written.
 */
export type Outcome = "waiting" | "lost" | "ended" | { written: number };

/** Merges the next chunk, in one transaction with the mark that it is through. */
export async function settle(ctx: Ctx, id: number): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(ctx, (ctx) => settleNext(ctx, id));
    } catch (error) {
      if (attempt === 5 || !(error instanceof Failure || passing.has(String(codeOf(error))))) throw error;
      await sleep(20 * attempt);
    }
  }
}

async function settleNext(ctx: Working, id: number): Promise<Outcome> {
  const row = await holdById(ctx, id);
  if (row?.state !== "running") return "ended";
  if (row.cancelAsked) {
    await end(ctx, row, "cancelled");
    return "ended";
  }
  const chunk = await chunkAt(ctx, row, row.cursor);
  if (!chunk) return "waiting";
  if (chunk.settings !== settingsOf(row) || !(await isThere(ctx, row, chunk))) {
    return "lost";
  }
  if (chunk.next === null) {
    await end(ctx, row, "done");
    return "ended";
  }
  if (row.cursor === 0) await nameFields(ctx, customOf(row));
  // What is lost with the machine is lost together with its mark, and is done again. The search index is tended beside.
  await ctx.db.execute(sql`select set_config('synchronous_commit', 'off', true),
    set_config('gin_pending_list_limit', '65536', true)`);
  return { written: await settleChunk({ ...ctx, actor: actorOf(row) }, row, chunk) };
}

async function settleChunk(ctx: Working, row: ImportRow, chunk: Chunk): Promise<number> {
  const lines = { first: chunk.firstLine, last: chunk.lastLine };
  const merged = await mergeLines(ctx, row, lines);
  await ctx.db.execute(sql`
    delete from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}
      and line between ${lines.first} and ${lines.last}`);
  await ctx.db
    .update(importChunks)
    .set({ settledAt: sql`now()`, ids: merged.ids })
    .where(
      and(eq(importChunks.orgId, ctx.orgId), eq(importChunks.importId, row.id), eq(importChunks.chunk, chunk.chunk)),
    );
  await note(ctx, row, {
    cursor: row.cursor + 1,
    startedAt: row.startedAt ?? sql`now()`,
    done: row.done + chunk.rows,
    loaded: row.loaded + merged.loaded,
    updated: row.updated + merged.updated,
    known: row.known + merged.known,
    repeated: row.repeated + merged.repeated,
    keptUnsubscribed: row.keptUnsubscribed + merged.keptUnsubscribed,
    rejected: row.rejected + chunk.rejected + merged.rejected,
  });
  return merged.loaded + merged.updated;
}

const customOf = (row: ImportRow) =>
  meaningOf(row).columns.flatMap(({ field, name, type }) =>
    field === "custom" && name ? [{ name, type: type ?? "text" }] : [],
  );

async function chunkAt(ctx: Working, row: ImportRow, chunk: number): Promise<Chunk | undefined> {
  const [found] = await ctx.db
    .select()
    .from(importChunks)
    .where(and(eq(importChunks.orgId, ctx.orgId), eq(importChunks.importId, row.id), eq(importChunks.chunk, chunk)));
  return found;
}

/** After a crash of the server staged rows are gone, and what says that they are there is not. */
async function isThere(ctx: Working, row: ImportRow, chunk: Chunk): Promise<boolean> {
  const [staged] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}
      and line between ${chunk.firstLine} and ${chunk.lastLine}`);
  return staged!.n === chunk.rows - chunk.rejected;
}

async function end(ctx: Working, row: ImportRow, state: "done" | "cancelled") {
  await ctx.db.execute(sql`delete from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}`);
  const ended = { finishedAt: sql`now()`, startedAt: row.startedAt ?? sql`now()` };
  await note(ctx, row, { state, cancelAsked: false, ...ended, ...(await settleKnown(ctx, row)) });
  await dropMarked(ctx, sql`${row.id}::bigint`);
}
