/**
 * Speaking to Stripe's API with a restricted key. Every wrong answer is Throttled (try later), Unauthorized (the
 * merchant must act), Refusal (declined, with Stripe's own code) or Unreadable.
 */
import { z } from "zod";
import { ask, askAgain, throttled } from "@/lib/connectors/calls";
import { Refusal, Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Outbound, OutboundReply } from "@/lib/connectors/outbound";

/** One version for every call and for the webhook endpoint, whatever the account's own default is. */
export const apiVersion = "2026-10-28.endive";

export const Credentials = z.object({
  key: z
    .string()
    .trim()
    .refine((key) => !/^sk_/.test(key), "This is a secret key, which may do everything. Make a restricted key: rk_…")
    .regex(/^rk_(live|test)_\w{8,300}$/, "A restricted key begins with rk_live_ or rk_test_."),
});
export type Credentials = z.infer<typeof Credentials>;

/** Names as Stripe writes them ("created[gte]", "expand[]"); a list repeats its name. */
export type Query = Record<string, string | number | readonly string[]>;

/** `askedAt`: before the call by our clock; `clock`: Stripe's, in whole seconds, when it answered. */
export type Reply = { data: Fields; askedAt: Date; clock: Date };
export type StripeHttp = {
  get(path: string, query?: Query): Promise<Reply>;
  post(path: string, form: Query): Promise<Reply>;
  delete(path: string): Promise<void>;
};

/** The key is good and may not do this. `account` is whose key it is: Stripe names it in the refusal. */
export class Lacking extends Unauthorized {
  override name = "Lacking";
  constructor(
    message: string,
    readonly permission: string,
    readonly account: string | undefined,
  ) {
    super(message);
  }
}

const home = "https://api.stripe.com";

/** Nothing is called until it is used. */
export function stripeHttp({ key }: Credentials, fetch: Outbound, apiUrl = home): StripeHttp {
  const headers = { authorization: `Bearer ${key}`, "stripe-version": apiVersion };
  const call = async (method: string, path: string, given: Query): Promise<Reply> => {
    const url = new URL(`${apiUrl}/v1/${path}`);
    const askedAt = new Date();
    const written = formOf(given);
    if (method !== "POST") url.search = written.toString();
    const body = method === "POST" ? written.toString() : undefined;
    const form: Record<string, string> =
      body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const reply = await ask(fetch, url, { method, headers: { ...headers, ...form }, body });
    const clock = new Date(reply.headers.date ?? askedAt);
    return { data: read(reply, method, path), askedAt, clock: Number.isNaN(clock.getTime()) ? askedAt : clock };
  };
  return {
    get: (path, query = {}) => askAgain(() => call("GET", path, query)),
    post: (path, form) => call("POST", path, form),
    delete: async (path) => void (await call("DELETE", path, {})),
  };
}

function formOf(query: Query): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form;
}

function read(reply: OutboundReply, method: string, path: string): Fields {
  const { status, url } = reply;
  if (status === 429 || status >= 500) throw throttled(reply, 1);
  const data = parsed(reply.text);
  if (!data) throw new Unreadable(`${url.host} answered ${status} with something that is not Stripe's API.`);
  if (status >= 200 && status <= 299) return data;
  const error = fieldsIn(data.error);
  const message = (text(error.message) ?? "").replace(/rk_\w*[*\w]*/g, "rk_…");
  const code = text(error.code) ?? text(error.type) ?? "";
  if (status === 401)
    throw new Unauthorized("Stripe does not accept this key: it was revoked, has expired or is mistyped.");
  if (status === 403) throw lacking(message, method, path);
  if (code === "rate_limit" || code === "lock_timeout") throw new Throttled("Stripe asks for a pause.", 1);
  throw new Refusal(status, code, `Stripe declined (${code || status}): ${message.slice(0, 300)}`);
}

function parsed(body: string): Fields | undefined {
  try {
    const data = readJson(body);
    return isFields(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** As the page for restricted keys in Stripe's dashboard calls them. */
const permissions: [RegExp, string][] = [
  [/^customers/, "Customers"],
  [/^checkout/, "Checkout Sessions"],
  [/^(charges|refunds)/, "Charges and Refunds"],
  [/^payment_intents/, "PaymentIntents"],
  [/^events/, "Events"],
  [/^webhook_endpoints/, "Webhook Endpoints"],
  [/^account/, "Accounts"],
];

/** An expanded field needs its own permission, so what Stripe names counts before the address that was called. */
function lacking(message: string, method: string, path: string): Lacking {
  const named = /'rak_(\w+)'/.exec(message)?.[1];
  const own = permissions.find(([pattern]) => pattern.test(path))?.[1] ?? path;
  const expanded = named?.startsWith("payment_intent")
    ? "PaymentIntents"
    : named?.startsWith("charge")
      ? "Charges and Refunds"
      : own;
  const permission = `${expanded}: ${method === "GET" ? "Read" : "Write"}`;
  const account = /\bacct_\w+/.exec(message)?.[0];
  return new Lacking(`The key lacks the permission “${permission}”. Add it to the key at Stripe.`, permission, account);
}
