/** Keeps what judging found: who is in what, how large each segment is, and what is told of who joined and left. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { Day } from "../calendar";

/**
 * `told`: joining and leaving is told of each contact (it is not where a definition was made or changed), as of `day`.
 */
export type Telling = { told: boolean; runId: number | null; day: Day };

/** How often each segment was joined and left. */
export type Moved = { segment: number; joined: number; left: number };

/** What keeps a `delta`, as the parts of one statement by name; `moved` is what each segment gained and lost. */
export function keeping(ctx: Working, { told, runId, day }: Telling): [string, SQL][] {
  const lines: [string, SQL] = [
    "lines",
    sql`insert into segment_changes (org_id, contact_id, run_id, joined, "left")
      select ${ctx.orgId}::bigint, contact_id, ${runId}::bigint, joined, "left" from delta
      where joined <> '{}' or "left" <> '{}'`,
  ];
  const days: [string, SQL] = [
    "days",
    sql`insert into segment_days (org_id, segment_id, day, joined, "left")
      select ${ctx.orgId}::bigint, segment, ${day}::date, joined, "left" from moved
      on conflict (org_id, segment_id, day) do update
      set joined = segment_days.joined + excluded.joined, "left" = segment_days."left" + excluded."left"`,
  ];
  return [
    [
      "put",
      sql`insert into contact_segments (org_id, contact_id, segs)
        select ${ctx.orgId}::bigint, contact_id, segs from delta
        on conflict (org_id, contact_id) do update set segs = excluded.segs`,
    ],
    ...(told ? [lines] : []),
    [
      "moved",
      sql`select segment, sum(joined)::int as joined, sum("left")::int as "left" from (
        select unnest(joined) as segment, 1 as joined, 0 as "left" from delta
        union all select unnest("left"), 0, 1 from delta) m group by segment`,
    ],
    [
      "sized",
      sql`update segments g set size = g.size + m.joined - m."left" from moved m
        where g.org_id = ${ctx.orgId}::bigint and g.id = m.segment`,
    ],
    ...(told ? [days] : []),
  ];
}
