/** Who may ask what, with the answers a real store gave: an unknown key is told the same as a stranger. */
import { failed } from "@/lib/local/demo-store/rest-answers";
import type { ApiKey, ShopState } from "@/lib/local/demo-store/state";

export type Presented = { consumerKey: string; consumerSecret: string } | undefined;

/** The key of a call, from Basic auth or from the query. */
export function presentedKey(authorization: string | undefined, query: URLSearchParams): Presented {
  const basic = /^Basic (.+)$/i.exec(authorization ?? "")?.[1];
  if (basic) {
    const [consumerKey = "", consumerSecret = ""] = Buffer.from(basic, "base64").toString().split(":");
    return { consumerKey, consumerSecret };
  }
  const consumerKey = query.get("consumer_key");
  return consumerKey === null ? undefined : { consumerKey, consumerSecret: query.get("consumer_secret") ?? "" };
}

/** Throws the store's refusal where the key does not allow the method. */
export function admit(state: ShopState, method: string, presented: Presented): ApiKey {
  const key = state.keys.find(({ consumerKey }) => consumerKey === presented?.consumerKey);
  if (!key) throw failed("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 401);
  const refused = (message: string) => failed("woocommerce_rest_authentication_error", message, 401);
  if (key.consumerSecret !== presented?.consumerSecret) throw refused("Consumer secret is invalid.");
  const writes = method !== "GET";
  if (writes && key.permissions === "read") throw refused("The API key provided does not have write permissions.");
  if (!writes && key.permissions === "write") throw refused("The API key provided does not have read permissions.");
  if (state.rightsLost) throw failed("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 403);
  return key;
}
