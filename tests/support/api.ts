/** Calls of the REST API through its real door, and keys to call with. */
import { createKey } from "@/lib/api-keys/keys";
import { type Scope, scopes, scopesOfWhole } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { answerApi } from "@/lib/web/api";

/** `items` and `next` are there where the answer is a page. */
export type Body = Record<string, unknown> & { items?: Record<string, unknown>[]; next?: string | null };
export type Answered = { status: number; headers: Headers; body: Body };

type Call = { body?: unknown; headers?: Record<string, string>; raw?: string };

/** Calls `path` ("/contacts?limit=5") with a key; null: without. */
export async function call(key: string | null, method: string, path: string, { body, headers = {}, raw }: Call = {}) {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://localhost/api/v1${path}`, {
    method,
    headers: {
      "x-forwarded-for": "198.51.100.7",
      ...(key && { authorization: `Bearer ${key}` }),
      ...(sent !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    body: sent,
  });
  const response = await answerApi(request, path.slice(1).split("?")[0]!.split("/"));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) } as Answered;
}

/** A key made by the real verb; with a store it has all that such a key may have. */
export async function makeApiKey(
  ctx: Ctx,
  more: { store?: string; scopes?: Scope[]; name?: string } = {},
): Promise<string> {
  const { store = "", name = "Shop" } = more;
  const all = store ? scopes.filter((scope) => !scopesOfWhole.includes(scope)) : [...scopes];
  return (await createKey(ctx, { name, store, scopes: more.scopes ?? all })).secret;
}
