/** A Stripe account's whole life over HTTP: connected, read, told of changes in any order, cut off, healed. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StripeAccount } from "@/lib/local/stripe-account";
import { connectStripe } from "@/lib/stores/connect";
import { disconnectStore, renewSecret } from "@/lib/stores/manage";
import { showStore } from "@/lib/stores/stores";
import { lookAfter, storesDueForLook } from "@/lib/stores/upkeep";
import { advance } from "@/lib/sync/advance";
import { database } from "@/lib/tenancy";
import { apply, inboxOf, pass, peopleOf, runSync, standing } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeOrganization, useKey } from "../support/organization";
import { closeAccounts, connect, openAccount } from "../support/stripe";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(closeAccounts);
afterAll(() => front.close());

const mira = { email: "mira@example.com", name: "Mira Holt", country: "DE" };
const jonas = { email: "jonas@example.com", name: "Jonas Weber", country: "DE" };

/** Two customers, a guest's checkout, a payment of an app, somebody who left. */
function furnish({ account }: StripeAccount) {
  const customer = account.addCustomer(mira);
  account.addCustomer({ email: "quiet@example.com", name: "Quiet" });
  const checkout = account.checkout({
    amount: 6390,
    customer,
    buyer: mira,
    promotions: "opt_in",
    lines: [{ description: "Candle", amount: 6390, tax: 1020 }],
  });
  const guest = account.checkout({ amount: 2500, buyer: jonas });
  const own = account.pay({ amount: 1000, customer, buyer: mira });
  account.leave({ amount: 900, buyer: { email: "left@example.com" } });
  return { customer, checkout, guest, own };
}

describe("connecting", () => {
  it("tells the account's mode, currency and name, and waits for the choice of kinds", async () => {
    const account = await openAccount({ showsAccount: true, currency: "chf" });
    const ctx = await makeOrganization();
    const { store } = await connectStripe(ctx, { key: account.key });
    expect(await showStore(ctx, { store })).toMatchObject({
      state: "choosing",
      name: "Northlight Candles",
      currency: "CHF",
      timeZone: "Europe/Berlin",
      version: "test mode",
      url: `https://dashboard.stripe.com/${account.account.id}/test/dashboard`,
    });
  });

  it("names everything that the key lacks at the key's field, and keeps nothing", async () => {
    const { key } = await openAccount({ lacks: ["customer_read", "webhook_write"] });
    const ctx = await makeOrganization();
    await expect(connectStripe(ctx, { key })).rejects.toMatchObject({
      problem: "invalid",
      fields: { key: "The key lacks permissions: Customers: Read, Webhook Endpoints: Write." },
    });
    expect(await database().sql`select 1 from stores where org_id = ${ctx.orgId}`).toHaveLength(0);
  });

  it("by a revoked key says so; the same account twice is one store", async () => {
    const { key } = await openAccount();
    const ctx = await makeOrganization();
    await expect(connectStripe(ctx, { key: "rk_test_somebodyelse" })).rejects.toMatchObject({ problem: "invalid" });
    await expect(connectStripe(ctx, { key })).rejects.toMatchObject({ fields: { currency: expect.any(String) } });
    const first = await connectStripe(ctx, { key, name: "Web shop", currency: "EUR" });
    expect(await connectStripe(ctx, { key, currency: "EUR" })).toEqual(first);
    expect((await showStore(ctx, first)).name).toBe("Web shop");
  });

  it("registers one endpoint; where Stripe declines the address, passes go on and the page says why", async () => {
    const account = await openAccount({ publicOnly: true });
    furnish(account);
    const shop = await connect(account);
    const detail = await showStore(shop.ctx, shop);
    expect(detail.webhooks).toEqual([]);
    expect(detail.trouble).toMatch(/Stripe declined .*publicly accessible/);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
  });
});

describe("the first sync", () => {
  it("brings customers, checkouts, payments of their own and who left, each sale once", async () => {
    const account = await openAccount();
    furnish(account);
    const shop = await connect(account);
    expect(await runSync(shop)).toMatchObject({ state: "done", error: null });
    expect(await peopleOf(shop)).toEqual({
      "jonas@example.com": { orders: 1, spent: 25, consent: "never" },
      "left@example.com": { orders: 0, spent: 0, consent: "never" },
      "mira@example.com": { orders: 2, spent: 73.9, consent: "subscribed" },
      "quiet@example.com": { orders: 0, spent: 0, consent: "never" },
    });
  });

  it("cut off at any page goes on from there and takes nothing twice", async () => {
    const account = await openAccount();
    for (let n = 0; n < 230; n++) {
      const customer = account.account.addCustomer({ email: `c${n}@example.com` });
      if (n % 2) account.account.checkout({ amount: 100 + n, customer });
      else account.account.pay({ amount: 100 + n, customer });
    }
    const shop = await connect(account);
    await runSync(shop, 0.001);
    const { orders } = await standing(shop);
    expect(orders).toHaveLength(230);
    expect(Object.keys(await peopleOf(shop))).toHaveLength(230);
  });

  it("waits as long as Stripe asks", async () => {
    const account = await openAccount();
    furnish(account);
    const shop = await connect(account);
    account.misbehave({ status: 429, headers: { "retry-after": "7" } });
    const [sync] = await database().sql`select id::int from syncs where store_id = ${shop.storeId}`;
    expect(await advance(shop.ctx, { syncId: sync!.id, seconds: 5 })).toEqual({ done: false, waitSeconds: 7 });
    expect(await runSync(shop)).toMatchObject({ state: "done" });
  });
});

describe("changes", () => {
  it("arrive by webhook: a sale, a refund, another address, a deletion", async () => {
    const account = await openAccount();
    const { customer, guest } = furnish(account);
    const shop = await connect(account);
    await runSync(shop);
    account.lose();
    account.account.refund(guest.charge!, 500);
    account.account.changeCustomer(customer, { email: "mira.new@example.com" });
    account.account.deleteCustomer([...account.account.rows.customers.keys()][1]!);
    account.account.checkout({ amount: 4000, buyer: { email: "new@example.com" } });
    expect(new Set(await account.flush())).toEqual(new Set([200]));
    await apply(shop);
    expect(await peopleOf(shop)).toMatchObject({
      "jonas@example.com": { orders: 1, spent: 20 },
      "mira.new@example.com": { orders: 2 },
      "new@example.com": { orders: 1, spent: 40 },
    });
    expect(Object.keys(await peopleOf(shop))).not.toContain("quiet@example.com");
    expect(new Set(await inboxOf(shop))).toEqual(new Set(["applied"]));
  });

  it("that come while Stripe cannot be asked stay waiting and are applied later", async () => {
    const account = await openAccount();
    const shop = await connect(account);
    await runSync(shop);
    account.account.addCustomer(mira);
    await account.flush();
    account.misbehave({ status: 503 });
    expect(await apply(shop)).toEqual({ settled: 0, more: false });
    expect(await inboxOf(shop)).toEqual(["waiting"]);
    account.calls.length = 0;
    await apply(shop);
    expect(account.calls).toEqual([]);
    await database().sql`update stores set ask_after = now() where id = ${shop.storeId}`;
    await apply(shop);
    expect(await inboxOf(shop)).toEqual(["applied"]);
    expect(Object.keys(await peopleOf(shop))).toEqual(["mira@example.com"]);
  });

  it("whose deliveries were lost are found by a light pass from the journal of events", async () => {
    const account = await openAccount();
    const { guest } = furnish(account);
    const shop = await connect(account);
    await runSync(shop);
    account.account.refund(guest.charge!, 2500, { silently: false });
    account.account.addCustomer({ email: "late@example.com" });
    account.lose();
    account.calls.length = 0;
    expect(await pass(shop, "light")).toMatchObject({ state: "done", error: null });
    expect(account.calls).toContain("GET events");
    expect(account.calls).not.toContain("GET customers");
    expect(await peopleOf(shop)).toMatchObject({
      "jonas@example.com": { orders: 1, spent: 0 },
      "late@example.com": { orders: 0 },
    });
    expect((await pass(shop, "light")).healed).toBe(0);
  });

  it("older than the thirty days that events are kept are found by reading everything", async () => {
    const account = await openAccount();
    furnish(account);
    const shop = await connect(account);
    await runSync(shop);
    account.account.addCustomer({ email: "late@example.com" });
    account.account.rows.events.clear();
    await database().sql`update stores set orders_read_until = now() - interval '31 days' where id = ${shop.storeId}`;
    await pass(shop, "nightly");
    expect(Object.keys(await peopleOf(shop))).toContain("late@example.com");
  });

  it("a customer deleted without a word is found by the sweep of ids; payments are not swept", async () => {
    const account = await openAccount();
    furnish(account);
    const shop = await connect(account);
    await runSync(shop);
    const quiet = [...account.account.rows.customers.keys()][1]!;
    account.account.deleteCustomer(quiet, { silently: true });
    account.account.rows.events.clear();
    account.calls.length = 0;
    expect(await pass(shop, "nightly")).toMatchObject({ state: "done", vanished: 1 });
    expect(account.calls.filter((call) => /charges|sessions/.test(call))).toEqual([]);
    expect(Object.keys(await peopleOf(shop))).not.toContain("quiet@example.com");
  });

  it("are read anew by the night without counting as changes when nothing changed", async () => {
    const account = await openAccount();
    furnish(account);
    const shop = await connect(account);
    await runSync(shop);
    const before = await standing(shop);
    expect(await pass(shop, "manual")).toMatchObject({ healed: 0, vanished: 0 });
    expect(await standing(shop)).toEqual(before);
  });
});

describe("a silent Stripe", () => {
  const storeOf = async (id: number) =>
    (await database().sql`select trouble, ask_after > now() as resting, silent_since from stores where id = ${id}`)[0]!;

  it("is asked ever more rarely; after ten minutes its page says so, until it answers", async () => {
    const account = await openAccount();
    furnish(account);
    const shop = await connect(account);
    const [sync] = await database().sql`select id::int from syncs where store_id = ${shop.storeId}`;
    account.misbehave({ status: 503 });
    expect(await advance(shop.ctx, { syncId: sync!.id, seconds: 5 })).toEqual({ done: false, waitSeconds: 60 });
    expect(await storeOf(shop.storeId)).toMatchObject({ trouble: null, resting: true });
    await database().sql`update stores set silent_since = now() - interval '20 minutes' where id = ${shop.storeId}`;
    account.misbehave({ status: 503 });
    const { waitSeconds } = await advance(shop.ctx, { syncId: sync!.id, seconds: 5 });
    expect(waitSeconds).toBeGreaterThanOrEqual(300);
    expect((await storeOf(shop.storeId)).trouble).toMatch(/answered 503\. It is asked again by itself/);
    expect((await storesDueForLook()).map(({ storeId }) => storeId)).not.toContain(shop.storeId);
    await runSync(shop);
    expect(await storeOf(shop.storeId)).toMatchObject({ trouble: null, resting: null, silent_since: null });
  });
});

describe("the endpoint", () => {
  it("gets a new secret by being made anew: the old one is refused, nothing is taken twice", async () => {
    const account = await openAccount();
    const shop = await connect(account);
    await runSync(shop);
    const [before] = account.account.rows.endpoints.keys();
    await renewSecret(shop.ctx, shop);
    const [after, ...others] = account.account.rows.endpoints.keys();
    expect(others).toEqual([]);
    expect(after).not.toBe(before);
    account.account.addCustomer(mira);
    expect(await account.flush()).toEqual([200]);
  });

  it("switched off by Stripe is revived and counted; one that lost its secret is made anew", async () => {
    const account = await openAccount();
    const shop = await connect(account);
    await runSync(shop);
    const [endpoint] = account.account.rows.endpoints.values();
    endpoint!.status = "disabled";
    expect(await lookAfter(shop.ctx, shop)).toEqual({ revived: ["events"] });
    expect(endpoint!.status).toBe("enabled");
    await database().sql`delete from store_webhooks where org_id = ${shop.ctx.orgId}`;
    await lookAfter(shop.ctx, shop);
    expect([...account.account.rows.endpoints.keys()]).not.toContain(endpoint!.id);
    account.account.addCustomer(mira);
    expect(await account.flush()).toEqual([200]);
  });

  it("is taken off when the account is disconnected; connected again it delivers", async () => {
    const account = await openAccount();
    const shop = await connect(account);
    await runSync(shop);
    await disconnectStore(shop.ctx, shop);
    expect(account.account.rows.endpoints.size).toBe(0);
    expect(await connectStripe(shop.ctx, { key: account.key, currency: "EUR" })).toEqual({ store: shop.store });
    expect(account.account.rows.endpoints.size).toBe(1);
    account.account.addCustomer(mira);
    expect(await account.flush()).toEqual([200]);
  });
});

describe("in any order, with repeats and losses, then a night", () => {
  /** One turn of an account's life, chosen by numbers. */
  const turn = fc.record({ what: fc.nat(6), who: fc.nat(4), amount: fc.integer({ min: 0, max: 9999 }) });

  function live({ account }: StripeAccount, { what, who, amount }: { what: number; who: number; amount: number }) {
    const people = [...account.rows.customers.keys()];
    const customer = people[who];
    const buyer = { email: `guest${who}@example.com`, name: "A Guest" };
    const charges = [...account.rows.charges.values()].filter((one) => Number(one.amount_refunded) === 0);
    const charge = charges[who % Math.max(1, charges.length)];
    if (what === 0) account.addCustomer({ email: `c${people.length}-${who}@example.com`, name: "Some Body" });
    if (what === 1 && customer) account.changeCustomer(customer, { email: `moved${amount}@example.com` });
    if (what === 2 && customer) account.deleteCustomer(customer);
    if (what === 3) account.checkout({ amount, customer, buyer, promotions: amount % 2 ? "opt_in" : "opt_out" });
    if (what === 4) account.pay({ amount, customer, buyer });
    if (what === 5 && charge) account.refund(charge.id, Math.ceil(Number(charge.amount) / 2));
    if (what === 6) account.leave({ amount, buyer });
  }

  it("the database ends in the state of a store that was only read", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 5, maxLength: 25 }),
        fc.infiniteStream(fc.nat(9)),
        async (life, dice) => {
          const next = () => dice.next().value as number;
          const account = await openAccount();
          const shop = await connect(account);
          await runSync(shop);
          for (const one of life) {
            live(account, one);
            if (next() < 4) continue;
            const events = [...account.waiting];
            account.lose();
            const kept = events.filter(() => next() > 1).flatMap((event) => (next() > 7 ? [event, event] : [event]));
            await account.send(...kept.sort(() => next() - 4.5));
            if (next() > 4) await apply(shop);
          }
          await apply(shop);
          expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null });
          const read = await connect(account);
          await runSync(read);
          expect(await standing(shop)).toEqual(await standing(read));
          await closeAccounts();
        },
      ),
      { numRuns: process.env.SOAK ? 300 : 12, ...(process.env.SOAK ? {} : { seed: 20261122 }), endOnFailure: true },
    );
  }, 900_000);
});
