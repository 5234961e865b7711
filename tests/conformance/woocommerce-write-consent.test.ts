/** What is asked of a store to hold a choice, word for word, and how each answer is read. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StoreHttp } from "@/lib/connectors/woocommerce/http";
import { writeConsent } from "@/lib/connectors/woocommerce/write-consent";

type Meta = { key: string; value: unknown }[];
type Call = { method: string; path: string; query: Record<string, unknown> | undefined; body: unknown };

/** A store with these customers' meta that does as it is told, or answers a batch as `answer` says. */
function store(customers: Record<number, Meta>, answer?: (update: { id: number; meta_data: Meta }[]) => unknown) {
  const calls: Call[] = [];
  const http: StoreHttp = {
    index: async () => ({}),
    call: async (method, path, query, body) => {
      calls.push({ method, path, query, body });
      if (method === "GET") {
        const wanted = String(query?.include).split(",").map(Number);
        const rows = wanted.flatMap((id) => (customers[id] ? [{ id, meta_data: customers[id] }] : []));
        return { data: rows, total: rows.length };
      }
      const { update } = body as { update: { id: number; meta_data: Meta }[] };
      return { data: answer ? answer(update) : { update }, total: null };
    },
  };
  return { http, calls };
}

const out = (externalId: string) => ({ externalId, state: "unsubscribed" as const });
const opted = (externalId: string) => ({ externalId, state: "subscribed" as const });
const written = async (meta: Meta, state: "subscribed" | "unsubscribed", keys?: string[]) => {
  const { http, calls } = store({ 7: meta });
  await writeConsent(http, [{ externalId: "7", state }], keys);
  const body = calls.find((call) => call.method === "POST")?.body as { update: { meta_data: Meta }[] } | undefined;
  return body?.update[0]?.meta_data ?? [];
};

describe("a choice for a WooCommerce store to hold", () => {
  it("is written by one look and one batch, and nothing but ids and meta is sent", async () => {
    const { http, calls } = store({ 7: [{ key: "marketing_opt_in", value: "yes" }], 8: [] });
    expect(await writeConsent(http, [out("7"), out("8")])).toEqual([
      { externalId: "7", outcome: "written" },
      { externalId: "8", outcome: "written" },
    ]);
    expect(calls).toEqual([
      {
        method: "GET",
        path: "customers",
        query: { role: "all", include: "7,8", per_page: 100, _fields: "id,meta_data" },
        body: undefined,
      },
      {
        method: "POST",
        path: "customers/batch",
        query: {},
        body: {
          update: [
            { id: 7, meta_data: [{ key: "marketing_opt_in", value: "no" }] },
            { id: 8, meta_data: [{ key: "marketing_opt_in", value: "no" }] },
          ],
        },
      },
    ]);
  });

  it("goes 100 a call, as many as a store takes", async () => {
    const ids = Array.from({ length: 250 }, (_, index) => index + 1);
    const { http, calls } = store(Object.fromEntries(ids.map((id) => [id, []])));
    const answers = await writeConsent(
      http,
      ids.map((id) => out(String(id))),
    );
    expect(answers.filter(({ outcome }) => outcome === "written")).toHaveLength(250);
    const sizes = calls.flatMap(({ body }) => (body ? [(body as { update: unknown[] }).update.length] : []));
    expect(sizes).toEqual([100, 100, 50]);
  });

  it("is said in the words that the plugin there uses", async () => {
    const key = "mailchimp_woocommerce_is_subscribed";
    const inWords = async (value: unknown) => (await written([{ key, value }], "unsubscribed"))[0]?.value;
    expect(await inWords("1")).toBe("0");
    expect(await inWords(1)).toBe("0");
    expect(await inWords("yes")).toBe("no");
    expect(await inWords("True")).toBe("false");
    expect(await inWords("on")).toBe("off");
    expect(await inWords(true)).toBe(false);
    expect(await written([{ key, value: "0" }], "subscribed")).toEqual([{ key, value: "1" }]);
  });

  it("goes into every key that shows another one, and leaves all other meta alone", async () => {
    const meta = [
      { key: "marketing_opt_in", value: "yes" },
      { key: "_klaviyo_subscribed", value: "0" },
      { key: "sib_woo_subscription", value: "1" },
      { key: "loyalty_points", value: "1" },
    ];
    expect(await written(meta, "unsubscribed")).toEqual([
      { key: "marketing_opt_in", value: "no" },
      { key: "sib_woo_subscription", value: "0" },
    ]);
  });

  it("goes into the merchant's first key where the customer shows none", async () => {
    expect(await written([], "unsubscribed", ["newsletter", "other"])).toEqual([{ key: "newsletter", value: "no" }]);
    expect(await written([{ key: "newsletter", value: "" }], "subscribed", ["newsletter"])).toEqual([
      { key: "newsletter", value: "yes" },
    ]);
    const mailchimp = "mailchimp_woocommerce_is_subscribed";
    expect(await written([], "unsubscribed", [mailchimp])).toEqual([{ key: mailchimp, value: "0" }]);
  });

  it("is not written again where the store shows it, so that a repeat makes no noise", async () => {
    const { http, calls } = store({ 7: [{ key: "marketing_opt_in", value: "no" }] });
    expect(await writeConsent(http, [out("7")])).toEqual([{ externalId: "7", outcome: "written" }]);
    expect(calls.map(({ method }) => method)).toEqual(["GET"]);
  });
});

describe("what the store answers", () => {
  const error = (id: number, code: string) => ({ id, error: { code, message: "Told so.", data: { status: 400 } } });

  it("of somebody it does not know is no failure, whether it says so at the look or at the write", async () => {
    const { http } = store({ 7: [], 8: [] }, () => ({
      update: [error(7, "woocommerce_rest_invalid_id"), error(8, "wc_user_invalid_id")],
    }));
    const answers = await writeConsent(http, [out("6"), out("7"), out("8")]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["stranger", "stranger", "stranger"]);
  });

  it("of one is no word about the others", async () => {
    const { http } = store({ 7: [], 8: [] }, ([, second]) => ({ update: [error(7, "some_plugin_says_no"), second] }));
    expect(await writeConsent(http, [out("7"), out("8")])).toEqual([
      { externalId: "7", outcome: "declined", reason: "The store declined: Told so." },
      { externalId: "8", outcome: "written" },
    ]);
  });

  it("is compared with what it shows afterwards: a plugin may take a value and keep its own", async () => {
    const { http } = store({ 7: [] }, () => ({
      update: [{ id: 7, meta_data: [{ key: "marketing_opt_in", value: "yes" }] }],
    }));
    expect(await writeConsent(http, [out("7")])).toMatchObject([{ outcome: "declined" }]);
  });

  it("for fewer people than were named is believed for none", async () => {
    const { http } = store({ 7: [], 8: [] }, ([first]) => ({ update: [first] }));
    await expect(writeConsent(http, [opted("7"), opted("8")])).rejects.toThrow("fewer people");
  });

  it("is a real store's: the customer that 11.0.1 gave back after such a write shows what was written", async () => {
    const file = new URL("../fixtures/woocommerce/rest/customer-update.json", import.meta.url);
    const { body } = JSON.parse(readFileSync(file, "utf8")) as { body: { id: number; meta_data: Meta } };
    const { http } = store({ [body.id]: [] }, () => ({ update: [body] }));
    const id = String(body.id);
    expect(await writeConsent(http, [opted(id)])).toEqual([{ externalId: id, outcome: "written" }]);
    expect(await writeConsent(http, [out(id)])).toMatchObject([{ outcome: "declined" }]);
  });
});
