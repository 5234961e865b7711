import { forEach } from "@/lib/connectors/calls";
import { Refusal, Unauthorized } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id } from "@/lib/connectors/fields";
import { mayReadMemos, readFacts } from "@/lib/connectors/magento/facts";
import { listGroups, listMembers } from "@/lib/connectors/magento/groups";
import { withHistory } from "@/lib/connectors/magento/history";
import { Credentials, type MagentoHttp, magentoHttp } from "@/lib/connectors/magento/http";
import { byId, changed, creditmemos, customers, orders, search } from "@/lib/connectors/magento/lists";
import { readCustomer, readOrder } from "@/lib/connectors/magento/payloads";
import { outbound } from "@/lib/connectors/outbound";
import type { Change, ConnectSettings, Page, StoreApi } from "@/lib/connectors/types";

const atOnce = 4;

/** Opens a store's REST API by an integration's keys. Nothing is called yet; only wrong settings throw here. */
export function openStore(settings: ConnectSettings): StoreApi {
  const credentials = Credentials.safeParse(settings.credentials);
  if (!credentials.success) throw new Unauthorized("The store's keys are missing or damaged. Connect the store again.");
  if (!settings.allowPrivate && new URL(settings.url).protocol !== "https:") {
    throw new Unauthorized("The store's address starts with http://. A key may only travel over https://.");
  }
  const http = magentoHttp(settings.url, credentials.data, outbound({ allowPrivate: settings.allowPrivate }));
  let memos: Promise<boolean> | undefined;
  const whole = async (rows: Fields[]) => {
    memos ??= mayReadMemos(http);
    return withMemos(http, rows, await memos);
  };
  const told = async (page: Page<Change>): Promise<Page<Change>> =>
    settings.wholeHistory ? { ...page, items: await withHistory(http, page.items) } : page;
  return {
    facts: () => readFacts(http, settings.url),
    counts: () => counts(http),
    customers: async (cursor) => told(people(await byId(http, customers, cursor))),
    customersById: async (ids) =>
      (await told(only(await forEach(ids, atOnce, (one) => customerById(http, one))))).items,
    orders: async (cursor, since) =>
      since ? told(await changes(http, whole, cursor, since)) : allOrders(http, whole, cursor),
    ordersById: (ids) => ordersById(http, whole, ids),
    customerIds: async (cursor) => idsOf(await byId(http, customers, cursor, "items[id],total_count"), "id"),
    orderIds: async (cursor) => idsOf(await byId(http, orders, cursor, "items[entity_id],total_count"), "entity_id"),
    groups: (cursor) => listGroups(http, cursor),
    groupMembers: (groupId, cursor) => listMembers(http, groupId, cursor),
    writeConsent: async (choices) =>
      choices.map(({ externalId }) => ({ externalId, outcome: "declined", reason: "Magento is not written to." })),
    webhooks: async () => [],
    registerWebhook: () => Promise.reject(noWebhooks()),
    reviveWebhook: () => Promise.reject(noWebhooks()),
    removeWebhook: async () => {},
  };
}

const only = (items: Change[]): Page<Change> => ({ items, next: null, total: null });
const noWebhooks = () => new Error("Magento has no webhooks to register.");

const people = (page: Page<Fields>): Page<Change> => ({ ...page, items: page.items.map(readCustomer) });
const idsOf = (page: Page<Fields>, field: string): Page<string> => ({
  ...page,
  items: page.items.flatMap((row) => id(row[field]) ?? []),
});

async function counts(http: MagentoHttp) {
  const all = [["entity_id", "gt", 0]] as const;
  const [people, sales] = await Promise.all([
    search(http, customers, all, [], "total_count"),
    search(http, orders, all, [], "total_count"),
  ]);
  return { customers: people.total, orders: sales.total };
}

type Whole = (rows: Fields[]) => Promise<Change[]>;

/** A page's refunds are asked for together; only orders that say that something was refunded have any. */
async function withMemos(http: MagentoHttp, rows: Fields[], may: boolean): Promise<Change[]> {
  const refunded = rows
    .filter((order) => Number(order.total_refunded) > 0)
    .flatMap((order) => id(order.entity_id) ?? []);
  const memos = new Map<string, Fields[]>();
  for (let after = "0"; may && refunded.length > 0; ) {
    const found = await search(
      http,
      creditmemos,
      [
        ["order_id", "in", refunded.join(",")],
        ["entity_id", "gt", after],
      ],
      ["entity_id"],
    );
    for (const memo of found.rows) {
      const order = id(memo.order_id) ?? "";
      memos.set(order, [...(memos.get(order) ?? []), memo]);
    }
    const last = id(found.rows.at(-1)?.entity_id);
    if (!last || found.total <= found.rows.length) break;
    after = last;
  }
  return rows.map((row) => readOrder(row, may ? (memos.get(id(row.entity_id) ?? "") ?? []) : null));
}

async function allOrders(http: MagentoHttp, whole: Whole, cursor: string | null): Promise<Page<Change>> {
  const page = await byId(http, orders, cursor);
  return { ...page, items: await whole(page.items) };
}

/** A change is dated when it is made and seen when it is committed: what is a little older is read again. */
const overlap = 10 * 60_000;

/** Customers that changed, then orders. The cursor begins with its part. */
async function changes(http: MagentoHttp, whole: Whole, cursor: string | null, since: Date): Promise<Page<Change>> {
  const [part, at] =
    cursor === null
      ? ["customers", null]
      : [cursor.slice(0, cursor.indexOf(" ")), cursor.slice(cursor.indexOf(" ") + 1) || null];
  const from = new Date(since.getTime() - overlap);
  const page = await changed(http, part === "customers" ? customers : orders, at, from);
  const items = part === "customers" ? page.items.map(readCustomer) : await whole(page.items);
  if (page.next !== null) return { ...page, items, next: `${part} ${page.next}` };
  return { ...page, items, next: part === "customers" ? "orders " : null };
}

async function customerById(http: MagentoHttp, externalId: string): Promise<Change> {
  try {
    return readCustomer(fieldsIn((await http.get(`customers/${externalId}`)).data));
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return { kind: "customer-gone", externalId };
    throw error;
  }
}

async function ordersById(http: MagentoHttp, whole: Whole, ids: string[]): Promise<Change[]> {
  const found: Change[] = [];
  for (let start = 0; start < ids.length; start += 100) {
    const wanted = ids.slice(start, start + 100);
    const { rows } = await search(http, orders, [["entity_id", "in", wanted.join(",")]], ["entity_id"]);
    const listed = new Set(rows.map((row) => id(row.entity_id)));
    found.push(...(await whole(rows)));
    for (const externalId of wanted) if (!listed.has(externalId)) found.push({ kind: "order-gone", externalId });
  }
  return found;
}
