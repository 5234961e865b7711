/** OAuth 1.0a as Magento takes it: HMAC-SHA256 over method, address and parameters (RFC 5849, section 3.4). */
import { createHmac, randomBytes } from "node:crypto";

export type OAuthKeys = { consumerKey: string; consumerSecret: string; accessToken: string; accessTokenSecret: string };

/** Every character but letters, digits and -._~ , in upper-case hexadecimal of its bytes. */
export const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The text that is signed. Parameters are those of the query and of OAuth, encoded, then sorted; the whole list is
 * encoded once more, which brackets in a query survive only when they are encoded exactly as they were sent.
 */
export function baseString(method: string, url: URL, oauth: readonly (readonly [string, string])[]): string {
  const all = [...url.searchParams, ...oauth].map(([name, value]) => [encode(name), encode(value)] as const);
  const sorted = all.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1));
  const parameters = sorted.map(([name, value]) => `${name}=${value}`).join("&");
  return [method.toUpperCase(), encode(`${url.origin}${url.pathname}`), encode(parameters)].join("&");
}

export const signatureOf = (base: string, consumerSecret: string, tokenSecret: string) =>
  createHmac("sha256", `${encode(consumerSecret)}&${encode(tokenSecret)}`)
    .update(base)
    .digest("base64");

/** The Authorization header of one call. A JSON body is no part of what is signed. */
export function authorization(method: string, url: URL, keys: OAuthKeys): string {
  const oauth: [string, string][] = [
    ["oauth_consumer_key", keys.consumerKey],
    ["oauth_nonce", randomBytes(16).toString("hex")],
    ["oauth_signature_method", "HMAC-SHA256"],
    ["oauth_timestamp", String(Math.floor(Date.now() / 1000))],
    ["oauth_token", keys.accessToken],
    ["oauth_version", "1.0"],
  ];
  const signature = signatureOf(baseString(method, url, oauth), keys.consumerSecret, keys.accessTokenSecret);
  const parts = [...oauth, ["oauth_signature", signature] as const];
  return `OAuth ${parts.map(([name, value]) => `${name}="${encode(value)}"`).join(", ")}`;
}
