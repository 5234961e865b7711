/** The rows of one page of the list: which way they are found depends on how many match, and where in the order they stand. */
import { sql } from "drizzle-orm";
import { executeKept, type Working } from "@/lib/tenancy";
import type { Cursor } from "./cursor";
import { mayBeRare, measured } from "./filters";
import { orderIn } from "./first-columns";
import { gather } from "./gather";
import type { Meaning } from "./meaning";
import { type Asked, matching } from "./ordered";
import { isFiltered } from "./params";
import { estimated } from "./patience";
import { type Placed, readFound, readRows } from "./rows";
import { fits, isLed, type Order, type Part, past, whole } from "./sorts";
import { everyone, sift, surely, walk } from "./ways";

/** One row more than `size`, which tells whether there is another page; "lost" where the cursor's contact is gone. */
export async function readPage(ctx: Working, meaning: Meaning, size: number): Promise<Placed[] | "lost"> {
  const { query } = meaning;
  const order = await orderIn(ctx, query.sort, query.turned !== (query.cursor?.back ?? false));
  const parts = query.cursor ? await partsPast(ctx, order, query.cursor) : whole(order);
  return parts ? readParts(ctx, { meaning, order, parts, limit: size + 1 }) : "lost";
}

export async function firstPage(ctx: Working, meaning: Meaning, size: number): Promise<Placed[]> {
  const order = await orderIn(ctx, meaning.query.sort, meaning.query.turned);
  return readParts(ctx, { meaning, order, parts: whole(order), limit: size + 1 });
}

/**
 * Rows looked at, one after the other; beyond `few` matches, looking farther is shorter than gathering them. Tests make
 * them small, so that a hundred people are found in every way.
 */
export const reach = { nearby: 1000, farther: 20_000, few: 10_000 };

/**
 * The limit is one row more than the page holds: it tells whether there is another page. What holds for many is found
 * among the first in order; of what may hold for few, the planner is asked first how many that are.
 */
async function readParts(ctx: Working, given: Asked): Promise<Placed[]> {
  const asked = { ...given, parts: possible(given) };
  const { meaning, order, limit, parts } = asked;
  if (parts.length === 0) return [];
  if (!isLed(order.key)) return readAll(ctx, asked, await matchesFew(ctx, meaning));
  if (!isFiltered(meaning.query)) {
    const page = await readRows(ctx, everyone(surely(asked)), order);
    if (page.length === limit || order.of !== "counts") return page;
    return readAll(ctx, asked, false);
  }
  const { nearby, farther } = reach;
  const near = mayBeRare(meaning.query) ? [] : await readRows(ctx, walk(surely(asked), nearby), order);
  if (near.length === limit) return near;
  // As many as lie among the first lie among the next, twice as many to be safe: the planner need not be asked.
  const likely = near.length * farther > 2 * limit * nearby;
  const scarce = !likely && (await matchesFew(ctx, meaning));
  if (!scarce) {
    const far = await readRows(ctx, walk(surely(asked), farther), order);
    if (far.length === limit) return far;
    const figures = order.of === "activity" ? measured(meaning) : null;
    if (figures) {
      await readWithHelp(ctx);
      const sifted = await readRows(ctx, sift(asked, nearby, figures), order);
      if (sifted.length === limit) return sifted;
    }
  }
  return readAll(ctx, asked, scarce);
}

const matchesFew = async (ctx: Working, meaning: Meaning) => (await estimated(ctx, matching(meaning))) <= reach.few;

/** Who it is, planned anew each time, for how many match decides how; their rows by a plan that is kept. */
async function readAll(ctx: Working, asked: Asked, scarce: boolean): Promise<Placed[]> {
  if (!scarce) await readWithHelp(ctx);
  const found = await ctx.db.execute<{ id: string }>(gather(asked, scarce));
  return readFound(
    ctx,
    found.map(({ id }) => id),
    asked.order,
  );
}

/**
 * Starting others to help takes longer than reading the few there are; and where they help, Postgres asks beforehand how
 * far a walk came, which is only known by going to its end.
 */
export const readAlone = async (ctx: Working): Promise<unknown> =>
  executeKept(ctx.db, sql`select set_config('max_parallel_workers_per_gather', '0', true)`);

const readWithHelp = (ctx: Working) => ctx.db.execute(sql`reset max_parallel_workers_per_gather`);

/**
 * Whoever has a tag or is on a list that is asked for has some, and what is suppressed is an address: those without need
 * not be looked through.
 */
function possible({ meaning: { query }, order, parts }: Asked): Part[] {
  const held =
    order.key === "email" && query.statuses.length > 0 && query.statuses.every((one) => one === "suppressed");
  const tagged = order.key === "tags" && query.tags.length > 0 && query.tagged !== "none";
  const listed = order.key === "lists" && query.lists.length > 0 && query.listed === "in";
  return held || tagged || listed ? parts.filter(({ level }) => !level) : parts;
}

/** The neighbour's values, and its inner id in place of its public one; null when it is not among us any more. */
async function partsPast(ctx: Working, order: Order, cursor: Cursor): Promise<Part[] | null> {
  if (!fits(order, cursor.values)) return null;
  const [row] = await ctx.db.execute<{ id: string }>(
    sql`select id from contacts where org_id = ${ctx.orgId} and public_id = ${cursor.id}`,
  );
  return row ? past(order, [...cursor.values, String(row.id)]) : null;
}
