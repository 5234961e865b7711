/** Reads a pass page by page; the next page of a list is asked for while the current one is taken in. */
import { openApi, type StoreRow } from "@/lib/connection/store";
import type { Change, StoreApi } from "@/lib/connectors/types";
import { type Ctx, transact } from "@/lib/tenancy";
import { missingAccounts, suspects } from "./sweep";
import { ordersSince, type SyncRow } from "./sync";

/** `asOf`: when it was asked for, so what a webhook told since is newer. `seen`: ids only, for the sweep. */
export type Read = {
  asOf: Date;
  changes: Change[];
  next: string | null;
  total: number | null;
  seen?: { kind: "customer" | "order"; ids: string[] };
};

type Said = Omit<Read, "asOf">;

/**
 * A reader for one stretch of a pass. It finds out once where the store's API lives and how it takes the key: done for
 * each page anew, that doubled the store's requests.
 */
export function pageReader(ctx: Ctx) {
  let api: StoreApi | undefined;
  let credentials: string | null = null;
  let ahead: { place: string; read: Promise<Read> } | undefined;

  const apiOf = (store: StoreRow) => {
    if (!api || credentials !== store.credentials) api = openApi(store);
    credentials = store.credentials;
    return api;
  };

  return {
    /** The page that the pass has come to. Throws what the connector throws. */
    async page(row: SyncRow, store: StoreRow): Promise<Read> {
      const known = ahead?.place === placeOf(row) ? ahead.read : undefined;
      ahead = undefined;
      return known ?? dated(() => readPage(ctx, apiOf(store), row, store));
    },

    /** Asks for the page after `read`, where it is a page of the same list. What goes wrong is told when it is wanted. */
    lookAhead(row: SyncRow, store: StoreRow, read: Read) {
      if (read.next === null || (row.phase !== "customers" && row.phase !== "orders")) return;
      const following = { ...row, cursor: read.next };
      ahead = { place: placeOf(following), read: dated(() => readPage(ctx, apiOf(store), following, store)) };
      ahead.read.catch(() => {});
    },
  };
}

const placeOf = (row: SyncRow) => `${row.phase} ${row.cursor}`;

async function dated(read: () => Promise<Said>): Promise<Read> {
  const asOf = new Date();
  return { asOf, ...(await read()) };
}

async function readPage(ctx: Ctx, api: StoreApi, row: SyncRow, store: StoreRow): Promise<Said> {
  if (row.phase === "customers") {
    const page = await api.customers(row.cursor);
    return { changes: page.items, next: page.next, total: page.total };
  }
  if (row.phase === "orders") {
    const page = await api.orders(row.cursor, ordersSince(row, store));
    return { changes: page.items, next: page.next, total: page.total };
  }
  if (row.phase === "missing") {
    const ids = await transact(ctx, (ctx) => missingAccounts(ctx, store.id, row.cursor));
    const changes = ids.length > 0 ? await api.customersById(ids) : [];
    return { changes, next: ids.at(-1) ?? null, total: null };
  }
  return readSweep(ctx, api, row, store);
}

/** First all ids of customers, then of orders, then those whose ids do not fit ours are asked for by name. */
async function readSweep(ctx: Ctx, api: StoreApi, row: SyncRow, store: StoreRow): Promise<Said> {
  const [part, cursor] = splitCursor(row.cursor);
  if (part === "check") {
    const found = await transact(ctx, (ctx) => suspects(ctx, row, store.id, cursor));
    const ids = found.externalIds;
    const changes =
      ids.length === 0 ? [] : await (found.kind === "customer" ? api.customersById(ids) : api.ordersById(ids));
    return { changes, next: found.next === null ? null : `check ${found.next}`, total: null };
  }
  const kind = part === "orders" ? "order" : "customer";
  const page = await (kind === "order" ? api.orderIds(cursor) : api.customerIds(cursor));
  const afterwards = kind === "order" ? "check " : "orders ";
  const next = page.next === null ? afterwards : `${part} ${page.next}`;
  return { changes: [], next, total: page.total, seen: { kind, ids: page.items } };
}

function splitCursor(cursor: string | null): [string, string | null] {
  if (cursor === null) return ["customers", null];
  const space = cursor.indexOf(" ");
  return [cursor.slice(0, space), cursor.slice(space + 1) || null];
}
