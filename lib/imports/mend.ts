/** Rows that were not taken, mended in place and tried again: just those, by the same rules. */
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { importChunks, importRejects, importStaging } from "@/db/schema";
import { audit } from "@/lib/audit";
import { conflict } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { rowsOf } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { plan, type Row } from "./meaning";
import { mergeLines } from "./merge/chunk";
import { settleKnown } from "./merge/known-told";
import { keepable } from "./read";
import { sentenceOf } from "./reasons";
import { actorOf, findImport, holdImport, type ImportRow, meaningOf, note, OfImport } from "./row";
import { settingsOf } from "./staged";
import { hasEnded } from "./undoable";

/** At most 200 rows at once, each once and with all of its cells. */
export const MendRejects = OfImport.extend({
  rows: z
    .array(z.object({ line: z.int32().min(1), cells: z.array(z.string().max(100_000)).max(500) }))
    .min(1, "Mend a row first.")
    .max(200, "Mend at most 200 rows at once.")
    .refine((rows) => new Set(rows.map(({ line }) => line)).size === rows.length, "Give each row once."),
});

/** Rows that are taken now, and rows that are still rejected: with their lines, and what is wrong with them. */
export type Mended = {
  taken: number;
  rejected: number;
  mended: number[];
  wrong: { line: number; column: number | null; reason: string; sentence: string }[];
  loaded: number;
  updated: number;
};

/**
 * What was typed is kept, also where a row is still wrong. @throws Failure not-found, conflict while the import runs
 */
export async function mendRejects(ctx: Ctx, input: z.output<typeof MendRejects>): Promise<Mended> {
  permit(ctx, "contacts.edit");
  const row = await transact(ctx, async (ctx) => settled(await findImport(ctx, input.import)));
  const judge = plan(meaningOf(row));
  const judged = input.rows.map((row) => ({ line: row.line, cells: keepable(row.cells), ...judge(row.cells) }));
  const wrong = judged.flatMap((one) => ("reject" in one ? [{ line: one.line, cells: one.cells, ...one.reject }] : []));
  await transact(ctx, (ctx) => keepTyped(ctx, row, wrong));
  const good = judged.flatMap((one) => ("row" in one ? [one] : []));
  const done = good.length > 0 ? await take(ctx, input, row, good) : { mended: [], loaded: 0, updated: 0 };
  return {
    ...done,
    taken: done.mended.length,
    rejected: wrong.length,
    wrong: wrong.map(({ line, column, reason }) => ({ line, column, reason, sentence: sentenceOf(reason) })),
  };
}

function settled(row: ImportRow): ImportRow {
  if (hasEnded(row)) return row;
  throw conflict("Rows can be mended once the import has ended, and until it is undone.");
}

type Wrong = { line: number; cells: string[]; column: number | null; reason: string };

async function keepTyped(ctx: Working, row: ImportRow, wrong: Wrong[]) {
  if (wrong.length === 0) return;
  await ctx.db.execute(sql`
    update import_rejects r set cells = t.cells, reason = t.reason, column_index = t."column"
    from ${rowsOf(wrong)} as t(line int, cells jsonb, "column" int, reason text)
    where r.org_id = ${ctx.orgId} and r.import_id = ${row.id} and r.line = t.line and r.reason <> 'erased'
      and r.mended_at is null`);
}

const ofRow = (ctx: Working, row: ImportRow) => [
  eq(importRejects.orgId, ctx.orgId),
  eq(importRejects.importId, row.id),
  sql`${importRejects.reason} <> 'erased'`,
];

/** One transaction, as any chunk. */
async function take(ctx: Ctx, input: OfImport, row: ImportRow, good: { line: number; row: Row; cells: string[] }[]) {
  return transact(ctx, async (ctx) => {
    const held = settled(await holdImport(ctx, input.import));
    const open = await ctx.db
      .select({ line: importRejects.line })
      .from(importRejects)
      .where(
        and(
          ...ofRow(ctx, row),
          inArray(
            importRejects.line,
            good.map(({ line }) => line),
          ),
          isNull(importRejects.mendedAt),
        ),
      );
    const lines = new Set(open.map(({ line }) => line));
    const mended = good.filter(({ line }) => lines.has(line)).sort((a, b) => a.line - b.line);
    if (mended.length === 0) return { mended: [], loaded: 0, updated: 0 };
    await stageMended(ctx, held, mended);
    return settleMended({ ...ctx, actor: actorOf(held) }, held, mended);
  });
}

/** A few rows, and inside the transaction: no COPY, which knows no policies and needs a connection of its own. */
async function stageMended(ctx: Working, { id: importId }: ImportRow, mended: { line: number; row: Row }[]) {
  const moment = (text: string | null) => (text === null ? null : new Date(text));
  await ctx.db.insert(importStaging).values(
    mended.map(({ row, line }) => ({
      ...row,
      orgId: ctx.orgId,
      importId,
      line,
      createdAt: moment(row.createdAt),
      optInAt: moment(row.optInAt),
      optOutAt: moment(row.optOutAt),
      leftOut: row.leftOut.length > 0 ? row.leftOut : null,
    })),
  );
}

async function settleMended(ctx: Working, row: ImportRow, mended: { line: number; cells: string[] }[]) {
  const lines = { first: mended[0]!.line, last: mended.at(-1)!.line };
  const merged = await mergeLines(ctx, row, lines);
  await ctx.db.execute(sql`delete from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}`);
  await ctx.db.insert(importChunks).values({
    orgId: ctx.orgId,
    importId: row.id,
    chunk: sql`(select coalesce(max(chunk), -1) + 1 from import_chunks where org_id = ${ctx.orgId}
      and import_id = ${row.id})`,
    firstLine: lines.first,
    lastLine: lines.last,
    rows: 0,
    rejected: 0,
    bytes: row.size,
    settings: settingsOf(row),
    settledAt: sql`now()`,
    ids: merged.ids,
  });
  const refused = await markMended(ctx, row, mended);
  const figures = {
    loaded: row.loaded + merged.loaded,
    updated: row.updated + merged.updated,
    known: row.known + merged.known,
    repeated: row.repeated + merged.repeated,
  };
  await note(ctx, row, {
    ...figures,
    ...(await settleKnown(ctx, { ...row, ...figures })),
    keptUnsubscribed: row.keptUnsubscribed + merged.keptUnsubscribed,
    rejected: row.rejected - (mended.length - refused),
  });
  await audit(ctx, "import.mended", `import ${row.publicId}`, { rows: mended.length });
  return { mended: mended.map(({ line }) => line), loaded: merged.loaded, updated: merged.updated };
}

/** Somebody erased stays refused, whatever was typed. Gives how many. */
async function markMended(ctx: Working, row: ImportRow, mended: { line: number }[]): Promise<number> {
  const lines = mended.map(({ line }) => line);
  const marked = await ctx.db
    .update(importRejects)
    .set({ mendedAt: sql`now()` })
    .where(and(...ofRow(ctx, row), inArray(importRejects.line, lines)))
    .returning({ line: importRejects.line });
  return mended.length - marked.length;
}
