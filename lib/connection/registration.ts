/** Keeps a store's webhooks as they must be: each topic once, to our address, alive. */
import { and, eq, sql } from "drizzle-orm";
import { stores, storeWebhooks } from "@/db/schema";
import type { RegisteredWebhook, StoreApi } from "@/lib/connectors/types";
import { appUrl, env } from "@/lib/env";
import { unseal } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { connectorOf, openApi, type StoreRow, sealPlace } from "./store";

type Addressed = Pick<StoreRow, "platform" | "publicId">;

/** Where this store sends its deliveries. */
export const deliveryUrl = (store: Addressed) => `${appUrl()}${deliveryPath(store)}`;

const deliveryPath = (store: Addressed) => `/api/webhooks/${store.platform}/${store.publicId}`;

/** Also ours: those that still name an address this app had before. The store's id in the path is nobody else's. */
const isOurs = (store: Addressed) => (webhook: RegisteredWebhook) =>
  URL.canParse(webhook.url) && new URL(webhook.url).pathname.endsWith(deliveryPath(store));

/**
 * Finds the webhooks that are ours at the store, registers the missing, removes doubles (both of two would be delivered)
 * and revives what the platform switched off. `renew` sets the secret anew on each. Gives the topics revived.
 */
export async function keepWebhooks(ctx: Ctx, store: StoreRow, renew = false): Promise<string[]> {
  const api = openApi(store);
  const url = deliveryUrl(store);
  const secret = unseal(store.webhookSecret!, sealPlace(store.publicId, "webhook secret"));
  const ours = (await api.webhooks()).filter(isOurs(store));
  const kept: RegisteredWebhook[] = [];
  const revived: string[] = [];
  for (const topic of connectorOf(store).topics) {
    const [first, ...doubles] = ours.filter((webhook) => webhook.topic === topic);
    for (const double of doubles) await api.removeWebhook(double.externalId);
    if (first?.status === "disabled") revived.push(topic);
    kept.push(await keepOne(api, topic, first, { url, secret, renew }));
  }
  // Stores answer "registered" also for addresses that they never deliver to.
  const problem = env().ALLOW_PRIVATE_STORES ? null : connectorOf(store).addressProblem(url);
  await transact(ctx, async (ctx) => {
    await writeDown(ctx, store, kept, revived);
    if (problem) await complain(ctx, store.id, problem);
  });
  return revived;
}

async function keepOne(
  api: StoreApi,
  topic: string,
  found: RegisteredWebhook | undefined,
  want: { url: string; secret: string; renew: boolean },
): Promise<RegisteredWebhook> {
  if (!found) return api.registerWebhook(topic, want.url, want.secret);
  if (found.status === "active" && found.url === want.url && !want.renew) return found;
  return api.reviveWebhook(found.externalId, want.url, want.secret);
}

/** Takes our webhooks off the store, as far as it lets us. */
export async function removeWebhooks(store: StoreRow): Promise<void> {
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
