/**
 * A small Magento 2: REST searches, single customers, its refusals, and OAuth 1.0a checked by an implementation of its own.
 * As its documents say (nothing was recorded from a real one). For tests.
 */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fields } from "@/lib/connectors/fields";
import { type Row, Shop } from "@/lib/local/magento-store/state";

export type MagentoStore = Awaited<ReturnType<typeof startMagentoStore>>;
export type Options = {
  /** Resources that the integration lacks: "Magento_Sales::sales_creditmemo". */
  lacks?: string[];
  /** Takes the access token alone. */
  bearer?: boolean;
  /** Versions that leave the newsletter's box out of lists. */
  hidesNewsletter?: boolean;
};
type Answer = { status: number; body: unknown; headers?: Record<string, string> };

const keys = {
  consumerKey: "consumerkey00000000000000000001",
  consumerSecret: "consumersecret000000000000000001",
  accessToken: "accesstoken00000000000000000001",
  accessTokenSecret: "accesstokensecret0000000000001",
};

export async function startMagentoStore(options: Options = {}) {
  const shop = new Shop();
  const badDays: Answer[] = [];
  const calls: string[] = [];
  let home = "";
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", home);
    calls.push(url.pathname.replace("/rest/all/V1/", ""));
    const { status, body, headers } = badDays.shift() ?? answer(shop, options, request, url);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: home,
    keys,
    shop,
    calls,
    misbehave: (...days: Answer[]) => void badDays.push(...days),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const resources: [RegExp, string][] = [
  [/^customerGroups/, "Magento_Customer::group"],
  [/^customers/, "Magento_Customer::customer"],
  [/^orders/, "Magento_Sales::actions_view"],
  [/^creditmemos/, "Magento_Sales::sales_creditmemo"],
  [/^store\//, "Magento_Backend::store"],
];

function answer(shop: Shop, options: Options, request: IncomingMessage, url: URL): Answer {
  if (url.pathname === "/magento_version") return { status: 200, body: "Magento/2.4 (Community)" };
  const path = url.pathname.replace("/rest/all/V1/", "");
  const refusal = refused(options, request, url, path);
  if (refusal) return refusal;
  if (path === "store/storeConfigs")
    return { status: 200, body: [{ id: 1, locale: "de_DE", timezone: "Europe/Berlin", base_currency_code: "EUR" }] };
  if (path === "customers/search") return found(shown([...shop.customers.values()], options), "id", url);
  if (path === "customerGroups/search") return found([...shop.groups.values()], "id", url);
  if (path === "orders") return found([...shop.orders.values()], "entity_id", url);
  if (path === "creditmemos") return found([...shop.memos.values()], "entity_id", url);
  const customer = shop.customers.get(Number(/^customers\/(\d+)$/.exec(path)?.[1]));
  if (customer) return { status: 200, body: customer };
  return {
    status: 404,
    body: { message: "No such entity with %fieldName = %fieldValue", parameters: { fieldName: "id" } },
  };
}

const shown = (rows: Row[], { hidesNewsletter }: Options): Row[] =>
  hidesNewsletter ? rows.map((row) => ({ ...row, extension_attributes: undefined })) : rows;

function refused(options: Options, request: IncomingMessage, url: URL, path: string): Answer | null {
  const authorization = request.headers.authorization ?? "";
  const bearer = options.bearer && authorization === `Bearer ${keys.accessToken}`;
  if (!bearer && !isSigned(request.method ?? "GET", url, authorization))
    return { status: 401, body: { message: "The signature is invalid. Verify and try again." } };
  const resource = resources.find(([pattern]) => pattern.test(path))?.[1] ?? "self";
  if (!options.lacks?.includes(resource)) return null;
  const message = "The consumer isn't authorized to access %resources.";
  return { status: 401, body: { message, parameters: { resources: resource } } };
}

/** RFC 5849 over the query exactly as it was sent. */
function isSigned(method: string, url: URL, authorization: string): boolean {
  const given = new Map([...authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
  const signature = decodeURIComponent(given.get("oauth_signature") ?? "");
  given.delete("oauth_signature");
  const query = url.search
    .slice(1)
    .split("&")
    .filter(Boolean)
    .map((pair) => pair.replace(/\+/g, "%20").replace(/\*/g, "%2A"));
  const pairs = [...query, ...[...given].map(([name, value]) => `${name}=${value}`)].sort();
  const base = [method, `${url.origin}${url.pathname}`, pairs.join("&")].map(encodeURIComponent).join("&");
  const expected = createHmac("sha256", `${keys.consumerSecret}&${keys.accessTokenSecret}`)
    .update(base)
    .digest("base64");
  return given.get("oauth_signature_method") === "HMAC-SHA256" && signature === expected;
}

type Filter = { field: string; value: string; type: string };

/** A page beyond the end is the last one again, as Magento's collections have it. */
function found(rows: Fields[], idField: string, url: URL): Answer {
  const of = (path: string) => url.searchParams.get(`searchCriteria${path}`);
  const filters: Filter[] = [];
  for (let at = 0; of(`[filter_groups][${at}][filters][0][field]`) !== null; at++) {
    const part = (name: string) => of(`[filter_groups][${at}][filters][0][${name}]`) ?? "";
    filters.push({ field: part("field"), value: part("value"), type: part("condition_type") || "eq" });
  }
  const kept = rows.filter((row) => filters.every((filter) => passes(row, filter, idField)));
  const [first, second] = [of("[sortOrders][0][field]"), of("[sortOrders][1][field]")];
  const key = (row: Fields, field: string | null) => {
    const value = field === "entity_id" ? row[idField] : field ? row[field] : row[idField];
    return typeof value === "number" ? String(value).padStart(12, "0") : String(value);
  };
  kept.sort((a, b) => key(a, first).localeCompare(key(b, first)) || key(a, second).localeCompare(key(b, second)));
  const size = Number(of("[pageSize]") ?? 20);
  if (size > 300) return { status: 400, body: { message: "Maximum SearchCriteria pageSize is 300" } };
  const pages = Math.max(1, Math.ceil(kept.length / size));
  const page = Math.min(Number(of("[currentPage]") ?? 1), pages);
  const items = kept.slice((page - 1) * size, page * size);
  return {
    status: 200,
    body: { items: items.length > 0 ? items : null, search_criteria: {}, total_count: kept.length },
  };
}

function passes(row: Fields, { field, value, type }: Filter, idField: string): boolean {
  const own = row[field === "entity_id" ? idField : field];
  if (type === "in") return value.split(",").includes(String(own));
  if (type === "eq") return String(own) === value;
  const less = typeof own === "number" ? own - Number(value) : String(own).localeCompare(value);
  return type === "gt" ? less > 0 : less >= 0;
}
