/**
 * Whom the import found known already, and what it said of them: noted in few rows, for nearly all of a file may be.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { ImportRow } from "../row";

/** Notes `people` (contact_id, line, email, sms): the last two are dates of opt-ins, infinity where none was told. */
export const noteKnown = (ctx: Working, row: ImportRow, people: SQL): SQL => sql`
  insert into import_known (org_id, import_id, ids, lines, email, sms)
  select ${ctx.orgId}, ${row.id}, array_agg(contact_id), array_agg(line), array_agg(email), array_agg(sms)
  from (${people}) as p(contact_id, line, email, sms) having count(*) > 0`;

/** "Subscribed", as `choices` (news.ts) reads a row. */
export const claimed = (channel: "email" | "sms"): SQL =>
  sql`case when ${sql.identifier(`${channel}_claimed`)} then 'infinity'::timestamptz end`;

/** Those of this pass that were written down, but not those it opened. */
export async function noteGathered(ctx: Working, row: ImportRow): Promise<void> {
  const said = (channel: "email" | "sms") => sql`coalesce(${sql.identifier(`${channel}_in`)}, ${claimed(channel)})`;
  await ctx.db.execute(
    noteKnown(
      ctx,
      row,
      sql`select contact_id, line, ${said("email")}, ${said("sms")} from people
        where not fresh and contact_id is not null`,
    ),
  );
}

type Figures = Pick<ImportRow, "id" | "kind" | "loaded" | "updated" | "known" | "repeated">;

/**
 * The figures once all is through: whoever was found as they were counts once, wherever in the file their rows stand,
 * and not where a row of theirs changed them. As they are where some of it was merged before that was noted.
 */
export async function settleKnown(ctx: Working, row: Figures): Promise<Pick<ImportRow, "known" | "repeated">> {
  const { id, kind, known, repeated } = row;
  if (kind === "suppressed" || known === 0) return { known, repeated };
  const here = sql`org_id = ${ctx.orgId} and import_id = ${id}`;
  const [counted] = await ctx.db.execute<{ noted: number; n: number }>(sql`
    with noted as materialized (select unnest(ids) as id from import_known where ${here})
    select (select count(*)::int from noted) as noted, count(*)::int as n from (select distinct id from noted) k
    where ${row.loaded + row.updated === 0} or not exists (
      select from import_changes where ${here} and contact_id = k.id offset 0)`);
  const { noted, n } = counted!;
  return noted < known ? { known, repeated } : { known: n, repeated: repeated + known - n };
}
