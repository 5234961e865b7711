import { database } from "@/lib/tenancy";
import { keptDays } from "./kinds";

/** Files and lists of whom an action meant are kept 30 days; what it did stays on its page and on the timelines. */
export async function forgetOldBulk(): Promise<{ files: number }> {
  const { sql } = database();
  const old = sql`select org_id, id from bulk_actions
    where asked_at < now() - make_interval(days => ${keptDays}) and state not in ('running', 'undoing')`;
  const files = await sql`delete from bulk_files where (org_id, bulk_id) in (${old}) returning 1`;
  await sql`delete from bulk_targets where (org_id, bulk_id) in (${old})`;
  // Nothing that stood still for a day was going to move: a member should not wait for it.
  await sql`update bulk_actions set state = 'failed', finished_at = now(), error = 'It stood still for a day.'
    where state in ('running', 'undoing') and progressed_at < now() - interval '1 day'`;
  return { files: files.length };
}
