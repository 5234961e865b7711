/** An export's file, read part by part as it is fetched: never whole in memory. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { bulkFiles } from "@/db/schema";
import { audit } from "@/lib/audit";
import { zoneOf } from "@/lib/contacts/active";
import { notFound } from "@/lib/errors";
import { dayKey, plural } from "@/lib/format";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { type BulkRow, findBulk } from "./action";
import type { OfBulk } from "./manage";

const unpack = promisify(gunzip);

/** The file's name and its bytes (UTF-8 with a mark). @throws Failure not-found, also while it is being written */
export async function openExport(
  ctx: Ctx,
  input: z.output<typeof OfBulk>,
): Promise<{ name: string; body: ReadableStream<Uint8Array> }> {
  permit(ctx, "contacts.export");
  const { row, zone } = await transact(ctx, async (ctx) => {
    const row = await findBulk(ctx, input.bulk);
    const ended = row.state === "done" || row.state === "cancelled";
    if (row.kind !== "export" || !ended || !(await partOf(ctx, row, 0))) throw notFound("file");
    await audit(ctx, "contacts.export-fetched", plural(row.seen, "contact"), { bulk: input.bulk });
    return { row, zone: await zoneOf(ctx) };
  });
  return { name: `contacts-${dayKey(row.askedAt, zone)}.csv`, body: partsOf(ctx, row) };
}

function partsOf(ctx: Ctx, row: BulkRow): ReadableStream<Uint8Array> {
  let part = 0;
  return new ReadableStream({
    async pull(stream) {
      const body = await transact(ctx, (ctx) => partOf(ctx, row, part++));
      if (body) stream.enqueue(new Uint8Array(await unpack(body)));
      else stream.close();
    },
  });
}

async function partOf(ctx: Working, row: BulkRow, part: number): Promise<Buffer | null> {
  const [found] = await ctx.db
    .select({ body: bulkFiles.body })
    .from(bulkFiles)
    .where(and(eq(bulkFiles.orgId, ctx.orgId), eq(bulkFiles.bulkId, row.id), eq(bulkFiles.part, part)));
  return found?.body ?? null;
}
