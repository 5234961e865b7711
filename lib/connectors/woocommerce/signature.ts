import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Delivery, Verdict } from "@/lib/connectors/types";

/**
 * Checks a delivery's signature over the raw bytes. WooCommerce signs with the secret after decoding HTML entities in
 * it (recorded: `a&amp;b` signs as `a&b`), so a secret typed by a merchant counts in both forms.
 */
export function verify({ headers, body }: Delivery, secret: string): Verdict {
  const signature = headers["x-wc-webhook-signature"];
  if (signature === undefined && isPing(headers, body)) return "ping";
  if (!signature || !secret) return "forged";
  const keys = new Set([secret, decodeEntities(secret)]);
  const genuine = [...keys].map((key) => sameText(signature, createHmac("sha256", key).update(body).digest("base64")));
  return genuine.includes(true) ? "genuine" : "forged";
}

/**
 * The delivery id is a hash of webhook and second, shared by different bodies sent in one second (recorded), so the
 * body is part of the key.
 */
export function dedupeKey({ headers, body }: Delivery): string {
  const sender = JSON.stringify([headers["x-wc-webhook-id"] ?? "", headers["x-wc-webhook-delivery-id"] ?? ""]);
  return createHash("sha256").update(sender).update("\n").update(body).digest("hex");
}

/** The unsigned form post WooCommerce sends when a webhook is saved. It carries nothing but the webhook's id. */
export function isPing(headers: Record<string, string>, body: Buffer): boolean {
  const form = (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return form && body.length < 64 && /^webhook_id=\d+$/.test(body.toString("latin1"));
}

/** What WordPress's wp_specialchars_decode(…, ENT_QUOTES) does, in one pass. */
export function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#0*(?:34|38|39|60|62)|#[xX]0*(?:2[267]|3[ceCE]));/g, (entity, name: string) => {
    const named = namedEntities[name];
    if (named) return named;
    const hexadecimal = /^#x/i.test(name);
    return String.fromCodePoint(Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10)) || entity;
  });
}

const namedEntities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function sameText(given: string, expected: string) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
