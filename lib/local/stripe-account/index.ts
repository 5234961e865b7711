/**
 * A small Stripe: its API for one account, and signed webhooks, as its documents and fixtures say (nothing here was
 * recorded from the real one). For tests and the demo.
 */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf } from "@/lib/local/body";
import { Account } from "@/lib/local/stripe-account/account";
import { type Answer, failed, missing, ok, read, rightFor } from "@/lib/local/stripe-account/answers";
import type { AccountOptions, Endpoint, StripeEvent } from "@/lib/local/stripe-account/records";

export type StripeAccount = Awaited<ReturnType<typeof startStripeAccount>>;

/** An answer in the place of the real one. */
export type BadDay = { status: number; headers?: Record<string, string>; body?: string };

export type Options = AccountOptions & {
  key?: string;
  /** Any free one without. */
  port?: number;
  /** Rights that the key lacks: "customer_read". */
  lacks?: string[];
  /** Restricted keys may not see their own account, unless this is set. */
  showsAccount?: boolean;
  /** Declines endpoints that are not public, as the real one does. */
  publicOnly?: boolean;
};

/** Starts an account on 127.0.0.1. */
export async function startStripeAccount(options: Options = {}) {
  const account = new Account(options);
  const key = options.key ?? "rk_test_51LocalLocalLocal";
  const waiting: StripeEvent[] = [];
  const badDays: BadDay[] = [];
  const calls: string[] = [];
  account.tell = (event) => void waiting.push(event);
  const server = createServer(async (request, response) => {
    const { status, body, headers } = await answer(account, { ...options, key }, badDays, calls, request);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", "request-id": "req_local", ...headers });
    response.end(text);
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    account,
    /** "GET charges", in their order. */
    calls,
    misbehave: (...days: BadDay[]) => void badDays.push(...days),
    /** The events that no delivery has told yet. */
    waiting,
    /** Loses what waits: the webhook never arrives. */
    lose: () => waiting.splice(0).length,
    /** Sends what waits to every endpoint, as `order` puts it; gives the answers' status. */
    flush: (order: (events: StripeEvent[]) => StripeEvent[] = (events) => events) =>
      deliver(account, order(waiting.splice(0))),
    send: (...events: StripeEvent[]) => deliver(account, events),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(
  account: Account,
  options: Options & { key: string },
  badDays: BadDay[],
  calls: string[],
  request: IncomingMessage,
): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://stripe.local");
  const path = url.pathname.replace(/^\/v1\//, "");
  const method = request.method ?? "GET";
  const form = new URLSearchParams(await bodyOf(request));
  calls.push(`${method} ${path}`);
  const bad = badDays.shift();
  if (bad) return { status: bad.status, headers: bad.headers, body: bad.body ?? { error: { type: "api_error" } } };
  if (request.headers.authorization !== `Bearer ${options.key}`)
    return failed(401, "invalid_request_error", "Invalid API Key provided: rk_test_***ocal");
  const right = rightFor(path, method);
  const hidden = path === "account" && !options.showsAccount;
  if (hidden || options.lacks?.includes(right)) return forbidden(account, hidden ? "accounts_kyc_basic_read" : right);
  if (path === "account") return ok(ownRecord(account));
  if (path.startsWith("webhook_endpoints") && method !== "GET") return endpoint(account, options, method, path, form);
  return read(account, path, url.searchParams);
}

const forbidden = (account: Account, right: string) =>
  failed(
    403,
    "invalid_request_error",
    `The provided key 'rk_test_*********ocal' does not have the required permissions for this endpoint on account ` +
      `'${account.id}'. Having the 'rak_${right}' permission would allow this request to continue.`,
  );

const ownRecord = ({ id, options }: Account) => ({
  id,
  object: "account",
  country: "DE",
  default_currency: options.currency ?? "eur",
  settings: { dashboard: { display_name: options.name ?? "Northlight Candles", timezone: "Europe/Berlin" } },
});

function endpoint(account: Account, options: Options, method: string, path: string, form: URLSearchParams): Answer {
  const id = path.split("/")[1];
  const url = form.get("url");
  if (url && options.publicOnly && !url.startsWith("https://"))
    return failed(400, "invalid_request_error", "Invalid URL: URL must be publicly accessible.", {
      code: "url_invalid",
    });
  if (!id) {
    const made = account.addEndpoint(url!, form.getAll("enabled_events[]"), form.get("api_version") ?? "");
    return ok(made);
  }
  const found = account.rows.endpoints.get(id) as Endpoint | undefined;
  if (!found) return missing(id);
  if (method === "DELETE") account.rows.endpoints.delete(id);
  else {
    if (url) found.url = url;
    if (form.has("enabled_events[]")) found.enabled_events = form.getAll("enabled_events[]");
    if (form.has("disabled")) found.status = form.get("disabled") === "true" ? "disabled" : "enabled";
  }
  return ok(method === "DELETE" ? { id, object: "webhook_endpoint", deleted: true } : found);
}

/** Signed as Stripe signs: the whole secret as the key, over "t.body". */
export function signed(event: object, secret: string, at = Math.floor(Date.now() / 1000)) {
  const body = JSON.stringify(event);
  const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return { body, headers: { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` } };
}

async function deliver(account: Account, events: StripeEvent[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const event of events) {
    for (const found of account.rows.endpoints.values()) {
      const { id, url, status, enabled_events } = found as Endpoint;
      if (status !== "enabled" || !enabled_events.includes(event.type)) continue;
      const letter = signed(event, account.secrets.get(id) ?? "");
      const reply = await fetch(url, { method: "POST", ...letter });
      statuses.push(reply.status);
    }
  }
  return statuses;
}
