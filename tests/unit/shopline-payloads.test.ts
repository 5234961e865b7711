/** SHOPLINE's bodies: a test for each trap of the platform's facts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shopline } from "@/lib/connectors/shopline";
import { readCustomer } from "@/lib/connectors/shopline/customers";
import { readCheckout, readOrder } from "@/lib/connectors/shopline/orders";
import type { Change } from "@/lib/connectors/types";

const now = new Date("2026-11-21T12:00:00Z");

const customerIn = (more: object) => {
  const change = readCustomer({ id: "4309917726", updated_at: "2026-11-20T17:14:03+08:00", ...more }, now);
  if (change.kind !== "customer") throw new Error(JSON.stringify(change));
  return change.record;
};

describe("a customer", () => {
  it("is read with the store's offset, 00 for a plus sign, and days without signs in between", () => {
    const record = customerIn({
      email: "mira@example.com",
      phone: "00491701234567",
      gender: "female",
      birthday: "19910426",
      language: "deDE",
      orders_count: "3",
      default_address: { address1: "Lindenweg 4", country_code: "de", zip: "79098" },
    });
    expect(record).toMatchObject({
      updatedAt: new Date("2026-11-20T09:14:03Z"),
      hasBought: true,
      person: {
        phone: "+491701234567",
        gender: "female",
        birthday: "1991-04-26",
        language: "de-DE",
        address: { line1: "Lindenweg 4", country: "DE", postcode: "79098" },
      },
    });
  });

  it("whose address is hidden behind stars has none", () => {
    expect(customerIn({ email: "*********@example.com", phone: "001123-***-7890" }).person).toEqual({});
  });

  const consent = (flag: unknown, state: unknown, more: object = {}) =>
    customerIn({
      email_subscribe_flag: flag,
      email_marketing_consent: { state, opt_in_level: 1, consent_updated_at: "2026-11-20T17:14:00+08:00", ...more },
    });

  it("opted in where the yes is dated and was confirmed; any other yes is a state, since its date where it has one", () => {
    const at = new Date("2026-11-20T09:14:00Z");
    expect(consent(1, 1, { opt_in_level: 2 }).consents).toEqual([
      expect.objectContaining({ channel: "email", state: "subscribed", explicit: true, effectiveAt: at }),
    ]);
    for (const opt_in_level of [0, 1]) {
      const shown = { state: "subscribed", explicit: false, dated: true, effectiveAt: at };
      expect(consent(1, 1, { opt_in_level }).consents).toMatchObject([shown]);
    }
    for (const bare of [consent(1, 1, { consent_updated_at: "" }), consent("1", null)]) {
      expect(bare.consents).toMatchObject([{ state: "subscribed", explicit: false }]);
      expect(bare.consents[0]).not.toHaveProperty("dated");
    }
  });

  it("the flag is the final word over the consent beside it, and then the date is not the flag's", () => {
    expect(consent(0, 1).consents).toMatchObject([
      { state: "unsubscribed", effectiveAt: new Date("2026-11-20T09:14:03Z") },
    ]);
  });

  it("who was never asked, or has no good address, said nothing; awaiting confirmation is pending; what is not shown is untold", () => {
    for (const flag of [2, 4, 5]) expect(consent(flag, flag)).toMatchObject({ consents: [] });
    expect(consent(2, 2).consentUntold).toBeUndefined();
    expect(consent(3, 3).consents).toMatchObject([{ state: "pending" }]);
    expect(customerIn({})).toMatchObject({ consents: [], consentUntold: true });
    expect(customerIn({ email_subscribe_flag: null, email_marketing_consent: null }).consentUntold).toBe(true);
  });
});

const order = (more: object = {}) => ({
  id: "21098840015523770941186302",
  name: "D1042",
  status: "open",
  financial_status: "paid",
  order_at: "2026-11-20T17:16:00+08:00",
  processed_at: "2026-11-20T17:16:02+08:00",
  updated_at: "2026-11-20T17:16:05+08:00",
  cancelled_at: "",
  currency: "EUR",
  current_total_price: "63.90",
  email: "mira@example.com",
  user_id: "4309917726",
  billing_address: { first_name: "Mira", country_code: "DE" },
  line_items: [
    {
      id: "li1",
      title: "Pillar",
      quantity: 3,
      price: "0.10",
      discount_allocations: [{ amount: "0.05" }, { amount: 0.05 }],
    },
  ],
  ...more,
});
const orderIn = (change: Change) => {
  if (change.kind !== "order") throw new Error(JSON.stringify(change));
  return change.record;
};

describe("an order", () => {
  it("keeps an id of 26 digits, and sums that are exact", () => {
    expect(orderIn(readOrder(order(), now))).toMatchObject({
      externalId: "21098840015523770941186302",
      number: "D1042",
      status: "placed",
      total: "63.9",
      customerExternalId: "4309917726",
      paidAt: new Date("2026-11-20T09:16:02Z"),
      items: [{ externalId: "li1", total: "0.2", quantity: 3 }],
    });
  });

  it("goes by what was paid and whether it was cancelled, spelled with one l or two", () => {
    const status = (more: object) => orderIn(readOrder(order(more), now)).status;
    for (const word of ["canceled", "cancelled"]) expect(status({ status: word })).toBe("cancelled");
    expect(status({ cancelled_at: "2026-11-20T18:00:00+08:00" })).toBe("cancelled");
    expect(status({ financial_status: "pending" })).toBe("pending");
    expect(status({ financial_status: "refunded" })).toBe("refunded");
    for (const financial_status of ["unpaid", "authorized", "partially_paid", "partially_refunded"]) {
      expect(status({ financial_status })).toBe("placed");
    }
  });

  it("of a guest has empty ids, which are none", () => {
    expect(orderIn(readOrder(order({ user_id: "", customer: { id: "" } }), now)).customerExternalId).toBeNull();
  });

  it("counts what was paid back, not what failed; where no payment is told of, what the lines had cost", () => {
    const refunds = [
      {
        id: "r1",
        processed_at: "2026-11-21T10:00:00+08:00",
        note: "broken",
        transactions: [{ amount: "10.00" }, { amount: "3.00", status: "failed" }],
      },
      { id: "r2", created_at: "2026-11-21T11:00:00+08:00", refund_line_items: [{ subtotal: 31.5, total_tax: 0.4 }] },
      { id: "r3", transactions: [{ amount: "5.00", status: "cancelled" }], refund_line_items: [{ subtotal: 5 }] },
    ];
    expect(orderIn(readOrder(order({ refunds }), now)).refunds).toEqual([
      { externalId: "r1", at: new Date("2026-11-21T02:00:00Z"), amount: "10", reason: "broken" },
      { externalId: "r2", at: new Date("2026-11-21T03:00:00Z"), amount: "31.9" },
    ]);
  });
});

describe("a checkout", () => {
  const checkout = {
    checkout_token: "ct1",
    status: "open",
    email: "mira@example.com",
    currency: "EUR",
    total_price: 68.9,
  };
  it("that was left is a draft; one that became an order is over; one of nobody is of no consequence", () => {
    expect(readCheckout(checkout, now)).toMatchObject({
      record: { externalId: "checkout-ct1", status: "draft", total: "68.9" },
    });
    expect(readCheckout({ ...checkout, status: "recovered" }, now)).toEqual({
      kind: "order-gone",
      externalId: "checkout-ct1",
    });
    expect(readCheckout({ ...checkout, email: "" }, now).kind).toBe("ignored");
  });
});

describe("whatever comes in the place of a record", () => {
  it("throws nothing", () => {
    const keys = fc.constantFrom(
      "id",
      "email",
      "refunds",
      "line_items",
      "currency",
      "current_total_price",
      "updated_at",
      "email_marketing_consent",
      "customer",
      "checkout_token",
      "token",
      "order_id",
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.anything()), fc.constantFrom(...shopline.topics), (row, topic) => {
        for (const read of [readCustomer, readOrder, readCheckout]) expect(read(row, now).kind).toBeTypeOf("string");
        const body = Buffer.from(
          JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value)),
        );
        expect(shopline.read({ headers: { "x-shopline-topic": topic }, body }, {}).changes).toHaveLength(1);
      }),
    );
  });
});
