/** Reading list parameters as WordPress does: the same limits, the same words in its refusals. */
import type { CustomerQuery, Cut, OrderQuery, Window } from "@/lib/local/demo-store/lists";
import type { ShopClock } from "@/lib/local/demo-store/php";
import { RestError } from "@/lib/local/demo-store/rest-answers";

export function pageOf(query: URLSearchParams): Cut {
  const limit = Number(query.get("per_page") ?? 10);
  if (!(limit >= 1 && limit <= 100)) {
    throw badParameter("per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)", "rest_out_of_bounds");
  }
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const offset = query.has("offset") ? Math.max(0, Number(query.get("offset")) || 0) : (page - 1) * limit;
  return { limit, offset };
}

export function customerQuery(query: URLSearchParams): CustomerQuery {
  return {
    role: query.get("role") ?? "customer",
    email: query.get("email") ?? undefined,
    search: query.get("search") ?? undefined,
    include: idsIn(query, "include"),
    exclude: idsIn(query, "exclude"),
    orderby: oneOf(query, "orderby", ["id", "include", "name", "registered_date"], "name"),
    order: oneOf(query, "order", ["asc", "desc"], "asc"),
  };
}

export function orderQuery(query: URLSearchParams, clock: ShopClock): OrderQuery {
  const gmt = ["true", "1"].includes(query.get("dates_are_gmt") ?? "");
  const statuses = valuesOf(query, "status");
  const customer = query.get("customer");
  return {
    statuses: statuses.length ? statuses : ["any"],
    customer: customer === null ? undefined : Number(customer),
    search: query.get("search") ?? undefined,
    include: idsIn(query, "include"),
    exclude: idsIn(query, "exclude"),
    modified: windowOf(query, "modified_after", "modified_before", gmt, clock),
    created: windowOf(query, "after", "before", gmt, clock),
    orderby: oneOf(query, "orderby", ["date", "id", "modified"], "date"),
    order: oneOf(query, "order", ["asc", "desc"], "desc"),
  };
}

function windowOf(query: URLSearchParams, after: string, before: string, gmt: boolean, clock: ShopClock): Window {
  const window: Window = {};
  const from = secondsOf(query.get(after), gmt, clock);
  const to = secondsOf(query.get(before), gmt, clock);
  if (from !== undefined) window.after = from;
  if (to !== undefined) window.before = to;
  return window;
}

/** A time without zone is the shop's own unless `dates_are_gmt` says otherwise. */
function secondsOf(value: string | null, gmt: boolean, clock: ShopClock): number | undefined {
  if (value === null) return undefined;
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(value)) return Math.floor(Date.parse(value) / 1000);
  return gmt ? Math.floor(Date.parse(`${value}Z`) / 1000) : clock.fromLocal(value.slice(0, 19));
}

/** `name=a,b`, `name[]=a&name[]=b` and `name[0]=a` all mean the same. */
function valuesOf(query: URLSearchParams, name: string): string[] {
  const named = [...query].filter(([key]) => key === name || key.startsWith(`${name}[`));
  return named.flatMap(([, value]) => value.split(",")).filter(Boolean);
}

function idsIn(query: URLSearchParams, name: string): number[] | undefined {
  const ids = valuesOf(query, name).map(Number);
  return ids.length ? ids : undefined;
}

function oneOf<T extends string>(query: URLSearchParams, name: string, allowed: T[], fallback: T): T {
  const value = query.get(name);
  if (value === null) return fallback;
  const found = allowed.find((word) => word === value);
  if (found) return found;
  const list = `${allowed.slice(0, -1).join(", ")}, and ${allowed.at(-1)}`;
  throw badParameter(name, `${name} is not one of ${list}.`, "rest_not_in_enum");
}

export const badParameter = (name: string, message: string, code: string) =>
  new RestError({
    status: 400,
    body: {
      code: "rest_invalid_param",
      message: `Invalid parameter(s): ${name}`,
      data: { status: 400, params: { [name]: message }, details: { [name]: { code, message, data: null } } },
    },
  });
