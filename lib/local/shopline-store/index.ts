/**
 * A small SHOPLINE store: tokens of ten hours, its Admin API, and signed webhooks in either of the two encodings, as
 * its documents and its own SDK say (nothing here was recorded from a real one). For tests and the demo.
 */
import { createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf } from "@/lib/local/body";
import { consentPage, declinedPage, declines, unknownApp } from "@/lib/local/consent-page";
import {
  type Answer,
  failed,
  ok,
  read,
  type Subscription,
  subscriptions,
  write,
} from "@/lib/local/shopline-store/answers";
import { type Message, type Row, Shop, written } from "@/lib/local/shopline-store/shop";

export type ShoplineStore = Awaited<ReturnType<typeof startShoplineStore>>;
export type Options = {
  /** Lists orders that were not sent, unless others are asked for. */
  unshippedOnly?: boolean;
  /** How deliveries are signed: both are documented. */
  encoding?: "hex" | "base64";
  /** Any free one without. */
  port?: number;
  /** Its address is https://{handle}.myshopline.com. */
  handle?: string;
  name?: string;
  /** Filled before it is asked, and nothing happens in it any more: nothing is told. */
  still?: boolean;
};

export const app = { id: "c0ffee11appkey", secret: "LocalShoplineSecret1" };
const usual = { handle: "north", name: "North Candles" };
const hex = (text: string) => createHmac("sha256", app.secret).update(text).digest("hex");

class Office {
  readonly handle: string;
  readonly name: string;
  readonly shop: Shop;
  readonly subscriptions = new Map<number, Subscription>();
  readonly tokens = new Map<string, number>();
  readonly codes = new Set<string>();
  installed = true;

  constructor(options: Options) {
    this.shop = new Shop(options.still);
    this.handle = options.handle ?? usual.handle;
    this.name = options.name ?? usual.name;
  }

  issue(): { accessToken: string; expireTime: string; scope: string } {
    const accessToken = randomBytes(12).toString("hex");
    const ends = Date.now() + 10 * 3_600_000;
    this.tokens.set(accessToken, ends);
    return { accessToken, expireTime: written(new Date(ends)), scope: "read_customers" };
  }
}

/** Starts a store on 127.0.0.1, whose address stands for the one at myshopline.com. */
export async function startShoplineStore(options: Options = {}) {
  const office = new Office(options);
  const badDays: Answer[] = [];
  const calls: string[] = [];
  const waiting: Message[] = [];
  office.shop.tell = (message) => void waiting.push(message);
  const server = createServer(async (request, response) => {
    const { status, body, headers } = await answer(office, options, badDays, calls, request);
    response.writeHead(status, { "content-type": "application/json", traceid: "local", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, "127.0.0.1", ready));
  const send = (...messages: Message[]) => deliver(office, options, messages);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    storeUrl: `https://${office.handle}.myshopline.com`,
    office,
    app,
    shop: office.shop,
    subscriptions: office.subscriptions,
    /** When each token ends, in milliseconds. */
    tokens: office.tokens,
    /** "GET orders.json", in their order. */
    calls,
    misbehave: (...days: Answer[]) => void badDays.push(...days),
    /** The messages that no delivery has told yet. */
    waiting,
    lose: () => waiting.splice(0).length,
    flush: (order: (messages: Message[]) => Message[] = (messages) => messages) => send(...order(waiting.splice(0))),
    send,
    /** What the owner's browser brings back once they agreed: for a page's address. */
    approve: (page: string, at = Date.now()) => approve(office, page, at),
    /** A token as the app gets one. */
    issue: () => office.issue(),
    /** All tokens end now. */
    expire: () => office.tokens.clear(),
    /** The owner takes the app off the store. */
    uninstall() {
      office.installed = false;
      office.tokens.clear();
      office.shop.say("apps/installed_uninstalled", { appkey: app.id, handle: office.handle, operate: "UNINSTALL" });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(
  office: Office,
  options: Options,
  badDays: Answer[],
  calls: string[],
  request: IncomingMessage,
): Promise<Answer> {
  const method = request.method ?? "GET";
  const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
  const text = await bodyOf(request);
  const path = url.pathname.replace(/^\/admin\/(openapi\/v20260301\/)?/, "");
  calls.push(`${method} ${path}`);
  const bad = badDays.shift();
  if (bad) return bad;
  if (path.startsWith("oauth-web")) return authorize(office, url, method, text);
  if (path.startsWith("oauth/token/")) return token(office, path, request, text);
  const held = /^Bearer (\w+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  if (!((office.tokens.get(held) ?? 0) > Date.now())) return failed(401, "Unauthorized, the token is invalid");
  const body = (text ? JSON.parse(text) : {}) as Row;
  if (path.endsWith("webhooks.json")) return subscriptions(office.subscriptions, method, path, body);
  return method === "GET" ? read(office, url, path, options.unshippedOnly ?? false) : write(office.shop, path, body);
}

/** Answers 200 whatever it has to say: what counts is the code inside. */
function token(office: Office, path: string, request: IncomingMessage, body: string): Answer {
  const { appkey, timestamp, sign } = request.headers;
  const refused = (i18nCode: string) => ok({ code: 500, i18nCode, message: `${i18nCode}.`, data: null });
  if (appkey !== app.id || sign !== hex(`${body}${timestamp}`)) return refused("SIGN_ERROR");
  if (!office.installed) return refused("APP_NOT_INSTALLED");
  if (path.endsWith("create") && !office.codes.delete(String(JSON.parse(body).code))) return refused("CODE_INVALID");
  return ok({ code: 200, i18nCode: "SUCCESS", message: null, data: office.issue() });
}

/** What the app asks for stands behind a `#`, which no server sees: the page itself brings it back. */
function authorize(office: Office, url: URL, method: string, body: string): Answer {
  const headers = { "content-type": "text/html; charset=utf-8" };
  const at = `${office.handle}.myshopline.com`;
  if (method !== "POST") {
    const more = '<input type="hidden" name="asked"><script>document.forms[0].asked.value = location.hash</script>';
    return { status: 200, headers, body: consentPage({ store: office.name, at, scope: "customers and orders", more }) };
  }
  const asked = new URLSearchParams(body).get("asked") ?? "";
  if (queryBehind(asked).get("appKey") !== app.id) return { status: 400, headers, body: unknownApp };
  if (declines(body))
    return { status: 200, headers, body: declinedPage(office.name, queryBehind(asked).get("redirectUri") ?? "") };
  // Without an end of its own a browser would carry the page's over to the next address.
  const location = `${approve(office, `${url.origin}/${asked}`, Date.now())}#`;
  return { status: 303, headers: { ...headers, location }, body: "" };
}

const queryBehind = (page: string) => new URLSearchParams(page.slice(page.indexOf("?", page.indexOf("#")) + 1));

function approve(office: Office, page: string, at: number): string {
  const asked = queryBehind(page);
  const back = new URL(asked.get("redirectUri") ?? "");
  const code = randomBytes(8).toString("hex");
  office.codes.add(code);
  const [appkey, handle] = [app.id, office.handle];
  const told: Record<string, string> = { appkey, code, handle, lang: "en", timestamp: String(at) };
  const message = Object.keys(told)
    .sort()
    .map((name) => `${name}=${told[name]}`);
  for (const [name, value] of Object.entries({ ...told, sign: hex(message.join("&")) }))
    back.searchParams.set(name, value);
  return back.toString();
}

async function deliver(office: Office, { encoding = "base64" }: Options, messages: Message[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const { id, topic, body } of messages) {
    for (const { address, topic: wanted } of office.subscriptions.values()) {
      if (wanted !== topic) continue;
      const text = JSON.stringify(body);
      const headers = {
        "content-type": "application/json",
        "x-shopline-topic": topic,
        "x-shopline-webhook-id": id,
        "x-shopline-shop-domain": `${office.handle}.myshopline.com`,
        "x-shopline-hmac-sha256": createHmac("sha256", app.secret).update(text).digest(encoding),
      };
      statuses.push((await fetch(address, { method: "POST", headers, body: text })).status);
    }
  }
  return statuses;
}
