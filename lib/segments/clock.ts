/** When segments are refreshed whole: once in each organization's own day, as soon as that day has begun there. */
import { sql } from "drizzle-orm";
import { segmentRuns } from "@/db/schema";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { beginningOf, dayAt, plus } from "../calendar";

/** A refresh that is due. `day` is the local day it is for; none where the organization has moved to another zone. */
export type Due = { orgId: number; zone: string; day: string | null; kind: "day" | "whole" };

/** After so many days all contacts are judged again, also those whom no date moves, to be sure. */
const wholeEvery = 7;

/**
 * Organizations with segments whose local day is later than the last one refreshed. Days are compared, never hours: a
 * midnight that is skipped or comes twice, or a clock that stood still for a week, still makes one refresh a day, and
 * one for the days that were missed.
 */
export async function dueRefreshes(now = new Date()): Promise<Due[]> {
  const rows = await database().sql<(Standing & { orgId: number })[]>`
    select o.id::int as "orgId", o.time_zone as zone, d.day::text as day, w.day::text as whole, j.zone as judged
    from organizations o
    left join lateral (select max(for_day) as day from segment_runs
      where org_id = o.id and zone = o.time_zone and for_day is not null) d on true
    left join lateral (select max(for_day) as day from segment_runs
      where org_id = o.id and zone = o.time_zone and for_day is not null and kind = 'whole') w on true
    left join lateral (select zone from segment_runs where org_id = o.id and kind <> 'changed'
      order by asked_at desc, id desc limit 1) j on true
    where exists (select from segments s where s.org_id = o.id and s.state = 'active' and s.deleted_at is null)
    order by o.id`;
  return rows.flatMap(({ orgId, ...standing }) => {
    const due = dueOf(standing, now);
    return due ? [{ orgId, zone: standing.zone, ...due }] : [];
  });
}

/** The zone, the last day refreshed in it, the last one refreshed whole, and the zone of the last refresh. */
export type Standing = { zone: string; day: string | null; whole: string | null; judged: string | null };

export function dueOf({ zone, day, whole, judged }: Standing, now: Date): Pick<Due, "day" | "kind"> | null {
  const today = dayAt(zone, now);
  const moved = judged !== null && judged !== zone;
  if (day !== null && today <= day) return moved ? { day: null, kind: "whole" } : null;
  return { day: today, kind: moved || whole === null || today >= plus(whole, wholeEvery) ? "whole" : "day" };
}

/** When the next one begins. */
export const nextRefresh = (zone: string, now: Date): Date => beginningOf(zone, plus(dayAt(zone, now), 1));

/** Begins what is due; gives the runs that are new. */
export async function beginDue(now = new Date()): Promise<{ orgId: number; runId: number }[]> {
  const begun = [];
  for (const { orgId, ...due } of await dueRefreshes(now)) {
    const runId = await beginRefresh({ orgId, actor: { kind: "job", name: "The clock" } }, due);
    if (runId !== null) begun.push({ orgId, runId });
  }
  return begun;
}

/** Writes a refresh down. Null when there is one for that day: whoever is second has nothing to do. */
export async function beginRefresh(ctx: Ctx, due: Omit<Due, "orgId">): Promise<number | null> {
  permit(ctx, "contacts.edit");
  return transact(ctx, (ctx) => writeRun(ctx, due));
}

export async function writeRun(
  ctx: Working,
  { kind, day, zone }: { kind: "day" | "whole" | "changed"; day: string | null; zone: string },
): Promise<number | null> {
  const [row] = await ctx.db
    .insert(segmentRuns)
    .values({ orgId: ctx.orgId, kind, forDay: day, zone, askedBy: ctx.actor.name })
    .onConflictDoNothing({
      target: [segmentRuns.orgId, segmentRuns.zone, segmentRuns.forDay],
      where: sql`for_day is not null`,
    })
    .returning({ id: segmentRuns.id });
  return row?.id ?? null;
}

/** Hints the job engine; should it not hear, `stuckRefreshes` finds the run. */
export const tellRefresh = (orgId: number, runId: number) => tell(events.segmentsDue.create({ orgId, runId }));

/** Refreshes that were asked for more than a minute ago and are not done: the engine forgot, or is at it. */
export async function stuckRefreshes(): Promise<{ orgId: number; runId: number }[]> {
  const rows = await database().sql`select org_id::int as "orgId", id::int as "runId" from segment_runs
    where state = 'running' and asked_at < now() - interval '1 minute' order by asked_at limit 1000`;
  return rows.map(({ orgId, runId }) => ({ orgId, runId }));
}
