/**
 * What SHOPLINE's deliveries say. Bodies of one record differ by topic, come in any order and hold parts of an order
 * only, so the record is asked for: of many deliveries about one it is asked for once.
 */
import { type Fields, fieldsIn, isFields, text } from "@/lib/connectors/fields";
import { readJson, storable } from "@/lib/connectors/json";
import { storeUrl } from "@/lib/connectors/shopline/approval";
import { readPerson, shoplineId } from "@/lib/connectors/shopline/fields";
import { groupTopics, readGroupTopic } from "@/lib/connectors/shopline/groups";
import { checkoutId } from "@/lib/connectors/shopline/orders";
import type { Change, Delivery } from "@/lib/connectors/types";

/** What is registered. The documents call one of them both `orders/updated` and `orders/update`. */
export const topics = [
  "customers/create",
  "customers/update",
  "customers/delete",
  "customers/enable",
  "customers/disable",
  "customers_marketing_consent/update",
  "orders/create",
  "orders/paid",
  "orders/updated",
  "orders/edited",
  "orders/cancelled",
  "orders/delete",
  "refunds/create",
  "refunds/update",
  "checkouts/create",
  "checkouts/update",
  ...groupTopics,
  "apps/installed_uninstalled",
  "customers/redact",
  "merchants/redact",
] as const;

type Reading = { topic: string; objectId: string | null; changes: Change[] };

export function read({ headers, body }: Delivery): Reading {
  const topic = storable(headers["x-shopline-topic"] ?? "").slice(0, 100);
  const message = parsed(body);
  if (!message) {
    return { topic, objectId: null, changes: [{ kind: "refused", reason: "The message could not be read." }] };
  }
  const own = shoplineId(message.id) ?? null;
  return { topic, objectId: own, changes: [readTopic(topic, message, own)] };
}

function parsed(body: Buffer): Fields | undefined {
  try {
    const message = readJson(body.toString("utf8"));
    return isFields(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function readTopic(topic: string, message: Fields, own: string | null): Change {
  const subject = topic.split("/")[0];
  const demand = readDemand(topic, message);
  if (demand) return demand;
  if (topic === "apps/installed_uninstalled") return readApp(message);
  const externalId = subject === "refunds" ? shoplineId(message.order_id) : own;
  if (subject === "customer_groups") return readGroupTopic(topic, message);
  if (subject === "checkouts") return lookAt("order", checkoutIn(message), topic);
  if (topic === "customers/delete" && externalId) return { kind: "customer-gone", externalId };
  if (topic === "orders/delete" && externalId) return { kind: "order-gone", externalId };
  if (subject === "customers" || subject === "customers_marketing_consent")
    return lookAt("customer", externalId, topic);
  if (subject === "orders" || subject === "refunds") return lookAt("order", externalId, topic);
  return { kind: "ignored", reason: topic ? `Messages about ${topic} are not used.` : "The message names no topic." };
}

const lookAt = (of: "customer" | "order", externalId: string | null | undefined, topic: string): Change =>
  externalId
    ? { kind: "look", of, externalId }
    : { kind: "refused", reason: `SHOPLINE sent ${topic} without saying about what.` };

function checkoutIn(message: Fields): string | undefined {
  const token = shoplineId(message.token ?? fieldsIn(message.checkout).token);
  return token && checkoutId(token);
}

const readApp = (message: Fields): Change =>
  text(message.operate) === "UNINSTALL"
    ? { kind: "demand", wants: "disconnect" }
    : { kind: "ignored", reason: "The app was installed." };

/** Of whom the merchant, or the law, wants to be told everything or to have everything forgotten. */
function readDemand(topic: string, message: Fields): Change | null {
  if (topic === "merchants/redact") return { kind: "demand", wants: "erase-store" };
  const wants = topic === "customers/redact" ? "erase" : topic === "customers/data_request" ? "export" : null;
  if (!wants) return null;
  const person = fieldsIn(message.customer);
  const { email, phone } = readPerson(person);
  const who = { externalId: shoplineId(person.id) ?? null, ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
  return { kind: "demand", wants, who };
}

/** Whom a message is for, where many stores' messages come to one address. */
export function storeOf({ headers, body }: Delivery): string | null {
  const message = parsed(body) ?? {};
  const domain = headers["x-shopline-shop-domain"] ?? text(message.shop_domain) ?? text(message.store_domain);
  return domain ? storeUrl(domain) : null;
}
