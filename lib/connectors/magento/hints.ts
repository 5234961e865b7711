/**
 * Magento itself tells nothing. Its common webhook extensions send what the merchant writes, unsigned: we publish a text
 * that names a record and nothing else, and know its sender by a secret in a header.
 */
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { fieldsIn, id, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Change, Delivery, Verdict } from "@/lib/connectors/types";

export const secretHeader = "x-hook-secret";

export function verify({ headers }: Delivery, secret: string): Verdict {
  const hash = (value: string) => createHash("sha256").update(value).digest();
  const given = headers[secretHeader] ?? "";
  return given !== "" && secret !== "" && timingSafeEqual(hash(given), hash(secret)) ? "genuine" : "forged";
}

/** Each hint is one of its own: the same words may tell of a second change, and what they name is asked for once anyway. */
export const dedupeKey = (): string => createHash("sha256").update(randomUUID()).digest("hex");

export function read({ body }: Delivery): { topic: string; objectId: string | null; changes: Change[] } {
  const hint = parsed(body);
  const topic = (text(hint.topic) ?? "").slice(0, 100);
  const externalId = id(hint.id) ?? null;
  const of = /^customer\b/.test(topic) ? "customer" : /^order\b/.test(topic) ? "order" : null;
  if (!of)
    return {
      topic,
      objectId: externalId,
      changes: [{ kind: "ignored", reason: "It names neither a customer nor an order." }],
    };
  if (!externalId)
    return { topic, objectId: null, changes: [{ kind: "refused", reason: "The message names no record." }] };
  return { topic, objectId: externalId, changes: [{ kind: "look", of, externalId }] };
}

function parsed(body: Buffer) {
  try {
    const data = readJson(body.toString("utf8"));
    return isFields(data) ? data : {};
  } catch {
    return fieldsIn(null);
  }
}
