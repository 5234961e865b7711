/** Stripe's objects as what they say to us: a test for each trap of the platform's facts, and its own fixtures. */
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripe } from "@/lib/connectors/stripe";
import { Credentials } from "@/lib/connectors/stripe/http";
import { fromMinorUnits } from "@/lib/connectors/stripe/money";
import { readCharge, readCustomer, readSession } from "@/lib/connectors/stripe/payloads";
import type { Change } from "@/lib/connectors/types";

const askedAt = new Date("2026-11-20T10:00:00.123Z");
const read = (event: object) => stripe.read({ headers: {}, body: Buffer.from(JSON.stringify(event)) }, {});
const eventOf = (type: string, object: object) => ({ id: "evt_1", object: "event", type, data: { object } });
const orderIn = (change: Change) => {
  if (change.kind !== "order") throw new Error(`Not an order: ${JSON.stringify(change)}`);
  return change.record;
};

const charge = (more: object = {}) => ({
  id: "ch_1",
  object: "charge",
  created: 1795079100,
  amount: 6390,
  amount_captured: 6390,
  captured: true,
  refunded: false,
  status: "succeeded",
  currency: "eur",
  customer: null,
  payment_intent: "pi_1",
  billing_details: { email: "mira@example.com", name: "Mira Anna Holt", address: { country: "de", city: "Freiburg" } },
  refunds: { data: [], has_more: false },
  ...more,
});
const session = (more: object = {}) => ({
  id: "cs_test_a1",
  object: "checkout.session",
  created: 1795079000,
  mode: "payment",
  status: "complete",
  payment_status: "paid",
  amount_total: 6390,
  currency: "eur",
  customer: null,
  customer_details: { email: "mira@example.com", name: "Mira Holt", phone: null, address: null },
  payment_intent: { id: "pi_1", latest_charge: charge() },
  line_items: {
    data: [
      {
        id: "li_1",
        description: "Candle",
        quantity: 2,
        amount_total: 6390,
        amount_tax: 1020,
        price: { id: "price_1", product: "prod_1" },
      },
    ],
  },
  ...more,
});

describe("money", () => {
  it("of currencies without, with two and with three decimals is exact", () => {
    expect(fromMinorUnits(6390, "EUR")).toBe("63.90");
    expect(fromMinorUnits(5, "EUR")).toBe("0.05");
    expect(fromMinorUnits(6390, "JPY")).toBe("6390");
    expect(fromMinorUnits(6390, "KWD")).toBe("6.390");
    expect(fromMinorUnits(-6390, "EUR")).toBe("-63.90");
    expect(fromMinorUnits("90071992547409931", "EUR")).toBe("900719925474099.31");
  });

  it("of ISK and UGX, which have no decimals of their own, comes with two from Stripe", () => {
    expect(fromMinorUnits(500000, "ISK")).toBe("5000.00");
    expect(fromMinorUnits(500000, "UGX")).toBe("5000.00");
  });

  it("that is no whole number is none", () => {
    for (const wrong of [1.5, null, "1e3", "", Number.NaN]) expect(fromMinorUnits(wrong, "EUR")).toBeUndefined();
  });

  it("is never more or less than what was written", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }),
        fc.constantFrom("EUR", "JPY", "KWD"),
        (units, currency) => {
          const digits = fromMinorUnits(units, currency)!.replace(".", "");
          expect(Number(digits)).toBe(units);
        },
      ),
    );
  });
});

describe("a key", () => {
  it("that may do everything is refused, a restricted one taken", () => {
    expect(Credentials.safeParse({ key: "sk_live_123456789" }).error?.issues[0]?.message).toMatch(/restricted key/);
    expect(Credentials.safeParse({ key: "pk_live_123456789" }).success).toBe(false);
    expect(Credentials.safeParse({ key: " rk_live_123456789 " }).data).toEqual({ key: "rk_live_123456789" });
  });
});

describe("an event", () => {
  it("says about which record something changed, not what it is: two of one second cannot overtake each other", () => {
    const customer = { id: "cus_1", email: "old@example.com" };
    expect(read(eventOf("customer.updated", customer)).changes).toEqual([
      { kind: "look", of: "customer", externalId: "cus_1" },
    ]);
  });

  it.each([
    ["checkout.session.completed", session()],
    ["charge.succeeded", charge()],
    ["charge.refunded", charge()],
    ["refund.created", { id: "re_1", payment_intent: "pi_1", charge: "ch_1" }],
  ])("%s leads to the payment, so that one sale is one order", (type, object) => {
    expect(read(eventOf(type, object)).changes).toEqual([{ kind: "look", of: "order", externalId: "pi_1" }]);
  });

  it("about a payment from before there were payment intents leads to its charge", () => {
    const refund = { id: "re_1", payment_intent: null, charge: "ch_1" };
    expect(read(eventOf("refund.created", refund)).changes).toMatchObject([{ externalId: "ch_1" }]);
  });

  it("of a deleted customer needs no question", () => {
    expect(read(eventOf("customer.deleted", { id: "cus_1" })).changes).toEqual([
      { kind: "customer-gone", externalId: "cus_1" },
    ]);
  });

  it("of another type, or a thin one of version 2, is of no consequence", () => {
    expect(read(eventOf("invoice.paid", { id: "in_1" })).changes).toMatchObject([{ kind: "ignored" }]);
    const thin = { id: "evt_1", object: "v2.core.event", type: "customer.updated" };
    expect(read(thin).changes).toMatchObject([{ kind: "ignored" }]);
  });

  it("that is no JSON, or says nothing, is told and throws nothing", () => {
    for (const body of ["", "[]", "null", "{", '"x"']) {
      expect(stripe.read({ headers: {}, body: Buffer.from(body) }, {}).changes).toMatchObject([{ kind: "refused" }]);
    }
    expect(read(eventOf("customer.updated", {})).changes).toMatchObject([{ kind: "refused" }]);
  });
});

describe("a checkout session", () => {
  it("that was paid is an order known by its payment, with lines without tax and the charge's date", () => {
    expect(orderIn(readSession(session(), askedAt))).toMatchObject({
      externalId: "pi_1",
      status: "placed",
      total: "63.90",
      currency: "EUR",
      undated: true,
      updatedAt: askedAt,
      paidAt: new Date(1795079100_000),
      person: { email: "mira@example.com", firstName: "Mira", lastName: "Holt", address: { country: "DE" } },
      items: [{ productId: "prod_1", variantId: "price_1", quantity: 2, total: "53.70" }],
    });
  });

  it("that is free is an order known by itself", () => {
    const free = session({ amount_total: 0, payment_status: "no_payment_required", payment_intent: null });
    expect(orderIn(readSession(free, askedAt))).toMatchObject({
      externalId: "cs_test_a1",
      status: "placed",
      total: "0.00",
    });
  });

  it("of a subscription is none: its payments are charges of their own", () => {
    const subscription = session({ mode: "subscription", payment_intent: null, consent: { promotions: "opt_in" } });
    const record = orderIn(readSession(subscription, askedAt));
    expect(record.status).toBe("draft");
    expect(record.consents).toHaveLength(1);
  });

  it("with a slow payment waits for it; one that is open is passed over; one that was left is a draft", () => {
    const slow = session({ payment_status: "unpaid", payment_intent: "pi_1" });
    expect(orderIn(readSession(slow, askedAt))).toMatchObject({ externalId: "pi_1", status: "pending", paidAt: null });
    expect(readSession(session({ status: "open" }), askedAt).kind).toBe("ignored");
    const left = session({ status: "expired", payment_status: "unpaid", payment_intent: null });
    expect(orderIn(readSession(left, askedAt))).toMatchObject({ status: "draft", platformStatus: "expired" });
  });

  it("tells consent only by its box for promotions, dated, and nothing by its absence", () => {
    const consents = (promotions: unknown, more: object = {}) =>
      orderIn(readSession(session({ consent: { promotions }, ...more }), askedAt)).consents;
    expect(consents("opt_in")).toMatchObject([
      {
        channel: "email",
        state: "subscribed",
        explicit: true,
        effectiveAt: new Date(1795079100_000),
        method: "checkout",
      },
    ]);
    expect(consents("opt_out")).toMatchObject([{ state: "unsubscribed" }]);
    expect(consents(null)).toEqual([]);
    expect(orderIn(readSession(session(), askedAt)).consents).toEqual([]);
    expect(consents("opt_in", { status: "expired", payment_intent: null })).toEqual([]);
  });

  it("of a guest with only an address given before the payment still has it", () => {
    const guest = session({ customer_details: null, customer_email: "early@example.com" });
    expect(orderIn(readSession(guest, askedAt))).toMatchObject({
      customerExternalId: null,
      person: { email: "early@example.com" },
    });
  });
});

describe("a charge", () => {
  it("of no session is an order of whom it bills, else of whom the receipt goes to", () => {
    const record = orderIn(readCharge(charge(), askedAt));
    expect(record).toMatchObject({ externalId: "pi_1", person: { email: "mira@example.com", firstName: "Mira Anna" } });
    const receipt = charge({ billing_details: { email: null }, receipt_email: "r@example.com", payment_intent: null });
    expect(orderIn(readCharge(receipt, askedAt))).toMatchObject({
      externalId: "ch_1",
      person: { email: "r@example.com" },
    });
  });

  it("that failed or is pending is no order; money only set aside is none yet, and released none at all", () => {
    expect(readCharge(charge({ status: "failed" }), askedAt).kind).toBe("ignored");
    expect(readCharge(charge({ status: "pending" }), askedAt).kind).toBe("ignored");
    const held = { captured: false, amount_captured: 0 };
    expect(orderIn(readCharge(charge(held), askedAt))).toMatchObject({
      status: "pending",
      total: "63.90",
      paidAt: null,
    });
    expect(orderIn(readCharge(charge({ ...held, refunded: true }), askedAt)).status).toBe("cancelled");
  });

  it("counts refunds with their dates, and none that failed", () => {
    const refund = (id: string, status: string) => ({
      id,
      amount: 1000,
      created: 1795166000,
      status,
      reason: "duplicate",
    });
    const refunds = {
      data: [
        refund("re_1", "succeeded"),
        refund("re_2", "failed"),
        refund("re_3", "canceled"),
        refund("re_4", "pending"),
      ],
    };
    expect(orderIn(readCharge(charge({ refunds }), askedAt)).refunds).toEqual([
      { externalId: "re_1", amount: "10.00", at: new Date(1795166000_000), reason: "duplicate" },
      { externalId: "re_4", amount: "10.00", at: new Date(1795166000_000), reason: "duplicate" },
    ]);
    expect(orderIn(readCharge(charge({ refunded: true }), askedAt)).status).toBe("refunded");
  });
});

describe("a customer", () => {
  it("that was deleted answers so and is gone", () => {
    expect(readCustomer({ id: "cus_1", deleted: true }, askedAt)).toEqual({
      kind: "customer-gone",
      externalId: "cus_1",
    });
  });

  it("with nothing but an id is still one; ids that are none are refused", () => {
    expect(readCustomer({ id: "cus_1" }, askedAt)).toMatchObject({ kind: "customer", record: { person: {} } });
    for (const id of [undefined, 7, "", "nope", "cus_1; drop"])
      expect(readCustomer({ id }, askedAt).kind).toBe("refused");
  });
});

const fixtures = new URL("../../../shared/data/stripe/fixtures3.json", import.meta.url);
if (!existsSync(fixtures)) console.warn("Stripe's fixtures are not here: their test is skipped.");

describe.skipIf(!existsSync(fixtures))("Stripe's own fixtures", () => {
  const { resources } = existsSync(fixtures) ? JSON.parse(readFileSync(fixtures, "utf8")) : { resources: {} };

  it("of a customer, a session and a charge are read", () => {
    expect(readCustomer(resources.customer, askedAt)).toMatchObject({
      kind: "customer",
      record: { createdAt: new Date(1234567890_000) },
    });
    expect(readCustomer(resources.deleted_customer, askedAt).kind).toBe("customer-gone");
    expect(readCharge(resources.charge, askedAt)).toMatchObject({
      kind: "order",
      record: { total: "1.00", person: { firstName: "Jenny", lastName: "Rosen" } },
    });
    expect(readSession(resources["checkout.session"], askedAt).kind).toBe("ignored");
    const paid = {
      ...resources["checkout.session"],
      status: "complete",
      payment_status: "paid",
      amount_total: 2000,
      currency: "usd",
    };
    expect(readSession(paid, askedAt)).toMatchObject({ kind: "order", record: { total: "20.00" } });
    expect(read(resources.event).changes).toMatchObject([{ kind: "ignored" }]);
  });

  it("of every kind, in the place of any object, throw nothing", () => {
    expect(Object.keys(resources).length).toBeGreaterThan(150);
    for (const object of Object.values(resources) as Record<string, unknown>[]) {
      for (const reads of [readCustomer, readSession, readCharge])
        expect(reads(object, askedAt).kind).toBeTypeOf("string");
      for (const type of ["customer.updated", "charge.refunded"])
        expect(read(eventOf(type, object)).changes).toHaveLength(1);
    }
  });
});

describe("whatever comes in the place of an object", () => {
  it("throws nothing", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            "id",
            "status",
            "currency",
            "customer_details",
            "line_items",
            "refunds",
            "created",
            "consent",
            "payment_intent",
            "amount_total",
            "amount",
          ),
          fc.anything(),
        ),
        (object) => {
          for (const reads of [readCustomer, readSession, readCharge])
            expect(reads(object, askedAt).kind).toBeTypeOf("string");
        },
      ),
    );
  });
});
