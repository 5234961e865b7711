import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Delivery } from "@/lib/connectors/types";
import { woocommerce } from "@/lib/connectors/woocommerce";

const folder = "tests/fixtures/woocommerce";

type Recording = {
  file: string;
  secret: string;
  delivery: Delivery;
};

const recordings: Recording[] = readdirSync(`${folder}/deliveries`)
  .sort()
  .map((file) => {
    const recorded = JSON.parse(readFileSync(`${folder}/deliveries/${file}`, "utf8"));
    const headers = recorded.headers.map(([name, value]: [string, string]) => [name.toLowerCase(), value]);
    return {
      file,
      secret: recorded.secret_used,
      delivery: { headers: Object.fromEntries(headers), body: Buffer.from(recorded.body_base64, "base64") },
    };
  });

const read = (recording: Recording) => woocommerce.read(recording.delivery, {});
const found = (part: string) => {
  const recording = recordings.find(({ file }) => file.includes(part));
  if (!recording) throw new Error(`No recording ${part}`);
  return recording;
};
const changeIn = (part: string) => read(found(part)).changes[0]!;

/** File → topic, object id, signature, as the recorder listed them. */
const index = readFileSync(`${folder}/INDEX.tsv`, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"));

describe("all recorded deliveries", () => {
  it("are 199", () => {
    expect(recordings).toHaveLength(199);
    expect(index).toHaveLength(199);
  });

  it("verify with their own secret, and pings say nothing", () => {
    for (const { file, delivery, secret } of recordings) {
      expect(woocommerce.verify(delivery, secret ?? "none"), file).toBe(file.includes("_ping_") ? "ping" : "genuine");
    }
  });

  it("are forged under another secret, and with one byte changed", () => {
    for (const { file, delivery, secret } of recordings.filter(({ file }) => !file.includes("_ping_"))) {
      expect(woocommerce.verify(delivery, `${secret}x`), file).toBe("forged");
      const body = Buffer.from(delivery.body);
      body[body.length - 1]! ^= 1;
      expect(woocommerce.verify({ ...delivery, body }, secret), file).toBe("forged");
    }
  });

  it("are read as the recorder's index lists them", () => {
    for (const [path, topic, , objectId, state] of index) {
      const reading = read(found(path!.replace("deliveries/", "")));
      expect(reading.topic, path).toBe(topic);
      expect(reading.objectId ?? "", path).toBe(objectId);
      expect(reading.changes, path).toHaveLength(1);
      const change = reading.changes[0]!;
      if (change.kind === "order") expect(change.record.platformStatus, path).toBe(state);
      if (topic!.startsWith("order.") && !topic!.endsWith("deleted")) expect(change.kind, path).toBe("order");
      if (topic!.endsWith("deleted")) expect(change.kind, path).toBe(`${topic!.split(".")[0]}-gone`);
    }
  });
});

describe("single recordings", () => {
  it("a customer is read whole", () => {
    expect(changeIn("0008_")).toEqual({
      kind: "customer",
      record: {
        externalId: "2",
        createdAt: new Date("2026-11-21T17:42:38Z"),
        updatedAt: new Date("2026-11-21T17:42:38Z"),
        hasBought: false,
        person: {
          email: "anna.keller@example.com",
          phone: "+49 30 0000000",
          firstName: "Anna",
          lastName: "Keller",
          address: { line1: "Musterweg 1", city: "Berlin", postcode: "10115", country: "DE" },
        },
        consents: [
          {
            channel: "email",
            state: "subscribed",
            explicit: false,
            effectiveAt: new Date("2026-11-21T17:42:38Z"),
            method: "store",
            evidence: "marketing_opt_in=yes",
          },
        ],
      },
    });
  });

  it("an order is read whole", () => {
    expect(changeIn("0030_")).toEqual({
      kind: "order",
      record: {
        externalId: "13",
        number: "13",
        createdAt: new Date("2026-11-21T17:42:55Z"),
        updatedAt: new Date("2026-11-21T17:42:55Z"),
        status: "pending",
        platformStatus: "pending",
        currency: "EUR",
        total: "24.00",
        customerExternalId: "2",
        person: {
          email: "anne.keller@example.com",
          firstName: "Anne",
          lastName: "Keller",
          address: { line1: "Ring 2", city: "Berlin", postcode: "10115", country: "DE" },
        },
        consents: [],
        paidAt: null,
        completedAt: null,
        items: [{ externalId: "1", productId: "10", name: "Blue mug", sku: "blue-mug", quantity: 2, total: "24.00" }],
        refunds: [],
        coupons: [],
      },
    });
  });

  it("letters beyond ASCII, quotes, slashes and emoji come through", () => {
    const change = changeIn("0021_");
    const raw = JSON.parse(found("0021_").delivery.body.toString());
    expect(change.kind === "customer" && change.record.person).toMatchObject({
      firstName: raw.first_name,
      lastName: raw.last_name,
    });
    expect(raw.first_name + raw.last_name).toMatch(/[^ -~]/);
  });
});

describe("traps", () => {
  it("trap 1: the delivery id is not unique", () => {
    const signed = recordings.filter(({ file }) => !file.includes("_ping_"));
    const ids = new Set(signed.map(({ delivery }) => delivery.headers["x-wc-webhook-delivery-id"]));
    const keys = new Set(signed.map(({ delivery }) => woocommerce.dedupeKey(delivery)));
    expect(ids.size).toBeLessThan(signed.length);
    expect(keys.size).toBe(signed.length);
    expect(woocommerce.dedupeKey(signed[0]!.delivery)).toBe(woocommerce.dedupeKey(structuredCloneOf(signed[0]!)));
  });

  it("trap 2: a signed delivery may hold an error instead of an object", () => {
    expect(changeIn("0015_")).toMatchObject({ kind: "ignored" });
    expect(changeIn("0016_")).toMatchObject({ kind: "ignored" });
    for (const lost of ["0139_", "0141_"]) {
      expect(changeIn(lost)).toMatchObject({
        kind: "refused",
        reason: expect.stringContaining("Connect the store again"),
      });
    }
  });

  it("trap 3: updated before created brings the same order", () => {
    expect(changeIn("0074_")).toEqual(changeIn("0075_"));
    expect(changeIn("0074_").kind).toBe("order");
  });

  it("trap 6: created may already be completed", () => {
    expect(changeIn("0047_")).toMatchObject({
      kind: "order",
      record: { status: "placed", platformStatus: "completed" },
    });
  });

  it("trap 9: order.deleted means the trash, and restored brings the whole order back", () => {
    expect(changeIn("0069_")).toEqual({ kind: "order-gone", externalId: "26" });
    expect(changeIn("0070_")).toMatchObject({ kind: "order", record: { externalId: "26" } });
  });

  it("trap 11: customer.created of a subscriber is not a customer", () => {
    expect(changeIn("0058_")).toMatchObject({ kind: "ignored", reason: expect.stringContaining("subscriber") });
  });

  it("trap 13: a guest order has no customer, and may have no email", () => {
    const guest = changeIn("0037_");
    expect(guest).toMatchObject({
      record: { customerExternalId: null, person: { email: expect.stringContaining("@") } },
    });
    const nobody = changeIn("0039_");
    expect(nobody.kind === "order" && nobody.record.person.email).toBeUndefined();
  });

  it("trap 14: refunds are positive amounts and leave the total alone", () => {
    expect(changeIn("0044_")).toMatchObject({
      record: { status: "placed", total: "24.00", refunds: [{ amount: "5.00", reason: "damaged", at: null }] },
    });
    const full = changeIn("0045_");
    expect(full).toMatchObject({ record: { status: "refunded", total: "24.00" } });
    expect(full.kind === "order" && full.record.refunds.map(({ amount }) => amount).sort()).toEqual(["19.00", "5.00"]);
  });

  it("trap 15: the account's email counts, not the billing email that drifted away", () => {
    const raw = JSON.parse(found("0012_").delivery.body.toString());
    expect(raw.email).not.toBe(raw.billing.email);
    expect(changeIn("0012_")).toMatchObject({ record: { person: { email: raw.email } } });
  });

  it("secrets sign with their HTML entities decoded", () => {
    const cases: { case: string; secret: string }[] = JSON.parse(readFileSync(`${folder}/secret-cases.json`, "utf8"));
    expect(cases).toHaveLength(10);
    for (const { case: name, secret } of cases) {
      const { delivery } = recordings.find(
        ({ file }) => file.includes("coupon-created") && file.includes(`secret-${name}.`),
      )!;
      expect(woocommerce.verify(delivery, secret), name).toBe("genuine");
    }
  });
});

const structuredCloneOf = ({ delivery }: Recording): Delivery => ({
  headers: { ...delivery.headers },
  body: Buffer.from(delivery.body),
});
