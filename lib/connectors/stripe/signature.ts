import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { fieldsIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Delivery, Verdict } from "@/lib/connectors/types";

/**
 * How old a signature may be. Stripe's own libraries take five minutes, and look at its age only: clocks may run ahead.
 */
const toleranceSeconds = 300;

/**
 * Checks `Stripe-Signature: t=…,v1=…`: the key is the whole secret with its whsec_, the message `t.body`. While a
 * secret is being rolled there are two v1, of which any may match; other schemes (v0) never count.
 */
export function verify({ headers, body }: Delivery, secret: string): Verdict {
  const parts = (headers["stripe-signature"] ?? "").split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!secret.trim() || !/^\d{1,12}$/.test(time)) return "forged";
  if (Date.now() / 1000 - Number(time) > toleranceSeconds) return "forged";
  const expected = signatureOf(Buffer.concat([Buffer.from(`${time}.`), body]), secret);
  const given = parts.filter(([name]) => name === "v1").map(([, value]) => value ?? "");
  return given.map((signature) => sameText(signature, expected)).includes(true) ? "genuine" : "forged";
}

/** Lower-case hexadecimal HMAC-SHA256, as in a v1. */
export const signatureOf = (message: Buffer | string, secret: string) =>
  createHmac("sha256", secret).update(message).digest("hex");

/** An event keeps its id however often it is sent. */
export function dedupeKey({ body }: Delivery): string {
  const hash = createHash("sha256");
  try {
    const id = text(fieldsIn(readJson(body.toString("utf8"))).id);
    return hash.update(id ?? body).digest("hex");
  } catch {
    return hash.update(body).digest("hex");
  }
}

function sameText(given: string, expected: string) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
