/** A store that holds what the recorded one held at its end, over HTTP, as far as a resync reads it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Recording } from "./recordings";

type Held = { id: { toString(): string }; [field: string]: unknown };

const index = { name: "Recorded", namespaces: ["wc/v3"], timezone_string: "America/New_York", gmt_offset: -5 };

export type RecordedStore = Awaited<ReturnType<typeof openRecordedStore>>;

/** The newest body of each record, less what was deleted, or forced out without a word (order 22). */
export async function openRecordedStore(recordings: Recording[]) {
  const held = { customers: new Map<string, Held>(), orders: new Map<string, Held>() };
  for (const { headers, body } of recordings) {
    const topic = headers["x-wc-webhook-topic"];
    if (!topic || topic.startsWith("coupon")) continue;
    const record = JSON.parse(body.toString("utf8")) as Held & { code?: string };
    const kind = topic.startsWith("customer") ? "customers" : "orders";
    if (record.code) continue;
    if (topic.endsWith(".deleted")) held[kind].delete(String(record.id));
    else held[kind].set(String(record.id), record);
  }
  held.orders.delete("22");
  const gone = [...held.orders.values()].filter((order) => !held.customers.has(String(order.customer_id)));
  for (const order of gone) order.customer_id = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://store");
    const answer = url.pathname.endsWith("/wp-json/") ? { rows: index, headers: {} } : pageOf(held, url);
    response.writeHead(200, { "content-type": "application/json; charset=UTF-8", ...answer.headers });
    response.end(JSON.stringify(answer.rows));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((done) => server.close(done)) };
}

function pageOf(held: { customers: Map<string, Held>; orders: Map<string, Held> }, url: URL) {
  const query = url.searchParams;
  const kind = url.pathname.endsWith("/customers") ? "customers" : "orders";
  const size = Number(query.get("per_page") ?? 10);
  const wanted = query.get("include")?.split(",");
  const after = query.get("modified_after");
  const rows = [...held[kind].values()]
    .filter((row) => kind === "orders" || query.get("role") === "all" || row.role === "customer")
    .filter((row) => query.get("status") !== "checkout-draft" || row.status === "checkout-draft")
    .filter((row) => !wanted || wanted.includes(String(row.id)))
    .filter((row) => !after || String(row.date_modified_gmt) > after.replace(/(\.\d+)?Z$/, ""))
    .sort((a, b) => order(a, query.get("orderby")).localeCompare(order(b, query.get("orderby"))));
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  const headers = { "x-wp-total": String(rows.length), "x-wp-totalpages": String(Math.ceil(rows.length / size)) };
  return { rows: rows.slice(start, start + size), headers };
}

const order = (row: Held, by: string | null) =>
  by === "modified" ? `${row.date_modified_gmt} ${String(row.id).padStart(12, "0")}` : String(row.id).padStart(12, "0");
