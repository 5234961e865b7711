/**
 * Speaking to one Salesforce org. Every wrong answer is Throttled (try later), Expired (the session is over),
 * Unauthorized, Refusal (declined, with Salesforce's code) or Unreadable. The day's quota is the org's, for all its
 * apps: what it says of that slows us down long before it is used up.
 */
import { ask, throttled } from "@/lib/connectors/calls";
import { Expired, Refusal, Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, isFields, listIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Outbound, OutboundReply } from "@/lib/connectors/outbound";

/** Summer '26. */
export const apiVersion = "v67.0";

export type Query = Record<string, string>;
/** `clock`: the org's, in whole seconds, when it answered. */
export type Reply = { data: unknown; clock: Date | undefined };
export type SalesforceHttp = {
  get(path: string, query?: Query): Promise<Reply>;
  patch(path: string, body: object): Promise<Reply>;
  /** What is to be waited before more is asked for: the day's calls run short. Null while they do not. */
  pause(): Throttled | null;
};

/** Nothing is called until it is used. */
export function salesforceHttp(home: string, accessToken: string, fetch: Outbound): SalesforceHttp {
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  let pause: Throttled | null = null;
  const call = async (method: string, path: string, query: Query, body?: object): Promise<Reply> => {
    const url = new URL(`${home}/services/data/${apiVersion}/${path}`);
    url.search = new URLSearchParams(query).toString();
    const reply = await ask(fetch, url, { method, headers, body: body && JSON.stringify(body) });
    pause = pauseFor(reply.headers["sforce-limit-info"] ?? "");
    const clock = new Date(reply.headers.date ?? "");
    return { data: read(reply), clock: Number.isNaN(clock.getTime()) ? undefined : clock };
  };
  return {
    get: (path, query = {}) => call("GET", path, query),
    patch: (path, body) => call("PATCH", path, {}, body),
    pause: () => pause,
  };
}

/** By how much of the day's calls are used, how many seconds the next page waits. */
const pauses = [
  [0.95, 3600],
  [0.9, 1800],
  [0.8, 900],
] as const;

/** "api-usage=1812/15000". */
function pauseFor(info: string): Throttled | null {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(info) ?? [];
  const share = Number(limit) > 0 ? Number(used) / Number(limit) : 0;
  const seconds = pauses.find(([from]) => share >= from)?.[1];
  if (!seconds) return null;
  return new Throttled(`The org has used ${Math.floor(share * 100)} % of its calls of a day.`, seconds);
}

function read(reply: OutboundReply): unknown {
  const { status, url } = reply;
  if (status === 429 || status >= 500) throw throttled(reply);
  const data = parsed(reply.text);
  if (status >= 200 && status <= 299 && data !== undefined) return data;
  const [error] = listIn(data);
  const code = text(error?.errorCode) ?? "";
  const said = (text(error?.message) ?? "it did not say why").slice(0, 300);
  if (code === "REQUEST_LIMIT_EXCEEDED") throw new Throttled("The org has used all its calls of a day.", 3600);
  if (status === 401) throw new Expired("Salesforce does not accept our session any more. Connect the org again.");
  if (!error) throw new Unreadable(`${url.host} answered ${status} with something that is not Salesforce's API.`);
  if (status === 403) throw new Unauthorized(`Salesforce does not allow this to the user who approved: ${said}`);
  throw new Refusal(status, code, `Salesforce declined (${code || status}): ${said}`);
}

/** Errors are lists, answers are objects; an answer to many is a list too. */
function parsed(body: string): unknown {
  try {
    const data = readJson(body);
    return isFields(data) || Array.isArray(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

export const rowsIn = (data: unknown): Fields[] => (isFields(data) ? listIn(data.records) : []);
