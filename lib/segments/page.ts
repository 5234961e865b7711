/**
 * The list of segments, paged, searched and sorted. There are 500 at most: they are sorted here, figures are the
 * page's.
 */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { daysOfGrowth, type Growth } from "@/lib/growth";
import { permit } from "@/lib/permissions";
import { anyId } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { dayAt } from "../calendar";
import { type Definition, segmentsIn } from "./definition";
import { momentOf } from "./moment";
import { today as localDay, type Read, readSegments, type Shown, type User } from "./show";

export const segmentSorts = ["name", "size", "growth", "refreshed"] as const;
export type SegmentSort = (typeof segmentSorts)[number];

/**
 * `turned` against the sort's own direction: names from A, all else from the most. `after` is the last of the page
 * before.
 */
export const PageSegments = z.object({
  q: z.string().trim().max(100).default(""),
  archived: z.boolean().default(false),
  sort: z.enum(segmentSorts).default("name"),
  turned: z.boolean().default(false),
  after: z.uuid().optional(),
  size: z.number().int().min(1).max(200).default(50),
});

/** `today`: since the local day began; what a changed condition did is not counted. */
export type Listed = Shown & {
  growth: Growth;
  today: { joined: number; left: number };
  usedBy: User[];
};

/** `found` match in all; `current` and `archived` are there without a search. An `after` that is gone begins anew. */
export type Paged = {
  segments: Listed[];
  next: string | null;
  found: number;
  current: number;
  archived: number;
};

export async function pageSegments(ctx: Ctx, input: z.input<typeof PageSegments>): Promise<Paged> {
  permit(ctx, "contacts.read");
  const asked = PageSegments.parse(input);
  return transact(ctx, async (ctx) => {
    const all = await readSegments(ctx);
    const archived = all.filter(({ state }) => state === "archived");
    const shown = asked.archived ? archived : all.filter(({ state }) => state !== "archived");
    const q = asked.q.toLowerCase();
    const found = shown
      .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(q))
      .sort(orderOf(asked));
    const from = found.findIndex(({ id }) => id === asked.after) + 1;
    const rows = found.slice(from, from + asked.size);
    return {
      segments: await withFigures(ctx, rows, all),
      next: from + asked.size < found.length ? (rows.at(-1)?.id ?? null) : null,
      found: found.length,
      current: all.length - archived.length,
      archived: archived.length,
    };
  });
}

const values: Record<Exclude<SegmentSort, "name">, (row: Read) => number> = {
  size: ({ size }) => size,
  growth: ({ change }) => change,
  refreshed: ({ refreshedAt }) => refreshedAt?.getTime() ?? 0,
};

/** Those who are equal stay by name, as they came. */
function orderOf({ sort, turned }: { sort: SegmentSort; turned: boolean }) {
  const way = turned ? -1 : 1;
  if (sort === "name") return (a: Read, b: Read) => way * a.name.localeCompare(b.name, "en");
  return (a: Read, b: Read) => way * (values[sort](b) - values[sort](a));
}

async function withFigures(ctx: Working, rows: Read[], all: Read[]): Promise<Listed[]> {
  const ids = rows.map(({ number }) => number);
  const today = await todayOf(ctx, ids);
  const sizes = await sizesOf(ctx, ids);
  const users = all.map(({ id, name, state, definition }) => ({
    ...{ id, name, state },
    names: segmentsIn(definition as Definition),
  }));
  return rows.map(({ number, definition: _, ...shown }) => ({
    ...shown,
    growth: { change: shown.change, days: steps([...(sizes.get(number) ?? []), shown.size]) },
    today: today.get(number) ?? { joined: 0, left: 0 },
    usedBy: users.filter(({ names }) => names.includes(shown.id)).map(({ names: _, ...user }) => user),
  }));
}

async function todayOf(ctx: Working, ids: number[]): Promise<Map<number, { joined: number; left: number }>> {
  const { timeZone, now } = await momentOf(ctx);
  const rows = await ctx.db.execute<{ id: number; joined: number; left: number }>(sql`
    select segment_id as id, joined, "left" from segment_days
    where org_id = ${ctx.orgId} and segment_id = ${anyId(ids)} and day = ${dayAt(timeZone, now)}::date`);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

async function sizesOf(ctx: Working, ids: number[]): Promise<Map<number, number[]>> {
  const rows = await ctx.db.execute<{ id: number; sizes: number[] }>(sql`
    select segment_id as id, array_agg(size order by day) as sizes from segment_sizes
    where org_id = ${ctx.orgId} and segment_id = ${anyId(ids)} and day >= ${localDay(ctx.orgId)} - ${daysOfGrowth}::int
    group by segment_id`);
  return new Map(rows.map(({ id, sizes }) => [id, sizes]));
}

const steps = (sizes: number[]) => sizes.slice(1).map((size, at) => size - sizes[at]!);
