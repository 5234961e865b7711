/** Stripe's webhook endpoints: one for all types of events, with a secret that Stripe makes and tells once. */

import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, text } from "@/lib/connectors/fields";
import { eventTypes } from "@/lib/connectors/stripe/events";
import { apiVersion, type StripeHttp } from "@/lib/connectors/stripe/http";
import { list } from "@/lib/connectors/stripe/lists";
import { stripeId } from "@/lib/connectors/stripe/payloads";
import type { RegisteredWebhook, StoreApi } from "@/lib/connectors/types";

/** What stands for all types of events among a store's webhooks. */
export const topic = "events";

type Calls = Pick<StoreApi, "webhooks" | "registerWebhook" | "reviveWebhook" | "removeWebhook">;

export const webhookCalls = (http: StripeHttp): Calls => ({
  async webhooks() {
    const found: RegisteredWebhook[] = [];
    for (let cursor: string | null = null; ; ) {
      const { rows, next } = await list(http, "webhook_endpoints", {}, cursor);
      found.push(...rows.map(readEndpoint));
      if (next === null) return found;
      cursor = next;
    }
  },
  async registerWebhook(_topic, url) {
    const form = { url, "enabled_events[]": eventTypes, api_version: apiVersion, description: "Clientele" };
    const { data } = await http.post("webhook_endpoints", form);
    const secret = text(data.secret);
    if (!secret) throw new Unreadable("Stripe made a webhook endpoint without telling its secret.");
    return { ...readEndpoint(data), secret };
  },
  async reviveWebhook(externalId, url) {
    const form = { url, "enabled_events[]": eventTypes, disabled: "false" };
    return readEndpoint((await http.post(`webhook_endpoints/${externalId}`, form)).data);
  },
  async removeWebhook(externalId) {
    await http.delete(`webhook_endpoints/${externalId}`).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
    });
  },
});

/** One that was made for fewer types of events than we need now is put right as a paused one is. */
function readEndpoint(endpoint: Fields): RegisteredWebhook {
  const externalId = stripeId(endpoint.id);
  if (!externalId) throw new Unreadable("Stripe answered about a webhook endpoint without its id.");
  const types = Array.isArray(endpoint.enabled_events) ? endpoint.enabled_events : [];
  const whole = types.includes("*") || eventTypes.every((type) => types.includes(type));
  const status = endpoint.status === "enabled" ? (whole ? "active" : "paused") : "disabled";
  return { externalId, topic, url: text(endpoint.url) ?? "", status };
}
