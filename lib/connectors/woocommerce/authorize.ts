/** Getting a key by the store's own "Approve" page, and reading the address a merchant types for a store. */
import { z } from "zod";
import { Credentials } from "@/lib/connectors/woocommerce/http";
import { invalid } from "@/lib/errors";

/**
 * The store's page that asks its owner to approve. `state` comes back to `callbackUrl`, which must be https on real
 * stores, and is the only proof there: unguessable, for one use, bound to the member and to this store.
 */
export function authorizeUrl(ask: {
  storeUrl: string;
  appName: string;
  state: string;
  returnUrl: string;
  callbackUrl: string;
}): string {
  const url = new URL(`${ask.storeUrl.replace(/\/+$/, "")}/wc-auth/v1/authorize`);
  url.searchParams.set("app_name", ask.appName);
  url.searchParams.set("scope", "read_write");
  url.searchParams.set("user_id", ask.state);
  url.searchParams.set("return_url", ask.returnUrl);
  url.searchParams.set("callback_url", ask.callbackUrl);
  return url.toString();
}

const Authorization = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String),
  consumer_key: Credentials.shape.consumerKey,
  consumer_secret: Credentials.shape.consumerSecret,
  key_permissions: z.enum(["read", "write", "read_write"]),
});

export type StoreAuthorization = { state: string; credentials: Credentials; mayWrite: boolean };

/** What the store's server posts to the callback, as parsed JSON. Null when it is anything else. */
export function readAuthorization(body: unknown): StoreAuthorization | null {
  const read = Authorization.safeParse(body);
  if (!read.success) return null;
  const { user_id, consumer_key, consumer_secret, key_permissions } = read.data;
  return {
    state: user_id,
    credentials: { consumerKey: consumer_key, consumerSecret: consumer_secret },
    mayWrite: key_permissions === "read_write",
  };
}

/**
 * The store's home from what a merchant types or pastes: scheme optional (https), admin and login pages cut off, a
 * sub-folder kept (WordPress may live in one), no trailing slash, no query. @throws Failure "invalid", field `url`
 */
export function normalizeStoreUrl(input: string): string {
  const typed = input.trim();
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  } catch {
    throw wrongAddress("This is not a web address. It looks like https://shop.example.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw wrongAddress("A store's address starts with https://.");
  if (url.username || url.password) throw wrongAddress("Leave out the user name and password.");
  if (!/\.|^localhost$|^\[/.test(url.hostname))
    throw wrongAddress("This is not a whole web address. It looks like https://shop.example.");
  const path = url.pathname.replace(/\/(wp-admin|wp-login\.php|wp-json|wc-auth|index\.php)(\/.*)?$/i, "");
  return `${url.origin}${path.replace(/\/+$/, "")}`;
}

const wrongAddress = (message: string) => invalid(message, { url: message });
