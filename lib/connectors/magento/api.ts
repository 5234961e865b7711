import { forEach } from "@/lib/connectors/calls";
import { Refusal, Unauthorized } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id } from "@/lib/connectors/fields";
import { readFacts } from "@/lib/connectors/magento/facts";
import { listGroups, listMembers } from "@/lib/connectors/magento/groups";
import { withHistory } from "@/lib/connectors/magento/history";
import { Credentials, type MagentoHttp, magentoHttp } from "@/lib/connectors/magento/http";
import { byId, customers, orders, search } from "@/lib/connectors/magento/lists";
import { readCustomer } from "@/lib/connectors/magento/payloads";
import { listProducts } from "@/lib/connectors/magento/products";
import { allOrderIds, allOrders, changes, ordersById, sightOf } from "@/lib/connectors/magento/reading";
import { writeConsent } from "@/lib/connectors/magento/write-consent";
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
  const sight = sightOf(http);
  const told = async (page: Page<Change>): Promise<Page<Change>> =>
    settings.wholeHistory ? { ...page, items: await withHistory(http, page.items) } : page;
  return {
    facts: () => readFacts(http, settings.url),
    counts: () => counts(http),
    customers: async (cursor) => told(people(await byId(http, customers, cursor))),
    customersById: async (ids) =>
      (await told(only(await forEach(ids, atOnce, (one) => customerById(http, one))))).items,
    orders: async (cursor, since) => (since ? told(await changes(sight, cursor, since)) : allOrders(sight, cursor)),
    ordersById: (ids) => ordersById(sight, ids),
    products: (cursor) => listProducts(http, cursor),
    customerIds: async (cursor) => idsOf(await byId(http, customers, cursor, "items[id],total_count")),
    orderIds: (cursor) => allOrderIds(sight, cursor),
    groups: (cursor) => listGroups(http, cursor),
    groupMembers: (groupId, cursor) => listMembers(http, groupId, cursor),
    writeConsent: (choices) => writeConsent(http, choices),
    webhooks: async () => [],
    registerWebhook: () => Promise.reject(noWebhooks()),
    reviveWebhook: () => Promise.reject(noWebhooks()),
    removeWebhook: async () => {},
  };
}

const only = (items: Change[]): Page<Change> => ({ items, next: null, total: null });
const noWebhooks = () => new Error("Magento has no webhooks to register.");

const people = (page: Page<Fields>): Page<Change> => ({ ...page, items: page.items.map(readCustomer) });
const idsOf = (page: Page<Fields>): Page<string> => ({
  ...page,
  items: page.items.flatMap((row) => id(row.id) ?? []),
});

async function counts(http: MagentoHttp) {
  const all = [["entity_id", "gt", 0]] as const;
  const [people, sales] = await Promise.all([
    search(http, customers, all, [], "total_count"),
    search(http, orders, all, [], "total_count"),
  ]);
  return { customers: people.total, orders: sales.total };
}

async function customerById(http: MagentoHttp, externalId: string): Promise<Change> {
  try {
    return readCustomer(fieldsIn((await http.get(`customers/${externalId}`)).data));
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return { kind: "customer-gone", externalId };
    throw error;
  }
}
