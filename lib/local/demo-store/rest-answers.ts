/** The forms that REST answers and refusals take. */

import { wpError } from "@/lib/local/demo-store/php";
import type { ShopState } from "@/lib/local/demo-store/state";

export type RestCall = { method: string; query: URLSearchParams; body: Record<string, unknown> };
export type RestReply = { status: number; body: unknown; headers?: Record<string, string> };

/** A WordPress error on its way to the caller. */
export class RestError extends Error {
  constructor(readonly reply: RestReply) {
    super("REST error");
  }
}

export const failed = (code: string, message: string, status: number) =>
  new RestError({ status, body: wpError(code, message, status) });

type Params = Record<string, number>;
export type Route = {
  method: string;
  path: RegExp;
  answer: (call: RestCall, params: Params) => RestReply | Promise<RestReply>;
};

export const route = (method: string, path: RegExp, answer: Route["answer"]): Route => ({ method, path, answer });
export const ok = (body: unknown, status = 200): RestReply => ({ status, body });

export function listed<T>(
  { rows, total }: { rows: T[]; total: number },
  limit: number,
  render: (row: T) => unknown,
): RestReply {
  const headers = { "X-WP-Total": String(total), "X-WP-TotalPages": String(Math.ceil(total / limit)) };
  return { status: 200, body: rows.map(render), headers };
}

export const created = (state: ShopState, path: string, id: number, body: unknown): RestReply => ({
  status: 201,
  body,
  headers: { Location: `${state.home}/wp-json/wc/v3/${path}/${id}` },
});

type BatchWork = {
  create: (item: Record<string, unknown>) => unknown;
  update: (item: Record<string, unknown>) => unknown;
  delete: (item: unknown) => unknown;
};

/** Up to 100 things in one call; each fails on its own. */
export function batch(body: Record<string, unknown>, work: BatchWork): RestReply {
  const parts = (["create", "update", "delete"] as const).map(
    (name) => [name, Array.isArray(body[name]) ? body[name] : []] as const,
  );
  if (parts.reduce((sum, [, items]) => sum + items.length, 0) > 100) {
    throw failed(
      "woocommerce_rest_request_entity_too_large",
      "Unable to accept more than 100 items for this request.",
      413,
    );
  }
  const answers = parts.flatMap(([name, items]) =>
    items.length
      ? [[name, items.map((item) => attempt(() => work[name](item), name === "create" ? 0 : idIn(item)))]]
      : [],
  );
  return ok(Object.fromEntries(answers));
}

const idIn = (item: unknown) => Number(typeof item === "object" && item !== null && "id" in item ? item.id : item);

function attempt(work: () => unknown, id: number): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof RestError) return { id, error: error.reply.body };
    throw error;
  }
}
