/** Being let into a shop: the page at which the merchant agrees, and the tokens, which live an hour or a day. */
import { ask, throttled } from "@/lib/connectors/calls";
import { Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { fieldsIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { outbound } from "@/lib/connectors/outbound";
import { Credentials } from "@/lib/connectors/shopify/http";
import { isSigned } from "@/lib/connectors/shopify/signature";
import type { App, Approval, Lending } from "@/lib/connectors/types";

/**
 * `read_all_orders` is asked for where Shopify approved the app for it (`App.scopes`): without, the whole page is
 * refused.
 */
const scopes = ["read_customers", "write_customers", "read_orders"];

export const approval: Approval = {
  storeUrl,
  page({ url, app, state, returnUrl, apiUrl }) {
    const wanted = [...scopes, ...(app.scopes ?? [])];
    const asked = new URLSearchParams({ client_id: app.id, scope: wanted.join(","), redirect_uri: returnUrl, state });
    return `${apiUrl ?? url}/admin/oauth/authorize?${asked}`;
  },
  sentFrom: (query, secret) => (isSigned(query, secret) && isFresh(query) ? storeUrl(query.get("shop") ?? "") : null),
  async finish(query, { url, app, apiUrl, allowPrivate }) {
    if (!isSigned(query, app.secret)) throw new Unauthorized("Shopify's answer is not signed by this app.");
    if (!isFresh(query)) throw new Unauthorized("Shopify's answer is too old. Try once more.");
    if (storeUrl(query.get("shop") ?? "") !== url) {
      throw new Unauthorized("Shopify let us into another store than asked for.");
    }
    const code = query.get("code") ?? "";
    if (!code) throw new Unauthorized("Shopify let nobody in: the app was not approved.");
    return { credentials: await tokenOf({ url, app, apiUrl, allowPrivate }, { code, expiring: "1" }) };
  },
};

/** As Shopify's own libraries take it, either way: clocks differ. */
const toleranceSeconds = 90;
const isFresh = (query: URLSearchParams) =>
  Math.abs(Date.now() / 1000 - Number(query.get("timestamp"))) <= toleranceSeconds;

/** An app in the merchant's own organization needs no page and no refresh token: its secret suffices. */
export const lending: Lending = {
  endsAt: (credentials) => {
    const { data } = Credentials.safeParse(credentials);
    return data?.expiresAt ? new Date(data.expiresAt) : null;
  },
  async renew({ url, credentials, app, apiUrl, allowPrivate }) {
    const { refreshToken, app: own } = Credentials.parse(credentials);
    const lender = own ?? app;
    if (!lender) throw new Unauthorized("The app that asked for this store's access is not known any more.");
    const place = { url, app: lender, apiUrl, allowPrivate };
    const renewed = refreshToken
      ? await tokenOf(place, { grant_type: "refresh_token", refresh_token: refreshToken })
      : await tokenOf(place, { grant_type: "client_credentials" });
    return own ? { ...renewed, app: own } : renewed;
  },
};

type Place = { url: string; app: App; apiUrl?: string; allowPrivate?: boolean };

/** The first token of an app in the merchant's own organization. @throws Unauthorized, Throttled, Unreadable */
export const tokenOfOwnApp = async (place: Place): Promise<Credentials> => ({
  ...(await tokenOf(place, { grant_type: "client_credentials" })),
  app: place.app,
});

async function tokenOf({ url, app, apiUrl, allowPrivate }: Place, grant: Record<string, string>): Promise<Credentials> {
  const address = new URL(`${apiUrl ?? url}/admin/oauth/access_token`);
  const body = JSON.stringify({ client_id: app.id, client_secret: app.secret, ...grant });
  const headers = { "content-type": "application/json" };
  const reply = await ask(outbound({ allowPrivate }), address, { method: "POST", headers, body });
  if (reply.status === 429 || reply.status >= 500) throw throttled(reply);
  if (reply.status >= 400) {
    throw new Unauthorized("Shopify does not let this app in any more. Connect the store again.");
  }
  const told = fieldsIn(parsed(reply.text));
  const token = text(told.access_token);
  if (!token) throw new Unreadable(`${reply.url.host} gave no token.`);
  const seconds = Number(told.expires_in);
  const refreshToken = text(told.refresh_token);
  return {
    token,
    ...(seconds > 0 ? { expiresAt: new Date(Date.now() + seconds * 1000).toISOString() } : {}),
    ...(refreshToken ? { refreshToken } : {}),
  };
}

function parsed(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

/** A shop's name, its …myshopify.com address, or any page of its admin. A shop's own domain does not tell its name. */
export function storeUrl(typed: string): string | null {
  const plain = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  const name =
    /^admin\.shopify\.com\/store\/([^/?#]+)/.exec(plain)?.[1] ??
    /^([^/?#:]+)\.myshopify\.com(?:[/?#].*)?$/.exec(plain)?.[1] ??
    (/^[^/?#:.]+$/.test(plain) ? plain : "");
  return /^[a-z0-9][a-z0-9-]{0,99}$/.test(name) ? `https://${name}.myshopify.com` : null;
}
