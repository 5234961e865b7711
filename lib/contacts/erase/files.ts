/** Files of people that an erased person stands in: the whole file goes, once nobody reads it any more. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

/** Nobody reads these files any more: all that an import needs afterwards is kept beside it, row by row. */
const ended = sql`state not in ('uploading', 'mapping', 'checking', 'ready', 'running', 'undoing')`;

/**
 * Of the imports with these inner ids, the file and what was shown of its rows go at once where they have ended; where
 * not, they are marked, and go when they end (`dropMarked`). Uploads that nobody starts are forgotten after three days
 * anyway.
 */
export async function forgetFiles(ctx: Working, ids: SQL): Promise<void> {
  await ctx.db.execute(sql`update imports set forgotten_at = coalesce(forgotten_at, now())
    where org_id = ${ctx.orgId} and id in (${ids})`);
  await dropMarked(ctx, ids);
}

/** The header stays, so that refused rows of others can still be read. */
export async function dropMarked(ctx: Working, ids: SQL): Promise<void> {
  const marked = sql`select id from imports where org_id = ${ctx.orgId} and id in (${ids}) and forgotten_at is not null
    and ${ended}`;
  await ctx.db.execute(sql`delete from import_files where org_id = ${ctx.orgId} and import_id in (${marked})`);
  await ctx.db.execute(
    sql`update import_chunks set told = '{}' where org_id = ${ctx.orgId} and import_id in (${marked})`,
  );
  await ctx.db.execute(sql`
    update imports set
      seen = jsonb_set(seen, '{rows}', case when (seen->'reading'->>'header')::boolean
        then jsonb_build_array(coalesce(seen->'rows'->0, '[]')) else '[]' end),
      checked = jsonb_set(jsonb_set(checked, '{hints,examples}', '[]'), '{reasons}', (
        select coalesce(jsonb_agg(one || '{"examples": []}'), '[]') from jsonb_array_elements(checked->'reasons') one))
    where org_id = ${ctx.orgId} and id in (${marked})`);
}
