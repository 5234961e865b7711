/**
 * Going through a shop's lists: everything (by bulk operation, or a page at a time where there is little), or what
 * changed. Paging by id has no end at 25,000 records and no cursors that grow old. Cursors are opaque JSON.
 */
import { z } from "zod";
import { Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, listIn, text } from "@/lib/connectors/fields";
import { bulkPiece, type Row } from "@/lib/connectors/shopify/bulk";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import { gid, time } from "@/lib/connectors/shopify/values";
import type { Page } from "@/lib/connectors/types";

/** A list: the document that pages it, the same as a bulk operation, how many fit into a page's cost. */
export type List = { name: string; byId: string; bulk: string; pageSize: number };

export type Listed = Omit<Page<Fields>, "items"> & { rows: Row[] };

/** Up to this many a few pages are quicker than a bulk operation. */
export const fewEnough = 1000;

const Whole = z.object({
  after: z.string().optional(),
  bulk: z.string().nullable().optional(),
  at: z.number().nullable().optional(),
});

/** All of them. `count`: how many the shop says there are. */
export async function whole(
  http: ShopifyHttp,
  list: List,
  cursor: string | null,
  count: () => Promise<number | null>,
): Promise<Listed> {
  const place = cursor === null ? {} : readCursor(Whole, cursor);
  const total = cursor === null ? await count() : null;
  const few = place.after !== undefined || (cursor === null && total !== null && total <= fewEnough);
  return few ? pageById(http, list, place.after ?? "0", total) : pieceOf(http, list, place, total);
}

async function pageById(http: ShopifyHttp, list: List, after: string, total: number | null): Promise<Listed> {
  const { rows, more, clock } = await page(http, list.name, list.byId, {
    first: list.pageSize,
    query: `id:>${after}`,
  });
  const last = gid(rows.at(-1));
  return {
    rows: rows.map(alone),
    next: more && last ? JSON.stringify({ after: last }) : null,
    total,
    clock,
  };
}

async function pieceOf(
  http: ShopifyHttp,
  list: List,
  { bulk = null, at = null }: z.infer<typeof Whole>,
  total: number | null,
): Promise<Listed> {
  const { next, failed, ...told } = await bulkPiece(http, list.bulk, { bulk, at });
  const goesOn = failed && next === null ? JSON.stringify({ after: "0" }) : next && JSON.stringify(next);
  return { ...told, next: goesOn, total };
}

const Changed = z.object({ after: z.string(), seen: z.number() });

/** More than this, and everything is read by bulk instead: lists end at 25,000. */
const mostChanged = 20_000;

/**
 * Those changed since, newest first, until one is older: how exactly the filter by date works is not documented for
 * customers, the order is. A record that changes meanwhile moves to the front, and nobody falls out. Null: too many.
 */
export async function changed(
  http: ShopifyHttp,
  list: { name: string; changed: string; pageSize: number },
  cursor: string | null,
  from: Date,
): Promise<Listed | null> {
  const at = cursor === null ? { after: undefined, seen: 0 } : readCursor(Changed, cursor);
  if (at.seen > mostChanged) return null;
  const { rows, more, end, clock } = await page(http, list.name, list.changed, {
    first: list.pageSize,
    after: at.after,
  });
  const news = rows.filter((row) => (time(row.updatedAt) ?? from) >= from);
  const next = more && news.length === rows.length ? JSON.stringify({ after: end, seen: at.seen + rows.length }) : null;
  return { rows: news.map(alone), next, total: null, clock };
}

/** One page of a list by Shopify's own cursor. */
export async function page(http: ShopifyHttp, name: string, document: string, variables: object) {
  const { data, clock } = await http.ask(document, variables);
  const connection = fieldsIn(data[name]);
  if (!Array.isArray(connection.nodes)) throw new Unreadable(`Shopify's list of ${name} is not a list.`);
  const { hasNextPage, endCursor } = fieldsIn(connection.pageInfo);
  return { rows: listIn(connection.nodes), more: hasNextPage === true, end: text(endCursor), clock };
}

/** Its lines, where it has any, are in itself. */
const alone = (row: Fields): Row => ({ row, children: listIn(fieldsIn(row.lineItems).nodes) });

export function readCursor<T>(shape: z.ZodType<T>, cursor: string): T {
  try {
    return shape.parse(JSON.parse(cursor));
  } catch {
    throw new Unreadable("The place where the sync stopped cannot be read. Start it anew.");
  }
}
