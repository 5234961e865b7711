/**
 * From the file to staged rows, a chunk at a time. A chunk's rows, its refused rows and the place where reading goes on
 * are written in one transaction, so reading may be cut off anywhere.
 */

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { and, desc, eq, gte, sql } from "drizzle-orm";
import type { TransactionSql } from "postgres";
import { importChunks } from "@/db/schema";
import { codeOf } from "@/lib/errors";
import { sha256 } from "@/lib/secrets";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { type ContactBatch, type Position, readContacts, rejectedColumns, stagedColumns, start } from "./read";
import { type ImportRow, meaningOf, readingOf } from "./row";
import { sourceOf } from "./source";

/** Rows of one chunk: the store's turn is held for as long as one is merged. */
export const chunkRows = 20_000;

/** The chunk after the last that is staged, and where it begins; null where the file is staged to its end. */
async function restOf(ctx: Working, row: ImportRow): Promise<{ chunk: number; from: Position } | null> {
  const [last] = await ctx.db
    .select({ chunk: importChunks.chunk, next: importChunks.next, settings: importChunks.settings })
    .from(importChunks)
    .where(and(eq(importChunks.orgId, ctx.orgId), eq(importChunks.importId, row.id)))
    .orderBy(desc(importChunks.chunk))
    .limit(1);
  if (!last) return { chunk: 0, from: start };
  if (last.settings !== settingsOf(row)) {
    await unstage(ctx, row.id, 0);
    return { chunk: 0, from: start };
  }
  if (await hasGap(ctx, row, last.chunk)) {
    await unstage(ctx, row.id, row.cursor);
    return restOf(ctx, row);
  }
  return last.next === null ? null : { chunk: last.chunk + 1, from: last.next as Position };
}

/** Two runs at once may leave a chunk that follows none. */
async function hasGap(ctx: Working, row: ImportRow, last: number): Promise<boolean> {
  const [found] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from import_chunks where org_id = ${ctx.orgId} and import_id = ${row.id}`);
  return found!.n !== last + 1;
}

/** How the file was read and understood: what was staged by other settings is staged anew. */
export const settingsOf = (row: Pick<ImportRow, "reading" | "mapping">) =>
  sha256(JSON.stringify([readingOf(row), meaningOf(row)])).slice(0, 16);

export type Pace = {
  /** Awaited before each chunk, so that nobody runs far ahead of who merges. */
  turn: () => Promise<void>;
  staged: () => void;
  signal: AbortSignal;
};

/**
 * Stages chunk after chunk to the end of the file, which is a chunk without rows. Ends quietly when another run stages
 * the same import. @throws Failure invalid at `file` when it cannot be read on
 */
export async function stage(ctx: Ctx, row: ImportRow, { turn, staged, signal }: Pace): Promise<void> {
  const rest = await transact(ctx, (ctx) => restOf(ctx, row));
  if (!rest) return;
  let { chunk, from } = rest;
  const wish = { from, rows: chunkRows, signal, before: `${ctx.orgId}\t${row.id}\t` };
  for await (const batch of readContacts(sourceOf(ctx, row), readingOf(row), meaningOf(row), wish)) {
    await turn();
    if (signal.aborted || !(await keep(ctx, row, { chunk, from, next: batch.next }, batch))) return;
    [chunk, from] = [chunk + 1, batch.next];
    staged();
  }
  if (signal.aborted) return;
  await keep(ctx, row, { chunk, from, next: null }, nothing(row));
  staged();
}

const nothing = (row: ImportRow): ContactBatch => ({
  contacts: new Uint8Array(),
  count: 0,
  rejected: new Uint8Array(),
  rejections: 0,
  reasons: {},
  flags: { hint: 0, role: 0, disposable: 0 },
  leftOut: 0,
  filled: [],
  next: start,
  bytes: row.size,
});

type Place = { chunk: number; from: Position; next: Position | null };

/**
 * Under the owner's role, for COPY knows no policies: each line begins with the organization. False: it is there
 * already.
 */
async function keep(ctx: Ctx, row: ImportRow, { chunk, from, next }: Place, batch: ContactBatch): Promise<boolean> {
  const { count, rejections, bytes, reasons, flags, leftOut, filled } = batch;
  const told = JSON.stringify({ reasons, flags, leftOut, filled: Array.from(filled, (n) => n ?? 0) });
  const [first, last] = next === null ? [beyond, beyond] : [from.line, lastLineOf(batch, next)];
  try {
    await database().sql.begin(async (sql) => {
      await sql`
        insert into import_chunks (org_id, import_id, chunk, first_line, last_line, rows, rejected, bytes, next, told,
          settings)
        values (${ctx.orgId}, ${row.id}, ${chunk}, ${first}, ${last}, ${count + rejections}, ${rejections},
          ${bytes}, ${next && JSON.stringify(next)}::text::jsonb, ${told}::text::jsonb, ${settingsOf(row)})`;
      await copy(sql, "import_staging", Object.keys(stagedColumns), batch.contacts);
      await copy(sql, "import_rejects", Object.keys(rejectedColumns), batch.rejected);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "23505") return false;
    throw error;
  }
}

/** Of no file: the end has no rows. */
const beyond = 2_147_483_647;

/** A last row without a line break is at the line where nothing more follows. */
function lastLineOf({ contacts, rejected }: ContactBatch, next: Position): number {
  const lines = [contacts, rejected].map((text) => {
    const begins = text.lastIndexOf(10, text.length - 2) + 1;
    return Number(
      Buffer.from(text.subarray(begins, begins + 100))
        .toString()
        .split("\t")[2] ?? 0,
    );
  });
  return Math.max(next.line - 1, ...lines);
}

/** `lines` are of COPY's text format and begin with the organization and the import. */
async function copy(sql: TransactionSql, table: string, columns: string[], lines: Uint8Array) {
  if (lines.byteLength === 0) return;
  const names = ["org_id", "import_id", ...columns].join(", ");
  const into = await sql.unsafe(`copy ${table} (${names}) from stdin`).writable();
  await pipeline(Readable.from(slices(lines)), into);
}

function* slices(lines: Uint8Array) {
  for (let at = 0; at < lines.byteLength; at += 65_536) yield Buffer.from(lines.subarray(at, at + 65_536));
}

/** Forgets what is staged from this chunk on, with its refused rows. */
export async function unstage(ctx: Working, importId: number, from: number) {
  const mine = sql`org_id = ${ctx.orgId} and import_id = ${importId}`;
  const line = sql`coalesce((select first_line from import_chunks where ${mine} and chunk = ${from}), 2147483647)`;
  await ctx.db.execute(sql`delete from import_staging where ${mine}`);
  await ctx.db.execute(sql`delete from import_rejects where ${mine} and line >= ${line}`);
  await ctx.db
    .delete(importChunks)
    .where(and(eq(importChunks.orgId, ctx.orgId), eq(importChunks.importId, importId), gte(importChunks.chunk, from)));
}
