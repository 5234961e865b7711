/**
 * SHOPLINE's signatures: of what it sends us, of our own calls for a token, and of the addresses it sends merchants to.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Delivery, Verdict } from "@/lib/connectors/types";

/**
 * Checks `X-Shopline-Hmac-Sha256`, keyed with the app's secret. Its documents show the 32 bytes in base64, its own SDK
 * compares lower-case hexadecimal, and which of the two a store sends is not known: both count.
 */
export function verify({ headers, body }: Delivery, secret: string): Verdict {
  const given = (headers["x-shopline-hmac-sha256"] ?? "").trim();
  if (!secret) return "forged";
  const bytes = /^[0-9a-f]{64}$/i.test(given)
    ? Buffer.from(given, "hex")
    : /^[A-Za-z0-9+/]{43}=$/.test(given)
      ? Buffer.from(given, "base64")
      : Buffer.alloc(0);
  return same(bytes, createHmac("sha256", secret).update(body).digest()) ? "genuine" : "forged";
}

/** A message keeps its id however often it is sent; one without an id is known by its topic and bytes. */
export function dedupeKey({ headers, body }: Delivery): string {
  const id = headers["x-shopline-webhook-id"];
  const hash = createHash("sha256");
  if (id) return hash.update(`id ${id}`).digest("hex");
  return hash
    .update(`${headers["x-shopline-topic"] ?? ""}\n`)
    .update(body)
    .digest("hex");
}

/**
 * Lower-case hexadecimal, over the body's text and the time in milliseconds: what a call for a token is signed with.
 */
export const signBody = (body: string, timestamp: string, secret: string): string => hex(`${body}${timestamp}`, secret);

/** The text of an address's parameters, all but the signature, in the order of their names. */
export const signQuery = (parameters: Record<string, string>, secret: string): string =>
  hex(
    Object.entries(parameters)
      .filter(([name]) => name !== "sign")
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join("&"),
    secret,
  );

const longestAge = 10 * 60_000;

/** Whether SHOPLINE sent the merchant here just now: the signature fits and its time is ten minutes off at most. */
export function isSigned(parameters: Record<string, string>, secret: string, now = Date.now()): boolean {
  const at = Number(parameters.timestamp);
  if (!secret || !Number.isFinite(at) || Math.abs(now - at) > longestAge) return false;
  return same(Buffer.from(parameters.sign ?? ""), Buffer.from(signQuery(parameters, secret)));
}

const hex = (message: string, secret: string) => createHmac("sha256", secret).update(message).digest("hex");
const same = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
