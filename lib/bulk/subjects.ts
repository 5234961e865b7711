import { sql } from "drizzle-orm";
import { Failure } from "@/lib/errors";
import type { Working } from "@/lib/tenancy";
import { anySubject, type BulkRow, subjectsOf } from "./action";

/** The tag or list of an action may be deleted while it runs: then it ends with a sentence. Held until the batch ends. */
export async function stillThere(ctx: Working, row: BulkRow): Promise<void> {
  const subjects = subjectsOf(row);
  if (subjects.length === 0) return;
  const what = row.kind === "tag" || row.kind === "untag" ? "tag" : "list";
  const found = await ctx.db.execute<{ id: string }>(sql`
    select id from ${sql.identifier(`${what}s`)} where org_id = ${ctx.orgId} and id = ${anySubject(row)}
    order by id for key share`);
  if (found.length === 0) {
    throw new Failure("conflict", `The ${what} “${subjects[0]!.name}” was deleted meanwhile.`);
  }
}
