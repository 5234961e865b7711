/**
 * Webhooks as WooCommerce sends them: one waiting delivery per (webhook, object), its body made when it is sent, one
 * after the other, never again after a failure, and the webhook silently disabled at the seventh failure in a row.
 */
import { createHash, createHmac } from "node:crypto";
import { phpJson, wpError } from "@/lib/local/demo-store/php";
import { post, type Reply } from "@/lib/local/demo-store/post";
import type { Webhook } from "@/lib/local/demo-store/records";
import { renderCustomer } from "@/lib/local/demo-store/render-customer";
import { renderOrder } from "@/lib/local/demo-store/render-order";
import type { ShopState, Topic } from "@/lib/local/demo-store/state";

type Waiting = { webhookId: number; topic: string; objectId: number };

const failuresForgiven = 5;
const deliverySeconds = 60;
const pingSeconds = 5;

export class Outbox {
  webhooks = new Map<number, Webhook>();
  waiting: Waiting[] = [];
  nextWebhookId = 1;
  /** Deliveries that were sent, those that were lost on the way, and answers that were failures. */
  readonly counts = { sent: 0, lost: 0, failed: 0 };
  private toLose = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly state: ShopState,
    private readonly delayMs: number,
  ) {}

  /** Called for each thing that happens. A delivery already waiting for the same object takes it in. */
  enqueue(topic: Topic, objectId: number) {
    for (const webhook of this.webhooks.values()) {
      if (webhook.status !== "active" || webhook.topic !== topic) continue;
      const same = (one: Waiting) => one.webhookId === webhook.id && one.objectId === objectId;
      if (!this.waiting.some(same)) this.waiting.push({ webhookId: webhook.id, topic, objectId });
    }
    this.schedule();
  }

  schedule() {
    if (this.waiting.length === 0 || this.timer) return;
    this.timer = setTimeout(() => void this.flush(), this.delayMs);
    this.timer.unref();
  }

  /** Sends everything that waits, and what comes meanwhile. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running = this.running.then(() => this.sendAll());
    return this.running;
  }

  /** The next `count` deliveries vanish on the way, as when PHP dies in the middle of one. */
  lose(count: number) {
    this.toLose += count;
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async sendAll() {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const webhook = this.webhooks.get(next.webhookId);
      if (!webhook) continue;
      if (this.toLose > 0) {
        this.toLose -= 1;
        this.counts.lost += 1;
        continue;
      }
      await this.deliver(webhook, next);
    }
    this.state.onChange();
  }

  private async deliver(webhook: Webhook, { topic, objectId }: Waiting) {
    const body = phpJson(this.bodyOf(topic, objectId));
    const [resource = "", event = ""] = topic.split(".");
    const reply = await post(webhook.url, body, deliverySeconds, {
      "Content-Type": "application/json",
      "X-WC-Webhook-Source": `${this.state.home}/`,
      "X-WC-Webhook-Topic": topic,
      "X-WC-Webhook-Resource": resource,
      "X-WC-Webhook-Event": event,
      "X-WC-Webhook-Signature": createHmac("sha256", signingKey(webhook.secret)).update(body).digest("base64"),
      "X-WC-Webhook-ID": String(webhook.id),
      "X-WC-Webhook-Delivery-ID": deliveryId(webhook.id, this.state.now()),
      ...agentHeaders(this.state),
    });
    this.counts.sent += 1;
    this.settle(webhook, reply);
    if (webhook.pingDue) await this.ping(webhook);
  }

  /** Anything from 200 to 302 counts as delivered, redirects included, which are not followed. */
  private settle(webhook: Webhook, reply: Reply) {
    if (reply.status >= 200 && reply.status <= 302) {
      webhook.failures = 0;
      return;
    }
    this.counts.failed += 1;
    if (webhook.failures > failuresForgiven) webhook.status = "disabled";
    else webhook.failures += 1;
    webhook.modifiedAt = this.state.now();
  }

  /** The body as its owner would see it over REST at this moment: an error where there is nothing to see. */
  private bodyOf(topic: string, objectId: number): unknown {
    if (topic.endsWith(".deleted")) return { id: objectId };
    const [resource] = topic.split(".");
    if (this.state.rightsLost) {
      return wpError("woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.", 403);
    }
    const customer = resource === "customer" ? this.state.customers.get(objectId) : undefined;
    const order = resource === "order" ? this.state.orders.get(objectId) : undefined;
    if (customer) return renderCustomer(this.state, customer);
    if (order) return renderOrder(this.state, order);
    return resource === "customer"
      ? wpError("wc_user_invalid_id", "Invalid user ID.", 404)
      : wpError("woocommerce_rest_shop_order_invalid_id", "Invalid ID.", 404);
  }

  /** The unsigned greeting. Only 200 satisfies it; nobody is told when it fails. */
  async ping(webhook: Webhook) {
    const form = { "Content-Type": "application/x-www-form-urlencoded", ...agentHeaders(this.state) };
    const reply = await post(webhook.url, `webhook_id=${webhook.id}`, pingSeconds, form);
    if (reply.status === 200) webhook.pingDue = false;
  }
}

const agentHeaders = (state: ShopState) => ({
  "User-Agent": `WooCommerce/${state.options.version} Hookshot (WordPress/7.1)`,
});

/** Unique only per webhook and second, as the real one. */
const deliveryId = (webhookId: number, second: number) =>
  createHash("md5").update(`${webhookId}${second}`).digest("hex");

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#039;": "'" };
const signingKey = (secret: string) =>
  secret.replace(/&(amp|lt|gt|quot|#039);/g, (entity) => entities[entity] ?? entity);
