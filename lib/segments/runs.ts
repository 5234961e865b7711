/** The refresh that runs or ran last, for who looks on. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { sha256 } from "@/lib/secrets";
import { type Ctx, transact } from "@/lib/tenancy";

/** `segment` is a public id: the refresh's numbers are of that one then. */
export const LatestRefresh = z.object({ segment: z.uuid().optional() });

/**
 * `kind`: of a new day, of all to be sure, or of segments whose condition changed. `ms`: how long it took, or has taken
 * so far; `usualMs`: how long the last one of its kind took. `changed` contacts; `joined` and `left` of all segments
 * together, or of the one asked for. `error` is a sentence.
 */
export type Refresh = {
  state: "running" | "done";
  kind: "day" | "whole" | "changed";
  judging: boolean;
  askedAt: Date;
  askedBy: string;
  ms: number;
  usualMs: number | null;
  changed: number;
  joined: number;
  left: number;
  error: string | null;
};

/** One that runs, else the last that ended; null when there was none. */
export async function latestRefresh(ctx: Ctx, input: z.output<typeof LatestRefresh>): Promise<Refresh | null> {
  permit(ctx, "contacts.read");
  const [row] = await transact(ctx, (ctx) =>
    ctx.db.execute<Omit<Refresh, "askedAt"> & { askedAt: string }>(sql`
      select r.state, r.kind, r.step = 'judging' as judging, r.asked_at as "askedAt", r.asked_by as "askedBy",
        ${took("r")} as ms, u.ms as "usualMs", r.changed, r.error,
        ${ofOne(ctx.orgId, input.segment, "joined")} as joined, ${ofOne(ctx.orgId, input.segment, "left")} as "left"
      from segment_runs r left join lateral (
        select ${took("p")} as ms from segment_runs p where p.org_id = ${ctx.orgId} and p.kind = r.kind
          and p.state = 'done' and p.id < r.id order by p.id desc limit 1) u on true
      where r.org_id = ${ctx.orgId} order by r.state = 'running' desc, r.id desc limit 1`),
  );
  return row ? { ...row, askedAt: new Date(row.askedAt) } : null;
}

const took = (run: "r" | "p") => {
  const of = sql.identifier(run);
  return sql`(extract(epoch from coalesce(${of}.finished_at, clock_timestamp())
    - coalesce(${of}.started_at, ${of}.asked_at)) * 1000)::int`;
};

function ofOne(orgId: number, segment: string | undefined, what: "joined" | "left") {
  if (!segment) return sql`r.${sql.identifier(what)}`;
  return sql`coalesce((select (m ->> ${what})::int from jsonb_array_elements(r.changes) m
    join segments g on g.org_id = ${orgId} and g.id = (m ->> 'segment')::int where g.public_id = ${segment}::uuid), 0)`;
}

/**
 * Changes with whatever a page of segments, or of one, shows: names, sizes, states, refreshes; each second while one
 * runs.
 * @throws Failure not-found
 */
export async function segmentsVersion(ctx: Ctx, input: z.output<typeof LatestRefresh>): Promise<string> {
  permit(ctx, "contacts.read");
  const which = input.segment ? sql`and public_id = ${input.segment}::uuid` : sql``;
  const [row] = await transact(ctx, (ctx) =>
    ctx.db.execute<{ segments: string | null; run: string | null }>(sql`
      select
        (select md5(string_agg(concat_ws(' ', id, state, size, edited_at, refreshed_at), ',' order by id)) from segments
          where org_id = ${ctx.orgId} and deleted_at is null ${which}) as segments,
        (select concat_ws(' ', id, state, step, error,
            case when state = 'running' then extract(epoch from clock_timestamp() - asked_at)::int end)
          from segment_runs where org_id = ${ctx.orgId}
          order by state = 'running' desc, id desc limit 1) as run`),
  );
  if (input.segment && row!.segments === null) throw notFound("segment");
  return sha256(`${row!.segments} ${row!.run}`).slice(0, 16);
}
