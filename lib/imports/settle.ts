/** A turn of a run: the next chunk as it was staged, merged and marked in one transaction, or several side by side. */
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { dropMarked } from "@/lib/contacts/erase/files";
import { takeTurn } from "@/lib/contacts/turn";
import { codeOf, Failure } from "@/lib/errors";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { type Helper, helpers } from "./beside";
import { chunkAt, countSettled, isThere, linesOf, markSettled, meetNobody, quicken, summed } from "./chunks";
import { mergeHeld } from "./merge/chunk";
import { settleKnown } from "./merge/known-told";
import { type Merged, NotCalm } from "./merge/merged";
import { nameFields } from "./merge/values";
import { actorOf, type Chunk, holdById, type ImportRow, meaningOf, note } from "./row";
import { settingsOf } from "./staged";

/**
 * Deadlocks, a lock that does not come, and a contact that goes while it is referred to: the chunk is simply done anew.
 * So where a verb refuses one.
 */
const passing = new Set(["40P01", "40001", "55P03", "23503", "23505"]);

/**
 * `lost`: the chunk is not there as it was staged; `waiting`: it is not staged yet; else how many contacts were written,
 * how many chunks are through, and whether they were calm (Merged).
 */
export type Outcome = "waiting" | "lost" | "ended" | { written: number; chunks: number; calm: boolean };

/**
 * Merges the next chunk, in one transaction with the mark that it is through. `width`: how many at once, at most, where
 * they tell of different people, and of nobody known anything new.
 */
export async function settle(ctx: Ctx, id: number, width = 1): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const beside = helpers(ctx, attempt === 1 ? width - 1 : 0);
    try {
      return await transact(ctx, async (ctx) => {
        await Promise.all(beside.map(({ begun }) => begun));
        return settleNext(ctx, id, beside);
      });
    } catch (error) {
      if (attempt === 5 || !isPassing(error)) throw error;
      if (!(error instanceof NotCalm)) await sleep(20 * attempt);
    } finally {
      await Promise.all(beside.map((helper) => helper.dismiss()));
    }
  }
}

const isPassing = (error: unknown) =>
  error instanceof NotCalm || error instanceof Failure || passing.has(String(codeOf(error)));

async function settleNext(ctx: Working, id: number, beside: Helper[]): Promise<Outcome> {
  const held = await holdById(ctx, id);
  if (held?.state !== "running") return "ended";
  const { row, counted } = await countSettled(ctx, held);
  if (counted.length > 0) return { ...outcomeOf(counted), calm: false };
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
  await quicken(ctx);
  const acting = { ...ctx, actor: actorOf(row) };
  const someErased = await takeTurn(ctx, row.storeId);
  const others = await chunksBeside(ctx, row, chunk, beside.length);
  if (others.length > 0) return settleTogether(acting, row, [chunk, ...others], { someErased, beside });
  const merged = await mergeHeld(acting, row, linesOf(chunk), { someErased, alone: true });
  await markSettled(acting, row, chunk, merged);
  await note(ctx, row, summed(row, [{ chunk, merged }]));
  return outcomeOf([merged]);
}

/** The chunks after the first that are staged and tell of other people than all before them. */
async function chunksBeside(ctx: Working, row: ImportRow, first: Chunk, most: number): Promise<Chunk[]> {
  if (row.kind === "suppressed") return [];
  const further: Chunk[] = [];
  for (let last = first; further.length < most; ) {
    const chunk = await chunkAt(ctx, row, last.chunk + 1);
    const goesOn = chunk && chunk.next !== null && chunk.settings === first.settings && !chunk.settledAt;
    if (!goesOn || chunk.firstLine <= last.lastLine || !(await isThere(ctx, row, chunk))) break;
    further.push(chunk);
    last = chunk;
  }
  while (further.length > 0 && !(await meetNobody(ctx, row, [first, ...further]))) further.pop();
  return further;
}

/**
 * The last is merged here, which holds the turn to the end, those before it by the helpers, who are through one after
 * the other before this one: however it is cut off, what is through is the beginning of what is to be done.
 * @throws NotCalm where one of them is to be merged alone
 */
async function settleTogether(ctx: Working, row: ImportRow, chunks: Chunk[], together: Together): Promise<Outcome> {
  const { someErased, beside } = together;
  const last = chunks.at(-1)!;
  let before: Promise<unknown> = Promise.resolve(true);
  const others = chunks.slice(0, -1).map((chunk, at) => {
    const merged = beside[at]!.merge({ row, chunk, someErased, before });
    before = merged;
    return merged;
  });
  const own = mergeHeld(ctx, row, linesOf(last), { someErased, alone: false });
  const [mine, ...theirs] = await Promise.allSettled([own, ...others]);
  if (mine!.status === "rejected") throw mine!.reason;
  const all = [...theirs, mine!].flatMap((one) =>
    one.status === "fulfilled" && one.value ? [one.value as Merged] : [],
  );
  if (all.length < chunks.length) throw new NotCalm();
  await markSettled(ctx, row, last, all.at(-1)!);
  await note(
    ctx,
    row,
    summed(
      row,
      chunks.map((chunk, at) => ({ chunk, merged: all[at]! })),
    ),
  );
  return outcomeOf(all);
}

type Together = { someErased: boolean; beside: Helper[] };

const outcomeOf = (all: Merged[]) => ({
  written: all.reduce((sum, { loaded, updated }) => sum + loaded + updated, 0),
  chunks: all.length,
  calm: all.every(({ calm }) => calm),
});

const customOf = (row: ImportRow) =>
  meaningOf(row).columns.flatMap(({ field, name, type }) =>
    field === "custom" && name ? [{ name, type: type ?? "text" }] : [],
  );

async function end(ctx: Working, row: ImportRow, state: "done" | "cancelled") {
  await ctx.db.execute(sql`delete from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}`);
  const ended = { finishedAt: sql`now()`, startedAt: row.startedAt ?? sql`now()` };
  await note(ctx, row, { state, cancelAsked: false, ...ended, ...(await settleKnown(ctx, row)) });
  await dropMarked(ctx, sql`${row.id}::bigint`);
}
