/** Stores' secrets at rest: AES-256-GCM under CLIENTELE_KEY. A sealed text names its key, so keys can be rotated. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "./env";

/** Seals `text` for `place` (for example "store 12"): a sealed text moved to another place does not open. */
export function seal(text: string, place: string): string {
  const key = keys()[0]!;
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return ["s1", key.name, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/**
 * Opens what `seal` made for the same place. Throws when the key is not among the known ones or the text was changed.
 */
export function unseal(sealed: string, place: string): string {
  const [version, name, iv, body, tag] = sealed.split(".");
  const key = keys().find((candidate) => candidate.name === name);
  if (version !== "s1" || !iv || body === undefined || !tag) throw new Error("This is not a sealed secret.");
  if (!key) throw new Error("A secret was sealed with a key that is neither CLIENTELE_KEY nor in CLIENTELE_OLD_KEYS.");
  // Without its length Node takes a shortened tag for a whole one, and sealed links come from strangers.
  const whole = { authTagLength: 16 };
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(iv, "base64url"), whole);
  decipher.setAAD(Buffer.from(place)).setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}

/** Whether a rotation still has to seal this text anew. */
export function sealedWithOldKey(sealed: string): boolean {
  return sealed.split(".")[1] !== keys()[0]!.name;
}

/**
 * What a text comes to under CLIENTELE_KEY, and after it under every earlier key that is known: equal for equal texts,
 * and nothing to try addresses against for who has only the database. Each names its key; `place` keeps it from being
 * compared with those of another place. Made once for many texts.
 */
export function keyedHashes(place: string): (text: string) => [string, ...string[]] {
  const own = keys().map(({ bytes, name }) => {
    const key = derived.get(name) ?? Buffer.from(hkdfSync("sha256", bytes, "", "keyed hash", 32));
    derived.set(name, key);
    return (text: string) => `h1.${name}.${createHmac("sha256", key).update(`${place}\n${text}`).digest("base64url")}`;
  });
  const [first, ...earlier] = own;
  return (text) => [first!(text), ...earlier.map((hash) => hash(text))];
}

/** By the name of the key; deriving costs more than hashing. */
const derived = new Map<string, Buffer>();

/** What every hash under the current key begins with: the others wait for a rotation. */
export const hashMark = () => `h1.${keys()[0]!.name}.`;

/** A random text of [A-Za-z0-9_-] only: WooCommerce decodes HTML entities and strips tags in secrets. */
export const randomSecret = (bytes = 32) => randomBytes(bytes).toString("base64url");

export const sha256 = (value: string | Buffer) => createHash("sha256").update(value).digest("hex");

function keys() {
  const { CLIENTELE_KEY, CLIENTELE_OLD_KEYS } = env();
  if (!CLIENTELE_KEY) throw new Error("CLIENTELE_KEY is not set: 32 random bytes in base64. `npm start` makes one.");
  return [CLIENTELE_KEY, ...(CLIENTELE_OLD_KEYS ?? "").split(",").filter(Boolean)].map((text) => {
    const bytes = Buffer.from(text.trim(), "base64");
    if (bytes.length !== 32) throw new Error("An encryption key must be 32 bytes in base64.");
    return { bytes, name: createHash("sha256").update(bytes).digest("hex").slice(0, 8) };
  });
}
