/**
 * Going through long lists without missing anything while they change underneath. Cursors are opaque JSON.
 */
import { z } from "zod";
import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id, isFields, utcTime } from "@/lib/connectors/fields";
import type { Page } from "@/lib/connectors/types";
import type { Query, Reply, StoreHttp } from "@/lib/connectors/woocommerce/http";

export const pageSize = 100;

const SweepCursor = z.object({ offset: z.number().int().min(0), lastId: z.string() });
type SweepCursor = z.infer<typeof SweepCursor>;

/**
 * One page of a list ordered by id. There is no "ids above n", so each page starts on the last id of the one before:
 * where it does not, earlier records were deleted meanwhile, and we step back until it does.
 */
export async function sweep(http: StoreHttp, path: string, query: Query, cursor: string | null): Promise<Page<Fields>> {
  let { offset, lastId } = cursor === null ? { offset: 0, lastId: "0" } : readCursor(SweepCursor, cursor);
  for (let steppedBack = false; ; ) {
    const reply = await http.call("GET", path, { ...query, orderby: "id", order: "asc", per_page: pageSize, offset });
    const rows = rowsIn(reply, path);
    const first = id(rows[0]?.id);
    if (offset > 0 && (first === undefined || BigInt(first) > BigInt(lastId))) {
      offset = Math.max(0, offset - pageSize);
      steppedBack = true;
      continue;
    }
    const fresh = rows.filter((row) => BigInt(id(row.id) ?? 0) > BigInt(lastId));
    const end = offset + rows.length;
    // A total that promises more than the list holds must not keep us asking.
    const moving = fresh.length > 0 || (steppedBack && rows.length > 0);
    const more = moving && (reply.total === null ? rows.length >= pageSize : end < reply.total);
    const next: SweepCursor = { offset: Math.max(0, end - 1), lastId: id(fresh.at(-1)?.id) ?? lastId };
    return { items: fresh, next: more ? JSON.stringify(next) : null, total: reply.total };
  }
}

const ChangesCursor = z.object({
  /** Everything up to this second was given out; null before the first page. */
  since: z.string().nullable(),
  /** Set while going through one crowded second, by id. */
  within: z.string().nullable(),
  /** Those of that second that were given out: they come again. */
  given: z.array(z.string()).default([]),
  total: z.number().nullable(),
});
type ChangesCursor = z.infer<typeof ChangesCursor>;

/**
 * One page of orders by time of change, oldest first. Each page starts anew at the last time seen, so records that
 * move to the end while we read shift nothing. WooCommerce compares strictly and in whole seconds: we ask from one
 * second before, and a second that fills a page is gone through by id.
 */
export async function changes(
  http: StoreHttp,
  query: Query,
  cursor: string | null,
  from: Date | null,
): Promise<Page<Fields>> {
  const at: ChangesCursor = cursor === null ? start(from) : readCursor(ChangesCursor, cursor);
  if (at.since !== null && at.within !== null) return crowdedSecond(http, query, at, at.since, at.within);
  const window: Query = at.since === null ? {} : { modified_after: shift(at.since, -1), dates_are_gmt: true };
  const order = { orderby: "modified", order: "asc", per_page: pageSize };
  const reply = await http.call("GET", "orders", { ...query, ...window, ...order });
  const rows = rowsIn(reply, "orders");
  const total = at.total ?? reply.total;
  const again = timesGiven(rows, at);
  const finished = reply.total === null ? rows.length < pageSize : rows.length >= reply.total;
  if (finished || rows.length === 0) return { items: rows, next: null, total, again };
  const last = changedAt(rows.at(-1));
  if (last === undefined) throw new Unreadable("The store lists orders without saying when they changed.");
  const crowded = rows.every((row) => changedAt(row) === last);
  const before = last === at.since ? at.given : [];
  const given = rows.filter((row) => changedAt(row) === last).flatMap((row) => id(row.id) ?? []);
  const next: ChangesCursor = {
    since: last,
    within: crowded ? "" : null,
    given: [...new Set([...before, ...given])],
    total,
  };
  return { items: rows, next: JSON.stringify(next), total, again };
}

async function crowdedSecond(
  http: StoreHttp,
  query: Query,
  at: ChangesCursor,
  second: string,
  within: string,
): Promise<Page<Fields>> {
  const window = { modified_after: shift(second, -1), modified_before: shift(second, 1), dates_are_gmt: true };
  const page = await sweep(http, "orders", { ...query, ...window }, within || null);
  const next: ChangesCursor = page.next
    ? { ...at, within: page.next }
    : { ...at, since: shift(second, 1), within: null, given: [] };
  return { items: page.items, next: JSON.stringify(next), total: at.total, again: timesGiven(page.items, at) };
}

const timesGiven = (rows: Fields[], { given }: ChangesCursor) =>
  rows.filter((row) => given.includes(id(row.id) ?? "")).length;

const start = (from: Date | null): ChangesCursor => ({
  since: from === null ? null : seconds(from),
  within: null,
  given: [],
  total: null,
});

const seconds = (time: Date) => time.toISOString().slice(0, 19);
const shift = (time: string, by: number) => seconds(new Date(Date.parse(`${time}Z`) + by * 1000));

function changedAt(order: Fields | undefined): string | undefined {
  const time = utcTime(order?.date_modified_gmt) ?? utcTime(order?.date_created_gmt);
  return time ? seconds(time) : undefined;
}

function rowsIn({ data }: Reply, path: string): Fields[] {
  if (!Array.isArray(data)) throw new Unreadable(`The store's list of ${path} is not a list.`);
  return data.filter(isFields);
}

function readCursor<T>(shape: z.ZodType<T>, cursor: string): T {
  try {
    return shape.parse(JSON.parse(cursor));
  } catch {
    throw new Unreadable("The place where the sync stopped cannot be read. Start it anew.");
  }
}

const ChainCursor = z.object({ part: z.number().int(), cursor: z.string().nullable() });

/** Several lists as one, in turn; the first one's total stands for all. One the store does not know (400) is empty. */
export async function chained<T>(
  parts: ((cursor: string | null) => Promise<Page<T>>)[],
  cursor: string | null,
): Promise<Page<T>> {
  const at = cursor === null ? { part: 0, cursor: null } : readCursor(ChainCursor, cursor);
  const found = await (parts[at.part] ?? nothing)(at.cursor).catch((error: unknown) => {
    if (at.part > 0 && error instanceof Refusal && error.status === 400) return nothing<T>();
    throw error;
  });
  const page = at.part === 0 ? found : { ...found, total: null };
  if (page.next !== null) return { ...page, next: JSON.stringify({ part: at.part, cursor: page.next }) };
  const more = at.part + 1 < parts.length;
  return { ...page, next: more ? JSON.stringify({ part: at.part + 1, cursor: null }) : null };
}

const nothing = <T>(): Promise<Page<T>> => Promise.resolve({ items: [], next: null, total: null });

export const idsOf = (page: Page<Fields>): Page<string> => ({
  ...page,
  items: page.items.flatMap((row) => id(fieldsIn(row).id) ?? []),
});
