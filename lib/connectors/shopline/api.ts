import { forEach } from "@/lib/connectors/calls";
import { Unauthorized } from "@/lib/connectors/errors";
import { outbound } from "@/lib/connectors/outbound";
import { Credentials } from "@/lib/connectors/shopline/approval";
import { readCustomer } from "@/lib/connectors/shopline/customers";
import { readCounts, readFacts } from "@/lib/connectors/shopline/facts";
import { shoplineId } from "@/lib/connectors/shopline/fields";
import { listGroups, listMembers } from "@/lib/connectors/shopline/groups";
import { type Query, type ShoplineHttp, shoplineHttp } from "@/lib/connectors/shopline/http";
import {
  checkouts,
  customers,
  list,
  orderPage,
  ordersNamed,
  portions,
  type Rows,
} from "@/lib/connectors/shopline/lists";
import { checkoutId, readCheckout, readOrder, tokenIn } from "@/lib/connectors/shopline/orders";
import { webhookCalls } from "@/lib/connectors/shopline/webhooks";
import { writeConsent } from "@/lib/connectors/shopline/write-consent";
import type { Change, ConnectSettings, Page, StoreApi } from "@/lib/connectors/types";

/** Opens a store's API with a token. Nothing is called yet; only wrong settings throw here. */
export function openStore(settings: ConnectSettings): StoreApi {
  const credentials = Credentials.safeParse(settings.credentials);
  if (!credentials.success) throw new Unauthorized("The store's token is missing or damaged. Connect the store again.");
  const fetch = outbound({ allowPrivate: settings.apiUrl !== undefined });
  const http = shoplineHttp(settings.apiUrl ?? settings.url, credentials.data.accessToken, fetch);
  return {
    facts: () => readFacts(http, settings.url),
    counts: () => readCounts(http),
    // Whole each night: whether a consent moves the customer's date is not told.
    customers: async (cursor) => people(await list(http, customers, {}, cursor)),
    customersById: (ids) => customersById(http, ids),
    orders: (cursor, since) => pull(http, cursor, since),
    ordersById: (ids) => ordersById(http, ids),
    customerIds: async (cursor) => ids(await list(http, customers, { fields: "id" }, cursor), ownId),
    orderIds: (cursor) => orderIds(http, cursor),
    groups: (cursor) => listGroups(http, cursor),
    groupMembers: (groupId, cursor) => listMembers(http, groupId, cursor),
    writeConsent: (choices, channel) => writeConsent(http, choices, channel),
    ...webhookCalls(http),
  };
}

type Row = Rows["rows"][number];
type Reading = (row: Row, askedAt: Date) => Change;
const pageOf = ({ rows, next, askedAt, clock }: Rows, read: Reading): Page<Change> => ({
  items: rows.map((row) => read(row, askedAt)),
  next,
  total: null,
  ...(clock ? { clock } : {}),
});
const people = (page: Rows) => pageOf(page, readCustomer);
const ids = ({ rows, next }: Rows, idOf: (row: Row) => string | undefined): Page<string> => ({
  items: rows.flatMap((row) => idOf(row) ?? []),
  next,
  total: null,
});

/** A change is dated when it is made and seen when it is listed: what is a little older is read again. */
const overlap = 10 * 60_000;

const parts = ["customers", "orders", "checkouts"] as const;
type Part = (typeof parts)[number];

/**
 * Orders, archived ones too, then checkouts that were left; of changes customers first. The cursor begins with its
 * part.
 */
async function pull(http: ShoplineHttp, cursor: string | null, since: Date | null): Promise<Page<Change>> {
  const [part, at] = cursor === null ? [since ? "customers" : "orders", null] : placeIn(cursor);
  const changed: Query = since ? { updated_at_min: written(new Date(since.getTime() - overlap)) } : {};
  const page = await partPage(http, part as Part, changed, at);
  if (page.next !== null) return { ...page, next: `${part} ${page.next}` };
  const after = parts[parts.indexOf(part as Part) + 1];
  return { ...page, next: after ? `${after} ` : null };
}

async function partPage(http: ShoplineHttp, part: Part, changed: Query, at: string | null): Promise<Page<Change>> {
  if (part === "customers") return people(await list(http, customers, changed, at));
  if (part === "orders") return pageOf(await orderPage(http, changed, at), readOrder);
  const page = pageOf(await list(http, checkouts, changed, at), readCheckout);
  // Of everything, checkouts that are over were never ours: there is nothing to end.
  return "updated_at_min" in changed
    ? page
    : { ...page, items: page.items.filter(({ kind }) => kind !== "order-gone") };
}

function placeIn(cursor: string): [string, string | null] {
  const space = cursor.indexOf(" ");
  return [cursor.slice(0, space), cursor.slice(space + 1) || null];
}

const written = (at: Date) => at.toISOString().replace(/\.\d+Z$/, "+00:00");

type Told = { externalId: string; change: Change };
const toldOf = ({ rows, askedAt }: Rows, read: Reading, idOf: (row: Row) => string | undefined): Told[] =>
  rows.flatMap((row) => {
    const externalId = idOf(row);
    return externalId ? { externalId, change: read(row, askedAt) } : [];
  });

async function customersById(http: ShoplineHttp, wanted: string[]): Promise<Change[]> {
  const found = await forEach(portions(wanted, 50, 64), 2, async (some) => {
    const page = await list(http, customers, { ids: some.join(",") }, null);
    return withMissing(toldOf(page, readCustomer, ownId), some, "customer-gone");
  });
  return found.flat();
}

async function ordersById(http: ShoplineHttp, wanted: string[]): Promise<Change[]> {
  const placed = wanted.filter((id) => tokenIn(id) === null);
  const left = wanted.flatMap((id) => tokenIn(id) ?? []);
  const sales = await forEach(portions(placed, 100), 2, async (some) =>
    withMissing(toldOf(await ordersNamed(http, some), readOrder, ownId), some, "order-gone"),
  );
  const open = await forEach(portions(left, 100), 2, async (some) => {
    const page = await list(http, checkouts, { checkout_tokens: some.join(",") }, null);
    return withMissing(toldOf(page, readCheckout, draftId), some.map(checkoutId), "order-gone");
  });
  return [...sales.flat(), ...open.flat()];
}

const ownId = ({ id }: Row) => shoplineId(id);
const draftId = (checkout: Row) => {
  const token = shoplineId(checkout.checkout_token);
  return token && checkoutId(token);
};

/** What was asked for by name and is not there, or is over. What is there and says nothing is left out. */
function withMissing(told: Told[], wanted: string[], kind: "customer-gone" | "order-gone"): Change[] {
  const there = new Set(told.flatMap(({ externalId, change }) => (change.kind === kind ? [] : externalId)));
  const gone = wanted.filter((externalId) => !there.has(externalId)).map((externalId) => ({ kind, externalId }));
  return [...told.flatMap(({ change }) => ("record" in change ? change : [])), ...gone];
}

/** Orders on every shelf, then the checkouts that are drafts here. */
async function orderIds(http: ShoplineHttp, cursor: string | null): Promise<Page<string>> {
  const [part, at] = cursor === null ? ["orders", null] : placeIn(cursor);
  if (part === "orders") {
    const page = ids(await orderPage(http, {}, at), ownId);
    return { ...page, next: page.next === null ? "checkouts " : `orders ${page.next}` };
  }
  const { rows, next, askedAt } = await list(http, checkouts, {}, at);
  const open = rows.map((row) => readCheckout(row, askedAt));
  const items = open.flatMap((change) => (change.kind === "order" ? change.record.externalId : []));
  return { items, next: next === null ? null : `checkouts ${next}`, total: null };
}
