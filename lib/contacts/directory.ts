/** The contacts list: the one query behind the page. Keyset pages both ways; any depth costs what the first page does. */
import { type SQL, sql } from "drizzle-orm";
import { invalid } from "@/lib/errors";
import { keptIfDear } from "@/lib/kept";
import { permit } from "@/lib/permissions";
import { type Ctx, together, transact, transactBeyondPolicy, type Working } from "@/lib/tenancy";
import { isOpen } from "./directory/choices";
import type { Cursor } from "./directory/cursor";
import { importsNamed } from "./directory/import-names";
import { idsAmong, meaningOf, unknownOf } from "./directory/meaning";
import { matching } from "./directory/ordered";
import { firstPage, readAlone, readPage } from "./directory/page";
import { everything, isFiltered, type Query } from "./directory/params";
import { estimated, limitTo, within } from "./directory/patience";
import { type Placed, type Row, shown } from "./directory/rows";
import { isLed, sorts } from "./directory/sorts";

export type { Row } from "./directory/rows";

/**
 * `first` is the number of the first row as counted while paging; `problems` are sentences for the reader; `query` is what
 * is shown: as it was asked for, or what could be shown instead.
 */
export type Listing = {
  rows: Row[];
  first: number;
  next: Cursor | null;
  previous: Cursor | null;
  problems: string[];
  query: Query;
};

export const pageSize = 50;

const lost = "This page of the list cannot be found any more. Shown from the start.";

/**
 * One page of contacts. A cursor whose contact is gone starts anew and says so; an order that no index gives and that takes
 * longer than `seconds` gives way to the newest first, and says so.
 */
export async function listContacts(ctx: Ctx, query: Query, size = pageSize, seconds = patience): Promise<Listing> {
  permit(ctx, "contacts.read");
  if (isLed(query.sort)) return searching(ctx, query, (ctx) => listed(ctx, query, size));
  const page = await within(seconds, () =>
    searching(ctx, query, async (ctx) => {
      await limitTo(ctx, seconds);
      return listed(ctx, query, size);
    }),
  );
  if (page) return page;
  const { sort, turned } = everything;
  const instead = await listContacts(ctx, { ...query, sort, turned, cursor: null }, size);
  return { ...instead, problems: [tooMany(query), ...instead.problems] };
}

/** As long as a reader waits for an order. */
const patience = 5;

const tooMany = ({ sort }: Query) =>
  `These are too many to be sorted by “${sorts[sort].label}”. Shown by newest first; filter them, and sort the rest.`;

async function listed(ctx: Working, query: Query, size: number): Promise<Listing> {
  const [meaning] = await together([meaningOf(ctx, query), isFiltered(query) ? readAlone(ctx) : Promise.resolve()]);
  const problems = unknownOf(meaning);
  const page = await readPage(ctx, meaning, size);
  // Paging back past the beginning: the short rest would look like a page of its own.
  const astray = page === "lost" || (query.cursor?.back && page.length <= size);
  if (page !== "lost" && !astray) return listing(page, query, size, problems);
  if (page === "lost") problems.push(lost);
  const start = { ...query, cursor: null };
  return listing(await firstPage(ctx, meaning, size), start, size, problems);
}

/** The whole number that matches; 48 ms a million, so never where a page waits for it. */
export async function countContacts(ctx: Ctx, query: Query = everything): Promise<number> {
  permit(ctx, "contacts.read");
  return searching(ctx, query, async (ctx) => {
    const [row] = await ctx.db.execute<{ n: number }>(
      sql`select count(*)::int as n from ${matching(await meaningOf(ctx, query))}`,
    );
    return row?.n ?? 0;
  });
}

/** All contacts; of several millions the number of a moment ago. */
export async function countAllContacts(ctx: Ctx): Promise<number> {
  permit(ctx, "contacts.read");
  return keptIfDear(`contacts ${ctx.orgId}`, () => countContacts(ctx));
}

/** As `countContacts`, or null where that takes longer than `seconds`: whoever asked may have left the page. */
export async function countContactsWithin(ctx: Ctx, query: Query, seconds: number): Promise<number | null> {
  permit(ctx, "contacts.read");
  return within(seconds, () =>
    searching(ctx, query, async (ctx) => {
      await limitTo(ctx, seconds);
      return countContacts(ctx, query);
    }),
  );
}

/** Exact up to 10,001 where that is found within a second, else the planner's estimate: `exact` says which. */
export async function countContactsQuickly(
  ctx: Ctx,
  query: Query = everything,
): Promise<{ n: number; exact: boolean }> {
  permit(ctx, "contacts.read");
  const cap = 10_001;
  const n = await within(1, () =>
    searching(ctx, query, async (ctx) => {
      await limitTo(ctx, 1);
      const some = sql`select 1 from ${matching(await meaningOf(ctx, query))} limit ${cap + 1}`;
      const [row] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from (${some}) capped`);
      return row?.n ?? 0;
    }),
  );
  if (n !== null && n <= cap) return { n, exact: true };
  const about = await searching(ctx, query, async (ctx) => estimated(ctx, matching(await meaningOf(ctx, query))));
  return { n: Math.max(n ?? 0, about), exact: false };
}

/**
 * Everybody who matches, as `contacts c … where …`, for work over all of them inside `searching`.
 * @throws Failure invalid when it asks for a store, tag, list or segment that is not here: leaving that out may widen the circle.
 */
export async function everybodyOf(ctx: Working, query: Query): Promise<SQL> {
  const meaning = await meaningOf(ctx, query);
  const problems = unknownOf(meaning);
  if (problems.length > 0) throw invalid(`${problems.join(" ")} Nothing was changed.`);
  return matching(meaning);
}

/** Names for the filter "store": every store of the organization that may have contacts. */
export async function storeNames(ctx: Ctx): Promise<{ id: string; name: string; platform: string }[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, (ctx) =>
    ctx.db.execute<{ id: string; name: string; platform: string }>(
      sql`select public_id as id, name, platform from stores where org_id = ${ctx.orgId} order by name, id`,
    ),
  );
}

/** Names for the filter "imported from": the newest imports that brought somebody, and those that are chosen. */
export async function importNames(
  ctx: Ctx,
  { origins }: Pick<Query, "origins">,
): Promise<{ id: string; name: string }[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, (ctx) =>
    ctx.db.execute<{ id: string; name: string }>(importsNamed(ctx.orgId, importsOffered, idsAmong(origins))),
  );
}

const importsOffered = 20;

/**
 * No index serves LIKE behind a policy (1 ms against 1,284 ms), nor an array of segments, nor a comparison of numerics
 * (3 ms against 590 ms deep among equals); all name the organization themselves.
 */
export function searching<T>(ctx: Ctx, query: Query, work: (ctx: Working) => Promise<T>): Promise<T> {
  const beyond = query.q || query.segments.length > 0 || query.sort === "spent" || !isOpen(query.spent);
  return beyond ? transactBeyondPolicy(ctx, work) : transact(ctx, work);
}

function listing(read: Placed[], query: Query, size: number, problems: string[]): Listing {
  const back = query.cursor?.back ?? false;
  const kept = read.slice(0, size);
  if (back) kept.reverse();
  const more = read.length > size;
  const first = query.cursor?.number ?? 1;
  const cursor = (row: Placed | undefined, back: boolean, number: number) =>
    row ? { back, values: row.place, id: row.id, number: Math.max(1, number) } : null;
  return {
    rows: kept.map(shown),
    first,
    next: more || back ? cursor(kept.at(-1), false, first + kept.length) : null,
    previous: query.cursor && (back ? more : true) ? cursor(kept[0], true, first - size) : null,
    problems,
    query,
  };
}
