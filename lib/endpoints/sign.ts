/** Messages are signed in the form of Standard Webhooks, so that receivers check them by any of its libraries. */
import { createHmac, randomBytes } from "node:crypto";

/** "whsec_…": what the receiver is given, once. */
export const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/** The headers of one try. `id` stays the same over all tries of a message: receivers tell repeats by it. */
export function signed(secret: string, id: string, body: string, at = new Date()): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
