/** The GraphQL Admin API of the shop, as far as an app like ours asks: what its schema calls QueryRoot and Mutation. */

import { append, bulkRows, type File } from "@/lib/local/shopify-shop/bulk";
import { parse } from "@/lib/local/shopify-shop/language";
import type { Shop } from "@/lib/local/shopify-shop/shop";
import { type Arguments, connection, Refused, type Thing } from "@/lib/local/shopify-shop/walk";

export type Settings = {
  scopes: string[];
  childrenFirst: boolean;
  /** How often a bulk operation is asked for before it is done. */
  bulkTakes: number;
  /** Every bulk operation breaks off after this many rows. */
  bulkBreaksAt: number | null;
  name: string;
  domain: string;
};
export type Subscription = { id: string; topic: string; uri: string };

/** `whole`: everything is written. */
type Operation = { asked: number; rows: number; broken: boolean; whole: boolean };

/** Results lie for a week at Shopify; here the newest. */
const mostFiles = 4;

/** So many rows are written before others are answered again: small results are whole at once. */
const rowsAtOnce = 1_000;

const dateOf = (row: Thing) => Date.parse(String(row.updatedAt));
const numberOf = (row: Thing) => Number(/\d+$/.exec(String(row.id))![0]);

export class Admin {
  readonly subscriptions = new Map<string, Subscription>();
  readonly files = new Map<string, File>();
  private readonly operations = new Map<string, Operation>();
  private lastId = 0;

  constructor(
    private readonly shop: Shop,
    readonly settings: Settings,
    private readonly home: () => string,
  ) {}

  query(): Thing {
    const { shop, settings } = this;
    return {
      shop: {
        ...{ name: settings.name, myshopifyDomain: settings.domain, ianaTimezone: "Europe/Berlin" },
        ...{ currencyCode: "EUR", shopAddress: { countryCodeV2: "DE" } },
      },
      currentAppInstallation: { accessScopes: settings.scopes.map((handle) => ({ handle })) },
      customersCount: () => ({ count: shop.customers.size }),
      ordersCount: () => ({ count: shop.orders.size }),
      customers: (of?: Arguments) => listed([...shop.customers.values()], of),
      orders: (of?: Arguments) => listed([...shop.orders.values()], of),
      abandonedCheckouts: (of?: Arguments) => this.checkouts(of),
      segments: shop.segments.list,
      customerSegmentMembers: shop.segments.members,
      order: ({ id }: Arguments) => this.node(String(id)),
      nodes: ({ ids }: Arguments) => (ids as string[]).map((id) => this.node(id)),
      webhookSubscriptions: (of?: Arguments) => connection([...this.subscriptions.values()], { ...of, first: 100 }),
      bulkOperation: ({ id }: Arguments) => this.operation(String(id)),
    };
  }

  mutation(): Thing {
    const { subscriptions } = this;
    return {
      bulkOperationRunQuery: ({ query }: Arguments) => this.runBulk(String(query)),
      webhookSubscriptionCreate: ({ topic, webhookSubscription }: Arguments) => {
        const made = { id: `gid://shopify/WebhookSubscription/${++this.lastId}`, topic: String(topic) };
        const webhook = { ...made, uri: String((webhookSubscription as Thing).uri) };
        subscriptions.set(webhook.id, webhook);
        return { webhookSubscription: webhook, userErrors: [] };
      },
      webhookSubscriptionUpdate: ({ id, webhookSubscription }: Arguments) => {
        const found = subscriptions.get(String(id));
        if (!found) return { webhookSubscription: null, userErrors: declined("Webhook subscription does not exist") };
        found.uri = String((webhookSubscription as Thing).uri);
        return { webhookSubscription: found, userErrors: [] };
      },
      webhookSubscriptionDelete: ({ id }: Arguments) => {
        const gone = subscriptions.delete(String(id));
        const errors = gone ? [] : declined("Webhook subscription does not exist");
        return { deletedWebhookSubscriptionId: gone ? id : null, userErrors: errors };
      },
      customerEmailMarketingConsentUpdate: ({ input }: Arguments) => this.writeConsent(input as Thing),
      customerSmsMarketingConsentUpdate: ({ input }: Arguments) => this.writeSms(input as Thing),
    };
  }

  private node(id: string): Thing | null {
    const [, type, n] = /^gid:\/\/shopify\/(\w+)\/(\d+)$/.exec(id) ?? [];
    const held = type === "Customer" ? this.shop.customers : this.shop.orders;
    return held.get(Number(n)) ?? null;
  }

  private checkouts(of: Arguments = {}): Thing {
    if (!this.settings.scopes.includes("read_orders")) throw new Refused("ACCESS_DENIED", "Access denied");
    const open = String(of.query ?? "").includes("status:open");
    const rows = [...this.shop.checkouts.values()].filter((one) => !open || one.completedAt === null);
    return listed(rows, open ? { ...of, query: "" } : of);
  }

  private writeConsent({ customerId, emailMarketingConsent }: Thing): Thing {
    const told = emailMarketingConsent as Thing;
    const customer = this.node(String(customerId));
    if (!customer) return { customer: null, userErrors: declined("Customer not found") };
    const at = told.consentUpdatedAt ? String(told.consentUpdatedAt) : undefined;
    const state = told.marketingState as "SUBSCRIBED" | "UNSUBSCRIBED";
    this.shop.consent(numberOf(customer), state, { at });
    return { customer, userErrors: [] };
  }

  private writeSms({ customerId, smsMarketingConsent }: Thing): Thing {
    const told = smsMarketingConsent as Thing;
    const customer = this.node(String(customerId));
    if (!customer) return { customer: null, userErrors: declined("Customer not found") };
    if (!customer.defaultPhoneNumber)
      return { customer: null, userErrors: declined("A phone number is required to set the SMS consent state.") };
    const at = told.consentUpdatedAt ? String(told.consentUpdatedAt) : undefined;
    this.shop.smsConsent(numberOf(customer), told.marketingState as "SUBSCRIBED" | "UNSUBSCRIBED", { at });
    return { customer, userErrors: [] };
  }

  private runBulk(query: string): Thing {
    if ([...this.operations.values()].some(({ asked, whole }) => !whole || asked < this.settings.bulkTakes)) {
      const message = "A bulk query operation for this app and shop is already in progress";
      return { bulkOperation: null, userErrors: [{ code: "OPERATION_IN_PROGRESS", field: null, message }] };
    }
    const n = ++this.lastId;
    const id = `gid://shopify/BulkOperation/${n}`;
    const file: File = { pieces: [], ends: [] };
    const operation = { asked: 0, rows: 0, broken: this.settings.bulkBreaksAt !== null, whole: false };
    this.write(bulkRows(this.query(), parse(query), this.settings.childrenFirst), file, operation);
    this.files.set(`/bulk/${n}.jsonl`, file);
    this.operations.set(id, operation);
    for (const old of [...this.files.keys()].slice(0, -mostFiles)) this.files.delete(old);
    return { bulkOperation: { id, status: "CREATED" }, userErrors: [] };
  }

  /** Goes on by itself until all is written; what broke off counts rows that it did not write. */
  private write(rows: Generator<Thing>, file: File, operation: Operation) {
    const most = this.settings.bulkBreaksAt ?? Number.POSITIVE_INFINITY;
    const lines: string[] = [];
    for (let count = 0; count < rowsAtOnce && !operation.whole; count++) {
      const { value, done } = rows.next();
      if (done) operation.whole = true;
      else if (++operation.rows <= most) lines.push(`${JSON.stringify(value)}\n`);
    }
    append(file, lines.join(""));
    if (!operation.whole) setImmediate(() => this.write(rows, file, operation));
  }

  private operation(id: string): Thing | null {
    const found = this.operations.get(id);
    if (!found) return null;
    const done = ++found.asked > this.settings.bulkTakes && found.whole;
    const url = found.rows > 0 ? `${this.home()}/bulk/${/\d+$/.exec(id)![0]}.jsonl` : null;
    const status = !done ? "RUNNING" : found.broken ? "FAILED" : "COMPLETED";
    const base = { id, status, errorCode: found.broken && done ? "TIMEOUT" : null, objectCount: String(found.rows) };
    return { ...base, url: status === "COMPLETED" ? url : null, partialDataUrl: status === "FAILED" ? url : null };
  }
}

const declined = (message: string) => [{ code: "INVALID", field: ["id"], message }];

/** Customers are found by the day of a change, whatever the hour: the schema says no more. */
function listed(rows: Thing[], { query, sortKey, reverse, ...of }: Arguments = {}): Thing {
  if (!query && !sortKey) return connection(rows, of);
  const after = Number(/id:>(\d+)/.exec(String(query ?? ""))?.[1] ?? 0);
  const day = Date.parse((/updated_at:>='(\d{4}-\d\d-\d\d)/.exec(String(query ?? ""))?.[1] ?? "1970-01-01") as string);
  const found = rows.filter((row) => numberOf(row) > after && dateOf(row) >= day);
  found.sort((a, b) => (sortKey === "UPDATED_AT" ? dateOf(a) - dateOf(b) : 0) || numberOf(a) - numberOf(b));
  return connection(reverse ? found.reverse() : found, of);
}
