/** Rows that were not taken: shown, and fetched as a file. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { cell, csvLine } from "@/lib/bulk/csv";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import type { Seen } from "./read";
import { sentenceOf } from "./reasons";
import { findImport, type ImportRow, meaningOf, OfImport } from "./row";

export { MendRejects, mendRejects } from "./mend";

/** `line` is the physical line of the file (of a sheet: its row); `column` counts from 0, null: the row as a whole. */
export type RejectedRow = {
  line: number;
  column: number | null;
  /** Of lib/imports/meaning, or "erased". */
  reason: string;
  sentence: string;
  /** As they stand in the file, or were mended to last. Empty for somebody erased. */
  cells: string[];
  canMend: boolean;
};

/** A column that is imported: its place in a row's cells, and its name. */
export type RejectColumn = { at: number; name: string };

export type CountedReason = { reason: string; sentence: string; count: number };

export const rejectsAPage = 50;

/** `after` is the `next` of the page before. */
export const ListRejects = OfImport.extend({
  reason: z.stringFormat("word", /^[\w-]{1,40}$/).optional(),
  after: z.coerce.number().pipe(z.int32().min(0)).default(0),
});

/**
 * In the order of the file, 50 a page; `next` is null at the end. `columns` are those that are imported;
 * `reasons` are all there are, the most frequent first. @throws Failure not-found
 */
export async function listRejects(
  ctx: Ctx,
  input: z.output<typeof ListRejects>,
): Promise<{ columns: RejectColumn[]; rows: RejectedRow[]; reasons: CountedReason[]; next: number | null }> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const row = await findImport(ctx, input.import);
    const these = sql`org_id = ${ctx.orgId} and import_id = ${row.id} and mended_at is null`;
    const found = await ctx.db.execute<Raw>(sql`
      select line, column_index as column, reason, cells from import_rejects
      where ${these} and ${input.reason ? sql`reason = ${input.reason}` : sql`true`} and line > ${input.after}
        order by line limit ${rejectsAPage + 1}`);
    const reasons = await ctx.db.execute<{ reason: string; count: number }>(sql`
      select reason, count(*)::int as count from import_rejects where ${these} group by reason order by 2 desc, 1`);
    const page = found.slice(0, rejectsAPage);
    return {
      columns: importedOf(row),
      rows: page.map(rowOf),
      reasons: reasons.map((one) => ({ ...one, sentence: sentenceOf(one.reason) })),
      next: found.length > rejectsAPage ? page.at(-1)!.line : null,
    };
  });
}

/**
 * A CSV file of the rows not taken (UTF-8 with a mark): the file's columns, and the reason as the last. No cell begins
 * a formula. @throws Failure not-found
 */
export async function openRejects(
  ctx: Ctx,
  input: OfImport,
): Promise<{ name: string; body: ReadableStream<Uint8Array> }> {
  permit(ctx, "contacts.export");
  const row = await transact(ctx, async (ctx) => {
    const row = await findImport(ctx, input.import);
    await audit(ctx, "import.rejects-fetched", `import ${input.import}`);
    return row;
  });
  return { name: `rejected-${row.fileName.replace(/\.[^.]*$/, "")}.csv`, body: linesOf(ctx, row) };
}

type Raw = { line: number; column: number | null; reason: string; cells: string[] };

const rowOf = ({ reason, ...row }: Raw): RejectedRow => ({
  ...row,
  reason,
  sentence: sentenceOf(reason),
  canMend: reason !== "erased",
});

function importedOf(row: ImportRow): RejectColumn[] {
  const names = columnsOf(row);
  const columns = row.mapping === null ? [] : meaningOf(row).columns;
  return columns.flatMap(({ field }, at) =>
    field === "ignore" ? [] : [{ at, name: names[at] ?? `Column ${at + 1}` }],
  );
}

function columnsOf(row: Pick<ImportRow, "seen">): string[] {
  const seen = row.seen as Seen | null;
  const header = seen?.reading.header ? (seen.rows[0] ?? []) : [];
  return Array.from({ length: seen?.width ?? 0 }, (_, at) => header[at]?.trim() || `Column ${at + 1}`);
}

function linesOf(ctx: Ctx, row: ImportRow): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  const columns = columnsOf(row);
  const padded = (cells: string[]) => [...cells, ...Array<string>(Math.max(0, columns.length - cells.length)).fill("")];
  let after: number | null = null;
  return new ReadableStream({
    async pull(stream) {
      if (after === null) {
        stream.enqueue(utf8.encode(`\uFEFF${csvLine([...columns, "Line", "Reason"].map(cell))}`));
        after = 0;
        return;
      }
      const rows = await transact(ctx, (ctx) =>
        ctx.db.execute<Raw>(sql`
          select line, column_index as column, reason, cells from import_rejects
          where org_id = ${ctx.orgId} and import_id = ${row.id} and mended_at is null and line > ${after}
          order by line limit 1000`),
      );
      if (rows.length === 0) return stream.close();
      const texts = rows.map((one) =>
        csvLine([...padded(one.cells), String(one.line), sentenceOf(one.reason)].map(cell)),
      );
      stream.enqueue(utf8.encode(texts.join("")));
      after = rows.at(-1)!.line;
    },
  });
}
