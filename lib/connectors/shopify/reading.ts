/** A shop's customers, orders and checkouts, whole or as far as they changed, as records. */
import { forEach } from "@/lib/connectors/calls";
import { type Fields, fieldsIn, listIn, text } from "@/lib/connectors/fields";
import type { Row } from "@/lib/connectors/shopify/bulk";
import { isCheckout, readListed } from "@/lib/connectors/shopify/checkouts";
import { readCustomer } from "@/lib/connectors/shopify/customers";
import * as documents from "@/lib/connectors/shopify/documents";
import { Lacking, type ShopifyHttp } from "@/lib/connectors/shopify/http";
import { type List, type Listed, page } from "@/lib/connectors/shopify/lists";
import { readOrder } from "@/lib/connectors/shopify/orders";
import { gid, gidOf } from "@/lib/connectors/shopify/values";
import type { Change, Page } from "@/lib/connectors/types";

const { bulk } = documents;

/** A page may cost 1,000 points: so many fit. */
export const customers = {
  name: "customers",
  byId: documents.customersById,
  changed: documents.customersChanged,
  bulk: bulk.customers,
  pageSize: 100,
};
export const orders = {
  name: "orders",
  byId: documents.ordersById,
  changed: documents.ordersChanged,
  bulk: bulk.orders,
  pageSize: 8,
};
export const customerIds: List = {
  name: "customers",
  byId: documents.customerIds,
  bulk: bulk.customerIds,
  pageSize: 250,
};
export const orderIds: List = { name: "orders", byId: documents.orderIds, bulk: bulk.orderIds, pageSize: 250 };

export const customersIn = ({ rows, ...listed }: Listed): Page<Change> => ({
  ...listed,
  items: rows.map(({ row }) => readCustomer(row)),
});

/** With all lines of each: in a file they are rows of their own, and those of some may lie in another piece of it. */
export async function ordersIn(http: ShopifyHttp, { rows, ...listed }: Listed): Promise<Page<Change>> {
  const partly = new Set(rows.filter(lacksLines).flatMap(({ row }) => gid(row.id) ?? []));
  const found = await named(http, "Order", [...partly]);
  const complete = rows.filter(({ row }) => !partly.has(gid(row.id) ?? ""));
  const whole = [...complete, ...[...found.values()].map((row) => ({ row, children: linesIn(row) }))];
  return { ...listed, items: await forEach(whole, 2, (row) => wholeOrder(http, row)) };
}

function lacksLines({ row, children }: Row): boolean {
  if (row.lineItems !== undefined) return false;
  const here = children.reduce((sum, line) => sum + (Number(line.quantity) || 0), 0);
  return children.length === 0 || here !== row.subtotalLineItemsQuantity;
}

export const idsIn = ({ rows, ...listed }: Listed): Page<string> => ({
  ...listed,
  items: rows.flatMap(({ row }) => gid(row.id) ?? []),
});

const linesIn = (order: Fields) => listIn(fieldsIn(order.lineItems).nodes);

async function wholeOrder(http: ShopifyHttp, { row, children }: Row): Promise<Change> {
  const lines = [...children];
  let info = fieldsIn(fieldsIn(row.lineItems).pageInfo);
  while (info.hasNextPage === true && text(info.endCursor)) {
    const { data } = await http.ask(documents.moreLines, { id: row.id, after: info.endCursor });
    const more = fieldsIn(fieldsIn(data.order).lineItems);
    lines.push(...listIn(more.nodes));
    info = fieldsIn(more.pageInfo);
  }
  return readOrder(row, lines);
}

/** By the platform's number: those the shop has. */
async function named(http: ShopifyHttp, type: "Customer" | "Order", ids: readonly string[]) {
  const document = type === "Customer" ? documents.customersNamed : documents.ordersNamed;
  const size = type === "Customer" ? customers.pageSize : orders.pageSize;
  const found = new Map<string, Fields>();
  for (let start = 0; start < ids.length; start += size) {
    const wanted = ids.slice(start, start + size).map((one) => gidOf(type, one));
    const { data } = await http.ask(document, { ids: wanted });
    for (const node of listIn(data.nodes)) found.set(gid(node.id) ?? "", node);
  }
  return found;
}

export async function customersNamed(http: ShopifyHttp, ids: string[]): Promise<Change[]> {
  const found = await named(http, "Customer", ids);
  return ids.map((externalId) =>
    found.has(externalId) ? readCustomer(found.get(externalId)!) : { kind: "customer-gone", externalId },
  );
}

/**
 * Orders older than sixty days are hidden from an app that Shopify did not approve for all: then what is not found is
 * not said to be gone. Checkouts have no name to be asked by; who asks did not see them among those that are open.
 */
export async function ordersNamed(http: ShopifyHttp, ids: string[], reach: () => Promise<Reach>): Promise<Change[]> {
  const found = await named(
    http,
    "Order",
    ids.filter((one) => !isCheckout(one)),
  );
  const told = await forEach([...found.values()], 2, (row) => wholeOrder(http, { row, children: linesIn(row) }));
  const missing = ids.filter((one) => !found.has(one));
  if (missing.length === 0) return told;
  const { allOrders, checkouts } = await reach();
  const gone = missing.filter((one) => (isCheckout(one) ? checkouts : allOrders));
  return [...told, ...gone.map((externalId): Change => ({ kind: "order-gone", externalId }))];
}

/** What this app may see. */
export type Reach = { allOrders: boolean; checkouts: boolean };

export async function reachOf(http: ShopifyHttp): Promise<Reach> {
  const { data } = await http.ask(documents.shop);
  const scopes = listIn(fieldsIn(data.currentAppInstallation).accessScopes).map(({ handle }) => handle);
  const seen = await checkoutPage(http, null, null);
  return { allOrders: scopes.includes("read_all_orders"), checkouts: seen !== null };
}

/** Open checkouts, changed since where a date is given. Null where the merchant who let us in may not see them. */
export async function checkoutPage(http: ShopifyHttp, after: string | null, from: Date | null) {
  const query = from ? `updated_at:>='${from.toISOString()}'` : "status:open";
  try {
    const { rows, more, end, clock } = await page(http, "abandonedCheckouts", documents.checkouts, {
      first: 10,
      after,
      query,
    });
    return { items: rows.map(readListed), next: more && end ? end : null, total: null, clock };
  } catch (error) {
    if (error instanceof Lacking) return null;
    throw error;
  }
}
