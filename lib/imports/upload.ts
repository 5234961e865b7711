/** A file on its way here: in parts that may come again, each kept as it comes, none ever whole in memory. */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { importFiles, imports } from "@/db/schema";
import { audit } from "@/lib/audit";
import { findHome } from "@/lib/connection/store";
import { conflict, invalid } from "@/lib/errors";
import { line } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { kinds } from "./meaning";
import { findImport, holdImport, type ImportRow, note, OfImport } from "./row";
import { partSize } from "./source";

/** Bytes of a file at most, as it comes (packed or not). */
export const largestFile = 2_000_000_000;
export { partSize };

/** `size` in bytes; `store` is the one whose contacts these are. */
export const BeginUpload = z.object({
  store: z.uuid("Choose a store."),
  file: line("the file's name", 200),
  size: z
    .number()
    .int()
    .min(1, "The file is empty.")
    .max(largestFile, "The file is larger than 2 GB. Split it, and import the parts."),
  kind: z.enum(kinds).default("contacts"),
});

/** `part` counts from 0; every part but the last has `partSize` bytes. */
export const AddPart = OfImport.extend({
  part: z.number().int().min(0),
  body: z.instanceof(Uint8Array),
});

/**
 * Opens an upload. Its parts may come in any order and again; `partSize` says where they are cut.
 * @throws Failure not-found, conflict when the store takes nobody in
 */
export async function beginUpload(
  ctx: Ctx,
  input: z.output<typeof BeginUpload>,
): Promise<{ import: string; partSize: number; parts: number }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const storeId = await storeFor(ctx, input.store);
    const [row] = await ctx.db
      .insert(imports)
      .values({
        orgId: ctx.orgId,
        storeId,
        kind: input.kind,
        fileName: input.file,
        size: input.size,
        startedBy: ctx.actor.name,
        userId: ctx.actor.kind === "member" ? ctx.actor.userId : null,
      })
      .returning({ publicId: imports.publicId });
    await audit(ctx, "import.begun", `import ${row!.publicId}`, { kind: input.kind });
    return { import: row!.publicId, partSize, parts: partsOf(input) };
  });
}

/**
 * Keeps one part; the same part again changes nothing. `received` in bytes. @throws Failure not-found, invalid,
 * conflict
 */
export async function addPart(ctx: Ctx, input: z.output<typeof AddPart>): Promise<{ received: number }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const row = await findImport(ctx, input.import);
    if (row.state !== "uploading") throw conflict("This file is here already.");
    if (input.part >= partsOf(row) || input.body.byteLength !== sizeOf(row, input.part)) {
      throw invalid("This part does not fit the file. Choose the file again.", { file: "Choose the file again." });
    }
    const kept = await ctx.db
      .insert(importFiles)
      .values({ orgId: ctx.orgId, importId: row.id, part: input.part, body: Buffer.from(input.body) })
      .onConflictDoNothing()
      .returning({ part: importFiles.part });
    const received = sql<number>`${imports.received} + ${kept.length > 0 ? input.body.byteLength : 0}`;
    const [now] = await ctx.db
      .update(imports)
      .set({ received, progressedAt: sql`now()` })
      .where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, row.id)))
      .returning({ received: imports.received });
    return { received: now!.received };
  });
}

/** Which parts are still to come, so that a broken upload goes on where it was. @throws Failure not-found */
export async function missingParts(ctx: Ctx, input: OfImport): Promise<{ partSize: number; missing: number[] }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const row = await findImport(ctx, input.import);
    const here = await ctx.db
      .select({ part: importFiles.part })
      .from(importFiles)
      .where(and(eq(importFiles.orgId, ctx.orgId), eq(importFiles.importId, row.id)));
    const known = new Set(here.map(({ part }) => part));
    return { partSize, missing: Array.from({ length: partsOf(row) }, (_, at) => at).filter((at) => !known.has(at)) };
  });
}

/** The file is whole: from here on it can be looked at. Again changes nothing. @throws Failure not-found, conflict */
export async function finishUpload(ctx: Ctx, input: OfImport): Promise<void> {
  permit(ctx, "contacts.edit");
  await transact(ctx, async (ctx) => {
    const row = await holdImport(ctx, input.import);
    if (row.state !== "uploading") return;
    if (row.received !== row.size) throw conflict("The file is not here as a whole. Send the parts that are missing.");
    await note(ctx, row, { state: "mapping" });
  });
}

const partsOf = ({ size }: Pick<ImportRow, "size">) => Math.ceil(size / partSize);

const sizeOf = (row: Pick<ImportRow, "size">, part: number) => Math.min(partSize, row.size - part * partSize);

async function storeFor(ctx: Working, publicId: string): Promise<number> {
  const store = await findHome(ctx, publicId);
  if (store.state === "disconnected") throw conflict("This store is not connected any more. Choose another.");
  return store.id;
}
