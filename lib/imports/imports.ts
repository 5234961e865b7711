/** Uploads as they are shown: where each stands, what became of its rows, and what can be done with it. */
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { imports, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { conflict } from "@/lib/errors";
import { Moment } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { findImport, holdImport, type OfImport } from "./row";
import { type ImportView, viewOf } from "./view";

export type { Counts, ImportView, Progress } from "./view";

export const importsAPage = 30;

export const ListImports = z.object({ before: Moment.optional() });

/** Newest first, 30 a page; `next` is the `before` of the page after it, null at the end. */
export async function listImports(
  ctx: Ctx,
  input: z.output<typeof ListImports> = {},
): Promise<{ imports: ImportView[]; next: Date | null }> {
  permit(ctx, "contacts.read");
  const rows = await transact(ctx, (ctx) =>
    withStores(ctx)
      .where(and(eq(imports.orgId, ctx.orgId), input.before ? lt(imports.createdAt, input.before) : undefined))
      .orderBy(desc(imports.createdAt), desc(imports.id))
      .limit(importsAPage + 1),
  );
  const kept = rows.slice(0, importsAPage);
  return { imports: kept.map(viewOf), next: rows.length > importsAPage ? kept.at(-1)!.row.createdAt : null };
}

/** @throws Failure not-found */
export async function showImport(ctx: Ctx, input: OfImport): Promise<ImportView> {
  permit(ctx, "contacts.read");
  return transact(ctx, (ctx) => readImport(ctx, input));
}

/** @throws Failure not-found */
export async function readImport(ctx: Working, input: OfImport): Promise<ImportView> {
  const { id } = await findImport(ctx, input.import);
  const [row] = await withStores(ctx).where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, id)));
  return viewOf(row!);
}

/** Changes with anything a page of imports shows; of one import where it is named. @throws Failure not-found */
export async function importsVersion(ctx: Ctx, input: { import?: string } = {}): Promise<string> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const one = input.import ? (await findImport(ctx, input.import)).id : null;
    const [row] = await ctx.db.execute<{ version: string }>(sql`
      select coalesce(md5(string_agg(concat_ws(' ', id, state, received, progressed_at, cursor, undo_cursor,
        cancel_asked,
        staged), ',' order by id)), '') as version
      from (
        select i.*, (select count(*) from import_chunks k where k.org_id = i.org_id and k.import_id = i.id) as staged
        from imports i where org_id = ${ctx.orgId} ${one ? sql`and id = ${one}` : sql``}
        order by created_at desc limit ${importsAPage}
      ) newest`);
    return row?.version ?? "";
  });
}

/**
 * Forgets an upload and its file. What it did to contacts stays and can be undone no more. @throws Failure conflict,
 * not-found
 */
export async function removeImport(ctx: Ctx, input: OfImport): Promise<void> {
  permit(ctx, "contacts.edit");
  await transact(ctx, async (ctx) => {
    const row = await holdImport(ctx, input.import);
    if (row.askedAt !== null)
      throw conflict("This import was started. It stays, so that contacts can say where they came from.");
    await ctx.db.execute(sql`delete from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}`);
    await ctx.db.delete(imports).where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, row.id)));
    await audit(ctx, "import.removed", `import ${input.import}`);
  });
}

const staged = (what: "bytes" | "rows" | "rejected") => sql<number>`(select coalesce(
  ${what === "bytes" ? sql`max(k.bytes)` : what === "rows" ? sql`sum(k.rows)` : sql`sum(k.rejected)`}, 0)::float8
  from import_chunks k where k.org_id = ${imports.orgId} and k.import_id = ${imports.id})`;

const withStores = (ctx: Working) =>
  ctx.db
    .select({
      row: imports,
      store: { id: stores.publicId, name: stores.name, platform: stores.platform },
      bytes: staged("bytes"),
      staged: staged("rows"),
      now: sql<number>`(extract(epoch from now()) * 1000)::float8`,
    })
    .from(imports)
    .innerJoin(stores, and(eq(stores.orgId, imports.orgId), eq(stores.id, imports.storeId)))
    .$dynamic();
