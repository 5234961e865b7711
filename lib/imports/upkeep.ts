/** What is kept of imports, and for how long: files and refused rows 30 days, uploads that nobody finished 3 days. */
import { database } from "@/lib/tenancy";
import { keptDays } from "./undoable";

/** Uploads that were never started are forgotten after so many days without a move. */
export const unfinishedDays = 3;

/** What an import did stays, on its page and on timelines. */
export async function forgetOldImports(): Promise<{ files: number; unfinished: number }> {
  const { sql } = database();
  const unfinished = await sql`
    delete from imports where state in ('uploading', 'mapping', 'ready')
      and progressed_at < now() - make_interval(days => ${unfinishedDays}) returning id`;
  const still = sql`state not in ('checking', 'running', 'undoing')`;
  const old = sql`select org_id, id from imports where ${still}
    and created_at < now() - make_interval(days => ${keptDays})`;
  // Also files that an erased person stood in, where the import failed after that.
  const files = await sql`delete from import_files where (org_id, import_id) in (${old} union
    select org_id, id from imports where forgotten_at is not null
      and state in ('done', 'cancelled', 'failed', 'undone'))
    returning 1`;
  await sql`delete from import_rejects where (org_id, import_id) in (${old})`;
  // Whatever was imported before them cannot be undone any more either.
  await sql`delete from import_known k using imports i where i.org_id = k.org_id and i.id = k.import_id
    and i.asked_at < now() - make_interval(days => ${keptDays})`;
  await sql`update imports set forgotten_at = now() where (org_id, id) in (${old}) and forgotten_at is null`;
  // Rows of imports that are no more, or do not run: nobody will merge them.
  await sql`delete from import_staging s where not exists (select from imports i where i.org_id = s.org_id
    and i.id = s.import_id and i.state in ('checking', 'ready', 'running', 'mapping'))`;
  // Nothing that stood still for a day was going to move: a member should not wait for it.
  await sql`update imports set state = case when state = 'checking' then 'mapping' else 'failed' end,
      finished_at = now(), error = 'It stood still for a day.'
    where state in ('checking', 'running', 'undoing') and progressed_at < now() - interval '1 day'`;
  return { files: files.length, unfinished: unfinished.length };
}
