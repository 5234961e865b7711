/** What Stripe's API answers about an account: lists, single objects, errors in its words. */
import type { Account } from "@/lib/local/stripe-account/account";
import type { Kind, Stored } from "@/lib/local/stripe-account/records";
import { firstOf, grouped, someFrom } from "@/lib/local/views";

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

const kinds: Record<string, Kind> = {
  customers: "customers",
  "checkout/sessions": "sessions",
  charges: "charges",
  refunds: "refunds",
  events: "events",
  webhook_endpoints: "endpoints",
};

/** The right that a call needs, as Stripe names it in its refusals. */
export const rightFor = (path: string, method: string): string => {
  const resource = /^(checkout\/sessions|[a-z_]+)/.exec(path)?.[1] ?? path;
  const word = { "checkout/sessions": "checkout_session", webhook_endpoints: "webhook" }[resource];
  return `${word ?? resource.replace(/s$/, "")}_${method === "GET" ? "read" : "write"}`;
};

export function read(account: Account, path: string, query: URLSearchParams): Answer {
  if (path === "payment_intents") return ok({ object: "list", data: [], has_more: false, url: "/v1/payment_intents" });
  const lines = /^checkout\/sessions\/(\w+)\/line_items$/.exec(path);
  if (lines) return linePage(linesOf(account, lines[1]!), query, path);
  const kind = kinds[path];
  if (kind) return page(account, kind, query, path);
  const [, folder, id] = /^(.+)\/([^/]+)$/.exec(path) ?? [];
  const row = account.rows[kinds[folder ?? ""] ?? "events"].get(id ?? "");
  if (row) return ok(shown(account, row, namesIn(query, "")));
  if (folder === "customers" && account.deleted.has(id!)) return ok({ id, object: "customer", deleted: true });
  return missing(id ?? path);
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const missing = (id: string, param = "id"): Answer =>
  failed(404, "invalid_request_error", `No such object: '${id}'`, { code: "resource_missing", param });
export const failed = (status: number, type: string, message: string, more: object = {}): Answer => ({
  status,
  body: { error: { type, message, ...more } },
});

/** The newest first, and of one second the last made. */
const newest = ({ rows, views }: Account, kind: Kind): Stored[] =>
  views.of(rows[kind], "newest first", (all) => all.reverse().sort((a, b) => b.created - a.created));

const places = (account: Account, kind: Kind): Map<string, number> =>
  account.views.of(account.rows[kind], "places", () => new Map(newest(account, kind).map(({ id }, at) => [id, at])));

const having = (account: Account, kind: Kind, column: string, value: unknown): Stored[] =>
  account.views
    .of(account.rows[kind], `by ${column}`, () => grouped(newest(account, kind), (row) => String(row[column])))
    .get(String(value)) ?? [];

function page(account: Account, kind: Kind, query: URLSearchParams, path: string): Answer {
  const after = query.get("starting_after");
  const placeOf = places(account, kind);
  const place = after ? placeOf.get(after) : -1;
  if (place === undefined) return { ...missing(after!, "starting_after"), status: 400 };
  const columns = ["payment_intent", "charge", "customer"].filter((name) => query.get(name));
  const types = query.getAll("types[]");
  const [from, to] = [Number(query.get("created[gte]") ?? 0), Number(query.get("created[lte]") ?? Infinity)];
  const list = columns[0] ? having(account, kind, columns[0], query.get(columns[0])) : newest(account, kind);
  const start = firstOf(list, ({ id, created }) => created <= to && placeOf.get(id)! > place);
  const meets = (row: Stored) =>
    row.created >= from &&
    (types.length === 0 || types.includes(String(row.type))) &&
    columns.every((name) => row[name] === query.get(name));
  const expand = namesIn(query, "data.");
  return listOf(
    (most) => someFrom(list, start, most, meets),
    query,
    path,
    (row) => shown(account, row, expand),
  );
}

function linePage(lines: Stored[], query: URLSearchParams, path: string): Answer {
  const start = lines.findIndex(({ id }) => id === query.get("starting_after")) + 1;
  return listOf((most) => lines.slice(start, start + most), query, path);
}

/** `some`: so many rows from where the page begins. */
function listOf(
  some: (most: number) => Stored[],
  query: URLSearchParams,
  path: string,
  show = (row: Stored): unknown => row,
): Answer {
  const limit = Number(query.get("limit") ?? 10);
  if (!(limit >= 1 && limit <= 100))
    return failed(400, "invalid_request_error", "limit is 1 to 100", { param: "limit" });
  const rows = some(limit + 1);
  const data = rows.slice(0, limit).map(show);
  return ok({ object: "list", data, has_more: rows.length > limit, url: `/v1/${path}` });
}

const namesIn = (query: URLSearchParams, before: string) =>
  query.getAll("expand[]").flatMap((name) => (name.startsWith(before) ? [name.slice(before.length)] : []));

/** Lists inside an object hold its first ten, and are there only when they are asked for. */
function shown(account: Account, row: Stored, expand: string[]): unknown {
  const { lines: _lines, ...own } = row;
  if (row.object === "charge") return expand.includes("refunds") ? withRefunds(account, own as Stored) : own;
  if (row.object !== "checkout.session") return own;
  const whole: Record<string, unknown> = { ...own };
  if (expand.includes("line_items")) whole.line_items = firstTen(linesOf(account, row.id));
  if (expand.some((name) => name.startsWith("payment_intent")) && row.payment_intent) {
    const [latest] = having(account, "charges", "payment_intent", row.payment_intent);
    const latest_charge = latest ? withRefunds(account, latest) : null;
    whole.payment_intent = { id: row.payment_intent, object: "payment_intent", currency: row.currency, latest_charge };
  }
  return whole;
}

const withRefunds = (account: Account, charge: Stored) => ({
  ...charge,
  refunds: firstTen(having(account, "refunds", "charge", charge.id)),
});

const firstTen = (rows: Stored[]) => ({ object: "list", data: rows.slice(0, 10), has_more: rows.length > 10 });

function linesOf(account: Account, session: string): Stored[] {
  const lines = (account.rows.sessions.get(session)?.lines ?? []) as { id: string; [field: string]: unknown }[];
  return lines.map(({ id, description, amount, quantity, tax }) => ({
    id,
    object: "item",
    created: 0,
    description,
    quantity: quantity ?? 1,
    amount_total: amount,
    amount_tax: tax ?? 0,
    price: { id: `price_${id.slice(3)}`, product: `prod_${id.slice(3)}` },
  }));
}
