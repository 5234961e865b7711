/** One import as it is stored, held and moved. */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { type importChunks, imports } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { Actor, Working } from "@/lib/tenancy";
import { Meaning } from "./meaning";
import { Reading } from "./read";

export type ImportRow = typeof imports.$inferSelect;
export type Chunk = typeof importChunks.$inferSelect;

export const OfImport = z.object({ import: z.uuid() });
export type OfImport = z.output<typeof OfImport>;

/** What is done with every row. `tags` and `lists` are names; unknown ones are made when the import starts. */
export const Options = z.object({
  /** "update": what the file tells replaces what is known. "add": fields of known contacts stay as they are. */
  known: z.enum(["update", "add"]).default("update"),
  tags: z.array(z.string()).max(20, "At most 20 tags at once.").default([]),
  lists: z.array(z.string()).max(20, "At most 20 lists at once.").default([]),
});
export type Options = z.output<typeof Options>;

export const optionsOf = (row: Pick<ImportRow, "options">): Options => Options.parse(row.options);
export const meaningOf = (row: Pick<ImportRow, "mapping">): Meaning => Meaning.parse(row.mapping);
export const readingOf = (row: Pick<ImportRow, "reading">): Reading => Reading.parse(row.reading);

/** Who asked, for evidence and timelines. */
export const actorOf = (row: Pick<ImportRow, "userId" | "startedBy">): Actor =>
  row.userId === null
    ? { kind: "job", name: row.startedBy }
    : { kind: "member", userId: row.userId, name: row.startedBy, role: "editor" };

/** How an import is called on timelines, in evidence and beside the tags it added. */
export const titleOf = (row: Pick<ImportRow, "fileName">) => `the import “${row.fileName}”`;

/** @throws Failure not-found */
export async function findImport(ctx: Working, publicId: string): Promise<ImportRow> {
  const [row] = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.orgId, ctx.orgId), eq(imports.publicId, publicId)));
  if (!row) throw notFound("import");
  return row;
}

/** The same, held until the transaction ends. @throws Failure not-found */
export async function holdImport(ctx: Working, publicId: string): Promise<ImportRow> {
  const { id } = await findImport(ctx, publicId);
  const row = await holdById(ctx, id);
  if (!row) throw notFound("import");
  return row;
}

/** Without the key: who stages refers to it meanwhile. */
export async function holdById(ctx: Working, id: number): Promise<ImportRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, id)))
    .for("no key update");
  return row;
}

type Changes = Parameters<ReturnType<Working["db"]["update"]>["set"]>[0];

/** It moved, and whatever went wrong before is forgotten. */
export async function note(ctx: Working, row: Pick<ImportRow, "id">, changes: Changes) {
  await ctx.db
    .update(imports)
    .set({ ...changes, progressedAt: sql`now()`, troubles: 0 })
    .where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, row.id)));
}
