/**
 * Whatever happens at a store, in whatever order the news comes and however much of it is lost: the night puts it
 * right.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { chooseKinds, connectWithKeys } from "@/lib/stores/connect";
import { advance } from "@/lib/sync/advance";
import { beginSync, type SyncKind } from "@/lib/sync/sync";
import { type Ctx, database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { peopleOf } from "../support/oracle";
import { makeOrganization, useKey } from "../support/organization";
import { misfigured, snapshot, strays } from "../support/snapshot";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterAll(() => front.close());

const happenings = [
  "sign up",
  "guest buys",
  "customer buys",
  "opt in",
  "change email",
  "change name",
  "pay",
  "cancel",
  "refund",
  "trash",
  "restore",
  "delete customer",
  "force delete",
  "make account of guest",
  "lose news",
  "deliver",
  "apply",
  "light pass",
] as const;
const life = fc.array(fc.tuple(fc.constantFrom(...happenings), fc.nat(1000)), { minLength: 10, maxLength: 60 });

it("any life of a store ends, after the night, in what a fresh look at it shows", async () => {
  const numRuns = process.env.SOAK ? 200 : 15;
  await fc.assert(
    fc.asyncProperty(life, async (events) => {
      const shop = await startDemoStore({ deliveryDelayMs: 600_000, customers: 5, orders: 12 });
      try {
        const watched = await connect(shop);
        for (const [what, dice] of events) await happen(shop, watched, what, dice);
        await shop.flush();
        await drain(watched.ctx, watched);
        await pass(watched, "nightly");
        const fresh = await connect(shop);
        expect(await shown(watched)).toEqual(await shown(fresh));
        expect(await spendings(watched.ctx)).toEqual(peopleOf(shop.truth()));
        expect(await strays(watched.ctx.orgId)).toEqual([]);
        expect(await misfigured(watched.ctx, watched.storeId)).toEqual([]);
      } finally {
        await shop.stop();
      }
    }),
    { numRuns, ...(process.env.SOAK ? {} : { seed: 7 }), endOnFailure: !process.env.SHRINK },
  );
}, 3_600_000);

type Watched = { ctx: Ctx; storeId: number };

/** Without consent: what somebody once agreed to is remembered, although the account that told of it is gone. */
async function shown({ ctx, storeId }: Watched) {
  const { contacts, orders } = await snapshot(ctx.orgId, storeId);
  const remembered = { email_consent: null, special_tags: null, last_interaction_at: null };
  return { contacts: contacts.map((contact) => ({ ...contact, ...remembered })), orders };
}

async function connect(shop: DemoStore): Promise<Watched> {
  const ctx = await makeOrganization();
  const { consumerKey, consumerSecret } = shop.keys;
  const { store } = await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
  await chooseKinds(ctx, { store, kinds: ["subscriber", "buyer", "contact"] });
  const [row] = await database().sql`select s.id::int as store, y.id::int as sync from stores s
    join syncs y on y.store_id = s.id where s.public_id = ${store}`;
  expect(await advance(ctx, { syncId: row!.sync, seconds: 60 })).toMatchObject({ done: true });
  return { ctx, storeId: row!.store };
}

async function pass({ ctx, storeId }: Watched, kind: SyncKind) {
  const syncId = await beginSync(ctx, { storeId, kind });
  await advance(ctx, { syncId, seconds: 60 });
}

async function happen(shop: DemoStore, watched: Watched, what: (typeof happenings)[number], dice: number) {
  const { customers, orders } = shop.truth() as {
    customers: { id: number }[];
    orders: { id: number; status: string }[];
  };
  const customer = customers[dice % Math.max(customers.length, 1)]?.id;
  const order = orders[dice % Math.max(orders.length, 1)]?.id;
  const email = `person${dice % 9}@example.com`;
  const taken = (customers as { id: number; email?: string }[]).some((one) => one.email === email);
  if (what === "lose news") shop.lose(1 + (dice % 4));
  if (what === "deliver") await shop.flush();
  if (what === "apply") {
    await drain(watched.ctx, watched);
    expect(await misfigured(watched.ctx, watched.storeId)).toEqual([]);
  }
  if (what === "light pass") await pass(watched, "light");
  if (what === "guest buys") shop.store.placeOrder({ billing: { email, phone: `+49 30 90182${dice % 5}` } });
  if (what === "sign up" && !taken) shop.store.createCustomer({ email, firstName: `N${dice}` });
  if (what === "make account of guest" && !taken)
    shop.store.placeOrder({ createAccount: { email }, billing: { email } });
  if (customer !== undefined) ofCustomer(shop, what, customer, taken ? undefined : email, dice);
  if (order !== undefined) ofOrder(shop, what, order, dice);
}

function ofCustomer(shop: DemoStore, what: string, id: number, email: string | undefined, dice: number) {
  if (what === "customer buys") shop.store.placeOrder({ customerId: id });
  if (what === "change email" && email) shop.store.changeEmail(id, email);
  if (what === "change name") shop.store.updateCustomer(id, { firstName: `Name${dice}` });
  if (what === "opt in") shop.store.optIn(id);
  if (what === "delete customer") shop.store.deleteCustomer(id);
}

function ofOrder(shop: DemoStore, what: string, id: number, dice: number) {
  if (what === "pay") shop.store.setStatus(id, "completed");
  if (what === "cancel") shop.store.setStatus(id, "cancelled");
  if (what === "refund" && dice % 2) shop.store.refund(id, 100);
  if (what === "trash") shop.store.trash(id);
  if (what === "restore" && dice % 2) shop.store.setStatus(id, "processing");
  if (what === "force delete") shop.store.forceDelete(id);
}

async function spendings(ctx: Ctx) {
  const rows = await database().sql`select c.email, a.orders, round(a.spent * 100)::int as spent from contacts c
    join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and c.gone_at is null and c.email is not null`;
  const people = rows.map(({ email, orders, spent }) => [email, { orders, spent }]);
  return Object.fromEntries(people.sort(([a], [b]) => (a < b ? -1 : 1)));
}
