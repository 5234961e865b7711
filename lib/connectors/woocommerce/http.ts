/**
 * Speaking to one store's REST API: finds where it lives, how it takes the key, and turns every way in which shops
 * answer wrongly into Throttled (try later), Unauthorized (the merchant must act) or Unreadable (not the API).
 */
import { z } from "zod";
import { ask, throttled } from "@/lib/connectors/calls";
import { Refusal, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { fieldsIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Outbound, OutboundReply } from "@/lib/connectors/outbound";

export const Credentials = z.object({
  consumerKey: z
    .string()
    .trim()
    .regex(/^ck_\w+$/, "A consumer key starts with ck_."),
  consumerSecret: z
    .string()
    .trim()
    .regex(/^cs_\w+$/, "A consumer secret starts with cs_."),
});
export type Credentials = z.infer<typeof Credentials>;

export type Query = Record<string, string | number | boolean>;
/** `total` and `pages` from X-WP-Total and X-WP-TotalPages, null where the store does not send them. */
export type Reply = { data: unknown; total: number | null };
export type StoreHttp = {
  call(method: string, path: string, query?: Query, body?: unknown): Promise<Reply>;
  /** WordPress's own description of the site, empty where a plugin hides it. */
  index(): Promise<Record<string, unknown>>;
};

type Site = { base: URL; style: "pretty" | "plain"; index: Record<string, unknown> };

/** A client for the store at `url`. Nothing is called until it is used. */
export function storeHttp(url: string, credentials: Credentials, fetch: Outbound): StoreHttp {
  let site: Promise<Site> | undefined;
  let keyInQuery = false;

  const findSite = () => {
    site ??= discover(new URL(url), fetch).catch((error) => {
      site = undefined;
      throw error;
    });
    return site;
  };

  const send = async (method: string, path: string, query: Query, body: unknown) => {
    const target = address(await findSite(), `wc/v3/${path}`, query);
    const headers: Record<string, string> = {};
    if (keyInQuery) {
      target.searchParams.set("consumer_key", credentials.consumerKey);
      target.searchParams.set("consumer_secret", credentials.consumerSecret);
    } else headers.authorization = basic(credentials);
    if (body !== undefined) headers["content-type"] = "application/json";
    return ask(fetch, target, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  };

  return {
    async index() {
      return (await findSite()).index;
    },
    async call(method, path, query = {}, body) {
      let reply = await send(method, path, query, body);
      if (reply.status === 401 && !keyInQuery && errorCode(reply) === "woocommerce_rest_cannot_view") {
        // Some hosts drop the Authorization header; the store then answers as to a stranger.
        keyInQuery = true;
        const again = await send(method, path, query, body);
        if (again.status === 401) keyInQuery = false;
        else reply = again;
      }
      return read(reply, method);
    },
  };
}

const basic = (key: Credentials) =>
  `Basic ${Buffer.from(`${key.consumerKey}:${key.consumerSecret}`).toString("base64")}`;

function address(site: Site, route: string, query: Query): URL {
  const target = new URL(site.base);
  if (site.style === "pretty") target.pathname = `${trimSlash(target.pathname)}/wp-json/${route}`;
  else {
    target.pathname = `${trimSlash(target.pathname)}/`;
    target.searchParams.set("rest_route", `/${route}`);
  }
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, String(value));
  return target;
}

const trimSlash = (path: string) => path.replace(/\/+$/, "");

/** Shops with "plain" permalinks have no /wp-json/, and shops that hide their index still answer in JSON there. */
async function discover(base: URL, fetch: Outbound): Promise<Site> {
  const fields = { _fields: "name,url,home,gmt_offset,timezone_string,namespaces" };
  for (const style of ["pretty", "plain"] as const) {
    const site: Site = { base, style, index: {} };
    const reply = await ask(fetch, address(site, "", fields), { method: "GET" });
    const answer = fieldsIn(tryJson(reply.text));
    const hidden = [401, 403].includes(reply.status) && text(answer.code) !== undefined;
    const namespaces = Array.isArray(answer.namespaces) ? answer.namespaces : undefined;
    if (!hidden && !namespaces) {
      if (reply.status === 429 || reply.status >= 500) read(reply);
      continue;
    }
    if (namespaces && !namespaces.includes("wc/v3")) {
      throw new Unreadable(`WordPress answers at ${base.host}, but WooCommerce is not active there.`);
    }
    return { base: adopt(base, reply.url), style, index: hidden ? {} : answer };
  }
  throw new Unreadable(
    `No WooCommerce API was found at ${base.host}${trimSlash(base.pathname)}. Is the address right?`,
  );
}

/**
 * A redirect between a name and its www form, or up to https, is the same store: calls that write need its real home.
 */
function adopt(base: URL, answered: URL): URL {
  if (answered.origin === base.origin) return base;
  const bare = (url: URL) => url.hostname.replace(/^www\./, "");
  if (bare(answered) !== bare(base)) {
    throw new Unreadable(`${base.host} sends its visitors on to ${answered.host}. Connect the store at that address.`);
  }
  return new URL(`${answered.origin}${base.pathname}`);
}

/** @throws Throttled, Unauthorized, Unreadable */
function read(reply: OutboundReply, method = "GET"): Reply {
  const { status, url } = reply;
  if (status === 429 || status >= 500) throw throttled(reply);
  const data = tryJson(reply.text);
  const code = text(fieldsIn(data).code);
  if ((status === 401 || status === 403) && code) throw new Unauthorized(whyRefused(code, url, method));
  if (data === undefined) {
    throw new Unreadable(`${url.host} answered ${status} with a page instead of data. A firewall may be in the way.`);
  }
  if (status < 200 || status > 299) {
    throw new Refusal(status, code ?? "", `${url.host} answered ${status} (${code ?? "no reason"}).`);
  }
  return { data, total: count(reply.headers["x-wp-total"]) };
}

const errorCode = (reply: OutboundReply) => text(fieldsIn(tryJson(reply.text)).code);

function whyRefused(code: string, url: URL, method: string): string {
  const writing = method !== "GET";
  if (writing)
    return "The store does not let this key write. The connection needs a key with the permission Read/Write.";
  if (code === "woocommerce_rest_authentication_error")
    return "The store does not accept this key: it was revoked or mistyped.";
  if (url.protocol === "http:")
    return "The store refused the key. Stores on plain http do not take keys this way; use https.";
  return "The store refused the key: it is unknown there, or its user may not see customers and orders.";
}

const count = (header: string | undefined) => (header && /^\d+$/.test(header) ? Number(header) : null);

/**
 * JSON, also behind a byte order mark or PHP notices that a careless shop prints before it. Undefined if there is none.
 */
export function tryJson(body: string): unknown {
  const starts = [0, ...[...body.slice(0, 20_000).matchAll(/[{[]/g)].slice(0, 50).map((match) => match.index)];
  for (const start of starts) {
    try {
      return readJson(body.slice(start).replace(/^\uFEFF/, ""));
    } catch {}
  }
  return undefined;
}
