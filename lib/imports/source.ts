/** An upload's bytes as they lie in the database, read from any place on, a piece at a time. */
import { sql } from "drizzle-orm";
import { invalid } from "@/lib/errors";
import { type Ctx, transact } from "@/lib/tenancy";
import type { Source } from "./read";
import type { ImportRow } from "./row";

/** Bytes of every part but the last. */
export const partSize = 4 * 1024 * 1024;

const piece = 1024 * 1024;

export function sourceOf(ctx: Ctx, row: Pick<ImportRow, "id" | "fileName" | "size">): Source {
  const { fileName: name, size } = row;
  return { name, size, open: (from) => pieces(ctx, row, from) };
}

/** A piece is one short read of its own: nothing waits while the file is worked through. */
async function* pieces(ctx: Ctx, { id, size }: Pick<ImportRow, "id" | "size">, from: number) {
  for (let at = from; at < size; ) {
    const [part, offset] = [Math.floor(at / partSize), at % partSize];
    const [found] = await transact(ctx, (ctx) =>
      ctx.db.execute<{ body: Uint8Array }>(sql`
        select substring(body from ${offset + 1}::int for ${piece}::int) as body from import_files
        where org_id = ${ctx.orgId} and import_id = ${id} and part = ${part}`),
    );
    if (!found || found.body.byteLength === 0) throw invalid("The file is not here any more. Upload it again.");
    yield found.body;
    at += found.body.byteLength;
  }
}
