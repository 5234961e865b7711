import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change, Delivery } from "@/lib/connectors/types";
import { woocommerce } from "@/lib/connectors/woocommerce";
import { decodeEntities } from "@/lib/connectors/woocommerce/signature";

const secret = "s3cret-_";
const sign = (body: Buffer, key = secret) => createHmac("sha256", key).update(body).digest("base64");
const delivery = (topic: string, body: Buffer | string | object, signature?: string): Delivery => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return {
    headers: {
      "content-type": "application/json",
      "x-wc-webhook-topic": topic,
      "x-wc-webhook-signature": signature ?? sign(bytes),
      "x-wc-webhook-id": "1",
      "x-wc-webhook-delivery-id": "d",
    },
    body: bytes,
  };
};
const changeIn = (topic: string, body: Buffer | string | object): Change =>
  woocommerce.read(delivery(topic, body), {}).changes[0]!;
const order = (more: object = {}) => ({
  id: 7,
  status: "processing",
  currency: "EUR",
  total: "10.00",
  date_created_gmt: "2026-11-20T09:16:00",
  date_modified_gmt: "2026-11-20T09:16:05",
  customer_id: 0,
  billing: { email: "gus@example.com" },
  created_via: "checkout",
  ...more,
});
const customer = (more: object = {}) => ({
  id: 9,
  role: "customer",
  email: "mira@example.com",
  date_created_gmt: "2026-11-18T16:02:45",
  date_modified_gmt: "2026-11-20T09:14:03",
  billing: {},
  ...more,
});
const recordOf = (change: Change) => ("record" in change ? change.record : undefined);

describe("signatures", () => {
  const body = Buffer.from('{"id":1}');
  const good = sign(body);

  it("wrong, missing, truncated, re-cased, padded and foreign ones are forged", () => {
    const wrong = [
      "",
      good.slice(0, -1),
      good.slice(0, 10),
      good.toUpperCase(),
      good.toLowerCase(),
      ` ${good}`,
      `${good} `,
      `${good}=`,
      Buffer.from(good, "base64").toString("hex"),
      sign(body, "another store's"),
      sign(Buffer.from('{"id":2}')),
      "é".repeat(22),
    ];
    for (const signature of wrong)
      expect(woocommerce.verify(delivery("order.created", body, signature), secret), signature).toBe("forged");
    const { "x-wc-webhook-signature": _, ...headers } = delivery("order.created", body).headers;
    expect(woocommerce.verify({ headers, body }, secret)).toBe("forged");
    expect(woocommerce.verify(delivery("order.created", body), secret)).toBe("genuine");
  });

  it("an empty secret verifies nothing", () => {
    expect(woocommerce.verify(delivery("order.created", body, sign(body, "")), "")).toBe("forged");
  });

  it("a ping must look like one in every way", () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const ping = (headers: Record<string, string>, text: string) =>
      woocommerce.verify({ headers, body: Buffer.from(text) }, secret);
    expect(ping(form, "webhook_id=12")).toBe("ping");
    expect(ping({ "content-type": "application/json" }, "webhook_id=12")).toBe("forged");
    expect(ping(form, "webhook_id=12&id=3")).toBe("forged");
    expect(ping(form, "webhook_id=")).toBe("forged");
    expect(ping({ ...form, "x-wc-webhook-signature": "x" }, "webhook_id=12")).toBe("forged");
    expect(ping(form, '{"id":1}')).toBe("forged");
  });

  it("entities are decoded once, as WordPress does", () => {
    expect(decodeEntities("a&amp;b &lt;&gt;&quot;&#039;&#39;&#x27;&#38;&#x0022;")).toBe("a&b <>\"'''&\"");
    expect(decodeEntities("&amp;lt;")).toBe("&lt;");
    expect(decodeEntities("&nbsp;&AMP;&eacute;")).toBe("&nbsp;&AMP;&eacute;");
  });

  it("the key for repeats keeps its parts apart", () => {
    const of = (id: string, deliveryId: string, text: string) =>
      woocommerce.dedupeKey({
        headers: { "x-wc-webhook-id": id, "x-wc-webhook-delivery-id": deliveryId },
        body: Buffer.from(text),
      });
    expect(of("1", "a", "b")).toMatch(/^[0-9a-f]{64}$/);
    expect(of("1", "a", "b")).toBe(of("1", "a", "b"));
    expect(
      new Set([of("1", "a", "b"), of("1a", "", "b"), of("", "1a", "b"), of("1", "ab", ""), of("2", "a", "b")]).size,
    ).toBe(5);
  });
});

describe("bodies", () => {
  it("not JSON, empty, or not an object cannot be read", () => {
    for (const body of ["", "{", "<html>", "null", "[]", "7", '"x"', Buffer.from([0xff, 0xfe, 0x00])]) {
      expect(changeIn("order.updated", body)).toEqual({ kind: "refused", reason: "The message could not be read." });
    }
  });

  it("of unknown or absent topics are ignored", () => {
    for (const topic of ["coupon.created", "action.woocommerce_add_to_cart", "ORDER.CREATED", "", "constructor"]) {
      expect(changeIn(topic, order()).kind, topic).toBe("ignored");
    }
  });

  it("keep ids above 2^53 exact", () => {
    const big =
      '{"id":9007199254740993,"status":"processing","currency":"EUR","total":"1.00","customer_id":18446744073709551615,"line_items":[{"id":12345678901234567890,"product_id":9007199254740995,"name":"x","quantity":1,"total":"1.00"}]}';
    const reading = woocommerce.read(delivery("order.created", big), {});
    expect(reading.objectId).toBe("9007199254740993");
    expect(recordOf(reading.changes[0]!)).toMatchObject({
      externalId: "9007199254740993",
      customerExternalId: "18446744073709551615",
      items: [{ externalId: "12345678901234567890", productId: "9007199254740995", quantity: 1 }],
    });
    expect(changeIn("customer.deleted", '{"id":9007199254740993}')).toEqual({
      kind: "customer-gone",
      externalId: "9007199254740993",
    });
  });

  it("lose NUL and half surrogates, which Postgres refuses, and keep emoji", () => {
    const nasty = customer({ first_name: "A\0nn\ud800a", last_name: "😀\udc00", billing: { city: "\0" } });
    expect(recordOf(changeIn("customer.created", nasty))).toMatchObject({
      person: { firstName: "Ann\uFFFDa", lastName: "😀\uFFFD" },
    });
    expect(JSON.stringify(changeIn("customer.created", nasty))).not.toMatch(/\\u0000|\\ud[89a-f]/);
  });

  it("with an error in place of the record are sorted by what it means", () => {
    const error = (code: string, status: number) => ({ code, message: "", data: { status } });
    expect(changeIn("customer.updated", error("woocommerce_rest_invalid_id", 404)).kind).toBe("ignored");
    expect(changeIn("order.updated", error("woocommerce_rest_cannot_view", 403)).kind).toBe("refused");
    expect(changeIn("order.updated", error("woocommerce_rest_cannot_view", 401)).kind).toBe("refused");
    expect(changeIn("order.deleted", error("x", 500)).kind).toBe("refused");
  });

  it("without an id, a total or a currency are refused, never guessed", () => {
    for (const wrong of [
      { id: 0 },
      { id: -1 },
      { id: "x" },
      { id: 1.5 },
      { total: "free" },
      { total: "1e9" },
      { total: null },
      { currency: "" },
      { currency: "EURO" },
    ]) {
      expect(changeIn("order.updated", order(wrong)).kind, JSON.stringify(wrong)).toBe("refused");
    }
  });

  it("of ten megabytes are read", () => {
    const reading = woocommerce.read(delivery("order.updated", order({ customer_note: "x".repeat(10_000_000) })), {});
    expect(reading.changes[0]?.kind).toBe("order");
  });

  it("never throw, whatever they hold", () => {
    const topics = fc.constantFrom(...woocommerce.topics, "coupon.created", "");
    const keys = [
      "id",
      "status",
      "total",
      "currency",
      "role",
      "code",
      "data",
      "billing",
      "line_items",
      "refunds",
      "meta_data",
      "customer_id",
      "date_modified_gmt",
      "__proto__",
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary" }),
        fc.double(),
        fc.integer(),
        fc.bigInt(),
        fc.constant(null),
        fc.boolean(),
        fc.array(tie("any")),
        fc.dictionary(fc.constantFrom(...keys), tie("any")),
      ),
    })).any;
    const write = (body: unknown) =>
      JSON.stringify(body, (_, inner) => (typeof inner === "bigint" ? Number(inner) : inner)) ?? "";
    const check = (topic: string, body: Buffer | string) => {
      const reading = woocommerce.read(delivery(topic, body), { consentKeys: ["id", "status"] });
      expect(reading.changes).toHaveLength(1);
      expect(JSON.stringify(reading)).not.toMatch(/\\u0000|\\ud[89a-f][0-9a-f]{2}/);
    };
    fc.assert(
      fc.property(topics, fc.dictionary(fc.constantFrom(...keys), value), (topic, body) => check(topic, write(body))),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(topics, fc.uint8Array(), (topic, bytes) => check(topic, Buffer.from(bytes))),
      { numRuns: 200 },
    );
    check("order.updated", "[".repeat(200_000));
    check("order.updated", `{"id":9007199254740993,"a":${"[".repeat(200_000)}`);
  });
});

describe("statuses", () => {
  it("say whether something was bought", () => {
    const expected = {
      "checkout-draft": "draft",
      pending: "pending",
      failed: "pending",
      cancelled: "cancelled",
      refunded: "refunded",
      processing: "placed",
      "on-hold": "placed",
      completed: "placed",
      "plugin-packed": "placed",
      constructor: "placed",
    };
    for (const [status, meaning] of Object.entries(expected)) {
      expect(recordOf(changeIn("order.created", order({ status }))), status).toMatchObject({
        status: meaning,
        platformStatus: status,
      });
    }
    expect(changeIn("order.updated", order({ status: "trash" }))).toEqual({ kind: "order-gone", externalId: "7" });
  });

  it("zero dates and half dates are no dates", () => {
    for (const date of ["0000-00-00T00:00:00", "2026-13-01T00:00:00", "yesterday", 5, null]) {
      const record = recordOf(changeIn("order.created", order({ date_paid_gmt: date, date_modified_gmt: date })));
      expect(record).toMatchObject({ paidAt: null, updatedAt: new Date("2026-11-20T09:16:00Z") });
    }
  });
});

describe("consent", () => {
  const meta = (...entries: [string, unknown][]) => ({
    meta_data: entries.map(([key, value], index) => ({ id: index, key, value })),
  });
  const consents = (topic: string, body: object, consentKeys?: string[]) =>
    (recordOf(woocommerce.read(delivery(topic, body), { consentKeys }).changes[0]!) as { consents: unknown[] })
      .consents;

  it("a customer's meta is a state, dated by the customer's last change", () => {
    for (const yes of ["1", 1, "yes", "TRUE", true, "on"]) {
      expect(consents("customer.updated", customer(meta(["marketing_opt_in", yes]))), String(yes)).toMatchObject([
        { channel: "email", state: "subscribed", explicit: false, effectiveAt: new Date("2026-11-20T09:14:03Z") },
      ]);
    }
    for (const no of ["0", 0, "No", "false", false, "off"]) {
      expect(consents("customer.updated", customer(meta(["marketing_opt_in", no]))), String(no)).toMatchObject([
        { state: "unsubscribed", explicit: false },
      ]);
    }
  });

  it("empty, absent and unknown values say nothing", () => {
    for (const silent of ["", "  ", null, "maybe", "archived", {}, [], 2]) {
      expect(
        consents("customer.updated", customer(meta(["marketing_opt_in", silent]))),
        JSON.stringify(silent),
      ).toEqual([]);
    }
    expect(consents("customer.updated", customer())).toEqual([]);
  });

  it("a box ticked at the checkout is an explicit opt-in of that moment; an unticked one is nothing", () => {
    expect(consents("order.updated", order(meta(["marketing_opt_in", "yes"])))).toEqual([
      {
        channel: "email",
        state: "subscribed",
        explicit: true,
        effectiveAt: new Date("2026-11-20T09:16:00Z"),
        method: "checkout",
        evidence: "marketing_opt_in=yes",
      },
    ]);
    expect(consents("order.updated", order(meta(["marketing_opt_in", "no"])))).toEqual([]);
  });

  it("an order made by staff or by a renewal copies the tick, and is no act of the buyer", () => {
    for (const created_via of ["admin", "subscription", ""]) {
      expect(
        consents("order.created", order({ created_via, ...meta(["marketing_opt_in", "yes"]) })),
        created_via,
      ).toMatchObject([{ explicit: false }]);
    }
  });

  it("the merchant's own keys replace the known ones, and a no outweighs a yes", () => {
    const body = customer(meta(["_wc_other/shop/news", "1"], ["marketing_opt_in", "no"]));
    expect(consents("customer.updated", body, ["_wc_other/shop/news"])).toMatchObject([
      { state: "subscribed", evidence: "_wc_other/shop/news=1" },
    ]);
    const both = ["_wc_other/shop/news", "marketing_opt_in"];
    expect(consents("customer.updated", body, both)).toMatchObject([
      { state: "unsubscribed", evidence: "marketing_opt_in=no" },
    ]);
    const turned = customer(meta(["marketing_opt_in", "no"], ["_wc_other/shop/news", "1"]));
    expect(consents("customer.updated", turned, both)).toMatchObject([{ state: "unsubscribed" }]);
  });
});
