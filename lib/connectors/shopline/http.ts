/**
 * Speaking to one SHOPLINE store's API. Every wrong answer is Throttled (try later), Expired (the token is over),
 * Unauthorized, Refusal (declined, with SHOPLINE's own words) or Unreadable.
 */
import { ask, askAgain, throttled } from "@/lib/connectors/calls";
import { Expired, Refusal, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Outbound, OutboundReply } from "@/lib/connectors/outbound";

/** The version that this connector was written for; a quarter's name, supported for about a year. */
export const apiVersion = "v20260301";

export type Query = Record<string, string | number>;
/** `askedAt`: before the call by our clock; `clock`: SHOPLINE's when it answered; `next`: the page after this one. */
export type Reply = { data: Fields; askedAt: Date; clock: Date | undefined; next: string | null };
export type ShoplineHttp = {
  get(path: string, query?: Query): Promise<Reply>;
  post(path: string, body: object): Promise<Reply>;
  put(path: string, body: object): Promise<Reply>;
  delete(path: string): Promise<void>;
};

/** Nothing is called until it is used. `home`: where the store's admin lives. */
export function shoplineHttp(home: string, accessToken: string, fetch: Outbound): ShoplineHttp {
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json; charset=utf-8" };
  const call = async (method: string, path: string, query: Query, body?: object): Promise<Reply> => {
    const url = new URL(`${home}/admin/openapi/${apiVersion}/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const askedAt = new Date();
    const reply = await ask(fetch, url, { method, headers, body: body && JSON.stringify(body) });
    const clock = new Date(reply.headers.date ?? "");
    const data = read(reply, method !== "GET");
    return {
      data,
      askedAt,
      clock: Number.isNaN(clock.getTime()) ? undefined : clock,
      next: nextIn(reply.headers.link ?? ""),
    };
  };
  return {
    get: (path, query = {}) => askAgain(() => call("GET", path, query)),
    post: (path, body) => call("POST", path, {}, body),
    put: (path, body) => askAgain(() => call("PUT", path, {}, body)),
    delete: async (path) => void (await call("DELETE", path, {})),
  };
}

/** The store's bucket holds forty calls and fills by four a second, so a second is enough of a pause. */
const pause = 1;

function read(reply: OutboundReply, mayBeEmpty: boolean): Fields {
  const { status, url } = reply;
  if (status === 429 || status >= 500) throw throttled(reply, pause);
  if (status === 401) throw new Expired("SHOPLINE does not accept our access any more. Connect the store again.");
  const data = parsed(reply.text);
  if (status >= 200 && status <= 299 && data) return data;
  if (status >= 200 && status <= 299 && mayBeEmpty && reply.text.trim() === "") return {};
  if (!data) throw new Unreadable(`${url.host} answered ${status} with something that is not SHOPLINE's API.`);
  const said = saidIn(data);
  if (status === 403) throw new Unauthorized(`The app may not do this at SHOPLINE: ${said}`);
  throw new Refusal(status, text(data.code) ?? "", `SHOPLINE declined (${status}): ${said}`);
}

function parsed(body: string): Fields | undefined {
  try {
    const data = readJson(body);
    return isFields(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** `errors` is a sentence, a list of them, or a list for each field. */
function saidIn({ errors, message }: Fields): string {
  const said =
    typeof errors === "string"
      ? errors
      : isFields(errors)
        ? Object.entries(errors)
            .map(([field, what]) => `${field}: ${String(what)}`)
            .join(", ")
        : Array.isArray(errors)
          ? errors.join(", ")
          : text(message);
  return (said || "it did not say why.").slice(0, 300);
}

/** `<…?limit=250&page_info=…>; rel="next"`, among others. */
function nextIn(link: string): string | null {
  for (const [, address, rel] of link.matchAll(/<([^>]+)>\s*;\s*rel="?(\w+)"?/g)) {
    if (rel === "next" && URL.canParse(address!)) return new URL(address!).searchParams.get("page_info");
  }
  return null;
}
