import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";

/**
 * The demo store is held against what a real WooCommerce 11.0.1 answered: same status, same keys, same totals header.
 */
const folder = "tests/fixtures/woocommerce/rest";
const recorded = (name: string) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));

let demo: DemoStore;
beforeAll(async () => {
  demo = await startDemoStore({ deliveryDelayMs: 60_000, timeZone: "America/New_York" });
});
afterAll(() => demo.stop());

async function call(method: string, path: string, body?: unknown) {
  const { consumerKey, consumerSecret } = demo.keys;
  const response = await fetch(`${demo.url}/wp-json/${path}`, {
    method,
    headers: { authorization: `Basic ${btoa(`${consumerKey}:${consumerSecret}`)}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const person = {
  first_name: "Anna",
  last_name: "Keller",
  billing: { city: "Berlin", country: "DE", phone: "+49 30 0000000" },
};
const optedIn = [{ key: "marketing_opt_in", value: "yes" }];
let made = 0;
const newCustomer = () =>
  demo.store.createCustomer({
    email: `p${++made}@example.com`,
    firstName: "P",
    meta: optedIn,
    billing: { city: "Mainz" },
  });
const orderLine = [{ product_id: 11, quantity: 2 }];
const newOrder = (more: object = {}) =>
  demo.store.placeOrder({ checkout: "rest", payment: "cod", customerId: newCustomer(), ...more });
const newWebhook = (topic: string) =>
  call("POST", "wc/v3/webhooks", { topic, delivery_url: "http://127.0.0.1:9/nobody", secret: "s", name: "n" });
/** A time in the shop's past, as WordPress writes UTC. */
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19);

/** How each recording was asked for, against a store that holds something to show. */
const asked: Record<string, () => Promise<Awaited<ReturnType<typeof call>>>> = {
  "customer-404": () => call("GET", "wc/v3/customers/999999"),
  "customer-batch": () =>
    call("POST", "wc/v3/customers/batch", {
      create: [{ email: `b${++made}@example.com` }],
      update: [{ id: newCustomer(), last_name: "Kellermann" }],
    }),
  "customer-create": () =>
    call("POST", "wc/v3/customers", { email: `c${++made}@example.com`, ...person, meta_data: optedIn }),
  "customer-delete": () => call("DELETE", `wc/v3/customers/${newCustomer()}?force=true`),
  "customer-delete-with-orders": () => call("DELETE", `wc/v3/customers/${newCustomer()}?force=true`),
  "customer-duplicate-email": () => {
    demo.store.createCustomer({ email: `twice${++made}@example.com` });
    return call("POST", "wc/v3/customers", { email: `TWICE${made}@example.com` });
  },
  "customer-update": () => call("PUT", `wc/v3/customers/${newCustomer()}`, { first_name: "Anne" }),
  "customers-beyond-last-page": () => call("GET", "wc/v3/customers?per_page=2&page=5000"),
  "customers-by-email": () => call("GET", `wc/v3/customers?email=${demo.store.customer(newCustomer()).email}`),
  "customers-by-email-upper": () =>
    call("GET", `wc/v3/customers?email=${demo.store.customer(newCustomer()).email.toUpperCase()}`),
  "customers-fields": () => call("GET", "wc/v3/customers?_fields=id,email,date_modified_gmt&per_page=3"),
  "customers-modified_after-ignored": () => call("GET", `wc/v3/customers?modified_after=${ago(-3600)}&per_page=100`),
  "customers-orderby-modified": () => call("GET", "wc/v3/customers?orderby=modified"),
  "customers-orderby-registered": () => call("GET", "wc/v3/customers?orderby=registered_date&order=desc"),
  "customers-page1": () => call("GET", "wc/v3/customers?per_page=2&page=1&orderby=id&order=asc"),
  "customers-page2": () => call("GET", "wc/v3/customers?per_page=2&page=2&orderby=id&order=asc"),
  "customers-per_page-101": () => call("GET", "wc/v3/customers?per_page=101"),
  "customers-role-all": () => call("GET", "wc/v3/customers?role=all"),
  "order-create": () =>
    call("POST", "wc/v3/orders", { customer_id: newCustomer(), line_items: orderLine, billing: { city: "Berlin" } }),
  "order-create-guest": () =>
    call("POST", "wc/v3/orders", { set_paid: true, payment_method: "cod", line_items: orderLine }),
  "order-get-refunded": () => {
    const id = newOrder({ status: "completed" });
    demo.store.refund(id, 500, "damaged");
    demo.store.refund(id);
    return call("GET", `wc/v3/orders/${id}`);
  },
  "order-of-deleted-customer": () => {
    const customerId = newCustomer();
    const id = demo.store.placeOrder({ customerId, optIn: true });
    demo.store.deleteCustomer(customerId);
    return call("GET", `wc/v3/orders/${id}`);
  },
  "order-refund-partial": () =>
    call("POST", `wc/v3/orders/${newOrder({ status: "completed" })}/refunds`, { amount: "5.00", reason: "damaged" }),
  "orders-customer": () => call("GET", `wc/v3/orders?customer=${demo.store.order(newOrder()).customer_id}`),
  "orders-customer-guest-0": () => {
    demo.store.placeOrder({ optIn: true });
    return call("GET", "wc/v3/orders?customer=0&per_page=1&status=any");
  },
  "orders-deleted-404": () => call("GET", "wc/v3/orders/999999"),
  "orders-modified_after-Z": () => call("GET", `wc/v3/orders?modified_after=${ago(60)}Z`),
  "orders-modified_after-equal": () => call("GET", `wc/v3/orders?modified_after=${ago(60)}&dates_are_gmt=true`),
  "orders-modified_after-gmt": () =>
    call("GET", `wc/v3/orders?modified_after=${ago(60)}&dates_are_gmt=true&orderby=modified&order=asc`),
  "orders-modified_after-minus1s": () => call("GET", `wc/v3/orders?modified_after=${ago(60)}&dates_are_gmt=true`),
  "orders-modified_after-no-tz": () => call("GET", `wc/v3/orders?modified_after=${ago(60)}`),
  "orders-page1": () => call("GET", "wc/v3/orders?per_page=3&orderby=id&order=asc&status=any"),
  "orders-search-email": () => {
    demo.store.placeOrder({ billing: { email: `find${++made}@example.com` }, optIn: true });
    return call("GET", `wc/v3/orders?search=find${made}@example.com`);
  },
  "orders-status-any": () => call("GET", "wc/v3/orders?status=any&per_page=100"),
  "orders-status-list": () => {
    demo.store.setStatus(newOrder(), "cancelled");
    return call("GET", "wc/v3/orders?status=cancelled,failed");
  },
  "orders-status-trash": () => {
    demo.store.trash(newOrder());
    return call("GET", "wc/v3/orders?status=trash");
  },
  "store-index-wp-json": () =>
    call("GET", "?_fields=name,url,home,gmt_offset,timezone_string,namespaces,authentication"),
  "webhook-after-reactivate": async () =>
    call("PUT", `wc/v3/webhooks/${(await newWebhook("customer.updated")).body.id}`, { status: "active" }),
  "webhooks-list": () => call("GET", "wc/v3/webhooks"),
};
for (const topic of "customer.created customer.updated customer.deleted order.created order.updated order.deleted order.restored".split(
  " ",
)) {
  asked[`webhook-create-${topic}`] = () => newWebhook(topic);
}

/** Key paths of a body; the entries of a list count together. Meta entries are the shop's own business. */
function shape(value: unknown, path = "", found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const entry of value) shape(entry, `${path}[]`, found);
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      found.add(`${path}.${key}`);
      if (key !== "meta_data") shape(inner, `${path}.${key}`, found);
    }
  }
  return found;
}

/** Present in some rows only (a refund, a linked customer), so not comparable between two stores' lists. */
const varying = /\.(refunds|coupon_lines|shipping_lines|customer|line_items)(\[\]|$)/;

describe("every REST recording", () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

  it("has its request here, but for products, which the connector does not read", () => {
    expect(names.filter((name) => !asked[name])).toEqual(["product-create"]);
  });

  for (const name of names.filter((one) => one !== "product-create")) {
    it(`${name} is answered as recorded`, async () => {
      const theirs = recorded(name);
      const ours = await asked[name]!();
      expect(ours.status).toBe(theirs.status);
      if (theirs.body?.code) return expect({ ...ours.body, message: "" }).toEqual({ ...theirs.body, message: "" });
      const comparable = (body: unknown) =>
        [...shape(body)].filter((key) => !Array.isArray(body) || !varying.test(key)).sort();
      const listed = Array.isArray(theirs.body) && (theirs.body.length === 0 || ours.body.length === 0);
      if (!listed) expect(comparable(ours.body)).toEqual(comparable(theirs.body));
      else expect(ours.body).toEqual([]);
      const names = new Set(theirs.headers.map(([header]: [string]) => header.toLowerCase()));
      for (const header of ["x-wp-total", "x-wp-totalpages", "location"])
        expect(ours.headers.has(header)).toBe(names.has(header));
    });
  }
});

describe("the demo store's lists", () => {
  it("compare times strictly, in whole seconds", async () => {
    const id = newOrder();
    const at = demo.store.order(id).date_modified_gmt;
    const before = new Date(Date.parse(`${at}Z`) - 1000).toISOString().slice(0, 19);
    const ids = async (after: string) =>
      (await call("GET", `wc/v3/orders?modified_after=${after}&dates_are_gmt=true&per_page=100`)).body.map(
        (order: { id: number }) => order.id,
      );
    expect(await ids(at)).not.toContain(id);
    expect(await ids(before)).toContain(id);
  });

  it("read a time without zone as the shop's own", async () => {
    newOrder();
    const { body } = await call("GET", `wc/v3/orders?modified_after=${ago(60)}`);
    expect(body).toEqual([]);
  });
});
