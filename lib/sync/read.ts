/**
 * Reads a pass page by page. While pages are taken in the next are asked for, and those that came are taken in
 * together.
 */
import { openApi } from "@/lib/connection/access";
import { connectorOf, type StoreRow } from "@/lib/connection/store";
import type { Change, StoreApi } from "@/lib/connectors/types";
import type { News } from "@/lib/records/batch";
import { type Ctx, transact } from "@/lib/tenancy";
import { missingAccounts, suspects } from "./sweep";
import { changedSince, type SyncRow } from "./sync";

/**
 * What is to be taken in next. News is of the moment it was asked for: what a webhook told since is newer. `asOf`: that
 * of the first. `again`: so many of the news were given before. `seen`: ids only, for the sweep.
 */
export type Read = {
  asOf: Date;
  news: News[];
  next: string | null;
  total: number | null;
  clock?: Date;
  again?: number;
  seen?: { kind: "customer" | "order"; ids: string[] };
};

type Asked = { row: SyncRow; read: Promise<Read> };
type Arrived = { row: SyncRow; read: Read };

/**
 * What is taken in at once: much of a transaction's cost is the same for ten records as for hundreds. Platforms' pages
 * differ from a hundred to two thousand, and some are empty; a slow store never makes us wait for more than one.
 */
const most = { records: 1_000, pages: 20 };

/**
 * A reader for one stretch of a pass, which asks for nothing ahead after `until`. It finds out once where the store's
 * API lives and how it takes the key: done for each page anew, that doubled the store's requests.
 */
export class PageReader {
  private arrived: Arrived[] = [];
  private asking: Asked | undefined;
  private api: StoreApi | undefined;
  private credentials: string | null = null;

  constructor(
    private readonly ctx: Ctx,
    private readonly until: number,
  ) {}

  /** True when the page that the pass has come to lies here already. */
  has(row: SyncRow): boolean {
    return isAt(this.arrived[0], row);
  }

  /** The page that the pass has come to, and those after it that lie here. Throws what the connector throws. */
  async pages(row: SyncRow, store: StoreRow): Promise<Read> {
    if (!this.has(row)) {
      this.arrived = [];
      const asked = this.asking && isAt(this.asking, row) ? this.asking : this.ask(row, store);
      await asked.read.catch((error) => {
        this.asking = undefined;
        throw error;
      });
    }
    const taken = this.arrived.splice(0);
    this.askAhead(taken.at(-1)!, store);
    return inOne(taken.map(({ read }) => read));
  }

  private ask(row: SyncRow, store: StoreRow): Asked {
    const asked = { row, read: readAt(() => readPage(this.ctx, this.apiOf(store), row, store)) };
    this.asking = asked;
    asked.read.then(
      (read) => this.take(asked, read, store),
      // It stays what is being asked for, and its error is told when its turn comes.
      () => {},
    );
    return asked;
  }

  private take(asked: Asked, read: Read, store: StoreRow) {
    if (this.asking !== asked) return;
    this.asking = undefined;
    const page = { row: asked.row, read };
    this.arrived.push(page);
    this.askAhead(page, store);
  }

  private askAhead({ row, read }: Arrived, store: StoreRow) {
    const list = row.phase === "customers" || row.phase === "orders";
    if (this.asking || !list || read.next === null || this.isFull() || Date.now() >= this.until) return;
    this.ask({ ...row, cursor: read.next }, store);
  }

  private isFull(): boolean {
    const records = this.arrived.reduce((sum, { read }) => sum + read.news.length, 0);
    return records >= most.records || this.arrived.length >= most.pages;
  }

  private apiOf(store: StoreRow): StoreApi {
    if (!this.api || this.credentials !== store.credentials) this.api = openApi(store);
    this.credentials = store.credentials;
    return this.api;
  }
}

const isAt = (place: { row: SyncRow } | undefined, row: SyncRow) =>
  place?.row.phase === row.phase && place.row.cursor === row.cursor;

const inOne = (reads: Read[]): Read => ({
  ...reads.at(-1)!,
  asOf: reads[0]!.asOf,
  news: reads.flatMap(({ news }) => news),
  again: reads.reduce((sum, { again }) => sum + (again ?? 0), 0),
  total: reads.findLast(({ total }) => total !== null)?.total ?? null,
});

type Said = Omit<Read, "asOf" | "news"> & { changes: Change[] };

async function readAt(read: () => Promise<Said>): Promise<Read> {
  const asOf = new Date();
  const { changes, ...said } = await read();
  return { ...said, asOf, news: changes.map((change) => ({ change, asOf, authority: true })) };
}

async function readPage(ctx: Ctx, api: StoreApi, row: SyncRow, store: StoreRow): Promise<Said> {
  if (row.phase === "customers") {
    const { items, ...page } = await api.customers(row.cursor, changedSince(row, store));
    return { changes: items, ...page };
  }
  if (row.phase === "orders") {
    const { items, ...page } = await api.orders(row.cursor, changedSince(row, store));
    return { changes: items, ...page };
  }
  if (row.phase === "products") {
    if (!api.products) return { changes: [], next: null, total: null };
    const { items, ...page } = await api.products(row.cursor);
    return { changes: items, ...page };
  }
  if (row.phase === "missing") {
    const ids = await transact(ctx, (ctx) => missingAccounts(ctx, store.id, row.cursor));
    const changes = ids.length > 0 ? await api.customersById(ids) : [];
    return { changes, next: ids.at(-1) ?? null, total: null };
  }
  return readSweep(ctx, api, row, store);
}

/**
 * First all ids of customers, then of orders, as far as they can vanish; then those that do not fit ours are asked for
 * by name.
 */
async function readSweep(ctx: Ctx, api: StoreApi, row: SyncRow, store: StoreRow): Promise<Said> {
  const [part, cursor] = splitCursor(row.cursor);
  const { vanish } = connectorOf(store).abilities;
  if (!vanish.customers && !vanish.orders) return { changes: [], next: null, total: null };
  if (part === "check") {
    const found = await transact(ctx, (ctx) => suspects(ctx, row, store.id, cursor, vanish));
    const ids = found.externalIds;
    const changes =
      ids.length === 0 ? [] : await (found.kind === "customer" ? api.customersById(ids) : api.ordersById(ids));
    return { changes, next: found.next === null ? null : `check ${found.next}`, total: null };
  }
  const kind = part === "orders" ? "order" : "customer";
  const afterwards = kind === "order" ? "check " : "orders ";
  if (kind === "order" ? !vanish.orders : !vanish.customers) return { changes: [], next: afterwards, total: null };
  const page = await (kind === "order" ? api.orderIds(cursor) : api.customerIds(cursor));
  const next = page.next === null ? afterwards : `${part} ${page.next}`;
  return { changes: [], next, total: page.total, seen: { kind, ids: page.items } };
}

function splitCursor(cursor: string | null): [string, string | null] {
  if (cursor === null) return ["customers", null];
  const space = cursor.indexOf(" ");
  return [cursor.slice(0, space), cursor.slice(space + 1) || null];
}
