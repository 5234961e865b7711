/** What an account tells anew is shown as deriving it from all records would show it, by whichever way it went. */
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { receivingOf, storeById } from "@/lib/connection/store";
import type { Change, CustomerRecord } from "@/lib/connectors/types";
import { absorb } from "@/lib/records/absorb";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { customer, day, news, optIn, optOut, order } from "../support/people";
import { misfigured } from "../support/snapshot";

useTestDatabase();
beforeAll(useKey);

const usual = { firstName: "Mira", lastName: "Holt", phone: "+4915112345678", address: { city: "Berlin" } };
/** As usual, but for one thing or none. */
const person = fc.constantFrom<object>(
  ...[{}, {}, { firstName: "Mirabel" }, { address: { city: "Kiel", line1: "Ring 2" } }, { language: "de" }],
  ...[{ phone: "+4915187654321" }, { phone: undefined }, { address: { line1: undefined } }, { lastName: "" }],
);
const telling = fc.record({
  account: fc.constantFrom("7", "8"),
  bought: fc.boolean(),
  person,
  born: fc.constantFrom(1, 1, 1, 2),
});
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("told" as const), telling }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("bought" as const), telling }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("chose" as const), out: fc.boolean(), telling }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("left" as const), telling }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const addressOf = (account: string) => `p${account}@example.com`;

function changesOf(step: Step, at: number): Change[] {
  const { account, bought, born } = step.telling;
  const who = { ...usual, ...step.telling.person, email: addressOf(account) };
  if (step.kind === "left") return [{ kind: "customer-gone", externalId: account }];
  if (step.kind === "bought")
    return [order(`o${at}`, who.email, { customerExternalId: account, createdAt: day(3 + at), person: who })];
  const consents = step.kind === "chose" ? [step.out ? optOut(day(3 + at)) : optIn(day(3 + at))] : [];
  const record = { person: who, hasBought: bought, createdAt: day(born), updatedAt: day(3 + at), consents };
  return [customer(account, who.email, record)];
}

it("what an account tells anew is shown as deriving it from all records shows it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
      const ctx = await makeOrganization();
      const { id } = await makeStore(ctx);
      const store = receivingOf(await transact(ctx, (ctx) => storeById(ctx, id)));
      for (const [at, one] of steps.entries()) {
        await transact(ctx, (ctx) => absorb(ctx, store, news(...changesOf(one, at))));
        expect(await misfigured(ctx, id)).toEqual([]);
      }
    }),
    { numRuns: process.env.SOAK ? 400 : 3 },
  );
});

it("each single thing that an account can tell otherwise is shown as deriving it shows it", async () => {
  const ctx = await makeOrganization();
  const { id } = await makeStore(ctx);
  const store = receivingOf(await transact(ctx, (ctx) => storeById(ctx, id)));
  const otherwise: Partial<CustomerRecord>[] = [
    {},
    { hasBought: true },
    { createdAt: day(1) },
    { consents: [optIn(day(5))] },
    ...[
      { language: "de" },
      { firstName: "Mirabel" },
      { lastName: "" },
      { firstName: "", lastName: "" },
      { phone: "12" },
    ],
    ...[{ phone: "+4915187654321" }, { address: { city: "Kiel" } }, { address: {} }, { address: { line1: undefined } }],
  ].map((more) =>
    "firstName lastName phone address language".includes(Object.keys(more)[0] ?? "-") ? { person: more } : more,
  );
  const tell = (on: number, more: (at: number) => Partial<CustomerRecord>) => {
    const told = otherwise.map((_, at) => {
      const one = more(at);
      const own = { ...usual, phone: `+49151000000${10 + at}`, email: addressOf(`${at}`) };
      const base = { createdAt: day(2), updatedAt: day(on) };
      return customer(`${at}`, own.email, { ...base, ...one, person: { ...own, ...one.person } });
    });
    return transact(ctx, (ctx) => absorb(ctx, store, news(...told)));
  };
  const ordered = otherwise.flatMap(({ hasBought }, at) => {
    const who = { email: addressOf(`${at}`), firstName: "Mirinda", address: { city: "Ulm" }, phone: "+4915111111111" };
    return hasBought ? [] : [order(`o${at}`, who.email, { customerExternalId: `${at}`, person: who })];
  });
  await transact(ctx, (ctx) => absorb(ctx, store, news(...ordered)));
  for (const [on, more] of [() => ({}), (at: number) => otherwise[at]!, () => ({})].entries()) {
    await tell(3 + on, more);
    expect(await misfigured(ctx, id)).toEqual([]);
  }
});

it("who moved house is told of once on the timeline; who only came by is not", async () => {
  const ctx = await makeOrganization();
  const { id } = await makeStore(ctx);
  const store = receivingOf(await transact(ctx, (ctx) => storeById(ctx, id)));
  const tell = (on: number, city: string) => {
    const who = { firstName: "Mira", lastName: "Holt", phone: "+4915112345678", address: { city } };
    const told = customer("7", "mira@example.com", {
      updatedAt: day(on),
      person: { ...who, email: "mira@example.com" },
    });
    return transact(ctx, (ctx) => absorb(ctx, store, news(told)));
  };
  await tell(2, "Berlin");
  await tell(3, "Kiel");
  await tell(4, "Kiel");
  expect(await linesOf(ctx)).toEqual([
    { kind: "contact.created", fields: null },
    { kind: "contact.updated", fields: ["address"] },
    { kind: "store.account.created", fields: null },
  ]);
});

const linesOf = (ctx: Ctx) =>
  database().sql`select kind, detail->'fields' as fields from contact_events where org_id = ${ctx.orgId}
    and kind <> 'consent.changed' order by kind`.then((rows) => rows.map((row) => ({ ...row })));
