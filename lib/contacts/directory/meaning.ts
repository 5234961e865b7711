/**
 * What a query means here and now: inner ids for its public ones, moments for its days. Resolved once, then only SQL.
 */
import { sql } from "drizzle-orm";
import { beginningOf, type Day, dayAt, plus } from "@/lib/calendar";
import { executeKept, type Working } from "@/lib/tenancy";
import { firstDay, lastDay, type Span } from "./choices";
import type { Query } from "./params";

/** Half open: from `from` on, before `to`; ISO texts, null where open. */
export type Moments = { from: string | null; to: string | null };

export type Meaning = {
  query: Query;
  orgId: number;
  /** The moment "active" and "the last n days" are judged by, and whose days they are. */
  now: Date;
  timeZone: string;
  stores: number[];
  tags: number[];
  lists: number[];
  /** Numbers of active segments. */
  segments: number[];
  /** Stores and imports among the origins; the platforms among them stay words. */
  origins: number[];
  imports: number[];
  interaction: Moments | null;
  created: Moments | null;
};

type Group = "stores" | "tags" | "lists" | "segments" | "origins" | "imports";

export async function meaningOf(ctx: Working, query: Query): Promise<Meaning> {
  const { orgId } = ctx;
  const now = new Date();
  const groups = { stores: [], tags: [], lists: [], segments: [], origins: [], imports: [] };
  const bare = { query, orgId, now, timeZone: "UTC", ...groups };
  if (!needsLooking(query)) return { ...bare, interaction: null, created: null };
  const ids = (table: string, given: string[], which = sql`true`) => sql`(select array_agg(id::text)
    from ${sql.identifier(table)} where org_id = ${orgId} and public_id = any(${`{${given.join(",")}}`}::uuid[])
      and ${which})`;
  const active = sql`state = 'active' and deleted_at is null`;
  const [row] = await executeKept<{ zone: string } & Record<Group, string[] | null>>(
    ctx.db,
    sql`select time_zone as zone, ${ids("stores", query.stores)} as stores, ${ids("tags", query.tags)} as tags,
      ${ids("lists", query.lists)} as lists, ${ids("segments", query.segments, active)} as segments,
      ${ids("stores", idsAmong(query.origins))} as origins, ${ids("imports", idsAmong(query.origins))} as imports
    from organizations where id = ${orgId}`,
  );
  const numbers = (group: Group) => (row?.[group] ?? []).map(Number).sort((a, b) => a - b);
  const timeZone = row?.zone ?? "UTC";
  return {
    ...bare,
    timeZone,
    stores: numbers("stores"),
    tags: numbers("tags"),
    lists: numbers("lists"),
    segments: numbers("segments"),
    origins: numbers("origins"),
    imports: numbers("imports"),
    interaction: momentsOf(query.interaction, timeZone, now),
    created: momentsOf(query.created, timeZone, now),
  };
}

/** What was asked for and is not here, in words. */
export function unknownOf({ query, stores, tags, lists, segments, origins, imports }: Meaning): string[] {
  const told = (missing: boolean, what: string) =>
    missing ? [`One of the ${what} asked for does not exist here.`] : [];
  const lostOrigin = origins.length + imports.length < idsAmong(query.origins).length;
  const lostSegment = segments.length < query.segments.length;
  return [
    ...told(stores.length < query.stores.length, "stores"),
    ...told(lostOrigin, "stores or imports"),
    ...told(tags.length < query.tags.length, "tags"),
    ...told(lists.length < query.lists.length, "lists"),
    ...(lostSegment ? ["One of the segments asked for does not exist here, or is not active."] : []),
  ];
}

/** Stores and imports, whose public ids tell nothing of which they are. */
export const idsAmong = (origins: string[]) => origins.filter((origin) => origin.length === 36);

function needsLooking(query: Query): boolean {
  const { stores, tags, lists, segments, origins, activity, interaction, created } = query;
  const named = [stores, tags, lists, segments, origins].some((ids) => ids.length > 0);
  return named || Boolean(activity || interaction || created);
}

function momentsOf(span: Span | null, timeZone: string, now: Date): Moments | null {
  if (!span) return null;
  const start = (day: Day) => beginningOf(timeZone, day).toISOString();
  const today = dayAt(timeZone, now);
  if (span.is !== "between") {
    const edge = start(plus(today, -span.days));
    return span.is === "within" ? { from: edge, to: start(plus(today, 1)) } : { from: null, to: edge };
  }
  // Programs may name days of any century (lib/api/contacts/list.ts); nobody came before these or comes after.
  const from = span.from === null || span.from < firstDay ? null : start(span.from);
  const last = span.to !== null && span.to < firstDay ? firstDay : span.to;
  const to = last === null || last > lastDay ? null : start(plus(last, 1));
  return { from, to };
}
