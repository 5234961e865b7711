/** Shopify held to material that is not ours: its schema, its official webhook samples, published signatures. */
import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildSchema, type GraphQLEnumType, NoDeprecatedCustomRule, parse, specifiedRules, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { shopify } from "@/lib/connectors/shopify";
import { approval, storeUrl } from "@/lib/connectors/shopify/approval";
import { Budget } from "@/lib/connectors/shopify/budget";
import { readCustomer } from "@/lib/connectors/shopify/customers";
import * as documents from "@/lib/connectors/shopify/documents";
import { topics } from "@/lib/connectors/shopify/events";
import { isSigned } from "@/lib/connectors/shopify/signature";
import { enumOf } from "@/lib/connectors/shopify/webhooks";
import { signed } from "@/lib/local/shopify-shop";

const data = new URL("../../../shared/data/shopify/", import.meta.url);
const schemaFile = new URL("admin-2026-01.schema.graphql.gz", data);
const samples = new URL("webhooks-2026-04/", data);

const { apiVersion, bulk, ...single } = documents;
const written = Object.entries({
  ...single,
  ...Object.fromEntries(Object.entries(bulk).map(([n, q]) => [`bulk ${n}`, q])),
});

describe.skipIf(!existsSync(schemaFile))("the Admin schema of 2026-01", () => {
  const schema = existsSync(schemaFile) ? buildSchema(gunzipSync(readFileSync(schemaFile)).toString("utf8")) : null;

  it.each(written)("takes the document %s, and nothing in it is on its way out", (_, document) => {
    const rules = [...specifiedRules, NoDeprecatedCustomRule];
    expect(validate(schema!, parse(document), rules).map(({ message }) => message)).toEqual([]);
  });

  it("knows every topic that a store is asked to tell", () => {
    const known = schema!.getType("WebhookSubscriptionTopic") as GraphQLEnumType;
    expect(topics.map(enumOf).filter((name) => !known.getValue(name))).toEqual([]);
  });
});
if (!existsSync(schemaFile)) console.info("The Admin schema is not here: no document was held against it.");

const sampleNames = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith(".json")) : [];
if (sampleNames.length === 0) console.info("The official webhook samples are not here: none was read.");

function readSample(name: string) {
  const sample = JSON.parse(readFileSync(new URL(name, samples), "utf8")) as { name: string; response: object };
  const body = Buffer.from(JSON.stringify(sample.response));
  return shopify.read({ headers: { "x-shopify-topic": sample.name }, body }, {});
}

describe.skipIf(sampleNames.length === 0)("the official samples of webhooks", () => {
  const expected: Record<string, object> = {
    "customers/create": { kind: "look", of: "customer", externalId: "706405506930370084" },
    "customers/delete": { kind: "customer-gone" },
    "customers/merge": { kind: "ignored" },
    "customers_email_marketing_consent/update": { kind: "look", of: "customer" },
    "customers_marketing_consent/update": { kind: "look", of: "customer" },
    "customer.tags_added": { kind: "look", of: "customer", externalId: "1" },
    "customers/purchasing_summary": { kind: "look", of: "customer" },
    "orders/create": { kind: "look", of: "order", externalId: "820982911946154508" },
    "orders/edited": { kind: "look", of: "order" },
    "orders/delete": { kind: "order-gone" },
    "refunds/create": { kind: "look", of: "order" },
    "checkouts/create": {
      kind: "order",
      record: expect.objectContaining({ externalId: "checkout-123123123", total: "421.88" }),
    },
    "checkouts/delete": { kind: "ignored" },
    "app/uninstalled": { kind: "demand", wants: "disconnect" },
    "customers/data_request": {
      kind: "demand",
      wants: "export",
      who: { externalId: "191167", email: "john@example.com", phone: "555-625-1199" },
    },
    "customers/redact": { kind: "demand", wants: "erase", who: { externalId: "191167" } },
    "shop/redact": { kind: "demand", wants: "erase-store" },
    "carts/create": { kind: "ignored" },
  };

  it.each(sampleNames)("%s is read", (name) => {
    const { topic, changes } = readSample(name);
    expect(changes.map(({ kind }) => kind)).not.toContain("refused");
    expect(changes[0]).toMatchObject(expected[topic] ?? { kind: expect.any(String) });
  });

  it("include every topic of ours, and the three of privacy", () => {
    const known = sampleNames.map((name) => readSample(name).topic);
    const privacy = ["customers/data_request", "customers/redact", "shop/redact"];
    expect([...topics, ...privacy].filter((topic) => !known.includes(topic))).toEqual([]);
  });
});

describe("signatures", () => {
  it("of webhooks: the published one, over the exact bytes", () => {
    const body = '{"id":1234567890,"email":"customer@example.com","total_price":"123.45"}';
    const hmac = "QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw=";
    const verdict = (text: string, given: string, secret = "test-webhook-secret") =>
      shopify.verify({ headers: { "x-shopify-hmac-sha256": given }, body: Buffer.from(text) }, secret);
    expect(verdict(body, hmac)).toBe("genuine");
    expect(verdict(`${body}\n`, hmac)).toBe("forged");
    expect(verdict(body, "")).toBe("forged");
    expect(verdict(body, hmac.slice(0, 20))).toBe("forged");
    expect(verdict(body, createHmac("sha256", "").update(body).digest("base64"), "")).toBe("forged");
  });

  it.each([
    [
      "code=a94a110d86d2452eb3e2af4cfb8a3828&shop=some-shop.myshopify.com&timestamp=1337178173",
      "hush",
      "2cb1a277650a659f1b11e92a4a64275b128e037f2c3390e3c8fd2d8721dac9e2",
    ],
    [
      "shop=some-shop.myshopify.com&ids[]=2&ids[]=1",
      "hush",
      "b93b9f82996f6f8bf9f1b7bbddec284c8fabacdc4e12dc80550b4705f3003b1e",
    ],
  ])("of an answer to an authorization: the published one over %s", (query, secret, hmac) => {
    expect(isSigned(new URLSearchParams(`${query}&hmac=${hmac}`), secret)).toBe(true);
    expect(isSigned(new URLSearchParams(`${query}1&hmac=${hmac}`), secret)).toBe(false);
    expect(isSigned(new URLSearchParams(query), secret)).toBe(false);
  });

  it("of parameters that hold signs of the query itself, however they are encoded", () => {
    const query = new URLSearchParams({ a: "1&b=2", "c=3&d": "4" });
    const hmac = createHmac("sha256", "secret").update("a=1%26b=2&c%3D3%26d=4").digest("hex");
    expect(isSigned(new URLSearchParams([...query, ["hmac", hmac]]), "secret")).toBe(true);
  });
});

describe("a delivery", () => {
  it("is the same again by its id, however its body is written; without an id by what it says", () => {
    const { headers, body } = signed("orders/create", { id: 1 });
    const key = (more: object, text = body) =>
      shopify.dedupeKey({ headers: { ...headers, ...more }, body: Buffer.from(text) });
    expect(key({})).toBe(key({ "x-shopify-triggered-at": "later" }, `${body} `));
    expect(key({})).not.toBe(key({ "x-shopify-webhook-id": "another" }));
    const none = { "x-shopify-webhook-id": "" };
    expect(key(none)).toBe(key(none));
    expect(key(none)).not.toBe(key({ ...none, "x-shopify-topic": "orders/updated" }));
  });

  it("names its shop, and nothing else can be named there", () => {
    const shopOf = (shop: string) =>
      shopify.storeOf!({ headers: { "x-shopify-shop-domain": shop }, body: Buffer.from("") });
    expect(shopOf("North-Candles.myshopify.com")).toBe("https://north-candles.myshopify.com");
    expect(shopOf("evil.example")).toBeNull();
    expect(shopOf("a.myshopify.com.evil.example")).toBeNull();
  });

  it("that cannot be read, or tells of what we do not use, is said to be so", () => {
    const read = (topic: string, body: string) =>
      shopify.read({ headers: { "x-shopify-topic": topic }, body: Buffer.from(body) }, {}).changes[0]!.kind;
    expect(read("orders/create", "<html>")).toBe("refused");
    expect(read("orders/create", "{}")).toBe("refused");
    expect(read("products/create", "{}")).toBe("ignored");
    expect(read("constructor", "{}")).toBe("ignored");
  });
});

describe("a store's address", () => {
  it.each([
    ["north-candles"],
    [" North-Candles.myshopify.com "],
    ["https://north-candles.myshopify.com/admin/orders?x=1"],
    ["https://admin.shopify.com/store/north-candles/settings"],
  ])("is found in %s", (typed) => {
    expect(storeUrl(typed)).toBe("https://north-candles.myshopify.com");
  });

  it.each([
    ["north-candles.com"],
    ["myshopify.com"],
    ["a.b.myshopify.com"],
    ["x.myshopify.com.evil.example"],
    ["127.0.0.1"],
    [""],
  ])("is not found in “%s”", (typed) => {
    expect(storeUrl(typed)).toBeNull();
  });

  it("leads to the page that asks for what the app needs", () => {
    const asking = {
      url: "https://north-candles.myshopify.com",
      app: { id: "app", secret: "s" },
      state: "st",
      verifier: "v",
      returnUrl: "https://x.example/api/connect/shopify",
    };
    const page = new URL(approval.page(asking));
    expect(page.origin + page.pathname).toBe("https://north-candles.myshopify.com/admin/oauth/authorize");
    expect(Object.fromEntries(page.searchParams)).toEqual({
      client_id: "app",
      redirect_uri: asking.returnUrl,
      scope: "read_customers,write_customers,read_orders",
      state: "st",
    });
    const more = new URL(approval.page({ ...asking, app: { ...asking.app, scopes: ["read_all_orders"] } }));
    expect(more.searchParams.get("scope")).toMatch(/,read_all_orders$/);
  });
});

describe("a customer", () => {
  const customer = (defaultEmailAddress: object | null) =>
    readCustomer({
      id: "gid://shopify/Customer/8801",
      createdAt: "2026-01-01T00:00:00Z",
      updatedAt: "2026-03-01T00:00:00Z",
      numberOfOrders: "3",
      defaultEmailAddress,
    });
  const consentOf = (marketingState: string, marketingOptInLevel: string | null = "SINGLE_OPT_IN") => {
    const change = customer({
      emailAddress: "m@example.com",
      marketingState,
      marketingOptInLevel,
      marketingUpdatedAt: "2026-02-01T00:00:00Z",
    });
    return change.kind === "customer" ? change.record.consents[0] : undefined;
  };

  it("without anything of a person that the app may see is a customer all the same", () => {
    expect(customer(null)).toMatchObject({
      kind: "customer",
      record: { externalId: "8801", hasBought: true, consents: [], person: {} },
    });
  });

  it("has agreed by an act of their own only where they confirmed it; Shopify's date is the state's, not the record's", () => {
    expect(consentOf("SUBSCRIBED", "CONFIRMED_OPT_IN")).toMatchObject({ state: "subscribed", explicit: true });
    expect(consentOf("SUBSCRIBED")).toMatchObject({ state: "subscribed", explicit: false, dated: true });
    expect(consentOf("UNSUBSCRIBED")).toMatchObject({
      state: "unsubscribed",
      effectiveAt: new Date("2026-02-01T00:00:00Z"),
    });
    expect(consentOf("PENDING")).toMatchObject({ state: "pending" });
    for (const word of ["NOT_SUBSCRIBED", "INVALID", "REDACTED", "WHATEVER"]) expect(consentOf(word)).toBeUndefined();
  });
});

describe("points", () => {
  it("are waited for as long as what is known to be missing takes to come back, and no longer", () => {
    const budget = new Budget();
    expect(budget.wait("dear", 0)).toBe(0);
    budget.note("dear", { requested: 500, available: 100, rate: 50 }, 0);
    expect(budget.wait("dear", 0)).toBe(8);
    expect(budget.wait("dear", 6000)).toBe(2);
    expect(budget.wait("dear", 60_000)).toBe(0);
    expect(budget.wait("never asked", 0)).toBe(0);
  });
});

it("says of one version only which it speaks", () => {
  expect(apiVersion).toMatch(/^20\d\d-(01|04|07|10)$/);
});
