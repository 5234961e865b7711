/** Being let in by a SHOPLINE store: the page at which its owner agrees, and the tokens, which live ten hours. */
import { z } from "zod";
import type { App, Approval } from "@/lib/connectors/approval";
import { ask, throttled } from "@/lib/connectors/calls";
import { Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { outbound } from "@/lib/connectors/outbound";
import { time } from "@/lib/connectors/shopline/fields";
import { isSigned, signBody } from "@/lib/connectors/shopline/signature";
import type { Lending } from "@/lib/connectors/types";

/** A token and its end (ISO). `app`: the merchant's own, where it is not the house's. */
export const Credentials = z.object({
  accessToken: z.string().min(1),
  expiresAt: z.iso.datetime(),
  app: z.object({ id: z.string(), secret: z.string() }).optional(),
});
export type Credentials = z.infer<typeof Credentials>;

/** What the app asks for. Consent is written back, everything else is only read. */
const scopes = ["read_customers", "write_customers", "read_orders", "read_store_information"];

export const approval: Approval = {
  storeUrl,
  /** The page lies behind a `#`, and carries no state of ours: that is part of the address to return to. */
  page({ url, app, state, returnUrl, apiUrl }) {
    const redirectUri = `${returnUrl}?${new URLSearchParams({ state })}`;
    const asked = new URLSearchParams({ appKey: app.id, responseType: "code", scope: scopes.join(","), redirectUri });
    return `${apiUrl ?? url}/admin/oauth-web/#/oauth/authorize?${asked}`;
  },
  sentFrom: (query, secret) =>
    isSigned(Object.fromEntries(query), secret) ? storeUrl(query.get("handle") ?? "") : null,
  async finish(query, { url, app, apiUrl }) {
    const { state: _ours, ...theirs } = Object.fromEntries(query);
    const all = Object.fromEntries(query);
    // Whether the return address's own parameters are signed too is not told.
    if (!isSigned(theirs, app.secret) && !isSigned(all, app.secret))
      throw new Unauthorized("SHOPLINE's answer is not signed by this app, or too old. Try once more.");
    if (storeUrl(theirs.handle ?? "") !== url)
      throw new Unauthorized("SHOPLINE let us into another store than asked for.");
    const code = text(theirs.code);
    if (!code) throw new Unauthorized("SHOPLINE let nobody in: the app was not approved.");
    return { credentials: await token(apiUrl ?? url, "create", app, JSON.stringify({ code }), apiUrl) };
  },
};

/** App and store suffice for another token while the app is installed; the old one works five minutes more. */
export const lending: Lending = {
  endsAt: (credentials) => {
    const read = Credentials.safeParse(credentials);
    return read.success ? new Date(read.data.expiresAt) : null;
  },
  async renew({ url, credentials, app, apiUrl }) {
    const own = Credentials.safeParse(credentials).data?.app;
    const lender = own ?? app;
    if (!lender) throw new Unauthorized("The app that asked for this store's access is not known any more.");
    const renewed = await token(apiUrl ?? url, "refresh", lender, "", apiUrl);
    return own ? { ...renewed, app: own } : renewed;
  },
};

/** The store's address by what a merchant types: its handle, or any address of its admin. Null where it is neither. */
export function storeUrl(typed: string): string | null {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .split(/[/?#]/)[0]!;
  const handle = host.replace(/\.myshopline\.com$/, "");
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(handle) ? `https://${handle}.myshopline.com` : null;
}

async function token(home: string, what: "create" | "refresh", app: App, body: string, apiUrl: string | undefined) {
  const timestamp = String(Date.now());
  const headers = {
    "content-type": "application/json",
    appkey: app.id,
    timestamp,
    sign: signBody(body, timestamp, app.secret),
  };
  const fetch = outbound({ allowPrivate: apiUrl !== undefined });
  const reply = await ask(fetch, new URL(`${home}/admin/oauth/token/${what}`), { method: "POST", headers, body });
  if (reply.status === 429 || reply.status >= 500) throw throttled(reply);
  const answer = parsed(reply.text);
  if (!answer) throw new Unreadable(`${reply.url.host} is not a SHOPLINE store.`);
  const data = fieldsIn(answer.data);
  const accessToken = text(data.accessToken);
  // An answer of 200 may hold a refusal.
  if (reply.status !== 200 || text(answer.code) !== "200" || !accessToken) {
    const said = text(answer.message) ?? text(answer.i18nCode) ?? `it answered ${reply.status}`;
    throw new Unauthorized(`SHOPLINE gave no access: ${said.slice(0, 200)} Connect the store again.`);
  }
  return { accessToken, expiresAt: (time(data.expireTime) ?? inTenHours()).toISOString() } satisfies Credentials;
}

const inTenHours = () => new Date(Date.now() + 10 * 3_600_000);

function parsed(body: string): Fields | undefined {
  try {
    const data = readJson(body);
    return isFields(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
