import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { anySubject, type BulkRow, subjectsOf } from "./action";

/**
 * The tag or list of an action may be deleted while it runs: a sentence then, else null, and it is held until the batch
 * ends.
 */
export async function missing(ctx: Working, row: BulkRow): Promise<string | null> {
  const subjects = subjectsOf(row);
  if (subjects.length === 0) return null;
  const what = row.kind === "tag" || row.kind === "untag" ? "tag" : "list";
  const found = await ctx.db.execute<{ id: string }>(sql`
    select id from ${sql.identifier(`${what}s`)} where org_id = ${ctx.orgId} and id = ${anySubject(row)}
    order by id for key share`);
  return found.length > 0 ? null : `The ${what} “${subjects[0]!.name}” was deleted meanwhile.`;
}
