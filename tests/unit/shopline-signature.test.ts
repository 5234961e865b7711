/**
 * SHOPLINE's signatures and addresses: the published vectors, who comes back from its page, what deliveries lead to.
 */
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shopline } from "@/lib/connectors/shopline";
import { approval, storeUrl } from "@/lib/connectors/shopline/approval";
import { portions } from "@/lib/connectors/shopline/lists";
import { isSigned, signBody, signQuery } from "@/lib/connectors/shopline/signature";

describe("the vectors that SHOPLINE's own SDK publishes", () => {
  const secret = "LDLLJJLflja2039203flaflaLLFLE";
  const body = Buffer.from('"my secret message"');
  const digest = "7d8b4cbec432e0c7e901881cc0f2490a910d56eaa73fc94bcc4276d14a61fe88";
  const verdict = (signature?: string) =>
    shopline.verify({ headers: signature === undefined ? {} : { "x-shopline-hmac-sha256": signature }, body }, secret);

  it("of an address, of a call with a body and of one without", () => {
    const address = { handle: "zwapptest", appkey: secret, timestamp: "21c335b3a", lang: "zh", sign: "left out" };
    expect(signQuery(address, secret)).toBe("654a42549daaad959b6488500f499fc0381c6cf24d8afceeb566729fc82fee6a");
    expect(signBody('{"code":"code"}', "21c335b3a", secret)).toBe(
      "4c4cf0ac52439d1308b58897f857dcba8545efb6c0e8091fba64b148218d2074",
    );
    expect(signBody("", "21c335b3a", secret)).toBe("cf5edab6b92d740fe54b3ce9e2723788128384a1eb5c2a5d64c9210a31185b86");
  });

  it("of a delivery, in either of the two encodings; nothing else counts", () => {
    expect(verdict(digest)).toBe("genuine");
    expect(verdict(digest.toUpperCase())).toBe("genuine");
    expect(verdict(Buffer.from(digest, "hex").toString("base64"))).toBe("genuine");
    for (const wrong of [undefined, "", digest.slice(1), `${digest}00`, digest.replace("7", "8"), "=".repeat(44)]) {
      expect(verdict(wrong)).toBe("forged");
    }
    const empty = createHmac("sha256", "").update(body).digest("hex");
    expect(shopline.verify({ headers: { "x-shopline-hmac-sha256": empty }, body }, "")).toBe("forged");
  });
});

describe("who comes back from SHOPLINE's page", () => {
  const told = { appkey: "app", handle: "north", lang: "en", timestamp: "1795262400000" };
  const at = 1_795_262_400_000;

  it("is believed for ten minutes", () => {
    const signed = { ...told, sign: signQuery(told, "s") };
    expect(isSigned(signed, "s", at + 599_000)).toBe(true);
    expect(isSigned(signed, "s", at + 601_000)).toBe(false);
    expect(isSigned(signed, "s", at - 601_000)).toBe(false);
    expect(isSigned({ ...signed, handle: "other" }, "s", at)).toBe(false);
    expect(isSigned(signed, "", at)).toBe(false);
  });

  it("was sent to a page behind a #, whose return address carries our state", () => {
    const app = { id: "appkey00", secret: "secret00" };
    const url = "https://north.myshopline.com";
    const page = approval.page({
      url,
      app,
      state: "unguessable",
      returnUrl: "https://us.example/api/connect/shopline",
      verifier: "",
    });
    expect(page).toMatch(/^https:\/\/north\.myshopline\.com\/admin\/oauth-web\/#\/oauth\/authorize\?appKey=appkey00&/);
    const asked = new URLSearchParams(page.split("?")[1]);
    expect(asked.get("redirectUri")).toBe("https://us.example/api/connect/shopline?state=unguessable");
    expect(asked.get("scope")).toContain("read_customers");
  });
});

describe("a store's address", () => {
  it("is its handle, however it is typed; what is no handle leads nowhere", () => {
    for (const typed of ["north", " North ", "north.myshopline.com", "https://north.myshopline.com/admin/x?y#z"]) {
      expect(storeUrl(typed)).toBe("https://north.myshopline.com");
    }
    for (const typed of ["", "-north", "north.example", "a.b.myshopline.com", "north@evil", "127.0.0.1", "x/../y:8"]) {
      expect(storeUrl(typed) === null || /^https:\/\/[a-z0-9-]+\.myshopline\.com$/.test(storeUrl(typed)!)).toBe(true);
    }
    expect(storeUrl("north.example")).toBeNull();
  });
});

describe("a delivery", () => {
  const read = (topic: string, body: object) =>
    shopline.read({ headers: { "x-shopline-topic": topic }, body: Buffer.from(JSON.stringify(body)) }, {}).changes;

  it("leads to the record it is about", () => {
    const customer = [{ kind: "look", of: "customer", externalId: "43" }];
    const sale = [{ kind: "look", of: "order", externalId: "21098840015523770941186302" }];
    for (const topic of ["customers/create", "customers/disable", "customers_marketing_consent/update"]) {
      expect(read(topic, { id: "43" })).toEqual(customer);
    }
    for (const topic of ["orders/create", "orders/updated", "orders/update", "orders/paid"]) {
      expect(read(topic, { id: "21098840015523770941186302" })).toEqual(sale);
    }
    expect(read("refunds/create", { id: "re1", order_id: "21098840015523770941186302" })).toEqual(sale);
    expect(read("checkouts/update", { id: "ck1", token: "ct1" })).toEqual([
      { kind: "look", of: "order", externalId: "checkout-ct1" },
    ]);
    expect(read("customers/delete", { id: "43" })).toEqual([{ kind: "customer-gone", externalId: "43" }]);
    expect(read("orders/delete", { id: "9" })).toEqual([{ kind: "order-gone", externalId: "9" }]);
  });

  it("passes on people's rights, and the end of the app", () => {
    const customer = { id: "43", email: "mira@example.com", phone: "00491701234567" };
    const who = { externalId: "43", email: "mira@example.com", phone: "+491701234567" };
    expect(read("customers/redact", { shop_id: "1", customer })).toEqual([{ kind: "demand", wants: "erase", who }]);
    expect(read("customers/data_request", { customer })).toEqual([{ kind: "demand", wants: "export", who }]);
    expect(read("merchants/redact", { store_id: "1" })).toEqual([{ kind: "demand", wants: "erase-store" }]);
    expect(read("apps/installed_uninstalled", { operate: "UNINSTALL" })).toEqual([
      { kind: "demand", wants: "disconnect" },
    ]);
    expect(read("apps/installed_uninstalled", { operate: "INSTALL" })).toMatchObject([{ kind: "ignored" }]);
  });

  it("is the same again by its id, whatever its body; without one by its topic and body", () => {
    const key = (headers: Record<string, string>, text: string) =>
      shopline.dedupeKey({ headers, body: Buffer.from(text) });
    expect(key({ "x-shopline-webhook-id": "a" }, "1")).toBe(key({ "x-shopline-webhook-id": "a" }, "2"));
    expect(key({ "x-shopline-webhook-id": "a" }, "1")).not.toBe(key({ "x-shopline-webhook-id": "b" }, "1"));
    expect(key({ "x-shopline-topic": "a" }, "1")).not.toBe(key({ "x-shopline-topic": "b" }, "1"));
  });

  it("names its store, in its headers or in its body", () => {
    const body = Buffer.from('{"store_domain":"north.myshopline.com"}');
    expect(shopline.storeOf!({ headers: {}, body })).toBe("https://north.myshopline.com");
    const headers = { "x-shopline-shop-domain": "south.myshopline.com" };
    expect(shopline.storeOf!({ headers, body })).toBe("https://south.myshopline.com");
    expect(shopline.storeOf!({ headers: {}, body: Buffer.from("{") })).toBeNull();
  });
});

describe("ids for a call", () => {
  it("are never more than it takes, nor of more signs, and none is lost", () => {
    const ids = fc.array(fc.stringMatching(/^\d{1,26}$/), { maxLength: 40 });
    fc.assert(
      fc.property(ids, (all) => {
        const calls = portions(all, 5, 64);
        expect(calls.flat()).toEqual(all);
        for (const some of calls) {
          expect(some.length).toBeLessThanOrEqual(5);
          expect(some.join(",").length).toBeLessThanOrEqual(64);
        }
      }),
    );
  });
});
