/**
 * Who put an address in: the first word holds the suppression, later ones stand beside it, and it goes with the last of
 * them. So undoing one list lifts nobody whom another list, or a member, named too.
 */
import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/** `at` is any text of a moment with its offset; with `by` it tells one putting in from all others. */
export type Word = { by: string; at: string; note: string };

/** `hash` as addressHasher gives it first. */
export type Put = { channel: string; address: string; hash: string; reason: string };

/**
 * Puts addresses in, and gives how many were not there for that reason. The same word again changes nothing. What an
 * erased person left stays without its address, and without words.
 */
export async function putIn(ctx: Working, { by, at, note }: Word, rows: Put[]): Promise<number> {
  const written = await ctx.db.execute<{ fresh: boolean }>(sql`
    insert into suppressions as s (org_id, channel, address, address_hash, reason, note, added_by, added_at)
    select ${ctx.orgId}, channel, address, hash, reason, ${note}, ${by}, ${at}::timestamptz
    from ${rowsOf(rows)} as a(channel text, address text, hash text, reason text) order by hash
    on conflict (org_id, channel, address_hash, reason) do update
      set also = s.also || ${wordOf(sql`excluded.added_by`, sql`excluded.added_at`, sql`excluded.note`)}
      where s.address is not null and (s.added_by, s.added_at) <> (excluded.added_by, excluded.added_at)
        and not s.also @> ${beside(sql`excluded.added_by`, sql`excluded.added_at`)}
    returning xmax = 0 as fresh`);
  return written.filter(({ fresh }) => fresh).length;
}

/** Takes a word back wherever it stands, `of` these suppressions; gives how many addresses it was the last word of. */
export async function takeBack(ctx: Working, { by, at }: Pick<Word, "by" | "at">, of = sql`true`): Promise<number> {
  const [taken] = await ctx.db.execute<{ n: number }>(sql`
    with held as materialized (
      select id, also from suppressions where org_id = ${ctx.orgId} and added_by = ${by}
        and added_at = ${at}::timestamptz and address is not null and ${of}
    ), gone as (
      delete from suppressions s using held h where s.org_id = ${ctx.orgId} and s.id = h.id and h.also = '[]' returning 1
    ), passed_on as (
      update suppressions s set added_by = s.also->0->>'by', added_at = (s.also->0->>'at')::timestamptz,
        note = s.also->0->>'note', also = s.also - 0
      from held h where s.org_id = ${ctx.orgId} and s.id = h.id and h.also <> '[]'
    ), left_out as (
      update suppressions s set also = (
        select coalesce(jsonb_agg(w order by n), '[]') from jsonb_array_elements(s.also) with ordinality as e(w, n)
        where not jsonb_build_array(w) @> ${beside(sql`${by}::text`, sql`${at}::timestamptz`)})
      where org_id = ${ctx.orgId} and also @> ${beside(sql`${by}::text`, sql`${at}::timestamptz`)} and ${of}
    )
    select count(*)::int as n from gone`);
  return taken!.n;
}

const moment = (at: SQL) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const beside = (by: SQL, at: SQL) => sql`jsonb_build_array(jsonb_build_object('by', ${by}, 'at', ${moment(at)}))`;

/** A word as it stands in `also`. */
export const wordOf = (by: SQL, at: SQL, note: SQL) =>
  sql`jsonb_build_array(jsonb_build_object('by', ${by}, 'at', ${moment(at)}, 'note', ${note}))`;
