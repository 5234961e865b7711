/**
 * Ids as a real Inngest server makes them: ULIDs for events and runs, and the seeded form that makes a repeated send
 * harmless.
 */
import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: 48 bits of milliseconds and 80 random (or given) bits in Crockford's base 32. */
export function ulid(now = Date.now(), entropy: Uint8Array = randomBytes(10)): string {
  let bits = BigInt(now);
  for (const byte of entropy) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let i = 0; i < 26; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}

/**
 * Ids for the events of one request. The SDK sends `x-inngest-event-id-seed: <millis>,<10 bytes base64>` and keeps it
 * over its own retries, so the same seed must give the same ids: millis + entropy, counted up by one per event.
 */
export function eventIds(count: number, seed: string | undefined): string[] {
  const [millis, base64] = seed?.split(",") ?? [];
  const entropy = base64 ? Buffer.from(base64, "base64") : undefined;
  const at = Number(millis);
  if (entropy?.length !== 10 || !Number.isSafeInteger(at) || at < 0) {
    return Array.from({ length: count }, () => ulid());
  }
  return Array.from({ length: count }, (_, index) => ulid(at, counted(entropy, index + 1)));
}

/** A UUID that is always the same for the same text: the `fn_id` of a function, the `app_id` of an app. */
export function uuidOf(text: string): string {
  const hex = createHash("sha1").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function counted(entropy: Buffer, index: number): Buffer {
  const bytes = Buffer.from(entropy);
  bytes.writeUInt32BE((bytes.readUInt32BE(6) + index) >>> 0, 6);
  return bytes;
}
