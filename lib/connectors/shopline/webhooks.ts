/** A store's webhook subscriptions, one for each topic; all are signed with the app's secret. */

import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, listIn, text } from "@/lib/connectors/fields";
import { shoplineId } from "@/lib/connectors/shopline/fields";
import { apiVersion, type ShoplineHttp } from "@/lib/connectors/shopline/http";
import type { RegisteredWebhook, StoreApi } from "@/lib/connectors/types";

type Calls = Pick<StoreApi, "webhooks" | "registerWebhook" | "reviveWebhook" | "removeWebhook">;

/** Single ones have their id before the word: `13814/webhooks.json`. */
export const webhookCalls = (http: ShoplineHttp): Calls => ({
  webhooks: async () => listIn((await http.get("webhooks.json")).data.webhooks).map(readWebhook),
  async registerWebhook(topic, address) {
    const body = { webhook: { address, topic, api_version: apiVersion } };
    return readWebhook(fieldsIn((await http.post("webhooks.json", body)).data.webhook));
  },
  async reviveWebhook(externalId, address) {
    const { data } = await http.put(`${externalId}/webhooks.json`, { webhook: { address } });
    return readWebhook(fieldsIn(data.webhook));
  },
  async removeWebhook(externalId) {
    await http.delete(`${externalId}/webhooks.json`).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
    });
  },
});

/** There is no switched-off one: after too many failures SHOPLINE removes it, and it is registered anew. */
function readWebhook(webhook: Fields): RegisteredWebhook {
  const externalId = shoplineId(webhook.id);
  if (!externalId) throw new Unreadable("SHOPLINE answered about a webhook without its id.");
  return { externalId, topic: text(webhook.topic) ?? "", url: text(webhook.address) ?? "", status: "active" };
}
