/** What Stripe's API answers about an account: lists, single objects, errors in its words. */
import type { Account } from "@/lib/local/stripe-account/account";
import type { Kind, Stored } from "@/lib/local/stripe-account/records";

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
  if (lines) return listOf(linesOf(account, lines[1]!), query, path);
  const kind = kinds[path];
  if (kind)
    return listOf(rowsOf(account, kind, query), query, path, (row) => shown(account, row, namesIn(query, "data.")));
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

function rowsOf(account: Account, kind: Kind, query: URLSearchParams): Stored[] {
  const types = query.getAll("types[]");
  const [from, to] = [Number(query.get("created[gte]") ?? 0), Number(query.get("created[lte]") ?? Infinity)];
  const payment = query.get("payment_intent");
  const charge = query.get("charge");
  const customer = query.get("customer");
  return [...account.rows[kind].values()]
    .filter((row) => row.created >= from && row.created <= to)
    .filter((row) => types.length === 0 || types.includes(String(row.type)))
    .filter((row) => !payment || row.payment_intent === payment)
    .filter((row) => !charge || row.charge === charge)
    .filter((row) => !customer || row.customer === customer)
    .reverse()
    .sort((a, b) => b.created - a.created);
}

function listOf(rows: Stored[], query: URLSearchParams, path: string, show = (row: Stored): unknown => row): Answer {
  const limit = Number(query.get("limit") ?? 10);
  if (!(limit >= 1 && limit <= 100))
    return failed(400, "invalid_request_error", "limit is 1 to 100", { param: "limit" });
  const after = query.get("starting_after");
  const at = after ? rows.findIndex((row) => row.id === after) : -1;
  if (after && at < 0) return { ...missing(after, "starting_after"), status: 400 };
  const data = rows.slice(at + 1, at + 1 + limit);
  return ok({ object: "list", data: data.map(show), has_more: at + 1 + limit < rows.length, url: `/v1/${path}` });
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
  const charges = [...account.rows.charges.values()].filter((charge) => charge.payment_intent === row.payment_intent);
  const latest = charges.at(-1);
  if (expand.some((name) => name.startsWith("payment_intent")) && row.payment_intent) {
    const latest_charge = latest ? withRefunds(account, latest) : null;
    whole.payment_intent = { id: row.payment_intent, object: "payment_intent", currency: row.currency, latest_charge };
  }
  return whole;
}

const withRefunds = (account: Account, charge: Stored) => ({
  ...charge,
  refunds: firstTen([...account.rows.refunds.values()].filter((refund) => refund.charge === charge.id).reverse()),
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
