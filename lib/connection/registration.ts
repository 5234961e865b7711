/** Keeps a store's webhooks as they must be: each topic once, to our address, alive. */
import { and, eq, sql } from "drizzle-orm";
import { stores, storeWebhooks } from "@/db/schema";
import { Refusal } from "@/lib/connectors/errors";
import type { RegisteredWebhook, StoreApi } from "@/lib/connectors/types";
import { appUrl, env } from "@/lib/env";
import { seal, unseal } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { openApi } from "./access";
import { connectorOf, type StoreRow, sealPlace } from "./store";

type Addressed = Pick<StoreRow, "platform" | "publicId">;

/** Where this store sends its deliveries. */
export const deliveryUrl = (store: Addressed) => `${appUrl()}${deliveryPath(store)}`;

const deliveryPath = (store: Addressed) => `/api/webhooks/${store.platform}/${store.publicId}`;

/** Also ours: those that still name an address this app had before. The store's id in the path is nobody else's. */
const isOurs = (store: Addressed) => (webhook: RegisteredWebhook) =>
  URL.canParse(webhook.url) && new URL(webhook.url).pathname.endsWith(deliveryPath(store));

/**
 * Finds the webhooks that are ours at the store, registers the missing, removes doubles (both of two would be
 * delivered) and revives what the platform switched off. `renew` sets the secret anew on each. Gives the topics
 * revived. A platform that declines to deliver here leaves its sentence on the store's page; passes over the store go
 * on all the same.
 */
export async function keepWebhooks(ctx: Ctx, store: StoreRow, renew = false): Promise<string[]> {
  const { topics, abilities, addressProblem } = connectorOf(store);
  if (abilities.webhooks === "none") return [];
  const api = openApi(store);
  const url = deliveryUrl(store);
  const ours = (await api.webhooks()).filter(isOurs(store));
  const want: Wanted = { url, secret: unseal(store.webhookSecret!, secretPlace(store)), renew, known: null };
  // A secret that the platform made is ours to know only for the webhook that we wrote down with it.
  if (abilities.secrets === "platform") want.known = await transact(ctx, (ctx) => writtenDown(ctx, store));
  const kept: RegisteredWebhook[] = [];
  const revived: string[] = [];
  // Stores answer "registered" also for addresses that they never deliver to.
  let problem = env().ALLOW_PRIVATE_STORES ? null : addressProblem(url);
  for (const topic of topics) {
    const [first, ...doubles] = ours.filter((webhook) => webhook.topic === topic);
    for (const double of doubles) await api.removeWebhook(double.externalId);
    if (first?.status === "disabled") revived.push(topic);
    try {
      kept.push(await keepOne(ctx, store, api, topic, first, want));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problem ??= error.message;
    }
  }
  await transact(ctx, async (ctx) => {
    await writeDown(ctx, store, kept, revived);
    if (problem) await complain(ctx, store.id, problem);
  });
  return revived;
}

/** `known`: ids of the webhooks whose secret the platform told us; null where the secret is ours to set. */
type Wanted = { url: string; secret: string; renew: boolean; known: Set<string> | null };

async function keepOne(
  ctx: Ctx,
  store: StoreRow,
  api: StoreApi,
  topic: string,
  found: RegisteredWebhook | undefined,
  { url, secret, renew, known }: Wanted,
): Promise<RegisteredWebhook> {
  const anew = known !== null && (renew || (found && !known.has(found.externalId)));
  if (!found || anew) {
    const made = await api.registerWebhook(topic, url, secret);
    if (made.secret) await keepSecret(ctx, store, made, made.secret);
    // Only now: what happens in between is delivered by both and taken once.
    if (found) await api.removeWebhook(found.externalId);
    return made;
  }
  if (found.status === "active" && found.url === url && !renew) return found;
  return api.reviveWebhook(found.externalId, url, secret);
}

async function keepSecret(ctx: Ctx, store: StoreRow, made: RegisteredWebhook, secret: string) {
  await transact(ctx, async (ctx) => {
    await ctx.db
      .update(stores)
      .set({ webhookSecret: seal(secret, secretPlace(store)) })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id)));
    await writeDown(ctx, store, [made], []);
  });
}

const secretPlace = (store: StoreRow) => sealPlace(store.publicId, "webhook secret");

async function writtenDown(ctx: Working, store: StoreRow): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ id: storeWebhooks.externalId })
    .from(storeWebhooks)
    .where(and(eq(storeWebhooks.orgId, ctx.orgId), eq(storeWebhooks.storeId, store.id)));
  return new Set(rows.map(({ id }) => id));
}

/** Takes our webhooks off the store, as far as it lets us. */
export async function removeWebhooks(store: StoreRow): Promise<void> {
  if (connectorOf(store).abilities.webhooks === "none") return;
  const api = openApi(store);
  for (const webhook of (await api.webhooks()).filter(isOurs(store))) await api.removeWebhook(webhook.externalId);
}

/** Puts a sentence for the merchant on the store's page, until a pass goes well. */
export async function complain(ctx: Working, storeId: number, sentence: string) {
  await ctx.db
    .update(stores)
    .set({ trouble: sentence, troubleSince: sql`coalesce(${stores.troubleSince}, now())` })
    .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, storeId)));
}

async function writeDown(ctx: Working, store: StoreRow, kept: RegisteredWebhook[], revived: string[]) {
  for (const webhook of kept) {
    const again = revived.includes(webhook.topic);
    await ctx.db
      .insert(storeWebhooks)
      .values({
        orgId: ctx.orgId,
        storeId: store.id,
        topic: webhook.topic,
        externalId: webhook.externalId,
        status: webhook.status,
        revivedAt: again ? new Date() : null,
        revivals: again ? 1 : 0,
      })
      .onConflictDoUpdate({
        target: [storeWebhooks.orgId, storeWebhooks.storeId, storeWebhooks.topic],
        set: {
          externalId: webhook.externalId,
          status: webhook.status,
          checkedAt: sql`now()`,
          ...(again && { revivedAt: sql`now()`, revivals: sql`${storeWebhooks.revivals} + 1` }),
        },
      });
  }
}
