/** Connecting a store: by its own authorise page or by pasted keys, then the choice of whom to take. */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { connectAttempts, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { keepWebhooks } from "@/lib/connection/registration";
import { findStore, type StoreRow, sealCredentials, sealPlace, selectionOf } from "@/lib/connection/store";
import { connectorFor } from "@/lib/connectors/registry";
import { type StoreFacts, Unauthorized } from "@/lib/connectors/types";
import { authorizeUrl, normalizeStoreUrl, readAuthorization } from "@/lib/connectors/woocommerce/authorize";
import { kinds } from "@/lib/contacts/selection";
import { appUrl, env } from "@/lib/env";
import { conflict, Failure, invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { randomSecret, seal, sha256 } from "@/lib/secrets";
import { insertSync, type SyncKind, tellSync } from "@/lib/sync/sync";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";

export const BeginConnect = z.object({ url: z.string().trim().min(1, "Enter your shop's address.").max(500) });
export const ConnectWithKeys = BeginConnect.extend({
  consumerKey: z
    .string()
    .trim()
    .regex(/^ck_\w+$/, "A consumer key begins with ck_."),
  consumerSecret: z
    .string()
    .trim()
    .regex(/^cs_\w+$/, "A consumer secret begins with cs_."),
});
export const ChooseKinds = z.object({
  store: z.uuid(),
  kinds: z.array(z.enum(kinds)).min(1, "Choose at least one kind of people."),
  consentKeys: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
});

/**
 * Starts the way over the store's authorise page. The state is unguessable, works once, within 30 minutes, for this
 * organization, member and address. @throws Failure invalid (address)
 */
export async function beginConnect(ctx: Ctx, input: z.infer<typeof BeginConnect>): Promise<{ authorizeUrl: string }> {
  permit(ctx, "stores.connect");
  const url = normalizeStoreUrl(input.url);
  const state = randomSecret();
  const slug = await transact(ctx, async (ctx) => {
    await ctx.db.insert(connectAttempts).values({
      orgId: ctx.orgId,
      stateHash: sha256(state),
      userId: ctx.actor.kind === "member" ? ctx.actor.userId : 0,
      platform: "woocommerce",
      url,
      expiresAt: sql`now() + interval '30 minutes'`,
    });
    const [org] = await ctx.db.execute(sql`select slug from organizations where id = ${ctx.orgId}`);
    return String(org!.slug);
  });
  const returnUrl = `${appUrl()}/${slug}/stores/connected`;
  const callbackUrl = `${appUrl()}/api/connect/woocommerce`;
  return { authorizeUrl: authorizeUrl({ storeUrl: url, appName: "Clientele", state, returnUrl, callbackUrl }) };
}

/**
 * What the store's server posts after the merchant approved: unsigned, so the state is the only proof, and the keys are
 * tried at the store they were asked for before anything is kept. @throws Failure invalid, not-found, conflict
 */
export async function finishConnect(body: unknown): Promise<void> {
  const authorization = readAuthorization(body);
  if (!authorization) throw invalid("This is not the answer of a store's authorise page.");
  if (!authorization.mayWrite) throw invalid("The key must be allowed to read and write: webhooks need it.");
  const [attempt] = await database()
    .orm.update(connectAttempts)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(connectAttempts.stateHash, sha256(authorization.state)),
        isNull(connectAttempts.usedAt),
        gt(connectAttempts.expiresAt, sql`now()`),
      ),
    )
    .returning();
  if (!attempt) throw notFound("connection attempt");
  const ctx: Ctx = { orgId: attempt.orgId, actor: { kind: "job", name: "The store's authorise page" } };
  const store = await keepStore(ctx, attempt.url, authorization.credentials);
  await transact(ctx, (ctx) =>
    ctx.db
      .update(connectAttempts)
      .set({ storeId: store.id })
      .where(and(eq(connectAttempts.orgId, ctx.orgId), eq(connectAttempts.stateHash, attempt.stateHash))),
  );
}

/** The store that came of an attempt, for the page the merchant returns to. Null while the store has not called yet. */
export async function connectedStore(ctx: Ctx, input: { state: string }): Promise<string | null> {
  permit(ctx, "stores.connect");
  return transact(ctx, async (ctx) => {
    const [row] = await ctx.db
      .select({ store: stores.publicId })
      .from(connectAttempts)
      .innerJoin(stores, and(eq(stores.orgId, connectAttempts.orgId), eq(stores.id, connectAttempts.storeId)))
      .where(and(eq(connectAttempts.orgId, ctx.orgId), eq(connectAttempts.stateHash, sha256(input.state))));
    return row?.store ?? null;
  });
}

/** Connects, or reconnects, by keys the merchant made at WooCommerce > Settings > Advanced > REST API. */
export async function connectWithKeys(ctx: Ctx, input: z.infer<typeof ConnectWithKeys>): Promise<{ store: string }> {
  permit(ctx, "stores.connect");
  const { consumerKey, consumerSecret } = input;
  const store = await keepStore(ctx, normalizeStoreUrl(input.url), { consumerKey, consumerSecret });
  return { store: store.publicId };
}

/**
 * Decides whom to take. The first choice registers the webhooks and starts the first sync; a newly ticked kind starts a
 * sync of just those people; unticking deletes nothing and counts from now on (product.md, "Special tags").
 */
export async function chooseKinds(ctx: Ctx, input: z.infer<typeof ChooseKinds>): Promise<void> {
  permit(ctx, "stores.connect");
  const before = await transact(ctx, (ctx) => findStore(ctx, input.store));
  if (before.state === "disconnected") throw conflict("This store is disconnected. Reconnect it first.");
  const first = before.state === "choosing";
  if (first) await keepWebhooks(ctx, before);
  const added = input.kinds.some((kind) => !selectionOf(before).includes(kind));
  const syncId = await transact(ctx, async (ctx) => {
    await ctx.db
      .update(stores)
      .set({
        selection: input.kinds,
        state: first ? "active" : before.state,
        ...(input.consentKeys && { consentKeys: input.consentKeys }),
      })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, before.id)));
    await audit(ctx, "store.kinds-chosen", `store ${before.name}`, { before: before.selection, after: input.kinds });
    const kind: SyncKind | null = first ? "first" : added && before.state === "active" ? "new-kind" : null;
    return kind ? insertSync(ctx, { storeId: before.id, kind }) : null;
  });
  if (syncId !== null) await tellSync(ctx, before.id, syncId);
}

/** Tries the keys at the store, then writes it: a new one waits for the choice of kinds, a known one goes on. */
async function keepStore(ctx: Ctx, url: string, credentials: object): Promise<StoreRow> {
  const { facts, counts } = await tryKeys(url, credentials);
  const store = await transact(ctx, async (ctx) => {
    const [known] = await ctx.db
      .select()
      .from(stores)
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.platform, "woocommerce"), eq(stores.url, url)));
    const row = known ?? (await openStore(ctx, url, facts));
    const state = row.state === "disconnected" ? (row.selection.length > 0 ? "active" : "choosing") : row.state;
    const [written] = await ctx.db
      .update(stores)
      .set({
        credentials: sealCredentials(row.publicId, credentials),
        webhookSecret: row.webhookSecret ?? seal(randomSecret(), sealPlace(row.publicId, "webhook secret")),
        state,
        // A name that PostgreSQL does not know would stop the clock's search for stores whose night has come.
        timeZone: sql`coalesce((select name from pg_timezone_names where name = ${facts.timeZone}), 'UTC')`,
        currency: facts.currency,
        country: facts.country ?? null,
        version: facts.version ?? null,
        theirCustomers: counts.customers,
        theirOrders: counts.orders,
        countedAt: sql`now()`,
        trouble: null,
        troubleSince: null,
        writeAfter: null,
      })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, row.id)))
      .returning();
    await audit(ctx, known ? "store.reconnected" : "store.connected", `store ${row.name}`, { url });
    return written!;
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

function ignoreRunning(error: unknown): null {
  if (error instanceof Failure && error.problem === "conflict") return null;
  throw error;
}

async function openStore(ctx: Working, url: string, facts: StoreFacts): Promise<StoreRow> {
  const [row] = await ctx.db
    .insert(stores)
    .values({
      orgId: ctx.orgId,
      platform: "woocommerce",
      name: facts.name || new URL(url).host,
      url,
      state: "choosing",
    })
    .returning();
  return row!;
}

async function tryKeys(
  url: string,
  credentials: object,
): Promise<{ facts: StoreFacts; counts: { customers: number | null; orders: number | null } }> {
  const api = connectorFor("woocommerce").open({ url, credentials, allowPrivate: env().ALLOW_PRIVATE_STORES });
  try {
    return { facts: await api.facts(), counts: await api.counts() };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const message = error instanceof Error ? error.message : "The store did not answer.";
    throw invalid(message, error instanceof Unauthorized ? { consumerKey: message } : { url: message });
  }
}
