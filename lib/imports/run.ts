/**
 * Carries an import on: checking, running, undoing. A chunk and that it is through are one transaction, so a run may be
 * cut off anywhere and two that run at once take turns: no row is applied twice, and none is forgotten.
 */
import { availableParallelism } from "node:os";
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { importChunks, imports } from "@/db/schema";
import { Failure } from "@/lib/errors";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { summarise } from "./check";
import { countSettled } from "./chunks";
import { fail, trouble } from "./fail";
import { type Feed, feed } from "./feed";
import { actorOf, type Chunk, holdById, type ImportRow, note } from "./row";
import { settle } from "./settle";
import { settingsOf, unstage } from "./staged";
import { tend } from "./tend";
import { undoChunk } from "./undo";

/** Goes on for about `seconds`; `done` when there is nothing more to do, or the import is not there. */
export async function advanceImport(
  ctx: Ctx,
  input: { importId: number; seconds: number },
): Promise<{ done: boolean }> {
  const until = Date.now() + input.seconds * 1000;
  const row = await transact(ctx, (ctx) => openById(ctx, input.importId));
  if (row?.state === "undoing") return { done: await back(ctx, row.id, until) };
  if (row?.state !== "checking" && row?.state !== "running") return { done: true };
  const ahead = feed(ctx, row, row.state === "running" ? chunksAhead : Number.POSITIVE_INFINITY);
  try {
    return { done: await (row.state === "running" ? run(ctx, row, ahead, until) : check(ctx, row, ahead, until)) };
  } catch (error) {
    return error instanceof Failure ? await fail(ctx, row, error.message) : await trouble(ctx, row, error);
  } finally {
    await ahead.stop();
  }
}

/** Staged chunks that wait to be merged, at most. */
const chunksAhead = 4;

/** Chunks merged at once, where the one before was calm: a processor each, and the file is still read ahead of them. */
export const sideBySide = { most: Math.min(availableParallelism(), chunksAhead) };

/** An Excel file is read from its beginning each time: a stretch goes on until it has moved, or nothing ever would. */
const patience = 300_000;

async function run(ctx: Ctx, row: ImportRow, ahead: Feed, until: number): Promise<boolean> {
  let moved = false;
  const tending = tend();
  let width = 1;
  try {
    do {
      const outcome = await settle(ctx, row.id, width);
      if (outcome === "ended") return true;
      if (outcome === "lost") return restage(ctx, row.id, ahead);
      if (outcome === "waiting") await ahead.news();
      else {
        moved = true;
        width = outcome.calm ? sideBySide.most : 1;
        for (let chunk = 0; chunk < outcome.chunks; chunk++) ahead.taken();
        tending.written(outcome.written);
      }
    } while (Date.now() < (moved ? until : until + patience));
    return false;
  } finally {
    await tending.stop();
  }
}

/** Only when nobody stages any more, or a chunk that is on its way would stand alone. */
async function restage(ctx: Ctx, id: number, ahead: Feed): Promise<boolean> {
  await ahead.stop();
  return transact(ctx, async (ctx) => {
    const row = await holdById(ctx, id);
    if (row?.state !== "running") return true;
    await unstage(ctx, id, (await countSettled(ctx, row)).row.cursor);
    return false;
  });
}

/** A check that is given up, or a file chosen anew, ends it at the next look. */
async function check(ctx: Ctx, row: ImportRow, ahead: Feed, until: number): Promise<boolean> {
  while (Date.now() < until) {
    const now = await transact(ctx, (ctx) => readById(ctx, row.id));
    if (now?.state !== "checking") return true;
    if (await transact(ctx, (ctx) => isStaged(ctx, row))) return finishCheck(ctx, row.id);
    await ahead.news();
  }
  return false;
}

async function finishCheck(ctx: Ctx, id: number): Promise<boolean> {
  return transact(ctx, async (ctx) => {
    const held = await holdById(ctx, id);
    if (held?.state !== "checking") return true;
    if (!(await isWhole(ctx, held))) {
      await unstage(ctx, id, 0);
      return false;
    }
    await note(ctx, held, { state: "ready", checked: await summarise(ctx, held) });
    return true;
  });
}

async function back(ctx: Ctx, id: number, until: number): Promise<boolean> {
  do {
    const done = await transact(ctx, async (ctx) => {
      const row = await holdById(ctx, id);
      if (row?.state !== "undoing") return true;
      const chunk = await settledChunk(ctx, row, row.undoCursor);
      const { removed, restored } = await undoChunk({ ...ctx, actor: actorOf(row) }, row, chunk);
      await note(ctx, row, {
        undoCursor: row.undoCursor + 1,
        removed: row.removed + removed,
        restored: row.restored + restored,
        ...(!chunk && { state: "undone" as const }),
      });
      return !chunk;
    });
    if (done) return true;
  } while (Date.now() < until);
  return false;
}

/** The last first: what a later chunk laid over an earlier one comes off before it. */
async function settledChunk(ctx: Working, row: ImportRow, past: number): Promise<Chunk | undefined> {
  const [found] = await ctx.db
    .select()
    .from(importChunks)
    .where(and(eq(importChunks.orgId, ctx.orgId), eq(importChunks.importId, row.id), isNotNull(importChunks.settledAt)))
    .orderBy(desc(importChunks.chunk))
    .offset(past)
    .limit(1);
  return found;
}

/** Of a run that was cut off, what is through is counted first: reading goes on behind it. */
async function openById(ctx: Working, id: number): Promise<ImportRow | undefined> {
  const row = await readById(ctx, id);
  if (row?.state !== "running") return row;
  const held = await holdById(ctx, id);
  return held?.state === "running" ? (await countSettled(ctx, held)).row : held;
}

async function readById(ctx: Working, id: number): Promise<ImportRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, id)));
  return row;
}

async function isStaged(ctx: Working, row: ImportRow): Promise<boolean> {
  const [end] = await ctx.db.execute(sql`
    select from import_chunks where org_id = ${ctx.orgId} and import_id = ${row.id} and next is null
      and settings = ${settingsOf(row)}`);
  return end !== undefined;
}

async function isWhole(ctx: Working, row: ImportRow): Promise<boolean> {
  const [whole] = await ctx.db.execute<{ there: boolean }>(sql`
    select (select count(*) from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id})
      = (select coalesce(sum(rows - rejected), 0) from import_chunks where org_id = ${ctx.orgId}
        and import_id = ${row.id})
      as there`);
  return whole!.there;
}

/** Imports that no run has moved for a minute: the engine was told and forgot, or was never told. */
export async function stuckImports(): Promise<{ orgId: number; importId: number }[]> {
  const rows = await database().sql`
    select org_id::int as "orgId", id::int as "importId" from imports
    where state in ('checking', 'running', 'undoing') and progressed_at < now() - interval '1 minute'`;
  return rows.map(({ orgId, importId }) => ({ orgId, importId }));
}
