/**
 * Magento itself tells nothing. Its common webhook extensions send what the merchant writes, unsigned; Adobe I/O Events
 * sends events of Adobe Commerce. A secret, in the address or a header, is all we know a sender by: a hint only makes
 * us ask.
 */
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { type Fields, fieldsIn, id, isFields, listIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { cartId } from "@/lib/connectors/magento/carts";
import type { Change, Delivery, Verdict } from "@/lib/connectors/types";

export const secretHeader = "x-hook-secret";

export function verify({ headers }: Delivery, secret: string): Verdict {
  const hash = (value: string) => createHash("sha256").update(value).digest();
  const given = headers[secretHeader] ?? "";
  return given !== "" && secret !== "" && timingSafeEqual(hash(given), hash(secret)) ? "genuine" : "forged";
}

/** An event of Adobe's has an id. Any other hint is one of its own: the same words may tell of a second change. */
export function dedupeKey({ headers }: Delivery): string {
  const event = headers["x-adobe-event-id"];
  return createHash("sha256")
    .update(event ? `event ${event}` : randomUUID())
    .digest("hex");
}

type Read = { topic: string; objectId: string | null; changes: Change[] };

export function read({ headers, body }: Delivery): Read {
  const sent = parsed(body);
  const events = eventsIn(sent);
  if (events.length > 0) return readEvents(events, headers["x-adobe-event-code"]);
  const hint = fieldsIn(sent);
  const topic = (text(hint.topic) ?? "").slice(0, 100);
  const of = /^(customer|order|cart)\b/.exec(topic)?.[1];
  if (!of) return { topic, objectId: id(hint.id) ?? null, changes: [ignored("It names no customer, order or cart.")] };
  return readHint(topic, of as Of, hint.id);
}

type Of = "customer" | "order" | "cart";

const ignored = (reason: string): Change => ({ kind: "ignored", reason });

function readHint(topic: string, of: Of, named: unknown): Read {
  const number = id(named);
  if (number) return { topic, objectId: number, changes: [lookFor(of, number)] };
  // A reader of the newsletter without an account is number 0, and Magento shows such readers to nobody.
  const nobody = of === "customer" && String(named) === "0";
  const change: Change = nobody
    ? ignored("It names somebody without an account.")
    : { kind: "refused", reason: "The message names no record." };
  return { topic, objectId: null, changes: [change] };
}

const lookFor = (of: Of, number: string): Change =>
  of === "cart" ? { kind: "look", of: "order", externalId: cartId(number) } : { kind: "look", of, externalId: number };

/** CloudEvents, alone or in a batch. */
function eventsIn(sent: unknown): Fields[] {
  const many = Array.isArray(sent) ? listIn(sent) : isFields(sent) ? [sent, ...listIn(sent.events)] : [];
  return many.filter((event) => /^com\.adobe\.commerce\./.test(text(event.type) ?? ""));
}

function readEvents(events: Fields[], code: string | undefined): Read {
  const found = events.map(readEvent);
  const changes = found.map((change) => change ?? ignored("Its fields name no customer, order or cart."));
  const first = found.find((change) => change?.kind === "look");
  const topic = (code ?? text(events[0]!.type) ?? "").replace(/^com\.adobe\.commerce\./, "").slice(0, 100);
  return { topic, objectId: first?.kind === "look" ? first.externalId : null, changes };
}

/** What each event is about, and where among the fields that the merchant chose its number may stand. */
const kinds: [RegExp, Of, string[]][] = [
  [/newsletter_subscriber/, "customer", ["customer_id"]],
  [/customer_(save|delete|register)/, "customer", ["entity_id", "id"]],
  [/sales_order_(creditmemo|invoice)/, "order", ["order_id"]],
  [/sales_order_save|order_management|checkout_submit/, "order", ["entity_id", "id"]],
  [/sales_quote/, "cart", ["entity_id", "id"]],
];

function readEvent(event: Fields): Change | null {
  const type = text(event.type) ?? "";
  const [, of, fields] = kinds.find(([pattern]) => pattern.test(type)) ?? [];
  if (!of || !fields) return null;
  const value = fieldsIn(fieldsIn(event.data).value);
  // Some observers are handed several things at once, by name.
  const places = [value, fieldsIn(value[of]), fieldsIn(value.customer)];
  const number = places.flatMap((place) => fields.flatMap((field) => id(place[field]) ?? []))[0];
  return number ? lookFor(of, number) : null;
}

function parsed(body: Buffer): unknown {
  try {
    return readJson(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
