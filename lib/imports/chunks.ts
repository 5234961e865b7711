/** Chunks of a run as they are staged, marked and counted. */
import { and, eq, sql } from "drizzle-orm";
import { importChunks } from "@/db/schema";
import type { Working } from "@/lib/tenancy";
import type { Lines, Merged } from "./merge/merged";
import { type Chunk, type ImportRow, note } from "./row";

export const linesOf = ({ firstLine, lastLine }: Chunk): Lines => ({ first: firstLine, last: lastLine });

export async function chunkAt(ctx: Working, row: ImportRow, chunk: number): Promise<Chunk | undefined> {
  const [found] = await ctx.db
    .select()
    .from(importChunks)
    .where(isChunk(ctx, row, chunk));
  return found;
}

const isChunk = (ctx: Working, row: ImportRow, chunk: number) =>
  and(eq(importChunks.orgId, ctx.orgId), eq(importChunks.importId, row.id), eq(importChunks.chunk, chunk));

/** After a crash of the server staged rows are gone, and what says that they are there is not. */
export async function isThere(ctx: Working, row: ImportRow, chunk: Chunk): Promise<boolean> {
  const [staged] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}
      and line between ${chunk.firstLine} and ${chunk.lastLine}`);
  return staged!.n === chunk.rows - chunk.rejected;
}

/** Whether no address, number or device that one of these chunks (in their order) tells stands in another. */
export async function meetNobody(ctx: Working, row: ImportRow, chunks: Chunk[]): Promise<boolean> {
  const [first, last] = [chunks[0]!.firstLine, chunks.at(-1)!.lastLine];
  const begins = `{${chunks.map(({ firstLine }) => firstLine).join(",")}}`;
  const twice = (key: string) => sql`exists (
    select from told where ${sql.identifier(key)} is not null group by ${sql.identifier(key)}
    having min(chunk) <> max(chunk))`;
  const [found] = await ctx.db.execute<{ meet: boolean }>(sql`
    with told as materialized (
      select email, phone, push_id, width_bucket(line, ${begins}::int[]) as chunk from import_staging
      where org_id = ${ctx.orgId} and import_id = ${row.id} and line between ${first} and ${last}
    )
    select ${twice("email")} or ${twice("phone")} or ${twice("push_id")} as meet`);
  return !found!.meet;
}

/** What is lost with the machine is lost together with its mark, and is done again. The search index is tended beside. */
export const quicken = (ctx: Working) =>
  ctx.db.execute(sql`
    select set_config('synchronous_commit', 'off', true), set_config('gin_pending_list_limit', '65536', true)`);

/** The mark that a chunk is through; `merged` is kept where it is counted later. */
export async function markSettled(
  ctx: Working,
  row: ImportRow,
  chunk: Chunk,
  { ids, ...merged }: Merged,
  kept = false,
) {
  await ctx.db.execute(sql`
    delete from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}
      and line between ${chunk.firstLine} and ${chunk.lastLine}`);
  await ctx.db
    .update(importChunks)
    .set({ settledAt: sql`now()`, ids, ...(kept && { merged }) })
    .where(isChunk(ctx, row, chunk.chunk));
}

type Through = { chunk: Chunk; merged: Merged };

/** The import's figures with these chunks, the next ones after its cursor. */
export function summed(row: ImportRow, through: Through[]) {
  const sum = (of: (one: Through) => number) => through.reduce((total, one) => total + of(one), 0);
  return {
    cursor: row.cursor + through.length,
    startedAt: row.startedAt ?? sql`now()`,
    done: row.done + sum(({ chunk }) => chunk.rows),
    loaded: row.loaded + sum(({ merged }) => merged.loaded),
    updated: row.updated + sum(({ merged }) => merged.updated),
    known: row.known + sum(({ merged }) => merged.known),
    repeated: row.repeated + sum(({ merged }) => merged.repeated),
    keptUnsubscribed: row.keptUnsubscribed + sum(({ merged }) => merged.keptUnsubscribed),
    rejected: row.rejected + sum(({ chunk, merged }) => chunk.rejected + merged.rejected),
  };
}

/** Counts chunks that are through where the one that was merged beside them was cut off. `row` is held. */
export async function countSettled(ctx: Working, row: ImportRow): Promise<{ row: ImportRow; counted: Merged[] }> {
  const through: Through[] = [];
  for (;;) {
    const chunk = await chunkAt(ctx, row, row.cursor + through.length);
    if (!chunk?.settledAt || !chunk.merged) break;
    through.push({ chunk, merged: chunk.merged as Merged });
  }
  if (through.length === 0) return { row, counted: [] };
  const { startedAt: _, ...sums } = summed(row, through);
  await note(ctx, row, { ...sums, startedAt: row.startedAt ?? sql`now()` });
  return { row: { ...row, ...sums }, counted: through.map(({ merged }) => merged) };
}
