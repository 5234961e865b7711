import { id, isFields } from "@/lib/connectors/fields";
import { readJson, storable } from "@/lib/connectors/json";
import type { Change, Connector, Delivery } from "@/lib/connectors/types";
import { openStore } from "@/lib/connectors/woocommerce/api";
import {
  ignored,
  type ReadSettings,
  readCustomer,
  readError,
  readOrder,
  refused,
} from "@/lib/connectors/woocommerce/payloads";
import { dedupeKey, isPing, verify } from "@/lib/connectors/woocommerce/signature";
import { webhookAddressProblem } from "@/lib/connectors/woocommerce/webhook-address";

export const topics = [
  "customer.created",
  "customer.updated",
  "customer.deleted",
  "order.created",
  "order.updated",
  "order.deleted",
  "order.restored",
] as const;

export const woocommerce: Connector = {
  platform: "woocommerce",
  abilities: {
    webhooks: "records",
    secrets: "ours",
    changesOf: "orders",
    vanish: { customers: true, orders: true },
    counts: true,
    checkouts: true,
    namedConsent: true,
  },
  holds: ["email"],
  topics,
  verify,
  dedupeKey,
  read,
  addressProblem: webhookAddressProblem,
  open: openStore,
};

type Reading = { topic: string; objectId: string | null; changes: Change[] };

/** Every topic that carries a body is an upsert: created may come after updated, or hold a much later state. */
function read({ headers, body }: Delivery, settings: ReadSettings): Reading {
  if (isPing(headers, body)) return { topic: "ping", objectId: null, changes: [ignored("A greeting from the store.")] };
  const topic = storable(headers["x-wc-webhook-topic"] ?? "").slice(0, 100);
  let parsed: unknown;
  try {
    parsed = readJson(body.toString("utf8"));
  } catch {
    return { topic, objectId: null, changes: [refused("The message could not be read.")] };
  }
  const objectId = (isFields(parsed) && id(parsed.id)) || null;
  return { topic, objectId, changes: [readTopic(topic, parsed, objectId, settings)] };
}

function readTopic(topic: string, body: unknown, objectId: string | null, settings: ReadSettings): Change {
  const known = topics.find((name) => name === topic);
  if (!known) return ignored(topic ? `Messages about ${topic} are not used.` : "The message names no topic.");
  if (known === "customer.deleted") return readGone("customer-gone", body, objectId);
  if (known === "order.deleted") return readGone("order-gone", body, objectId);
  return known.startsWith("customer.") ? readCustomer(body, settings) : readOrder(body, settings);
}

function readGone(kind: "customer-gone" | "order-gone", body: unknown, objectId: string | null): Change {
  if (objectId) return { kind, externalId: objectId };
  return readError(body) ?? refused("The store deleted something without saying what.");
}
