/**
 * A small Magento 2: REST searches, single customers, its refusals, and OAuth 1.0a checked by an implementation of its own.
 * As its documents say (nothing was recorded from a real one). For tests and the demo.
 */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type Fields, fieldsIn } from "@/lib/connectors/fields";
import { found, type Searched, saveCustomer } from "@/lib/local/magento-store/answers";
import { type Row, Shop } from "@/lib/local/magento-store/state";
import { Views } from "@/lib/local/views";

export type MagentoStore = Awaited<ReturnType<typeof startMagentoStore>>;
export type Options = {
  /** Any free one without. */
  port?: number;
  /** Resources that the integration lacks: "Magento_Sales::sales_creditmemo". */
  lacks?: string[];
  /** Takes the access token alone. */
  bearer?: boolean;
  /** Versions that leave the newsletter's box out of lists. */
  hidesNewsletter?: boolean;
  /** Filled before it is asked, and nothing happens in it any more. */
  still?: boolean;
};
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** The four values of its one integration. */
export const keys = {
  consumerKey: "consumerkey00000000000000000001",
  consumerSecret: "consumersecret000000000000000001",
  accessToken: "accesstoken00000000000000000001",
  accessTokenSecret: "accesstokensecret0000000000001",
};

export async function startMagentoStore(options: Options = {}) {
  const shop = new Shop();
  const views = new Views(options.still ?? false);
  const badDays: Answer[] = [];
  const calls: string[] = [];
  let home = "";
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", home);
    calls.push(url.pathname.replace("/rest/all/V1/", ""));
    const sent = request.method === "PUT" ? await json(request) : {};
    const { status, body, headers } = badDays.shift() ?? answer(shop, views, options, request, url, sent);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, "127.0.0.1", ready));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: home,
    keys,
    shop,
    calls,
    /** The accounts that were saved from outside, in order. */
    saved: shop.saved,
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
  [/^carts/, "Magento_Cart::manage"],
  [/^products\/attributes/, "Magento_Catalog::attributes_attributes"],
  [/^products/, "Magento_Catalog::products"],
  [/^categories/, "Magento_Catalog::categories"],
  [/^store\//, "Magento_Backend::store"],
];

function answer(shop: Shop, views: Views, options: Options, request: IncomingMessage, url: URL, sent: Fields): Answer {
  if (url.pathname === "/magento_version") return { status: 200, body: "Magento/2.4 (Community)" };
  const path = url.pathname.replace("/rest/all/V1/", "");
  const refusal = refused(options, request, url, path);
  if (refusal) return refusal;
  if (path === "store/storeConfigs")
    return { status: 200, body: [{ id: 1, locale: "de_DE", timezone: "Europe/Berlin", base_currency_code: "EUR" }] };
  const searched = searchedAt(shop, options, path);
  if (searched) return found(views, searched, url);
  if (path === "products/attributes/manufacturer/options")
    return { status: 200, body: numbered(shop.makers, "label").map(({ id, label }) => ({ label, value: String(id) })) };
  const customer = shop.customers.get(Number(/^customers\/(\d+)$/.exec(path)?.[1]));
  if (customer && request.method === "PUT") return saveCustomer(shop, customer, fieldsIn(sent.customer));
  if (customer) return { status: 200, body: customer };
  return {
    status: 404,
    body: { message: "No such entity with %fieldName = %fieldValue", parameters: { fieldName: "id" } },
  };
}

function searchedAt(shop: Shop, { hidesNewsletter }: Options, path: string): Searched | undefined {
  if (path === "customers/search") return { rows: hidesNewsletter ? hiding(shop.customers) : shop.customers, id: "id" };
  if (path === "customerGroups/search") return { rows: shop.groups, id: "id" };
  if (path === "orders") return { rows: shop.orders, id: "entity_id" };
  if (path === "creditmemos") return { rows: shop.memos, id: "entity_id" };
  if (path === "products") return { rows: shop.products, id: "id" };
  if (path === "carts/search") return { rows: shop.carts, id: "id" };
  if (path !== "categories/list") return undefined;
  return { rows: new Map(numbered(shop.categories, "name").map((one) => [one.id, one])), id: "id" };
}

const numbered = <K extends string>(names: readonly string[], as: K): ({ id: number } & Record<K, string>)[] =>
  names.map((name, at) => ({ id: at + 1, [as]: name }) as { id: number } & Record<K, string>);

const hiding = (customers: Map<number, Row>) =>
  new Map([...customers].map(([id, row]) => [id, { ...row, extension_attributes: undefined }]));

function refused(options: Options, request: IncomingMessage, url: URL, path: string): Answer | null {
  const authorization = request.headers.authorization ?? "";
  const bearer = options.bearer && authorization === `Bearer ${keys.accessToken}`;
  if (!bearer && !isSigned(request.method ?? "GET", url, authorization))
    return { status: 401, body: { message: "The signature is invalid. Verify and try again." } };
  const saving = request.method === "PUT" ? "Magento_Customer::manage" : null;
  const resource = saving ?? resources.find(([pattern]) => pattern.test(path))?.[1] ?? "self";
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

async function json(request: IncomingMessage): Promise<Fields> {
  let body = "";
  for await (const piece of request) body += piece;
  return fieldsIn(JSON.parse(body || "{}"));
}
