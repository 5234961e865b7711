/** Magento's signature and bodies: a test for each trap of the platform's facts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { magento } from "@/lib/connectors/magento";
import { readCart } from "@/lib/connectors/magento/carts";
import { baseString, encode, signatureOf } from "@/lib/connectors/magento/oauth";
import { readCustomer, readOrder } from "@/lib/connectors/magento/payloads";
import { money } from "@/lib/connectors/magento/values";
import type { Change } from "@/lib/connectors/types";

describe("OAuth 1.0a", () => {
  it("signs the text of RFC 5849, section 3.4.1.1, the parts of its form handed in beside the query", () => {
    const url = new URL("http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b");
    const oauth = [
      ["oauth_consumer_key", "9djdj82h48djs9d2"],
      ["oauth_token", "kkk9d7dh3k39sjv7"],
      ["oauth_signature_method", "HMAC-SHA1"],
      ["oauth_timestamp", "137131201"],
      ["oauth_nonce", "7d8f3e4a"],
      ["c2", ""],
      ["a3", "2 q"],
    ] as const;
    expect(baseString("post", url, oauth)).toBe(
      "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26" +
        "oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26" +
        "oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
    );
  });

  it("encodes the brackets of a search twice, and every sign but the four that stay", () => {
    const url = new URL("https://shop.example/rest/all/V1/orders?searchCriteria%5BpageSize%5D=100");
    expect(baseString("GET", url, [])).toBe(
      "GET&https%3A%2F%2Fshop.example%2Frest%2Fall%2FV1%2Forders&searchCriteria%255BpageSize%255D%3D100",
    );
    expect(encode("-._~ !*'()")).toBe("-._~%20%21%2A%27%28%29");
    expect(signatureOf("a", "b", "c")).toMatch(/^[\w+/]{43}=$/);
  });
});

const order = (more: object = {}) => ({
  entity_id: 5101,
  increment_id: "000001042",
  state: "processing",
  status: "on its way",
  created_at: "2026-11-20 09:16:00",
  updated_at: "2026-11-20 09:16:05",
  customer_id: 312,
  customer_email: "mira@example.com",
  order_currency_code: "EUR",
  grand_total: 63.9,
  total_refunded: 0,
  billing_address: { firstname: "Mira", lastname: "Holt", street: ["Lindenweg 4", "2nd floor"], country_id: "DE" },
  items: [
    { item_id: 1, product_id: 11, sku: "BW", name: "Pillar", qty_ordered: 2, row_total: 58, discount_amount: 5 },
    { item_id: 2, parent_item_id: 1, product_id: 15, name: "Pillar-Large", qty_ordered: 2, row_total: 0 },
  ],
  ...more,
});
const orderIn = (change: Change) => {
  if (change.kind !== "order") throw new Error(JSON.stringify(change));
  return change.record;
};

describe("an order", () => {
  it("goes by its state, shows the merchant's own word, and counts a variant once", () => {
    expect(orderIn(readOrder(order(), []))).toMatchObject({
      status: "placed",
      platformStatus: "on its way",
      updatedAt: new Date("2026-11-20T09:16:05Z"),
      customerExternalId: "312",
      total: "63.9",
      person: { email: "mira@example.com", address: { line1: "Lindenweg 4", line2: "2nd floor", country: "DE" } },
      items: [{ externalId: "1", productId: "11", total: "53" }],
    });
    const words = {
      new: "placed",
      complete: "placed",
      holded: "placed",
      pending_payment: "pending",
      canceled: "cancelled",
      closed: "refunded",
      made_up: "placed",
    };
    for (const [state, status] of Object.entries(words))
      expect(orderIn(readOrder(order({ state }), [])).status).toBe(status);
  });

  it("of a guest has no account and is known by its address", () => {
    const guest = order({ customer_id: undefined, customer_is_guest: 1 });
    expect(orderIn(readOrder(guest, []))).toMatchObject({
      customerExternalId: null,
      person: { email: "mira@example.com" },
    });
  });

  it("dates refunds by their credit memos; where those may not be read, their sum stands", () => {
    const memos = [
      { entity_id: 9, created_at: "2026-11-21 10:00:00", grand_total: 31.5, state: 2 },
      { entity_id: 10, created_at: "2026-11-21 10:00:00", grand_total: 5, state: 3 },
    ];
    const refunded = order({ total_refunded: 31.5 });
    expect(orderIn(readOrder(refunded, memos)).refunds).toEqual([
      { externalId: "9", at: new Date("2026-11-21T10:00:00Z"), amount: "31.5" },
    ]);
    expect(orderIn(readOrder(refunded, null)).refunds).toEqual([{ externalId: "all", at: null, amount: "31.5" }]);
  });

  it("has money without the tail that binary numbers have", () => {
    expect(money(0.1 + 0.2)).toBe("0.3");
    expect(money(63.9)).toBe("63.9");
    expect(money("10.0000")).toBe("10");
    expect(money(100)).toBe("100");
    for (const none of [null, undefined, "", "x", Number.NaN, 1e300]) expect(money(none)).toBeUndefined();
  });
});

describe("a customer", () => {
  const customer = (more: object = {}) => ({
    id: 312,
    email: "mira@example.com",
    updated_at: "2026-11-20 09:14:03",
    ...more,
  });
  const consents = (extension_attributes?: object) => {
    const change = readCustomer(customer({ extension_attributes }));
    return change.kind === "customer" ? { told: !change.record.consentUntold, claims: change.record.consents } : null;
  };

  it("whose newsletter box is empty never left by that alone; a box that is not shown says nothing", () => {
    expect(consents({ is_subscribed: true })).toMatchObject({
      told: true,
      claims: [{ state: "subscribed", explicit: false }],
    });
    expect(consents({ is_subscribed: false })).toMatchObject({
      told: true,
      claims: [{ state: "unsubscribed", afterYes: true }],
    });
    expect(consents({})).toEqual({ told: false, claims: [] });
    expect(consents()).toEqual({ told: false, claims: [] });
  });

  it("has the telephone and place of the default billing address", () => {
    const addresses = [
      { id: 87, city: "Elsewhere", telephone: "1" },
      { id: 88, city: "Freiburg", telephone: "+49 170 1234567", region: { region: "Baden" }, country_id: "de" },
    ];
    const change = readCustomer(customer({ default_billing: "88", addresses, dob: "1991-04-26", gender: 2 }));
    expect(change).toMatchObject({
      record: {
        person: {
          phone: "+49 170 1234567",
          address: { city: "Freiburg", region: "Baden", country: "DE" },
          birthday: "1991-04-26",
          gender: "female",
        },
      },
    });
  });
});

describe("a cart", () => {
  const cart = (more: object = {}) => ({
    id: 901,
    created_at: "2026-11-20 09:00:00",
    updated_at: "2026-11-20 09:10:00",
    is_active: true,
    items_count: 1,
    currency: { base_currency_code: "USD", quote_currency_code: "EUR" },
    customer: { id: 312, email: "mira@example.com", firstname: "Mira" },
    billing_address: { email: null },
    items: [{ item_id: 7, sku: "BW", name: "Pillar", qty: 2, price: 29.95 }],
    ...more,
  });

  it("that was filled and left is a draft at the price of what lies in it", () => {
    expect(orderIn(readCart(cart()))).toMatchObject({
      externalId: "cart-901",
      status: "draft",
      currency: "EUR",
      total: "59.9",
      customerExternalId: "312",
      updatedAt: new Date("2026-11-20T09:10:00Z"),
      person: { email: "mira@example.com", firstName: "Mira" },
      items: [{ externalId: "7", quantity: 2, total: "59.9" }],
    });
  });

  it("of a guest is known by the address typed in; of nobody it is left out", () => {
    const guest = cart({ customer: {}, billing_address: { email: "guest@example.com", telephone: "030 1" } });
    expect(orderIn(readCart(guest))).toMatchObject({
      customerExternalId: null,
      person: { email: "guest@example.com", phone: "030 1" },
    });
    expect(readCart(cart({ customer: undefined }))).toMatchObject({ kind: "ignored" });
  });

  it("dated with zeros counts from when it was made", () => {
    expect(orderIn(readCart(cart({ updated_at: "0000-00-00 00:00:00" }))).updatedAt).toEqual(
      new Date("2026-11-20T09:00:00Z"),
    );
  });

  it("bought or emptied is gone", () => {
    for (const ended of [{ is_active: false }, { is_active: 0 }, { items_count: 0 }, { items_count: null }]) {
      expect(readCart(cart(ended))).toEqual({ kind: "order-gone", externalId: "cart-901" });
    }
  });
});

describe("a hint", () => {
  const body = Buffer.from('{"topic":"order","id":"5101"}');
  it("is known by its secret and leads to the record it names", () => {
    expect(magento.verify({ headers: { "x-hook-secret": "s3cret" }, body }, "s3cret")).toBe("genuine");
    for (const headers of [{}, { "x-hook-secret": "" }, { "x-hook-secret": "S3cret" }] as Record<string, string>[]) {
      expect(magento.verify({ headers, body }, "s3cret")).toBe("forged");
    }
    expect(magento.verify({ headers: { "x-hook-secret": "" }, body }, "")).toBe("forged");
    expect(magento.read({ headers: {}, body }, {}).changes).toEqual([
      { kind: "look", of: "order", externalId: "5101" },
    ]);
  });

  it("said twice may tell of two changes, so neither is left out", () => {
    expect(magento.dedupeKey({ headers: {}, body })).not.toBe(magento.dedupeKey({ headers: {}, body }));
  });

  it("of the newsletter or a cart leads to the account or the cart; readers without an account are nobody's", () => {
    const changes = (body: object) =>
      magento.read({ headers: {}, body: Buffer.from(JSON.stringify(body)) }, {}).changes;
    expect(changes({ topic: "customer", id: "312" })).toEqual([{ kind: "look", of: "customer", externalId: "312" }]);
    expect(changes({ topic: "customer", id: "0" })).toMatchObject([{ kind: "ignored" }]);
    expect(changes({ topic: "cart", id: "901" })).toEqual([{ kind: "look", of: "order", externalId: "cart-901" }]);
  });

  const event = (type: string, value: object) => ({
    specversion: "1.0",
    id: "8e0f",
    type: `com.adobe.commerce.${type}`,
    data: { key: "k", value },
  });
  const told = (sent: unknown, headers = {}) =>
    magento.read({ headers, body: Buffer.from(JSON.stringify(sent)) }, {}).changes;

  it.each([
    ["observer.customer_save_commit_after", { entity_id: 312 }, "customer", "312"],
    ["observer.customer_register_success", { customer: { id: "312" } }, "customer", "312"],
    ["observer.newsletter_subscriber_save_commit_after", { subscriber_id: 9, customer_id: 312 }, "customer", "312"],
    ["observer.sales_order_save_commit_after", { entity_id: "5101" }, "order", "5101"],
    ["observer.sales_order_creditmemo_save_after", { entity_id: 9, order_id: 5101 }, "order", "5101"],
    ["observer.checkout_submit_all_after", { order: { entity_id: 5101 }, quote: { entity_id: 901 } }, "order", "5101"],
    ["observer.sales_quote_save_after", { entity_id: 901 }, "order", "cart-901"],
  ])("of Adobe's %s leads to what it names", (type, value, of, externalId) => {
    expect(told(event(type, value))).toEqual([{ kind: "look", of, externalId }]);
  });

  it("of Adobe's comes in batches, is known by its event's id, and says nothing where its fields were not chosen", () => {
    const one = event("observer.customer_save_commit_after", { entity_id: 1 });
    const other = event("observer.sales_order_save_commit_after", { status: "new" });
    expect(told([one, other])).toEqual([
      { kind: "look", of: "customer", externalId: "1" },
      expect.objectContaining({ kind: "ignored" }),
    ]);
    const key = (id: string) => magento.dedupeKey({ headers: { "x-adobe-event-id": id }, body });
    expect(key("a")).toBe(key("a"));
    expect(key("a")).not.toBe(key("b"));
  });

  it("that says anything else throws nothing", () => {
    for (const text of [
      "",
      "[]",
      "null",
      "{",
      '{"topic":"order"}',
      '{"topic":"shipment","id":1}',
      '[{"type":"com.adobe.commerce.observer.x"}]',
      '{"topic":"order","id":"1 or 1"}',
    ]) {
      expect(magento.read({ headers: {}, body: Buffer.from(text) }, {}).changes[0]!.kind).toMatch(/ignored|refused/);
    }
  });
});

describe("whatever comes in the place of a record", () => {
  it("throws nothing", () => {
    const keys = fc.constantFrom(
      "id",
      "entity_id",
      "items",
      "is_active",
      "items_count",
      "currency",
      "addresses",
      "grand_total",
      "order_currency_code",
      "updated_at",
      "extension_attributes",
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.anything()), (row) => {
        expect(readCustomer(row).kind).toBeTypeOf("string");
        expect(readOrder(row, null).kind).toBeTypeOf("string");
        expect(readCart(row).kind).toBeTypeOf("string");
      }),
    );
  });
});
