/** Writing a store down once its credentials were tried: the same for every platform. */
import { and, eq, sql } from "drizzle-orm";
import { stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { apiUrlOf, appOf } from "@/lib/connection/apps";
import { keepWebhooks } from "@/lib/connection/registration";
import { type StoreRow, sealCredentials, sealPlace } from "@/lib/connection/store";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { connectorFor } from "@/lib/connectors/registry";
import type { KindCounts, Platform, StoreApi, StoreFacts } from "@/lib/connectors/types";
import { env } from "@/lib/env";
import { Failure, invalid } from "@/lib/errors";
import { randomSecret, seal } from "@/lib/secrets";
import { insertSync, tellSync } from "@/lib/sync/sync";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

/**
 * What a merchant gives. `url` where an address names the store; else the platform tells it. `fields` of the form at
 * which to say what is wrong with the key, or with the place it leads to.
 */
export type Given = {
  platform: Platform;
  url?: string;
  credentials: object;
  /** What deliveries are signed with, where an app's secret does it. */
  secret?: string;
  name?: string;
  /** ISO 4217, where the merchant says it: it goes before what the platform tells. */
  currency?: string;
  fields: { key: string; place: string };
};

/**
 * Tries the credentials at the store, then writes it: a new one waits for the choice of kinds, a known one goes on.
 * @throws Failure invalid, with what the store said at the field concerned
 */
export async function keepStore(ctx: Ctx, given: Given): Promise<StoreRow> {
  const { facts, counts } = await tryOut(given);
  const url = given.url ?? facts.homeUrl;
  const currency = given.currency ?? facts.currency;
  if (!currency) {
    const message = "The platform does not tell this key the account’s currency. Write it here.";
    throw invalid(message, { currency: message });
  }
  const store = await transact(ctx, async (ctx) => {
    const [known] = await ctx.db
      .select()
      .from(stores)
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.platform, given.platform), eq(stores.url, url)));
    const row = known ?? (await openStore(ctx, given, url, facts));
    const written = await writeStore(ctx, row, given, { ...facts, currency }, counts);
    await audit(ctx, known ? "store.reconnected" : "store.connected", `store ${row.name}`, { url });
    return written;
  });
  // A reconnected store may have lost its webhooks and has certainly lost news.
  if (store.state === "active") {
    await keepWebhooks(ctx, store, true);
    const syncId = await transact(ctx, (ctx) => insertSync(ctx, { storeId: store.id, kind: "manual" })).catch(
      ignoreRunning,
    );
    if (syncId) await tellSync(ctx, store.id, syncId);
  }
  return store;
}

type Counts = Awaited<ReturnType<StoreApi["counts"]>> & { kinds: KindCounts | null };

async function writeStore(
  ctx: Working,
  row: StoreRow,
  { credentials, secret }: Given,
  facts: StoreFacts & { currency: string },
  counts: Counts,
) {
  const place = sealPlace(row.publicId, "webhook secret");
  const state = row.state === "disconnected" ? (row.selection.length > 0 ? "active" : "choosing") : row.state;
  const [written] = await ctx.db
    .update(stores)
    .set({
      credentials: sealCredentials(row.publicId, credentials),
      webhookSecret: secret || !row.webhookSecret ? seal(secret ?? randomSecret(), place) : row.webhookSecret,
      state,
      // A name that PostgreSQL does not know would stop the clock's search for stores whose night has come.
      timeZone: sql`coalesce((select name from pg_timezone_names where name = ${facts.timeZone}), 'UTC')`,
      currency: facts.currency,
      country: facts.country ?? null,
      version: facts.version ?? null,
      theirCustomers: counts.customers,
      theirOrders: counts.orders,
      theirKinds: counts.kinds,
      countedAt: sql`now()`,
      trouble: null,
      troubleSince: null,
      writeAfter: null,
      askAfter: null,
      silentSince: null,
    })
    .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, row.id)))
    .returning();
  return written!;
}

function ignoreRunning(error: unknown): null {
  if (error instanceof Failure && error.problem === "conflict") return null;
  throw error;
}

async function openStore(ctx: Working, given: Given, url: string, facts: StoreFacts): Promise<StoreRow> {
  const name = given.name || facts.name || new URL(url).host;
  const [row] = await ctx.db
    .insert(stores)
    .values({ orgId: ctx.orgId, platform: given.platform, name, url, state: "choosing" })
    .returning();
  return row!;
}

async function tryOut({ platform, url, credentials, fields }: Given): Promise<{ facts: StoreFacts; counts: Counts }> {
  const allowPrivate = env().ALLOW_PRIVATE_STORES;
  const place = { url, credentials };
  const own = { apiUrl: apiUrlOf(platform, place), app: appOf(platform, place) };
  const api = connectorFor(platform).open({ url: url ?? "", credentials, allowPrivate, ...own });
  try {
    const facts = await api.facts();
    return { facts, counts: { ...(await api.counts()), kinds: (await api.kinds?.()) ?? null } };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const told = error instanceof Throttled || error instanceof Unauthorized || error instanceof Unreadable;
    const message = told ? error.message : "The store did not answer.";
    throw invalid(message, { [error instanceof Unauthorized ? fields.key : fields.place]: message });
  }
}
