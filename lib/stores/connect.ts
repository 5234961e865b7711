/** Connecting a store: by its own authorise page or by pasted keys, then the choice of whom to take. */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { connectAttempts, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { keepWebhooks } from "@/lib/connection/registration";
import { connectorOf, findStore, type StoreRow, selectionOf } from "@/lib/connection/store";
import { Credentials } from "@/lib/connectors/stripe/http";
import { authorizeUrl, normalizeStoreUrl, readAuthorization } from "@/lib/connectors/woocommerce/authorize";
import { kinds } from "@/lib/contacts/selection";
import { appUrl } from "@/lib/env";
import { conflict, invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { randomSecret, sha256 } from "@/lib/secrets";
import { insertSync, type SyncKind, tellSync } from "@/lib/sync/sync";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { type Given, keepStore } from "./keep";

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
export const ConnectStripe = z.object({
  key: Credentials.shape.key,
  name: z.string().trim().max(100).optional(),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z]{3})?$/, "Write a currency such as EUR.")
    .optional(),
});
export const ChooseKinds = z.object({
  store: z.uuid(),
  kinds: z.array(z.enum(kinds)).min(1, "Choose at least one kind of people."),
  consentKeys: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
  /**
   * The store whose contacts its people become, where it is a source of people alone; none: it is a store of its own.
   */
  joins: z.union([z.uuid(), z.literal("")]).optional(),
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
  const store = await keepStore(ctx, woocommerce(attempt.url, authorization.credentials));
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
  const store = await keepStore(ctx, woocommerce(normalizeStoreUrl(input.url), { consumerKey, consumerSecret }));
  return { store: store.publicId };
}

const woocommerce = (url: string, credentials: object): Given => ({
  platform: "woocommerce",
  url,
  credentials,
  fields: { key: "consumerKey", place: "url" },
});

/** Connects, or reconnects, a Stripe account by a restricted key, which also tells whether it is live or a test. */
export async function connectStripe(ctx: Ctx, input: z.infer<typeof ConnectStripe>): Promise<{ store: string }> {
  permit(ctx, "stores.connect");
  const { key, name, currency } = input;
  const store = await keepStore(ctx, {
    platform: "stripe",
    credentials: { key },
    name: name || undefined,
    currency: currency || undefined,
    fields: { key: "key", place: "key" },
  });
  return { store: store.publicId };
}

/**
 * Decides whom to take. The first choice registers the webhooks and starts the first sync; a newly ticked kind starts a
 * sync of just those people; unticking deletes nothing and counts from now on (product.md, "Special tags"). Only the
 * first choice says whose contacts they become. @throws Failure not-found, conflict
 */
export async function chooseKinds(ctx: Ctx, input: z.infer<typeof ChooseKinds>): Promise<void> {
  permit(ctx, "stores.connect");
  const { before, joinsId } = await transact(ctx, async (ctx) => {
    const before = await findStore(ctx, input.store);
    return { before, joinsId: input.joins ? await joinable(ctx, before, input.joins) : before.joinsId };
  });
  if (before.state === "disconnected") throw conflict("This store is disconnected. Reconnect it first.");
  const first = before.state === "choosing";
  if (first) await keepWebhooks(ctx, before);
  const added = input.kinds.some((kind) => !selectionOf(before).includes(kind));
  const syncId = await transact(ctx, async (ctx) => {
    await ctx.db
      .update(stores)
      .set({
        joinsId,
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

/** The inner id of the store that it may join: one that has contacts of its own, chosen before anybody was read. */
async function joinable(ctx: Working, source: StoreRow, publicId: string): Promise<number> {
  const home = await findStore(ctx, publicId);
  if (home.id === source.joinsId) return home.id;
  if (source.state !== "choosing") throw conflict("Whose contacts its people are was chosen before it was first read.");
  if (!connectorOf(source).abilities.peopleOnly) throw conflict("This is a shop: its people are its own contacts.");
  const joined = home.joinsId !== null || home.id === source.id;
  if (joined || (home.state !== "active" && home.state !== "paused"))
    throw conflict("Choose a connected store that has contacts of its own.");
  return home.id;
}
