/**
 * A small Shopify shop: the GraphQL Admin API over what it holds, bulk operations, points, tokens that end, signed
 * webhooks. As its documents say (only its webhooks' samples are official). For tests and the demo.
 */
import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { bodyOf } from "@/lib/local/body";
import { consentPage, declinedPage, declines, unknownApp } from "@/lib/local/consent-page";
import { Access, app } from "@/lib/local/shopify-shop/access";
import { Admin, type Settings } from "@/lib/local/shopify-shop/admin";
import { ranged } from "@/lib/local/shopify-shop/bulk";
import { type Field, parse } from "@/lib/local/shopify-shop/language";
import { type Event, Shop } from "@/lib/local/shopify-shop/shop";
import { Refused, walk } from "@/lib/local/shopify-shop/walk";

export type ShopifyShop = Awaited<ReturnType<typeof startShopifyShop>>;
export type Options = Partial<Settings> & {
  /** Any free one without. */
  port?: number;
  tokenSeconds?: number;
  /** The token of its custom app. */
  token?: string;
  /** Filled before it is asked, and nothing happens in it any more: nothing is told. */
  still?: boolean;
};
type Answer = { status: number; body: unknown; headers?: Record<string, string> };

export const domain = "north-candles.myshopify.com";
const scopes = ["read_customers", "write_customers", "read_orders", "read_all_orders"];

const usual: Settings = {
  ...{ scopes, childrenFirst: false, bulkTakes: 0, bulkBreaksAt: null },
  ...{ name: "North Candles", domain },
};

export async function startShopifyShop({ port = 0, tokenSeconds = 3600, token, still, ...given }: Options = {}) {
  const shop = new Shop(still);
  const access = new Access(tokenSeconds);
  const badDays: Answer[] = [];
  const calls: string[] = [];
  let home = "";
  const settings = { ...usual, ...given };
  const admin = new Admin(shop, settings, () => home);
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { status, body: told, headers } = answer(request, body);
    const plain = typeof told === "string" || Array.isArray(told);
    response.writeHead(status, { "content-type": plain ? "application/jsonl" : "application/json", ...headers });
    if (Array.isArray(told)) Readable.from(told).pipe(response);
    else response.end(plain ? told : JSON.stringify(told));
  });
  const answer = (request: IncomingMessage, body: string): Answer => {
    const path = (request.url ?? "").split("?")[0]!;
    const file = admin.files.get(path);
    if (file !== undefined) return ranged(file, request.headers.range);
    if (path === "/admin/oauth/authorize")
      return authorize(access, settings, new URL(request.url ?? "", home), request, body);
    if (path === "/admin/oauth/access_token") return access.token(JSON.parse(body));
    if (!path.endsWith("/graphql.json")) return { status: 404, body: { errors: "Not Found" } };
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    calls.push(/^\w+ (\w+)/.exec(query)?.[1] ?? "");
    const bad = badDays.shift();
    if (bad) return bad;
    if (!access.holds(String(request.headers["x-shopify-access-token"])))
      return { status: 401, body: { errors: "[API] Invalid API key or access token (unrecognized login)" } };
    return answered(admin, query, variables);
  };
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: home,
    app,
    shop,
    admin,
    access,
    calls,
    token: access.byHand(token),
    misbehave: (...days: Answer[]) => void badDays.push(...days),
    /** What happened is told; `send` decides what goes how often and in which order. Gives what the app answered. */
    async flush(send: (letters: Letter[]) => Letter[] = (letters) => letters): Promise<number[]> {
      const letters = shop.events.splice(0).flatMap((event) => lettersOf(admin, event));
      const statuses: number[] = [];
      for (const { url, body, headers } of send(letters))
        statuses.push((await fetch(url, { method: "POST", body, headers })).status);
      return statuses;
    },
    lose: () => void shop.events.splice(0),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The page at which the merchant installs the app; the answer leads back with a code. */
function authorize(
  access: Access,
  { name, domain: shop }: Settings,
  page: URL,
  { method }: IncomingMessage,
  body: string,
): Answer {
  const headers = { "content-type": "text/html; charset=utf-8" };
  const asked = page.searchParams;
  if (asked.get("client_id") !== app.id) return { status: 400, headers, body: unknownApp };
  const scope = asked.get("scope") ?? "";
  if (method !== "POST") return { status: 200, headers, body: consentPage({ store: name, at: shop, scope }) };
  if (declines(body)) return { status: 200, headers, body: declinedPage(name, asked.get("redirect_uri") ?? "") };
  const back = new URL(asked.get("redirect_uri") ?? "");
  back.search = access.agree(page.href, { shop }).toString();
  return { status: 303, headers: { ...headers, location: back.href }, body: "" };
}

export type Letter = { url: string; body: string; headers: Record<string, string> };

/** By classic webhooks: base64 HMAC-SHA256 over the body by the app's secret. */
export function signed(topic: string, told: object, secret = app.secret, shop = domain): Omit<Letter, "url"> {
  const body = JSON.stringify(told);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": shop,
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-event-id": randomUUID(),
      "x-shopify-triggered-at": new Date().toISOString(),
      "x-shopify-api-version": "2026-07",
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
    },
  };
}

function lettersOf(admin: Admin, { topic, body, at }: Event): Letter[] {
  const name = topic.toUpperCase().replace(/[/.]/g, "_");
  const to = [...admin.subscriptions.values()].filter((one) => one.topic === name);
  return to.map(({ uri }) => {
    const letter = signed(topic, body, app.secret, admin.settings.domain);
    return { url: uri, body: letter.body, headers: { ...letter.headers, "x-shopify-triggered-at": at } };
  });
}

const bucket = { maximumAvailable: 2000, currentlyAvailable: 1800, restoreRate: 100 };

/** Too few points: nothing but an error, and how full the bucket is. */
export const throttledAnswer = (requested = 300, available = 200): Answer => ({
  status: 200,
  body: {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: {
      cost: { requestedQueryCost: requested, throttleStatus: { ...bucket, currentlyAvailable: available } },
    },
  },
});

function answered(admin: Admin, query: string, variables: Record<string, unknown>): Answer {
  const cost = { requestedQueryCost: 100, actualQueryCost: 40, throttleStatus: bucket };
  try {
    const fields: Field[] = parse(query);
    const root = query.trim().startsWith("mutation") ? admin.mutation() : admin.query();
    return { status: 200, body: { data: walk(root, fields, variables), extensions: { cost } } };
  } catch (error) {
    const code = error instanceof Refused ? error.code : "syntaxError";
    const message = error instanceof Error ? error.message : "unknown";
    return { status: 200, body: { errors: [{ message, extensions: { code } }], extensions: { cost } } };
  }
}
