import { randomBytes } from "node:crypto";
import type { Outbox } from "@/lib/local/demo-store/outbox";
import { gmt } from "@/lib/local/demo-store/php";
import type { Webhook } from "@/lib/local/demo-store/records";
import { links } from "@/lib/local/demo-store/render";
import { failed, listed, ok, type RestReply, type Route, route } from "@/lib/local/demo-store/rest-answers";
import { badParameter, pageOf } from "@/lib/local/demo-store/rest-queries";
import type { ShopState } from "@/lib/local/demo-store/state";

type Body = Record<string, unknown>;
const statuses = ["active", "paused", "disabled"] as const;

/** Registering answers 201 whether or not the ping inside the call was answered. */
export function webhookRoutes(state: ShopState, outbox: Outbox): Route[] {
  const one = (id: number) => {
    const webhook = outbox.webhooks.get(id);
    if (!webhook) throw failed("woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.", 404);
    return webhook;
  };
  return [
    route("GET", /^webhooks$/, ({ query }) => {
      const page = pageOf(query);
      const wanted = query.get("status") ?? "all";
      const rows = [...outbox.webhooks.values()]
        .filter(({ status }) => wanted === "all" || status === wanted)
        .reverse();
      const cut = { rows: rows.slice(page.offset, page.offset + page.limit), total: rows.length };
      return listed(cut, page.limit, (row) => renderWebhook(state, row));
    }),
    route("POST", /^webhooks$/, ({ body }) => create(state, outbox, body)),
    route("GET", /^webhooks\/(?<id>\d+)$/, (_, { id = 0 }) => ok(renderWebhook(state, one(id)))),
    route("PUT", /^webhooks\/(?<id>\d+)$/, ({ body }, { id = 0 }) => update(state, outbox, one(id), body)),
    route("DELETE", /^webhooks\/(?<id>\d+)$/, ({ query }, { id = 0 }) => {
      const webhook = one(id);
      if (query.get("force") !== "true") {
        throw failed("woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.", 501);
      }
      outbox.webhooks.delete(id);
      state.onChange();
      return ok(renderWebhook(state, webhook));
    }),
  ];
}

async function create(state: ShopState, outbox: Outbox, body: Body): Promise<RestReply> {
  const url = addressIn(body);
  if (!url)
    throw failed(
      "woocommerce_rest_webhook_invalid_delivery_url",
      "Webhook delivery URL must be a valid URL starting with http:// or https://.",
      400,
    );
  if (typeof body.topic !== "string" || !/^[a-z_]+\.[a-z_]+$/i.test(body.topic)) {
    throw failed("woocommerce_rest_webhook_invalid_topic", "Webhook topic must be valid.", 400);
  }
  const webhook: Webhook = {
    id: outbox.nextWebhookId++,
    name: typeof body.name === "string" ? body.name : `Webhook created on ${new Date().toISOString()}`,
    status: statusIn(body) ?? "active",
    // Topics are case-sensitive: any other spelling is accepted, stored as empty, and never fires.
    topic: /^(customer|order|product|coupon)\.(created|updated|deleted|restored)$/.test(body.topic) ? body.topic : "",
    url,
    secret: typeof body.secret === "string" && body.secret ? body.secret : randomBytes(25).toString("hex"),
    createdAt: state.now(),
    modifiedAt: null,
    failures: 0,
    pingDue: true,
  };
  outbox.webhooks.set(webhook.id, webhook);
  if (webhook.status === "active") await outbox.ping(webhook);
  state.onChange();
  const headers = { Location: `${state.home}/wp-json/wc/v3/webhooks/${webhook.id}` };
  return { status: 201, body: renderWebhook(state, webhook), headers };
}

/** A changed address pings again, a changed secret does not. The count of failures stays. */
async function update(state: ShopState, outbox: Outbox, webhook: Webhook, body: Body): Promise<RestReply> {
  const url = addressIn(body) ?? webhook.url;
  if (url !== webhook.url) webhook.pingDue = true;
  webhook.url = url;
  webhook.status = statusIn(body) ?? webhook.status;
  if (typeof body.secret === "string" && body.secret) webhook.secret = body.secret;
  if (typeof body.name === "string") webhook.name = body.name;
  webhook.modifiedAt = state.now();
  if (webhook.pingDue && webhook.status === "active") await outbox.ping(webhook);
  state.onChange();
  return ok(renderWebhook(state, webhook));
}

const addressIn = (body: Body) =>
  typeof body.delivery_url === "string" && /^https?:\/\/./.test(body.delivery_url) ? body.delivery_url : undefined;

function statusIn(body: Body): Webhook["status"] | undefined {
  if (body.status === undefined) return undefined;
  const status = statuses.find((word) => word === body.status);
  if (!status) throw badParameter("status", "status is not one of active, paused, and disabled.", "rest_not_in_enum");
  return status;
}

function renderWebhook(state: ShopState, webhook: Webhook) {
  const { createdAt, modifiedAt } = webhook;
  return {
    id: webhook.id,
    name: webhook.name,
    status: webhook.status,
    topic: webhook.topic,
    resource: webhook.topic.split(".")[0] ?? "",
    event: webhook.topic.split(".")[1] ?? "",
    hooks: hooks[webhook.topic] ?? [],
    delivery_url: webhook.url,
    date_created: state.clock.local(createdAt),
    date_created_gmt: gmt(createdAt),
    date_modified: modifiedAt === null ? null : state.clock.local(modifiedAt),
    date_modified_gmt: modifiedAt === null ? null : gmt(modifiedAt),
    _links: links(state, "webhooks", webhook.id),
  };
}

const hooks: Record<string, string[]> = {
  "customer.created": ["user_register", "woocommerce_created_customer", "woocommerce_new_customer"],
  "customer.updated": ["profile_update", "woocommerce_update_customer"],
  "customer.deleted": ["delete_user"],
  "order.created": ["woocommerce_new_order"],
  "order.updated": ["woocommerce_update_order", "woocommerce_order_refunded"],
  "order.deleted": ["wp_trash_post", "woocommerce_trash_order"],
  "order.restored": ["untrashed_post", "woocommerce_untrash_order"],
};
