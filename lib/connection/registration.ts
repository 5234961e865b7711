/** Keeps a store's webhooks as they must be: each topic once, to our address, alive. */
import { sql } from "drizzle-orm";
import { storeWebhooks } from "@/db/schema";
import type { RegisteredWebhook, StoreApi } from "@/lib/connectors/types";
import { appUrl } from "@/lib/env";
import { unseal } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { connectorOf, openApi, type StoreRow, sealPlace } from "./store";

/** Where this store sends its deliveries. */
export const deliveryUrl = (store: Pick<StoreRow, "platform" | "publicId">) =>
  `${appUrl()}/api/webhooks/${store.platform}/${store.publicId}`;

/**
 * Finds the webhooks that are ours at the store, registers the missing, removes doubles (both of two would be delivered)
 * and revives what the platform switched off. `renew` sets the secret anew on each. Gives the topics revived.
 */
export async function keepWebhooks(ctx: Ctx, store: StoreRow, renew = false): Promise<string[]> {
  const api = openApi(store);
  const url = deliveryUrl(store);
  const secret = unseal(store.webhookSecret!, sealPlace(store.publicId, "webhook secret"));
  const ours = (await api.webhooks()).filter((webhook) => webhook.url === url);
  const kept: RegisteredWebhook[] = [];
  const revived: string[] = [];
  for (const topic of connectorOf(store).topics) {
    const [first, ...doubles] = ours.filter((webhook) => webhook.topic === topic);
    for (const double of doubles) await api.removeWebhook(double.externalId);
    if (first?.status === "disabled") revived.push(topic);
    kept.push(await keepOne(api, topic, first, { url, secret, renew }));
  }
  await transact(ctx, (ctx) => writeDown(ctx, store, kept, revived));
  return revived;
}

async function keepOne(
  api: StoreApi,
  topic: string,
  found: RegisteredWebhook | undefined,
  want: { url: string; secret: string; renew: boolean },
): Promise<RegisteredWebhook> {
  if (!found) return api.registerWebhook(topic, want.url, want.secret);
  if (found.status === "active" && !want.renew) return found;
  return api.reviveWebhook(found.externalId, want.url, want.secret);
}

/** Takes our webhooks off the store, as far as it lets us. */
export async function removeWebhooks(store: StoreRow): Promise<void> {
  const api = openApi(store);
  const url = deliveryUrl(store);
  for (const webhook of await api.webhooks()) if (webhook.url === url) await api.removeWebhook(webhook.externalId);
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
