/** Orders with their refunds, and the carts that are open, whole or as far as they changed, as records. */
import { Unauthorized } from "@/lib/connectors/errors";
import { type Fields, id } from "@/lib/connectors/fields";
import { cartId, isCart, numberOf, readCart } from "@/lib/connectors/magento/carts";
import type { MagentoHttp } from "@/lib/connectors/magento/http";
import {
  byId,
  type Condition,
  carts,
  changed,
  creditmemos,
  customers,
  orders,
  type Resource,
  search,
  written,
} from "@/lib/connectors/magento/lists";
import { readCustomer, readOrder } from "@/lib/connectors/magento/payloads";
import type { Change, Page } from "@/lib/connectors/types";

/** A store, and what the integration may see of it beyond what it must. */
export type Sight = { http: MagentoHttp; memos(): Promise<boolean>; carts(): Promise<boolean> };

/** Credit memos date refunds one by one; carts tell who left without buying. Each is asked about once. */
export function sightOf(http: MagentoHttp): Sight {
  const known = new Map<Resource, Promise<boolean>>();
  const may = (resource: Resource) => {
    const answer = known.get(resource) ?? mayRead(http, resource);
    known.set(resource, answer);
    return answer;
  };
  return { http, memos: () => may(creditmemos), carts: () => may(carts) };
}

async function mayRead(http: MagentoHttp, resource: Resource): Promise<boolean> {
  try {
    await search(http, resource, [["entity_id", "gt", 0]], [], "total_count");
    return true;
  } catch (error) {
    if (error instanceof Unauthorized) return false;
    throw error;
  }
}

const nothing = <T>(): Page<T> => ({ items: [], next: null, total: null });
const cartsOf = (page: Page<Fields>): Page<Change> => ({ ...page, total: null, items: page.items.map(readCart) });

const open: readonly Condition[] = [
  ["is_active", "eq", 1],
  ["items_count", "gt", 0],
];

/** Where a pull is that goes through several lists: its part, then the place within it. Orders come without a name. */
const partOf = (cursor: string | null): "orders" | "carts" => (cursor?.startsWith("carts ") ? "carts" : "orders");
const placeIn = (cursor: string | null) => (cursor === null ? null : cursor.slice(cursor.indexOf(" ") + 1) || null);

export async function allOrders(sight: Sight, cursor: string | null): Promise<Page<Change>> {
  if (partOf(cursor) === "orders") {
    const page = await byId(sight.http, orders, cursor);
    return { ...page, items: await withMemos(sight, page.items), next: page.next ?? "carts " };
  }
  const page = (await sight.carts())
    ? cartsOf(await byId(sight.http, carts, placeIn(cursor), undefined, open))
    : nothing<Change>();
  return { ...page, next: page.next && `carts ${page.next}` };
}

/** Carts by the ids that their records have. */
export async function allOrderIds(sight: Sight, cursor: string | null): Promise<Page<string>> {
  const { http } = sight;
  if (partOf(cursor) === "orders") {
    const page = await byId(http, orders, cursor, "items[entity_id],total_count");
    return { ...page, items: page.items.flatMap((row) => id(row.entity_id) ?? []), next: page.next ?? "carts " };
  }
  if (!(await sight.carts())) return nothing();
  const page = await byId(http, carts, placeIn(cursor), "items[id],total_count", open);
  const items = page.items.flatMap((row) => id(row.id) ?? []).map(cartId);
  return { ...page, total: null, items, next: page.next && `carts ${page.next}` };
}

/** A change is dated when it is made and seen when it is committed: what is a little older is read again. */
const overlap = 10 * 60_000;

const parts = ["customers", "orders", "carts", "new-carts"] as const;
type Part = (typeof parts)[number];

/** Customers that changed, then orders, then carts. The cursor begins with its part. */
export async function changes(sight: Sight, cursor: string | null, since: Date): Promise<Page<Change>> {
  const part: Part = parts.find((one) => cursor?.startsWith(`${one} `)) ?? "customers";
  const page = await changesOf(sight, part, placeIn(cursor), new Date(since.getTime() - overlap));
  const then = parts[parts.indexOf(part) + 1];
  const next = page.next !== null ? `${part} ${page.next}` : then ? `${then} ` : null;
  return { ...page, next };
}

async function changesOf(sight: Sight, part: Part, at: string | null, from: Date): Promise<Page<Change>> {
  const { http } = sight;
  if (part === "orders") {
    const page = await changed(http, orders, at, from);
    return { ...page, items: await withMemos(sight, page.items) };
  }
  if (part === "customers") {
    const page = await changed(http, customers, at, from);
    return { ...page, items: page.items.map(readCustomer) };
  }
  if (!(await sight.carts())) return nothing();
  if (part === "carts") return cartsOf(await changed(http, carts, at, from));
  return cartsOf(await byId(http, carts, at, undefined, neverTouched(from)));
}

/** Carts that were filled when they were made: their date of change may be zero, which is before every other. */
const neverTouched = (from: Date): Condition[] => [
  ["created_at", "gteq", written(from)],
  ["updated_at", "lt", "1971-01-01 00:00:00"],
];

/** A page's refunds are asked for together; only orders that say that something was refunded have any. */
async function withMemos({ http, memos }: Sight, rows: Fields[]): Promise<Change[]> {
  const refunded = rows
    .filter((order) => Number(order.total_refunded) > 0)
    .flatMap((order) => id(order.entity_id) ?? []);
  if (refunded.length === 0) return rows.map((row) => readOrder(row, []));
  if (!(await memos())) return rows.map((row) => readOrder(row, null));
  const found = new Map<string, Fields[]>();
  for (let after = "0"; ; ) {
    const of: Condition[] = [
      ["order_id", "in", refunded.join(",")],
      ["entity_id", "gt", after],
    ];
    const { rows: page, total } = await search(http, creditmemos, of, ["entity_id"]);
    for (const memo of page) {
      const order = id(memo.order_id) ?? "";
      found.set(order, [...(found.get(order) ?? []), memo]);
    }
    const last = id(page.at(-1)?.entity_id);
    if (!last || total <= page.length) break;
    after = last;
  }
  return rows.map((row) => readOrder(row, found.get(id(row.entity_id) ?? "") ?? []));
}

/** What is not found is gone; of carts that may not be read nothing is said. */
export async function ordersById(sight: Sight, ids: string[]): Promise<Change[]> {
  const [ofCarts, ofOrders] = [ids.filter(isCart), ids.filter((one) => !isCart(one))];
  const found = await named(sight.http, orders, ofOrders, (rows) => withMemos(sight, rows));
  if (ofCarts.length === 0 || !(await sight.carts())) return found;
  const filled = await named(sight.http, carts, ofCarts.map(numberOf), async (rows) => rows.map(readCart), cartId);
  return [...found, ...filled];
}

const itself = (number: string) => number;

async function named(
  http: MagentoHttp,
  resource: Resource,
  ids: string[],
  read: (rows: Fields[]) => Promise<Change[]>,
  name: (number: string) => string = itself,
): Promise<Change[]> {
  const found: Change[] = [];
  for (let start = 0; start < ids.length; start += 100) {
    const wanted = ids.slice(start, start + 100);
    const { rows } = await search(http, resource, [["entity_id", "in", wanted.join(",")]], ["entity_id"]);
    const listed = new Set(rows.map((row) => id(row[resource.id])));
    found.push(...(await read(rows)));
    for (const one of wanted) if (!listed.has(one)) found.push({ kind: "order-gone", externalId: name(one) });
  }
  return found;
}
