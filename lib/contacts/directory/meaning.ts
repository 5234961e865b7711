/** What a query means here and now: inner ids for its public ones, moments for its days. Resolved once, then only SQL. */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { Span } from "./choices";
import type { Query } from "./params";

/** Half open: from `from` on, before `to`; ISO texts, null where open. */
export type Moments = { from: string | null; to: string | null };

export type Meaning = {
  query: Query;
  orgId: number;
  /** The moment "active" and "the last n days" are judged by. */
  now: string;
  stores: number[];
  tags: number[];
  lists: number[];
  /** Stores among the origins; the platforms among them stay words. */
  origins: number[];
  interaction: Moments | null;
  created: Moments | null;
};

type Resolved = Record<"stores" | "tags" | "lists" | "origins", string[] | null> & {
  now: string;
  interaction: Moments | null;
  created: Moments | null;
};

/** `now` lets a condition be judged as of an earlier moment; without it, it is this one. */
export async function meaningOf(ctx: Working, query: Query, now: Date | null = null): Promise<Meaning> {
  const { orgId } = ctx;
  const bare = { query, orgId, stores: [], tags: [], lists: [], origins: [], interaction: null, created: null };
  if (!needsLooking(query)) return { ...bare, now: (now ?? new Date()).toISOString() };
  const ids = (table: string, given: string[]) => sql`(select array_agg(id::text) from ${sql.identifier(table)}
    where org_id = ${orgId} and public_id = any(${`{${given.join(",")}}`}::uuid[]))`;
  const [row] = await ctx.db.execute<Resolved>(sql`
    select ${text(sql`o.at`)} as now, ${ids("stores", query.stores)} as stores, ${ids("tags", query.tags)} as tags,
      ${ids("lists", query.lists)} as lists, ${ids("stores", storesAmong(query.origins))} as origins,
      ${moments(query.interaction)} as interaction, ${moments(query.created)} as created
    from (select coalesce(${now?.toISOString() ?? null}::timestamptz, now()) as at, time_zone as zone
      from organizations where id = ${orgId}) o`);
  if (!row) return { ...bare, now: new Date().toISOString() };
  const numbers = (texts: string[] | null) => (texts ?? []).map(Number).sort((a, b) => a - b);
  const { stores, tags, lists, origins } = row;
  const found = { stores: numbers(stores), tags: numbers(tags), lists: numbers(lists), origins: numbers(origins) };
  return { query, orgId, now: row.now, ...found, interaction: row.interaction, created: row.created };
}

/** What was asked for and is not here, in words. */
export function unknownOf({ query, stores, tags, lists, origins }: Meaning): string[] {
  const told = (missing: boolean, what: string) =>
    missing ? [`One of the ${what} asked for does not exist here.`] : [];
  const lostStore = stores.length < query.stores.length || origins.length < storesAmong(query.origins).length;
  return [
    ...told(lostStore, "stores"),
    ...told(tags.length < query.tags.length, "tags"),
    ...told(lists.length < query.lists.length, "lists"),
  ];
}

export const storesAmong = (origins: string[]) => origins.filter((origin) => origin.length === 36);

function needsLooking({ stores, tags, lists, origins, interaction, created }: Query): boolean {
  return [stores, tags, lists, origins].some((ids) => ids.length > 0) || Boolean(interaction || created);
}

function moments(span: Span | null) {
  if (!span) return sql`null::jsonb`;
  const start = (day: ReturnType<typeof sql>) => text(sql`((${day})::timestamp at time zone o.zone)`);
  const pair = (from: ReturnType<typeof sql>, to: ReturnType<typeof sql>) =>
    sql`jsonb_build_object('from', ${from}, 'to', ${to})`;
  if (span.is === "between") {
    return pair(start(sql`${span.from}::date`), start(sql`${span.to}::date + 1`));
  }
  const edge = start(sql`(o.at at time zone o.zone)::date - ${span.days}::int`);
  return span.is === "within" ? pair(edge, sql`null`) : pair(sql`null`, edge);
}

const text = (moment: ReturnType<typeof sql>) =>
  sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
