/** A shop's own subscriptions: one a topic. Shopify deletes one whose deliveries failed eight times in a row. */

import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, text } from "@/lib/connectors/fields";
import * as documents from "@/lib/connectors/shopify/documents";
import { topics } from "@/lib/connectors/shopify/events";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import { page } from "@/lib/connectors/shopify/lists";
import type { RegisteredWebhook, StoreApi } from "@/lib/connectors/types";

type Calls = Pick<StoreApi, "webhooks" | "registerWebhook" | "reviveWebhook" | "removeWebhook">;

/** "orders/updated" is ORDERS_UPDATED to GraphQL. */
export const enumOf = (topic: string) => topic.toUpperCase().replace(/[/.]/g, "_");
const wireNames = new Map(topics.map((topic) => [enumOf(topic), topic]));

export const webhookCalls = (http: ShopifyHttp): Calls => ({
  async webhooks() {
    const found: RegisteredWebhook[] = [];
    for (let after: string | undefined; ; ) {
      const { rows, more, end } = await page(http, "webhookSubscriptions", documents.webhooks, { after });
      found.push(...rows.map(readWebhook));
      if (!more || !end) return found;
      after = end;
    }
  },
  async registerWebhook(topic, uri) {
    const payload = await http.change(documents.addWebhook, { topic: enumOf(topic), webhook: { uri, format: "JSON" } });
    return readWebhook(payload.webhookSubscription as Fields);
  },
  async reviveWebhook(id, uri) {
    const payload = await http.change(documents.moveWebhook, { id, webhook: { uri } });
    return readWebhook(payload.webhookSubscription as Fields);
  },
  async removeWebhook(id) {
    await http.change(documents.removeWebhook, { id }).catch((error: unknown) => {
      // Gone already.
      if (!(error instanceof Refusal)) throw error;
    });
  },
});

function readWebhook(subscription: Fields | null): RegisteredWebhook {
  const externalId = text(subscription?.id);
  const name = text(subscription?.topic) ?? "";
  if (!subscription || !externalId) throw new Unreadable("Shopify answered about a webhook without its id.");
  return { externalId, topic: wireNames.get(name) ?? name, url: text(subscription.uri) ?? "", status: "active" };
}
