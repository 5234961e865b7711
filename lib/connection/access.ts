/**
 * A store's API. Access that a platform lends for a while (`Connector.lending`) is renewed a little before it ends, or
 * when a call is refused, by one at a time per store, and saved before it is used.
 */
import { and, eq, sql } from "drizzle-orm";
import { stores } from "@/db/schema";
import { Expired } from "@/lib/connectors/errors";
import type { Connector, ConnectSettings, Lending, Platform, StoreApi } from "@/lib/connectors/types";
import { kinds } from "@/lib/contacts/selection";
import { env } from "@/lib/env";
import { conflict } from "@/lib/errors";
import { unseal } from "@/lib/secrets";
import { type Ctx, transact } from "@/lib/tenancy";
import { apiUrlOf, appOf } from "./apps";
import { connectorOf, type StoreRow, sealCredentials, sealPlace, storeById } from "./store";

/** Calls that begin now may take a while. */
const marginMs = 120_000;

/**
 * The store's API with its opened credentials; lent access is renewed by itself. Throws a conflict when it is
 * disconnected.
 */
export function openApi(row: StoreRow): StoreApi {
  const connector = connectorOf(row);
  if (!connector.lending) return connector.open(settingsOf(row));
  const lent = new Lent(row, connector, connector.lending);
  return {
    facts: () => lent.call((api) => api.facts()),
    counts: () => lent.call((api) => api.counts()),
    customers: (...of) => lent.call((api) => api.customers(...of)),
    customersById: (ids) => lent.call((api) => api.customersById(ids)),
    orders: (...of) => lent.call((api) => api.orders(...of)),
    ordersById: (ids) => lent.call((api) => api.ordersById(ids)),
    customerIds: (cursor) => lent.call((api) => api.customerIds(cursor)),
    orderIds: (cursor) => lent.call((api) => api.orderIds(cursor)),
    groups: (cursor) => lent.call((api) => api.groups!(cursor)),
    groupMembers: (...of) => lent.call((api) => api.groupMembers!(...of)),
    writeConsent: (choices, channel) => lent.call((api) => api.writeConsent(choices, channel)),
    webhooks: () => lent.call((api) => api.webhooks()),
    registerWebhook: (...of) => lent.call((api) => api.registerWebhook(...of)),
    reviveWebhook: (...of) => lent.call((api) => api.reviveWebhook(...of)),
    removeWebhook: (id) => lent.call((api) => api.removeWebhook(id)),
  };
}

function settingsOf(row: StoreRow): ConnectSettings {
  if (!row.credentials) throw conflict("This store is disconnected. Reconnect it first.");
  const platform = row.platform as Platform;
  const credentials: unknown = JSON.parse(unseal(row.credentials, sealPlace(row.publicId, "credentials")));
  const place = { url: row.url, credentials };
  return {
    ...place,
    consentKeys: row.consentKeys.length > 0 ? row.consentKeys : undefined,
    allowPrivate: env().ALLOW_PRIVATE_STORES,
    wholeHistory: row.selection.includes("contact") && row.selection.length < kinds.length,
    apiUrl: apiUrlOf(platform, place),
    app: appOf(platform, place),
  };
}

class Lent {
  private settings: ConnectSettings;
  private api: StoreApi;
  private renewing: Promise<void> | undefined;

  constructor(
    private row: StoreRow,
    private readonly connector: Connector,
    private readonly lending: Lending,
  ) {
    this.settings = settingsOf(row);
    this.api = connector.open(this.settings);
  }

  async call<T>(work: (api: StoreApi) => Promise<T>): Promise<T> {
    if (this.ends()) await this.renew();
    const api = this.api;
    try {
      return await work(api);
    } catch (error) {
      if (!(error instanceof Expired)) throw error;
    }
    // Another call of ours may have renewed it meanwhile.
    if (this.api === api) await this.renew();
    return work(this.api);
  }

  private ends(): boolean {
    const end = this.lending.endsAt(this.settings.credentials);
    return end !== null && end.getTime() - Date.now() < marginMs;
  }

  private renew(): Promise<void> {
    this.renewing ??= this.renewAlone().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  /** The lock is not the row's: deliveries and passes note things there while the platform is asked. */
  private renewAlone(): Promise<void> {
    const ctx: Ctx = { orgId: this.row.orgId, actor: { kind: "job", name: "Renewal of access" } };
    return transact(ctx, async (ctx) => {
      await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`access ${this.row.publicId}`}, 0))`);
      const saved = await storeById(ctx, this.row.id);
      const other = saved.credentials !== this.row.credentials;
      this.take(saved);
      if (other && !this.ends()) return;
      const credentials = sealCredentials(saved.publicId, await this.lending.renew(this.settings));
      const [renewed] = await ctx.db
        .update(stores)
        .set({ credentials })
        // Unless the merchant connected anew, or disconnected, while the platform was asked.
        .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, saved.id), eq(stores.credentials, saved.credentials!)))
        .returning();
      this.take(renewed ?? (await storeById(ctx, saved.id)));
    });
  }

  private take(row: StoreRow) {
    this.row = row;
    this.settings = settingsOf(row);
    this.api = this.connector.open(this.settings);
  }
}
