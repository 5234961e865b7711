import { Refusal, Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id, listIn, text } from "@/lib/connectors/fields";
import { outbound } from "@/lib/connectors/outbound";
import type { Change, ConnectSettings, Page, RegisteredWebhook, StoreApi } from "@/lib/connectors/types";
import { readFacts } from "@/lib/connectors/woocommerce/facts";
import { withHistory } from "@/lib/connectors/woocommerce/history";
import { Credentials, type Query, type StoreHttp, storeHttp } from "@/lib/connectors/woocommerce/http";
import { countKinds } from "@/lib/connectors/woocommerce/kinds";
import { chained, changes, idsOf, pageSize, sweep } from "@/lib/connectors/woocommerce/pages";
import { readCustomer, readOrder, readProduct } from "@/lib/connectors/woocommerce/payloads";
import { writeConsent } from "@/lib/connectors/woocommerce/write-consent";

const customersOnly = { role: "customer" };
/** `any` leaves out the trash, and in some versions drafts, which are asked for apart. */
const orderStatuses: Query[] = [{ status: "any" }, { status: "checkout-draft" }];
const idOnly = { _fields: "id" };

/** Opens a store's REST API with a consumer key. Nothing is called yet; only wrong settings throw here. */
export function openStore(settings: ConnectSettings): StoreApi {
  const credentials = Credentials.safeParse(settings.credentials);
  if (!credentials.success) throw new Unauthorized("The store's key is missing or damaged. Connect the store again.");
  if (!settings.allowPrivate && new URL(settings.url).protocol !== "https:") {
    throw new Unauthorized("The store's address starts with http://. A key may only travel over https://.");
  }
  const http = storeHttp(settings.url, credentials.data, outbound({ allowPrivate: settings.allowPrivate }));
  const reading = { consentKeys: settings.consentKeys };
  const told = async (people: Change[]) => (settings.wholeHistory ? withHistory(http, people) : people);
  const toCustomers = async (page: Page<Fields>): Promise<Page<Change>> => ({
    ...page,
    items: await told(page.items.map((row) => readCustomer(row, reading))),
  });
  const toOrders = (page: Page<Fields>) => translate(page, (row) => readOrder(row, reading));
  return {
    facts: () => readFacts(http, settings.url),
    counts: () => counts(http),
    kinds: () => countKinds(http),
    customers: async (cursor) => toCustomers(await sweep(http, "customers", customersOnly, cursor)),
    customersById: async (ids) =>
      told(await byId(http, "customers", [{ role: "all" }], ids, (row) => readCustomer(row, reading))),
    ordersById: (ids) => byId(http, "orders", orderStatuses, ids, (row) => readOrder(row, reading)),
    orders: async (cursor, since) =>
      toOrders(
        await chained(
          orderStatuses.map((status) => (at) => changes(http, status, at, since)),
          cursor,
        ),
      ),
    products: async (cursor) => translate(await shelf(http, cursor), readProduct),
    customerIds: async (cursor) => idsOf(await sweep(http, "customers", { ...customersOnly, ...idOnly }, cursor)),
    orderIds: async (cursor) =>
      idsOf(
        await chained(
          orderStatuses.map((status) => (at) => sweep(http, "orders", { ...status, ...idOnly }, at)),
          cursor,
        ),
      ),
    writeConsent: (choices) => writeConsent(http, choices, settings.consentKeys),
    ...webhookCalls(http),
  };
}

const translate = (page: Page<Fields>, read: (row: Fields) => Change): Page<Change> => ({
  ...page,
  items: page.items.map(read),
});

/** Nothing where the key may not see products, or a plugin broke their list: people and orders do not depend on it. */
async function shelf(http: StoreHttp, cursor: string | null): Promise<Page<Fields>> {
  try {
    return await sweep(http, "products", { _fields: "id,categories,brands" }, cursor);
  } catch (error) {
    if (error instanceof Throttled) throw error;
    return { items: [], next: null, total: null };
  }
}

async function counts(http: StoreHttp) {
  const [customers, orders] = await Promise.all([
    http.call("GET", "customers", { ...customersOnly, ...idOnly, per_page: 1 }),
    http.call("GET", "orders", { status: "any", ...idOnly, per_page: 1 }),
  ]);
  return { customers: customers.total ?? 0, orders: orders.total ?? 0 };
}

/** Those the store does not list, asked for by name, are gone for certain: deleted, or in the trash. */
async function byId(
  http: StoreHttp,
  resource: "customers" | "orders",
  statuses: Query[],
  externalIds: string[],
  read: (row: Fields) => Change,
): Promise<Change[]> {
  const found: Change[] = [];
  for (let start = 0; start < externalIds.length; start += pageSize) {
    const wanted = externalIds.slice(start, start + pageSize);
    const rows: Fields[] = [];
    for (const status of statuses) {
      const query = { ...status, include: wanted.join(","), per_page: pageSize };
      rows.push(...listIn((await http.call("GET", resource, query)).data));
    }
    const listed = new Set(rows.map((row) => id(row.id)));
    found.push(...rows.map(read));
    const kind = resource === "customers" ? "customer-gone" : "order-gone";
    for (const externalId of wanted) if (!listed.has(externalId)) found.push({ kind, externalId });
  }
  return found;
}

function webhookCalls(http: StoreHttp) {
  return {
    async webhooks(): Promise<RegisteredWebhook[]> {
      const found: RegisteredWebhook[] = [];
      for (let page = 1; ; page += 1) {
        const rows = listIn((await http.call("GET", "webhooks", { status: "all", per_page: pageSize, page })).data);
        found.push(...rows.map(readWebhook));
        if (rows.length < pageSize) return found;
      }
    },
    /** The store greets `url` with an unsigned ping before this returns; it answers 201 even when the ping fails. */
    async registerWebhook(topic: string, url: string, secret: string): Promise<RegisteredWebhook> {
      const body = { name: `Clientele ${topic}`, topic, delivery_url: url, secret, status: "active" };
      const made = readWebhook((await http.call("POST", "webhooks", {}, body)).data);
      // A topic it does not know is stored as empty, with 201, and never fires.
      if (made.topic !== topic) throw new Unreadable(`The store does not know messages about ${topic}.`);
      return made;
    },
    /** The count of failures stays where it was: by WooCommerce's code one more failure disables it again. */
    async reviveWebhook(externalId: string, url: string, secret: string): Promise<RegisteredWebhook> {
      const body = { status: "active", delivery_url: url, secret };
      return readWebhook((await http.call("PUT", `webhooks/${externalId}`, {}, body)).data);
    },
    async removeWebhook(externalId: string): Promise<void> {
      await http.call("DELETE", `webhooks/${externalId}`, { force: true }).catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.status !== 404) throw error;
      });
    },
  };
}

function readWebhook(body: unknown): RegisteredWebhook {
  const webhook = fieldsIn(body);
  const externalId = id(webhook.id);
  if (!externalId) throw new Unreadable("The store answered about a webhook without its id.");
  const status = text(webhook.status);
  return {
    externalId,
    topic: text(webhook.topic) ?? "",
    url: text(webhook.delivery_url) ?? "",
    status: status === "active" || status === "paused" ? status : "disabled",
  };
}
