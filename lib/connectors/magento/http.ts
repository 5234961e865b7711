/**
 * Speaking to one Magento's REST API by an integration's keys. Every wrong answer is Throttled (try later),
 * Unauthorized (the merchant must act), Refusal (declined) or Unreadable (not the API).
 */
import { z } from "zod";
import { ask, askAgain, throttled } from "@/lib/connectors/calls";
import { Refusal, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { fieldsIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { authorization } from "@/lib/connectors/magento/oauth";
import type { Outbound, OutboundReply } from "@/lib/connectors/outbound";

const key = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{8,128}$/, `The ${name} is letters and digits, as the integration shows it.`);

/** All four values sign each call; the access token alone is sent as it is, where the merchant allowed that. */
export const Credentials = z.object({
  accessToken: key("access token"),
  signing: z
    .object({
      consumerKey: key("consumer key"),
      consumerSecret: key("consumer secret"),
      accessTokenSecret: key("access token secret"),
    })
    .optional(),
});
export type Credentials = z.infer<typeof Credentials>;

export type Query = Record<string, string | number>;
/** `clock`: the store's, in whole seconds, when it answered; null where it does not say. */
export type Reply = { data: unknown; clock: Date | null };
export type MagentoHttp = {
  get(path: string, query?: Query): Promise<Reply>;
  put(path: string, body: object): Promise<void>;
  /** A page of the shop itself, as anybody sees it. */
  page(path: string): Promise<string>;
};

/** Nothing is called until it is used. `all` is the scope of every website and store view. */
export function magentoHttp(store: string, credentials: Credentials, fetch: Outbound): MagentoHttp {
  const base = store.replace(/\/+$/, "");
  return {
    get: (path, query = {}) =>
      askAgain(async () => {
        const url = new URL(`${base}/rest/all/V1/${path}`);
        url.search = new URLSearchParams(
          Object.entries(query).map(([name, value]) => [name, String(value)]),
        ).toString();
        const reply = await ask(fetch, url, { headers: { authorization: authorize("GET", url, credentials) } });
        const clock = new Date(reply.headers.date ?? "");
        return { data: read(reply), clock: Number.isNaN(clock.getTime()) ? null : clock };
      }),
    put: (path, body) =>
      askAgain(async () => {
        const url = new URL(`${base}/rest/all/V1/${path}`);
        const headers = {
          authorization: authorize("PUT", url, credentials),
          "content-type": "application/json",
        };
        read(await ask(fetch, url, { method: "PUT", headers, body: JSON.stringify(body) }));
      }),
    page: async (path) => (await ask(fetch, new URL(`${base}/${path}`), {})).text,
  };
}

const authorize = (method: string, url: URL, { accessToken, signing }: Credentials) =>
  signing ? authorization(method, url, { ...signing, accessToken }) : `Bearer ${accessToken}`;

function read(reply: OutboundReply): unknown {
  const { status, url } = reply;
  if (status === 429 || status >= 500) throw throttled(reply);
  const data = parsed(reply.text);
  const message = messageOf(data);
  if (status === 401 || (status === 403 && message)) throw new Unauthorized(whyRefused(message ?? "", data));
  if (data === undefined) {
    throw new Unreadable(`${url.host} answered ${status} with a page instead of data. A firewall may be in the way.`);
  }
  if (status >= 200 && status <= 299) return data;
  if (/signature method/i.test(message ?? "")) {
    throw new Unauthorized("This Magento is too old: it does not take signatures by HMAC-SHA256 (2.4.4 and newer do).");
  }
  throw new Refusal(
    status,
    text(fieldsIn(data).code) ?? "",
    `${url.host} answered ${status}: ${message ?? "no reason"}`,
  );
}

function parsed(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

/** "… %resources." with its parameters beside it. */
function messageOf(data: unknown): string | undefined {
  const { message, parameters } = fieldsIn(data);
  const values = fieldsIn(parameters);
  return text(message)
    ?.replace(/%(\w+)/g, (sign, name: string) => text(values[name]) ?? sign)
    .slice(0, 300);
}

const resources: Record<string, string> = {
  "Magento_Customer::customer": "Customers",
  "Magento_Customer::manage": "Customers › All Customers",
  "Magento_Customer::group": "Customers › Customer Groups",
  "Magento_Sales::actions_view": "Sales › Operations › Orders › Actions › View",
  "Magento_Sales::sales_creditmemo": "Sales › Operations › Credit Memos",
  "Magento_Cart::manage": "Carts › Manage carts",
  "Magento_Backend::store": "Stores › Settings › All Stores",
};

function whyRefused(message: string, data: unknown): string {
  const resource = text(fieldsIn(fieldsIn(data).parameters).resources);
  if (resource) return `The integration may not use “${resources[resource] ?? resource}”. Allow it at its API tab.`;
  if (/signature/i.test(message)) return "The store does not accept the signature: one of the four values is mistyped.";
  return "The store refused the keys: the integration is not active, or one of them is mistyped.";
}
