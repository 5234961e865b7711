/** Going through SHOPLINE's lists. Cursors are opaque JSON: the shelf, its page, and what was seen of it. */
import { z } from "zod";
import { Unreadable } from "@/lib/connectors/errors";
import { type Fields, listIn } from "@/lib/connectors/fields";
import type { Query, ShoplineHttp } from "@/lib/connectors/shopline/http";

export type List = { path: string; rows: string; limit: number };
export const customers: List = { path: "v2/customers.json", rows: "customers", limit: 250 };
export const orders: List = { path: "orders.json", rows: "orders", limit: 100 };
export const checkouts: List = { path: "orders/abandoned_orders.json", rows: "abandoned_orders", limit: 100 };

export type Rows = { rows: Fields[]; next: string | null; askedAt: Date; clock: Date | undefined };

/** One page. What follows it is asked for by `page_info` alone: the filters are inside. */
export async function list(http: ShoplineHttp, of: List, query: Query, pageInfo: string | null): Promise<Rows> {
  const asked: Query = pageInfo === null ? { ...query, limit: of.limit } : { page_info: pageInfo, limit: of.limit };
  const { data, next, askedAt, clock } = await http.get(of.path, asked);
  const rows = data[of.rows];
  if (rows !== null && rows !== undefined && !Array.isArray(rows)) {
    throw new Unreadable(`The store's list of ${of.rows} is not a list.`);
  }
  return { rows: listIn(rows), next, askedAt, clock };
}

/**
 * Where orders lie: archived ones are listed apart. Whether a list without a `fulfillment_status` holds them all, or
 * only the unshipped ones, SHOPLINE's documents do not say; the others are asked for unless it was seen to hold such.
 */
export const shelves: Query[] = [{ hidden_order: "false" }, { hidden_order: "true" }].flatMap((hidden) => [
  { status: "any", ...hidden },
  { status: "any", ...hidden, fulfillment_status: "partial" },
  { status: "any", ...hidden, fulfillment_status: "shipped" },
]);

const Place = z.object({ shelf: z.int().min(0), page: z.string().nullable(), whole: z.boolean() });
const start = { shelf: 0, page: null, whole: false };

/** A page of everything that lies on the shelves, one after the other. */
export async function orderPage(http: ShoplineHttp, query: Query, cursor: string | null): Promise<Rows> {
  const at = cursor === null ? start : readCursor(Place, cursor);
  const shelf = shelves[at.shelf];
  if (!shelf) throw unreadable();
  const page = await list(http, orders, { ...shelf, ...query }, at.page);
  const plain = !("fulfillment_status" in shelf);
  const whole = at.whole || (plain && page.rows.some(wasSent));
  if (page.next !== null) return { ...page, next: JSON.stringify({ shelf: at.shelf, page: page.next, whole }) };
  const after = plain && whole ? at.shelf + 3 : at.shelf + 1;
  return { ...page, next: shelves[after] ? JSON.stringify({ shelf: after, page: null, whole }) : null };
}

const wasSent = ({ fulfillment_status: sent }: Fields) =>
  sent === "fulfilled" || sent === "shipped" || sent === "partial";

/** Orders by their ids, wherever they lie: none is held for deleted before every shelf was looked at. */
export async function ordersNamed(http: ShoplineHttp, ids: string[]): Promise<Rows> {
  let found: Rows | undefined;
  let missing = ids;
  for (const shelf of shelves) {
    if (missing.length === 0) break;
    const page = await list(http, orders, { ...shelf, ids: missing.join(",") }, null);
    found = { ...page, askedAt: found?.askedAt ?? page.askedAt, rows: [...(found?.rows ?? []), ...page.rows] };
    const listed = new Set(page.rows.map((row) => String(row.id)));
    missing = missing.filter((id) => !listed.has(id));
  }
  return found ?? { rows: [], next: null, askedAt: new Date(), clock: undefined };
}

export function readCursor<T>(shape: z.ZodType<T>, cursor: string): T {
  try {
    return shape.parse(JSON.parse(cursor));
  } catch {
    throw unreadable();
  }
}

const unreadable = () => new Unreadable("The place where the sync stopped cannot be read. Start it anew.");

/** Ids in calls of so many, and of so many signs: SHOPLINE takes 64 signs of customers' ids at once. */
export function portions(ids: string[], most: number, signs = Number.POSITIVE_INFINITY): string[][] {
  const all: string[][] = [];
  let size = 0;
  for (const id of ids) {
    const last = all.at(-1);
    if (last && last.length < most && size + 1 + id.length <= signs) {
      last.push(id);
      size += 1 + id.length;
    } else {
      all.push([id]);
      size = id.length;
    }
  }
  return all;
}
