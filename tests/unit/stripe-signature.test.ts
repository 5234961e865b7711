/** Stripe's signatures: the published vectors of its own library's tests, and each way of being wrong. */
import { describe, expect, it } from "vitest";
import { stripe } from "@/lib/connectors/stripe";
import { signatureOf } from "@/lib/connectors/stripe/signature";
import { signed } from "@/lib/local/stripe-account";

const secret = "whsec_8f2c1d";
const event = { id: "evt_1", object: "event", type: "customer.updated", data: { object: { id: "cus_1" } } };
const now = () => Math.floor(Date.now() / 1000);

function delivery(change: { header?: string; body?: string; at?: number; by?: string } = {}) {
  const { body, headers } = signed(event, change.by ?? secret, change.at);
  const header = change.header ?? headers["stripe-signature"];
  return { headers: { "stripe-signature": header }, body: Buffer.from(change.body ?? body) };
}
const verdict = (of: Parameters<typeof delivery>[0], by = secret) => stripe.verify(delivery(of), by);
const own = delivery().headers["stripe-signature"].split("v1=")[1]!;

describe("the published vectors", () => {
  it.each([
    ["", "f7f9bd47fb987337b5796fdc1fdb9ba221d0d5396814bfcaf9521f43fd8927fd"],
    ['{"obj1":"hello","obj2":"world"}', "bebb1a643997f419b315ddba19e6f5411e1ce7f810ba6d3617ce72823092f363"],
    ["\u{1F600}", "837da296d05c4fe31f61d5d7ead035099d9585a5bcde87de952012a78f0b0c43"],
  ])("of %j is ours", (message, expected) => {
    expect(signatureOf(message, "test_secret")).toBe(expected);
  });
});

describe("a delivery", () => {
  it("signed with the whole secret, its whsec_ included, is genuine; without it is not", () => {
    expect(verdict({})).toBe("genuine");
    expect(verdict({ by: secret.slice("whsec_".length) })).toBe("forged");
  });

  it("with several v1, while a secret is rolled, is genuine by any of them", () => {
    const { headers } = delivery();
    const [time, right] = headers["stripe-signature"].split(",");
    expect(verdict({ header: `${time},v1=${"0".repeat(64)},${right}` })).toBe("genuine");
    expect(verdict({ header: `${time},${right},v1=${"0".repeat(64)}` })).toBe("genuine");
  });

  it("older than five minutes is refused, one from a clock that runs ahead is not", () => {
    expect(verdict({ at: now() - 290 })).toBe("genuine");
    expect(verdict({ at: now() - 310 })).toBe("forged");
    expect(verdict({ at: now() + 3000 })).toBe("genuine");
  });

  it("whose time was changed to look new is refused", () => {
    const old = delivery({ at: now() - 9999 }).headers["stripe-signature"];
    expect(verdict({ header: old.replace(/t=\d+/, `t=${now()}`) })).toBe("forged");
  });

  it.each([
    ["without a header", ""],
    ["without a time", `v1=${own}`],
    ["with a time in words", `t=now,v1=${own}`],
    ["signed only by the test scheme v0", `t=${now()},v0=${own}`],
    ["with an empty v1", `t=${now()},v1=`],
  ])("%s is refused", (_, header) => {
    expect(verdict({ header })).toBe("forged");
  });

  it("in upper case is refused, and so is a changed body", () => {
    const { headers } = delivery();
    const [time, right] = headers["stripe-signature"].split(",v1=");
    expect(verdict({ header: `${time},v1=${right!.toUpperCase()}` })).toBe("forged");
    expect(verdict({ body: JSON.stringify({ ...event, id: "evt_2" }) })).toBe("forged");
  });

  it("is refused by a blank secret, whatever it was signed with", () => {
    expect(verdict({ by: " " }, " ")).toBe("forged");
    expect(stripe.verify(delivery({ by: "x" }), "")).toBe("forged");
  });

  it("sent twice with another signature is the same delivery; another event is another", () => {
    const key = (of: object, at: number) => {
      const { body, headers } = signed(of, secret, at);
      return stripe.dedupeKey({ headers, body: Buffer.from(body) });
    };
    expect(key(event, now())).toBe(key({ ...event, pending_webhooks: 0 }, now() - 60));
    expect(key(event, now())).not.toBe(key({ ...event, id: "evt_2" }, now()));
  });
});
