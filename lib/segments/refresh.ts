/**
 * A refresh is one transaction under the organization's lock: readers see the membership before it or after it, a crash
 * leaves it before, and what changed meanwhile waits in the queue for the moment after.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { segmentRuns } from "@/db/schema";
import { errorFacts, log } from "@/lib/log";
import { permit } from "@/lib/permissions";
import { rowsOf } from "@/lib/sets";
import { type Ctx, database, transactBeyondPolicy, type Working } from "@/lib/tenancy";
import { type Day, dayAt } from "../calendar";
import { type Moment, reads } from "./compile";
import { doubt } from "./doubt";
import { deltaOfAll, deltaOfTurned, type Level, levelsOf, withGathered } from "./judge";
import { keeping, type Moved, type Telling } from "./keeping";
import { knownOf } from "./known";
import { momentOf } from "./moment";
import { countNew, recount } from "./recount";
import { type Active, activeSegments, concerned, type Kept } from "./stored";
import { holdMembership } from "./turn";
import { type Turned, turnedOf } from "./turned";

export type Run = typeof segmentRuns.$inferSelect;

/**
 * What a pass over segments did: contacts that changed (also as tables), how often each segment was joined and left.
 */
type Pass = { changed: number; moved: Moved[]; tables: SQL[] };

/**
 * Carries out a refresh that was asked for; one that is done already stays as it is. `now` is for tests.
 * Segments whose definition is new or changed get their members without a word on anybody's timeline: nobody did
 * anything.
 */
export async function runRefresh(ctx: Ctx, input: { runId: number; now?: Date }): Promise<void> {
  permit(ctx, "contacts.edit");
  try {
    // Before the transaction: one that waited for a second connection, as many others do, would wait for ever.
    await begun(ctx, input.runId);
    await transactBeyondPolicy(ctx, (ctx) => refresh(ctx, input));
  } catch (error) {
    log.error({ run: input.runId, error: errorFacts(error) }, "a refresh of segments failed");
    await database().sql`update segment_runs set error = ${"It did not succeed yet. It is tried again."}
      where org_id = ${ctx.orgId} and id = ${input.runId} and state = 'running'`;
    throw error;
  }
}

async function refresh(ctx: Working, input: { runId: number; now?: Date }): Promise<void> {
  await holdMembership(ctx);
  const [run] = await ctx.db
    .select()
    .from(segmentRuns)
    .where(and(eq(segmentRuns.orgId, ctx.orgId), eq(segmentRuns.id, input.runId)));
  if (run?.state !== "running") return;
  const since = Date.now();
  await ctx.db.execute(sql`select set_config('jit', 'off', true), set_config('work_mem', '128MB', true)`);
  const active = await activeSegments(ctx);
  const known = await knownOf(ctx, active.asked);
  const at = { ...(await momentOf(ctx, input.now)), timeZone: run.zone, known };
  const passes = [await definitionsOf(ctx, run, at, active)];
  if (run.kind !== "changed") passes.push(await everybodyOf(ctx, run, at, active));
  await settle(ctx, run, at, active, passes, Date.now() - since);
}

/** Those with a new definition, and all that refer to them. */
async function definitionsOf(ctx: Working, run: Run, at: Moment, { asked, dirty, numbers }: Active): Promise<Pass> {
  const passed = await pass(ctx, concerned(asked, dirty), numbers, at, {
    told: false,
    runId: run.id,
    day: dayOf(run, at),
  });
  await countNew(ctx);
  return passed;
}

/** All segments: for a new day only contacts whom time moves, in a whole refresh all contacts, to be sure. */
async function everybodyOf(ctx: Working, run: Run, at: Moment, { asked, numbers }: Active): Promise<Pass> {
  const telling = { told: true, runId: run.id, day: dayOf(run, at) };
  const before = await judgedBefore(ctx, at);
  if (before && run.kind === "day") return pass(ctx, movedByTime(asked, at), numbers, at, telling, before);
  const all = await pass(ctx, asked, numbers, at, telling);
  if (before && all.tables.length > 0) {
    const definitions = asked.map(({ definition }) => definition);
    await doubt(ctx, run.id, either(all.tables), turnedOf(definitions, before, at));
  }
  await recount(ctx);
  return all;
}

/** Those whose answer time alone may change, and all that refer to one of them. */
function movedByTime(asked: Kept[], { fields }: Moment): Kept[] {
  const timed = asked.filter(({ definition }) => reads(definition, fields).timed);
  return concerned(asked, new Set(timed.map(({ id }) => id)));
}

/** The local day that it belongs to. */
const dayOf = (run: Run, at: Moment): Day => run.forDay ?? dayAt(at.timeZone, at.now);

/** As of when everybody was judged last; null when never, or in the days of another time zone. */
async function judgedBefore(ctx: Working, at: Moment): Promise<Moment | null> {
  const [row] = await ctx.db.execute<{ zone: string; ms: string }>(sql`
    select zone, (extract(epoch from judged_at) * 1000)::bigint as ms from segment_runs
    where org_id = ${ctx.orgId} and state = 'done' and kind <> 'changed' order by judged_at desc limit 1`);
  return row && row.zone === at.timeZone ? { ...at, now: new Date(Number(row.ms)) } : null;
}

/**
 * Judges segments level by level. With `before` only contacts for whom a condition is another now than it was then, or
 * whom a level below has just moved. The table keeps the scan parallel, which an update would not be.
 */
async function pass(
  ctx: Working,
  segments: Kept[],
  numbers: readonly number[],
  at: Moment,
  telling: Telling,
  before?: Moment,
): Promise<Pass> {
  const moved: Moved[] = [];
  const tables: SQL[] = [];
  for (const level of levelsOf(segments, numbers, at)) {
    const turned = before && whomTimeMoved(level, before, at, tables);
    if (turned === null) continue;
    const table = sql.identifier(
      `segment_delta_${before ? "turned" : telling.told ? "all" : "asked"}_${tables.length}`,
    );
    const delta = turned ? deltaOfTurned(at, level, turned) : deltaOfAll(at, level);
    const judge = () => ctx.db.execute(sql`create temporary table ${table} on commit drop as ${delta.inlineParams()}`);
    await (turned ? judge() : withGathered(ctx, level, judge));
    const parts = keeping(ctx, telling).map(([name, part]) => sql`${sql.identifier(name)} as (${part})`);
    moved.push(
      ...(await ctx.db.execute<Moved>(sql`
        with delta as materialized (select * from ${table}), ${sql.join(parts, sql`, `)}
        select segment, joined, "left" from moved`)),
    );
    tables.push(sql`select contact_id from ${table}`);
  }
  const [row] = tables.length
    ? await ctx.db.execute<{ n: number }>(sql`select count(distinct contact_id)::int as n from (${either(tables)}) d`)
    : [];
  return { changed: row?.n ?? 0, moved, tables };
}

const either = (tables: SQL[]) => sql.join(tables, sql` union all `);

function whomTimeMoved({ judged }: Level, before: Moment, at: Moment, below: SQL[]): Turned | null {
  const definitions = judged.map(({ definition }) => definition);
  return turnedOf(definitions, before, at, below.length > 0 ? sql`c.id in (${either(below)})` : undefined);
}

async function settle(ctx: Working, run: Run, at: Moment, active: Active, passes: Pass[], ms: number) {
  const changes = inSum(passes.flatMap(({ moved }) => moved));
  const sum = (what: "joined" | "left") => changes.reduce((sum, one) => sum + one[what], 0);
  const judged = run.kind === "changed" ? concerned(active.asked, active.dirty) : active.asked;
  const rows = judged.map(({ id, definition }) => ({ id, definition }));
  await ctx.db.execute(sql`
    update segments g set in_force = r.definition, refreshed_at = ${at.now.toISOString()}::timestamptz,
      refreshed_ms = ${ms}
    from ${rowsOf(rows)} as r(id int, definition jsonb) where g.org_id = ${ctx.orgId} and g.id = r.id`);
  await ctx.db.execute(sql`
    insert into segment_sizes (org_id, segment_id, day, size)
    select org_id, id, ${dayOf(run, at)}::date, size from segments g
    join ${rowsOf(rows)} as r(id int) using (id) where g.org_id = ${ctx.orgId}
    on conflict (org_id, segment_id, day) do nothing`);
  await ctx.db
    .update(segmentRuns)
    .set({
      state: "done",
      step: "done",
      judgedAt: at.now,
      finishedAt: sql`clock_timestamp()`,
      changed: passes.reduce((sum, one) => sum + one.changed, 0),
      joined: sum("joined"),
      left: sum("left"),
      changes,
      error: null,
    })
    .where(and(eq(segmentRuns.orgId, ctx.orgId), eq(segmentRuns.id, run.id)));
}

function inSum(moved: Moved[]): Moved[] {
  const sums = new Map<number, Moved>();
  for (const { segment, joined, left } of moved) {
    const sum = sums.get(segment) ?? { segment, joined: 0, left: 0 };
    sums.set(segment, { segment, joined: sum.joined + joined, left: sum.left + left });
  }
  return [...sums.values()].sort((a, b) => a.segment - b.segment);
}

/** For who looks meanwhile: nobody sees into the transaction. */
async function begun(ctx: Ctx, runId: number): Promise<void> {
  await database().sql`update segment_runs set step = 'judging', started_at = coalesce(started_at, clock_timestamp())
    where org_id = ${ctx.orgId} and id = ${runId} and state = 'running'`;
}
