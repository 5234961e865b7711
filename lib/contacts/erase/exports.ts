/**
 * Files of exports keep nobody who is erased: their rows are taken out, the rest of the file stays as it was fetched
 * before.
 */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { and, eq, sql } from "drizzle-orm";
import { bulkFiles } from "@/db/schema";
import { anyId } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];
const lockName = 7310227;

/** While a part of a file is written nobody is erased; many are written at once. Holds until the transaction ends. */
export async function holdFiles(ctx: Working): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${lockName}, ${ctx.orgId}::int)`);
}

/** `contacts`: inner ids, while their timelines still tell whom they were merged from: those have rows of their own. */
export async function forgetInFiles(ctx: Working, contacts: number[]): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${lockName}, ${ctx.orgId}::int)`);
  const parts = await partsWith(ctx, contacts);
  if (parts.length === 0) return;
  const ids = await namesOf(ctx, contacts);
  for (const { bulk, part } of parts) {
    const place = and(
      eq(bulkFiles.orgId, ctx.orgId),
      eq(bulkFiles.bulkId, Number(bulk)),
      eq(bulkFiles.part, Number(part)),
    );
    const [file] = await ctx.db.select({ body: bulkFiles.body }).from(bulkFiles).where(place);
    const text = file ? (await unpack(file.body)).toString("utf8") : "";
    const rest = withoutRows(text, ids);
    if (rest !== text)
      await ctx.db
        .update(bulkFiles)
        .set({ body: await pack(rest) })
        .where(place);
  }
}

/**
 * The parts that they are meant by; of files older than a merge any part, because whom it ended was meant by another
 * id.
 */
async function partsWith(ctx: Working, contacts: number[]) {
  return ctx.db.execute<{ bulk: string; part: number }>(sql`
    select f.bulk_id as bulk, f.part from bulk_files f
    join bulk_actions b on b.org_id = f.org_id and b.id = f.bulk_id
    join bulk_targets t on t.org_id = f.org_id and t.bulk_id = f.bulk_id and t.part = f.part
    where f.org_id = ${ctx.orgId} and (t.ids && ${`{${contacts.join(",")}}`}::bigint[] or b.asked_at < (
      select max(at) from contact_events where org_id = ${ctx.orgId} and contact_id = ${anyId(contacts)}
        and kind = 'contact.merged'))`);
}

/** The text of lib/bulk/csv.ts without the lines that end with one of `ids`. Line breaks in quoted cells end none. */
export const withoutRows = (text: string, ids: ReadonlySet<string>) =>
  text.replace(/(?:"(?:[^"]|"")*"|[^"\r]+|\r(?!\n))*\r\n/g, (line) => (ids.has(line.slice(-38, -2)) ? "" : line));

/** Their ids as files have them, and those of whoever was merged into them. */
async function namesOf(ctx: Working, contacts: number[]): Promise<Set<string>> {
  const theirs = anyId(contacts);
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select public_id::text as id from contacts where org_id = ${ctx.orgId} and id = ${theirs}
    union select substr(fact, 8) from contact_events
      where org_id = ${ctx.orgId} and contact_id = ${theirs} and kind = 'contact.merged' and fact like 'merged %'`);
  return new Set(rows.map(({ id }) => id));
}
