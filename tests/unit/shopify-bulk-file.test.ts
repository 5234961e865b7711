/** The small Shopify's bulk results: written bit by bit, and the same bytes by whatever ranges they are read. */
import { describe, expect, it } from "vitest";
import { bulk } from "@/lib/connectors/shopify/documents";
import { Admin } from "@/lib/local/shopify-shop/admin";
import { append, type File, ranged } from "@/lib/local/shopify-shop/bulk";
import { Shop } from "@/lib/local/shopify-shop/shop";

const settings = { scopes: [], childrenFirst: false, bulkTakes: 0, bulkBreaksAt: null, name: "", domain: "" };
type Ask = (of: object) => Record<string, unknown>;

describe("a bulk operation", () => {
  it("is running until all is written, while others are answered", async () => {
    const shop = new Shop();
    for (let n = 0; n < 5_000; n++) shop.addCustomer({ email: `c${n}@example.com` });
    const admin = new Admin(shop, settings, () => "");
    (admin.mutation().bulkOperationRunQuery as Ask)({ query: bulk.customerIds });
    const shown = () => (admin.query().bulkOperation as Ask)({ id: "gid://shopify/BulkOperation/1" });
    expect(shown()).toMatchObject({ status: "RUNNING", url: null });
    while (shown().status === "RUNNING") await new Promise(setImmediate);
    expect(shown()).toMatchObject({ status: "COMPLETED", objectCount: "5000", url: "/bulk/1.jsonl" });
    const text = admin.files.get("/bulk/1.jsonl")!.pieces.join("");
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toEqual([...shop.customers.values()].map(({ id }) => id));
  });

  it("of little is whole when it is told of", () => {
    const shop = new Shop();
    shop.addCustomer({ email: "mira@example.com" });
    const admin = new Admin(shop, settings, () => "");
    (admin.mutation().bulkOperationRunQuery as Ask)({ query: bulk.customerIds });
    expect((admin.query().bulkOperation as Ask)({ id: "gid://shopify/BulkOperation/1" }).status).toBe("COMPLETED");
  });
});

describe("a file in pieces", () => {
  const file: File = { pieces: [], ends: [] };
  for (const text of ["one\n", "", "zwölf\n", "three\n"]) append(file, text);
  const whole = Buffer.from("one\nzwölf\nthree\n");

  it("is read whole, or from any byte to any other", () => {
    expect(ranged(file, undefined).body.join("")).toBe(whole.toString());
    for (let from = 0; from < whole.length; from++)
      for (let to = from; to < whole.length + 3; to++) {
        const { status, body, headers } = ranged(file, `bytes=${from}-${to}`);
        expect(Buffer.concat(body as Buffer[])).toEqual(whole.subarray(from, to + 1));
        const last = Math.min(to, whole.length - 1);
        expect([status, headers]).toEqual([206, { "content-range": `bytes ${from}-${last}/${whole.length}` }]);
      }
  });

  it("has nothing behind its end", () => {
    expect(ranged(file, `bytes=${whole.length}-99`)).toMatchObject({ status: 416, body: [] });
  });
});
