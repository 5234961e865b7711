/** What an e-mail address is: the one rule of forms, records and imports. */

/** As addresses are compared: trimmed, Unicode-normalised, lower-cased; dots and +tags stay (product.md, Identity). */
export function emailKey(typed: string): string {
  const text = typed.trim();
  return (/[^\0-\x7f]/.test(text) ? text.normalize("NFC") : text).toLowerCase();
}

/**
 * Whether a key can be an address on the internet: RFC 5321 with a dot-atom before the @ and a domain with a dot behind
 * it, both also in other scripts (RFC 6531). Quoted names and addresses of machines are valid there, and nobody's.
 */
export function isEmail(key: string): boolean {
  if (plain.test(key)) return key.length <= 254 && key.indexOf("@") <= 64;
  if (key.length > 254 || !international.test(key)) return false;
  return Buffer.byteLength(key.slice(0, key.lastIndexOf("@"))) <= 64;
}

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const plain = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$`);

const letter = "[\\p{L}\\p{N}\\p{M}]";
const wideAtom = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
const wideLabel = `${letter}(?:[\\p{L}\\p{N}\\p{M}-]{0,61}${letter})?`;
const international = new RegExp(`^${wideAtom}(?:\\.${wideAtom})*@(?:${wideLabel}\\.)+[\\p{L}\\p{M}]{2,63}$`, "u");
