/**
 * The Stripe connector against a local account that answers as the documents say: pages, limits, refusals, one sale
 * once.
 */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { stripe } from "@/lib/connectors/stripe";
import { eventTypes } from "@/lib/connectors/stripe/events";
import type { Change, Page } from "@/lib/connectors/types";
import { type StripeAccount, startStripeAccount } from "@/lib/local/stripe-account";

const accounts: StripeAccount[] = [];
afterEach(async () => {
  for (const account of accounts.splice(0)) await account.stop();
});

async function start(options: Parameters<typeof startStripeAccount>[0] = {}) {
  const account = await startStripeAccount({ seed: "a", ...options });
  accounts.push(account);
  return account;
}
const open = ({ url, key }: StripeAccount, own = key) =>
  stripe.open({ url: "https://dashboard.stripe.com/acct_1", credentials: { key: own }, apiUrl: url });

async function all<T>(page: (cursor: string | null) => Promise<Page<T>>, between = () => {}): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = null, pages = 1; ; pages += 1) {
    const got: Page<T> = await page(cursor);
    items.push(...got.items);
    if (got.next === null) return items;
    if (pages > 200) throw new Error("The pull does not end.");
    cursor = got.next;
    between();
  }
}
const idsIn = (changes: Change[]) =>
  changes.flatMap((change) =>
    "record" in change ? change.record.externalId : "externalId" in change ? change.externalId : [],
  );
const ordersIn = (changes: Change[]) => changes.flatMap((change) => (change.kind === "order" ? change.record : []));

const now = Math.floor(Date.now() / 1000);

describe("lists", () => {
  it("are read to their end, a hundred at a time, each record once", async () => {
    const account = await start();
    const made = Array.from({ length: 250 }, (_, n) =>
      account.account.addCustomer({ email: `c${n}@example.com`, at: now - n }),
    );
    const api = open(account);
    expect(idsIn(await all((cursor) => api.customers(cursor))).sort()).toEqual(made.sort());
    expect((await all((cursor) => api.customerIds(cursor))).sort()).toEqual(made);
    expect(account.calls.filter((call) => call === "GET customers")).toHaveLength(6);
  });

  it("go on when the record that a page begins behind was deleted meanwhile", async () => {
    const account = await start();
    const made = Array.from({ length: 250 }, (_, n) => account.account.addCustomer({ at: now - 1000 + n }));
    const last = made[150]!;
    const read = idsIn(
      await all(
        (cursor) => open(account).customers(cursor),
        () => {
          if (account.account.rows.customers.has(last)) account.account.deleteCustomer(last);
        },
      ),
    );
    expect(new Set(read)).toEqual(new Set(made));
  });

  it("inside an object are read whole where they hold more than ten", async () => {
    const account = await start();
    const lines = Array.from({ length: 25 }, (_, n) => ({ description: `Candle ${n}`, amount: 100 }));
    const { payment, charge } = account.account.checkout({ amount: 2500, lines, buyer: { email: "m@example.com" } });
    for (let n = 0; n < 12; n++) account.account.refund(charge!, 100);
    const orders = ordersIn(await all((cursor) => open(account).orders(cursor, null)));
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({ externalId: payment });
    expect(orders[0]!.items).toHaveLength(25);
    expect(orders[0]!.refunds).toHaveLength(12);
    expect(ordersIn(await open(account).ordersById([payment!]))[0]).toEqual({
      ...orders[0],
      updatedAt: expect.any(Date),
    });
  });
});

describe("a sale", () => {
  it("is told once, however many objects it is made of and however far they lie apart", async () => {
    const sale = fc.record({ kind: fc.nat(4), ago: fc.nat(90 * 86_400), amount: fc.integer({ min: 1, max: 9999 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 150 }), async (sales) => {
        const account = await start();
        const truth = new Map<string, number>();
        for (const { kind, ago, amount } of sales) {
          const at = now - ago;
          if (kind < 2) truth.set(account.account.checkout({ amount, at }).payment!, amount);
          if (kind === 2) truth.set(account.account.pay({ amount, at }).payment, amount);
          if (kind === 3) truth.set(account.account.charge({ amount, at }), amount);
          if (kind === 4) {
            const { session, payment } = account.account.checkout({ amount, at: at - 30 * 86_400, paid: false });
            account.account.payLater(session);
            truth.set(payment!, amount);
          }
        }
        const api = open(account);
        const told = ordersIn(await all((cursor) => api.orders(cursor, null)));
        expect(told.map(({ externalId }) => externalId).sort()).toEqual([...truth.keys()].sort());
        for (const { externalId, total } of told) expect(Math.round(Number(total) * 100)).toBe(truth.get(externalId));
        await account.stop();
      }),
      { numRuns: process.env.SOAK ? 300 : 25, endOnFailure: true },
    );
  });

  it("of a subscription is its charges, not its session as well", async () => {
    const account = await start();
    account.account.checkout({ amount: 900, mode: "subscription", buyer: { email: "s@example.com" } });
    account.account.pay({ amount: 900, buyer: { email: "s@example.com" } });
    const orders = ordersIn(await all((cursor) => open(account).orders(cursor, null)));
    expect(orders.map(({ status }) => status).sort()).toEqual(["draft", "placed"]);
  });

  it("is found by payment, session or charge; what is no sale yet is left out", async () => {
    const account = await start();
    const left = account.account.leave({ amount: 5 });
    const old = account.account.charge({ amount: 700 });
    const failed = account.account.charge({ amount: 700, status: "failed", payment: "pi_failed" });
    const found = await open(account).ordersById([left, old, "pi_failed", "pi_unknown", "cs_test_unknown"]);
    expect(idsIn(found)).toEqual([left, old]);
    expect(failed).toMatch(/^ch_/);
  });
});

describe("people asked for by name", () => {
  it("come back; the deleted and the unknown come back as gone", async () => {
    const account = await start();
    const [here, gone] = [account.account.addCustomer({ email: "here@example.com" }), account.account.addCustomer({})];
    account.account.deleteCustomer(gone);
    expect(await open(account).customersById([here, gone, "cus_unknown"])).toMatchObject([
      { kind: "customer", record: { person: { email: "here@example.com" } } },
      { kind: "customer-gone", externalId: gone },
      { kind: "customer-gone", externalId: "cus_unknown" },
    ]);
  });
});

describe("the journal of events", () => {
  it("names each changed record once, as it is now, and needs no more than twenty types", async () => {
    const account = await start();
    const customer = account.account.addCustomer({ email: "a@example.com" });
    for (let n = 0; n < 120; n++) account.account.changeCustomer(customer, { email: `a${n}@example.com` });
    const read = await all((cursor) => open(account).orders(cursor, new Date(Date.now() - 60_000)));
    expect(read.map(({ kind }) => kind)).toEqual(["customer", "customer"]);
    expect(read).toMatchObject([{ record: { person: { email: "a119@example.com" } } }, {}]);
    expect(eventTypes.length).toBeLessThanOrEqual(20);
  });

  it("is not asked for what it no longer holds: everything is read instead", async () => {
    const account = await start();
    account.account.addCustomer({});
    const api = open(account);
    const month = new Date(Date.now() - 29 * 86_400_000);
    account.calls.length = 0;
    expect((await all((cursor) => api.orders(cursor, month))).map(({ kind }) => kind)).toEqual(["customer"]);
    expect(account.calls).not.toContain("GET events");
    expect(account.calls).toContain("GET charges");
  });
});

describe("answers that are none", () => {
  it("a limit per second is waited for, a longer pause is told", async () => {
    const account = await start();
    account.account.addCustomer({});
    account.misbehave({ status: 429 });
    expect((await open(account).customers(null)).items).toHaveLength(1);
    account.misbehave({ status: 429, headers: { "retry-after": "17" } });
    await expect(open(account).customers(null)).rejects.toMatchObject({ name: "Throttled", retryAfterSeconds: 17 });
    account.misbehave({ status: 503 });
    await expect(open(account).customers(null)).rejects.toMatchObject({ name: "Throttled", retryAfterSeconds: 60 });
    account.misbehave({ status: 200, body: "<html>A proxy's page</html>" });
    await expect(open(account).customers(null)).rejects.toMatchObject({ name: "Unreadable" });
  });

  it("a key that lacks a right says which; one that is unknown says so; neither shows the key", async () => {
    const account = await start({ lacks: ["charge_read"] });
    const lacking = await open(account)
      .orders("charges ", null)
      .catch((error: Error) => error);
    expect(lacking).toMatchObject({
      message: "The key lacks the permission “Charges and Refunds: Read”. Add it to the key at Stripe.",
    });
    const wrong = await open(account, "rk_test_anotherone")
      .customers(null)
      .catch((error: Error) => error);
    expect(wrong).toMatchObject({ name: "Unauthorized" });
    for (const { message } of [lacking, wrong] as Error[]) expect(message).not.toMatch(/rk_/);
  });

  it("no account is opened by a key that may do everything", () => {
    expect(() => stripe.open({ url: "", credentials: { key: "sk_live_123456789" } })).toThrow(
      /Connect the account again/,
    );
  });
});

describe("facts", () => {
  it("come from the account where the key may see it, else from its refusal and the newest charge", async () => {
    const seen = await start({ showsAccount: true, currency: "jpy" });
    expect(await open(seen).facts()).toMatchObject({ name: "Northlight Candles", currency: "JPY", country: "DE" });
    const hidden = await start();
    const { homeUrl, currency } = await open(hidden).facts();
    expect(homeUrl).toContain(hidden.account.id);
    expect(currency).toBeUndefined();
    hidden.account.pay({ amount: 100, currency: "sek" });
    expect((await open(hidden).facts()).currency).toBe("SEK");
  });
});

describe("an address for deliveries", () => {
  it("is public and https", () => {
    expect(stripe.addressProblem("https://clientele.example/api")).toBeNull();
    for (const wrong of [
      "http://clientele.example/api",
      "https://localhost/api",
      "https://10.0.0.1/api",
      "https://[::1]/api",
    ])
      expect(stripe.addressProblem(wrong)).toMatch(/\.$/);
  });
});
