/**
 * What Shopify's deliveries say. Customers and orders are asked for: their bodies lack consent and tags, and come in
 * any order. Checkouts cannot be asked for by what their deliveries tell, so there the body counts.
 */
import { type Fields, fieldsIn, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { readDelivered } from "@/lib/connectors/shopify/checkouts";
import { groupTopics, readGroupTopic } from "@/lib/connectors/shopify/groups";
import { gid } from "@/lib/connectors/shopify/values";
import type { Change, Delivery, Named } from "@/lib/connectors/types";

/** What a store is asked to tell us. The three topics of privacy are named where the app is registered, not here. */
export const topics = [
  ...(["customers/create", "customers/update", "customers/delete", "customers/purchasing_summary"] as const),
  ...(["customers_email_marketing_consent/update", "customers_marketing_consent/update"] as const),
  ...(["customer.tags_added", "customer.tags_removed"] as const),
  ...(["orders/create", "orders/updated", "orders/cancelled", "orders/edited", "orders/delete"] as const),
  ...(["refunds/create", "checkouts/create", "checkouts/update", "app/uninstalled"] as const),
  ...groupTopics,
] as const;

type Read = { topic: string; objectId: string | null; changes: Change[] };

export function read({ headers, body }: Delivery): Read {
  const topic = (text(headers["x-shopify-topic"]) ?? "").slice(0, 100);
  const told = parsed(body);
  if (!told) return { topic, objectId: null, changes: [refused("The message could not be read.")] };
  const changes = groupTopics.some((one) => one === topic)
    ? [readGroupTopic(topic, told, headers["x-shopify-triggered-at"])]
    : changesIn(topic, told);
  return { topic, objectId: idIn(changes[0]), changes };
}

function parsed(body: Buffer): Fields | undefined {
  try {
    const told = readJson(body.toString("utf8"));
    return isFields(told) ? told : undefined;
  } catch {
    return undefined;
  }
}

function idIn(change: Change | undefined): string | null {
  if (!change) return null;
  if ("record" in change) return change.record.externalId;
  return "externalId" in change ? change.externalId : null;
}

type Reader = (told: Fields) => Change[];

const own = (told: Fields) => gid(told.admin_graphql_api_id) ?? gid(told.id);
const look = (of: "customer" | "order", externalId: string | undefined): Change[] => [
  externalId ? { kind: "look", of, externalId } : refused(`The message names no ${of}.`),
];
const gone = (kind: "customer-gone" | "order-gone", externalId: string | undefined): Change[] => [
  externalId ? { kind, externalId } : refused("The message does not say what was deleted."),
];
const customer: Reader = (told) => look("customer", own(told));
const order: Reader = (told) => look("order", own(told));
const ofCustomer: Reader = (told) => look("customer", gid(told.customerId) ?? gid(told.customer_id) ?? own(told));
const person =
  (wants: "export" | "erase"): Reader =>
  (told) => [{ kind: "demand", wants, who: named(told) }];

const readers: Record<string, Reader> = {
  "customers/create": customer,
  "customers/update": customer,
  "customers/enable": customer,
  "customers/disable": customer,
  "customers/delete": (told) => gone("customer-gone", own(told)),
  "customers/merge": merged,
  "customers/purchasing_summary": ofCustomer,
  "customers_email_marketing_consent/update": ofCustomer,
  "customers_marketing_consent/update": ofCustomer,
  "customer.tags_added": ofCustomer,
  "customer.tags_removed": ofCustomer,
  "orders/create": order,
  "orders/updated": order,
  "orders/paid": order,
  "orders/cancelled": order,
  "orders/fulfilled": order,
  "orders/partially_fulfilled": order,
  "orders/edited": (told) => look("order", gid(fieldsIn(told.order_edit).order_id)),
  "orders/delete": (told) => gone("order-gone", own(told)),
  "refunds/create": (told) => look("order", gid(told.order_id)),
  "checkouts/create": (told) => [readDelivered(told)],
  "checkouts/update": (told) => [readDelivered(told)],
  "checkouts/delete": () => [ignored("It does not name the checkout; the night finds which one it was.")],
  "app/uninstalled": () => [{ kind: "demand", wants: "disconnect" }],
  "customers/data_request": person("export"),
  "customers/redact": person("erase"),
  "shop/redact": () => [{ kind: "demand", wants: "erase-store" }],
};

function changesIn(topic: string, told: Fields): Change[] {
  const reader = Object.hasOwn(readers, topic) ? readers[topic] : undefined;
  return reader
    ? reader(told)
    : [ignored(topic ? `Deliveries of ${topic} are not used.` : "The message has no topic.")];
}

/** Of both: who was kept has the other's orders, who is gone comes back as gone. */
function merged(told: Fields): Change[] {
  if (text(told.status) === "failed") return [ignored("Shopify could not merge these customers.")];
  const ids = [told.admin_graphql_api_customer_kept_id, told.admin_graphql_api_customer_deleted_id];
  return ids.flatMap((id) => look("customer", gid(id)));
}

function named(told: Fields): Named {
  const { id, email, phone } = fieldsIn(told.customer);
  const who: Named = { externalId: gid(id) ?? null };
  if (text(email)) who.email = text(email);
  if (text(phone)) who.phone = text(phone);
  return who;
}

const refused = (reason: string): Change => ({ kind: "refused", reason });
const ignored = (reason: string): Change => ({ kind: "ignored", reason });
