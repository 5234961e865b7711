/** What a SHOPLINE store's API answers: lists whose pages are links, counts, single writes, its refusals. */
import { type Kind, type Row, type Shop, written } from "@/lib/local/shopline-store/shop";
import { firstOf, someFrom } from "@/lib/local/views";

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };
export type Subscription = { id: number; topic: string; address: string; api_version: string };

export const ok = (body: unknown, headers: Record<string, string> = {}): Answer => ({ status: 200, body, headers });
export const failed = (status: number, errors: unknown): Answer => ({ status, body: { errors } });

const lists: Record<string, { kind: Kind; rows: string; most: number }> = {
  "v2/customers.json": { kind: "customers", rows: "customers", most: 250 },
  "orders.json": { kind: "orders", rows: "orders", most: 100 },
  "orders/abandoned_orders.json": { kind: "checkouts", rows: "abandoned_orders", most: 100 },
};

type Store = { shop: Shop; handle: string; name: string };

/** `unshippedOnly`: a list without a fulfillment status holds only what was not sent, as its documents may be read. */
export function read({ shop, handle, name }: Store, url: URL, path: string, unshippedOnly: boolean): Answer {
  if (path === "customer_saved_searches.json")
    return ok({ customer_saved_searches: [...shop.groups.values()].map(({ members: _, ...own }) => own) });
  const group = /^customer_saved_searches\/(\w+)\/customers\.json$/.exec(path)?.[1];
  if (group) return members(shop, url, group);
  const list = lists[path];
  if (list) return page(shop, url, list, unshippedOnly);
  if (path === "customers/v2/count.json") return ok({ count: shop.rows.customers.size });
  if (path === "orders/count.json") return ok({ count: shop.rows.orders.size });
  if (path === "merchants/shop.json") {
    const data = {
      name,
      currency: "EUR",
      iana_timezone: "Europe/Berlin",
      location_country_code: "DE",
    };
    return ok({ data: { id: 1_734_550_912_208, domain: `${handle}.myshopline.com`, ...data } });
  }
  return failed(404, "Not Found");
}

function members(shop: Shop, url: URL, id: string): Answer {
  const members = shop.groups.get(id)?.members;
  if (!members) return failed(404, "Not Found");
  return page(shop, url, lists["v2/customers.json"]!, false, (row) => members.has(row.id));
}

function page(
  shop: Shop,
  url: URL,
  { kind, rows, most }: (typeof lists)[string],
  unshippedOnly: boolean,
  among: (row: Row) => boolean = () => true,
): Answer {
  const { page_info, limit: given, fields, ...asked } = Object.fromEntries(url.searchParams);
  const limit = Number(given ?? 50);
  if (!(limit >= 1 && limit <= most)) return failed(422, { limit: [`must be at most ${most}`] });
  if (page_info && Object.keys(asked).length > 0) return failed(400, "page_info takes no other parameters");
  const inside = page_info ? JSON.parse(Buffer.from(page_info, "base64url").toString()) : { after: "", query: asked };
  const query = inside.query as Record<string, string>;
  const all = shop.rows[kind];
  const list = query.ids
    ? [...new Set(query.ids.split(","))].flatMap((id) => all.get(id) ?? []).sort(byId)
    : shop.views.of(all, "by id", (rows) => rows.sort(byId));
  const start = firstOf(list, ({ id }) => id > inside.after);
  const kept = someFrom(list, start, limit + 1, (row) => among(row) && fits(row, kind, query, unshippedOnly));
  const shown = kept.slice(0, limit);
  const next = Buffer.from(JSON.stringify({ after: shown.at(-1)?.id, query })).toString("base64url");
  const link = `<${url.origin}${url.pathname}?limit=${limit}&page_info=${next}>; rel="next"`;
  const columns = fields?.split(",");
  const body = columns ? shown.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))) : shown;
  return ok({ [rows]: body }, kept.length > limit ? { link } : {});
}

const byId = (a: Row, b: Row) => (a.id < b.id ? -1 : 1);

function fits(row: Row, kind: Kind, query: Record<string, string>, unshippedOnly: boolean): boolean {
  const { checkout_tokens, updated_at_min, hidden_order, fulfillment_status } = query;
  if (checkout_tokens && !checkout_tokens.split(",").includes(String(row.checkout_token))) return false;
  if (updated_at_min && Date.parse(row.updated_at) < Date.parse(updated_at_min)) return false;
  if (kind !== "orders") return true;
  if ((row.hidden_order === true) !== (hidden_order === "true")) return false;
  const shelf = fulfillment_status ?? (unshippedOnly ? "unshipped" : null);
  return shelf === null || shelf === shelfOf(row);
}

const shelfOf = ({ fulfillment_status }: Row) =>
  fulfillment_status === "fulfilled" ? "shipped" : fulfillment_status === "partial" ? "partial" : "unshipped";

/** A customer's consent, and nothing else, is written here. */
export function write(shop: Shop, path: string, body: Row): Answer {
  const id = /^customers\/(\w+)\.json$/.exec(path)?.[1] ?? "";
  if (!shop.rows.customers.has(id)) return failed(404, "Customer does not exist");
  type Consent = { state?: number } | undefined;
  const given = body.customer as { email_marketing_consent: Consent; sms_marketing_consent: Consent } | undefined;
  const { email_marketing_consent: email, sms_marketing_consent: sms } = given ?? {};
  if ((email ?? sms)?.state === undefined) return failed(422, { email_marketing_consent: ["is missing"] });
  const customer = shop.change("customers", id, {
    ...(email && { email_marketing_consent: email, email_subscribe_flag: email.state }),
    ...(sms && { sms_marketing_consent: sms, mobile_subscribe_flag: sms.state }),
  });
  return ok({ customer });
}

/** Subscriptions: one topic each; single ones have their id before the word. */
export function subscriptions(all: Map<number, Subscription>, method: string, path: string, body: Row): Answer {
  const shown = (one: Subscription) => ({ ...one, created_at: written(new Date()) });
  const given = body.webhook as Partial<Subscription> | undefined;
  const id = Number(/^(\d+)\/webhooks\.json$/.exec(path)?.[1]);
  if (method === "GET") return ok({ webhooks: [...all.values()].map(shown) });
  if (method === "POST") {
    const { topic = "", address = "", api_version = "" } = given ?? {};
    if (address.length > 255) return failed(422, { address: ["is too long"] });
    if ([...all.values()].some((one) => one.topic === topic && one.address === address))
      return failed(422, "for this topic has already been taken");
    const made = { id: 13_814 + all.size + Math.max(0, ...all.keys()), topic, address, api_version };
    all.set(made.id, made);
    return ok({ webhook: shown(made) });
  }
  const found = all.get(id);
  if (!found) return failed(404, "Not Found");
  if (method === "DELETE") all.delete(id);
  else Object.assign(found, given);
  return method === "DELETE" ? { status: 200, body: "" } : ok({ webhook: shown(found) });
}
