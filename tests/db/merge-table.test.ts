/** Every pair of contacts that a member can make one: what comes out by plain SQL, and that every page says the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hearClaims } from "@/lib/consent/apply";
import type { Channel, Claim, ConsentState } from "@/lib/consent/consent";
import { listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { showContact } from "@/lib/contacts/profile";
import { homeFigures } from "@/lib/home";
import { createList } from "@/lib/lists/lists";
import { previewSegment } from "@/lib/segments/members";
import { tagContact } from "@/lib/tags/tags";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { customer, day, news, order } from "../support/people";
import { openShop, type Shop } from "../support/shop";
import { expectTallies } from "../support/tallies";

useTestDatabase();
beforeAll(useKey);
afterAll(expectTallies);

const states: ConsentState[] = ["never", "pending", "subscribed", "unsubscribed"];

/** The stricter decision of two; who decided nothing takes the other's word. */
function stricter(a: ConsentState, b: ConsentState): ConsentState {
  const strictest: ConsentState[] = ["unsubscribed", "subscribed", "pending", "never"];
  return strictest.find((state) => a === state || b === state)!;
}

async function decide(shop: Shop, contactId: number, channel: Channel, state: ConsentState, on: number) {
  if (state === "never") return;
  const claim: Claim = { channel, state, explicit: true, effectiveAt: day(on), method: "test", evidence: `on ${on}` };
  const actor = { kind: "person", name: "The person" } as const;
  await transact({ orgId: shop.ctx.orgId, actor }, (ctx) => hearClaims(ctx, [{ contactId, claim }], "Test"));
}

async function rowOf(shop: Shop, email: string) {
  const [row] = await database().sql`
    select id::int, public_id as contact, email_consent as email, sms_consent as sms from contacts
    where org_id = ${shop.ctx.orgId} and email = ${email}`;
  return row as { id: number; contact: string; email: ConsentState; sms: ConsentState };
}

const pairs = states.flatMap((older) =>
  states.flatMap((younger) => [true, false].map((olderFirst) => ({ older, younger, olderFirst }))),
);

it("of every pair of consents the stricter decision comes out, whichever was made first, with its evidence", async () => {
  const shop = await openShop();
  await shop.take(
    pairs.flatMap((_, n) =>
      news(customer(`a${n}`, `a${n}@example.org`), customer(`b${n}`, `b${n}@example.org`, { createdAt: day(5) })),
    ),
  );
  for (const [n, { older, younger, olderFirst }] of pairs.entries()) {
    const [a, b] = [await rowOf(shop, `a${n}@example.org`), await rowOf(shop, `b${n}@example.org`)];
    // The other way round by SMS, so that each state stands on each side of both.
    const on = olderFirst ? [2, 4] : [4, 2];
    await decide(shop, a.id, "email", older, on[0]!);
    await decide(shop, b.id, "email", younger, on[1]!);
    await decide(shop, a.id, "sms", younger, on[0]!);
    await decide(shop, b.id, "sms", older, on[1]!);
    await mergeByHand(shop.ctx, { contact: a.contact, other: b.contact });
    const united = stricter(older, younger);
    expect([older, younger, olderFirst, await rowOf(shop, `a${n}@example.org`)]).toEqual([
      older,
      younger,
      olderFirst,
      { id: a.id, contact: a.contact, email: united, sms: united },
    ]);
    const { evidence } = await showContact(shop.ctx, { contact: a.contact });
    for (const channel of ["email", "sms"] as const) {
      const newest = evidence.find((one) => one.channel === channel);
      expect(newest?.after ?? "never").toBe(united);
      const told = await database().sql`
        select detail->>'from' as before, detail->>'to' as after from contact_events
        where contact_id = ${a.id} and kind = 'consent.changed' and detail->>'method' = 'merge'
          and detail->>'channel' = ${channel}`;
      const was = channel === "email" ? older : younger;
      expect([...told]).toEqual(was === united ? [] : [{ before: was, after: united }]);
    }
  }
  const [shown] = await database().sql`
    select count(*) filter (where email_consent = 'subscribed')::int as subscribed,
      count(*) filter (where email_consent = 'unsubscribed')::int as unsubscribed
    from contacts where org_id = ${shop.ctx.orgId} and gone_at is null`;
  const { consent, email } = await homeFigures(shop.ctx);
  expect(consent.email).toMatchObject({ subscribed: shown!.subscribed, unsubscribed: shown!.unsubscribed });
  expect(email).toBe(shown!.subscribed);
  const isSubscribed = { field: "email-consent", operator: "any", value: ["subscribed"] };
  const preview = await previewSegment(shop.ctx, { definition: { include: { all: [isSubscribed] } } });
  expect(preview).toMatchObject({ n: shown!.subscribed });
});

describe("orders, groups and fields of two", () => {
  const bought = [
    [
      ["EUR", "10.10", "placed"],
      ["USD", "500.00", "placed"],
    ],
    [
      ["EUR", "20.20", "refunded"],
      ["EUR", "0.30", "placed"],
      ["EUR", "99.00", "cancelled"],
    ],
    [["USD", "70.00", "placed"]],
    [],
  ] as const;
  const cases = bought.flatMap((older, a) => bought.map((younger, b) => ({ older, younger, name: `${a}${b}` })));

  it("come to the same sums in SQL, list, profile and segments", async () => {
    const shop = await openShop();
    const ordersOf = (email: string, orders: (typeof bought)[number]) =>
      orders.map(([currency, total, status], n) => order(`${email} ${n}`, email, { currency, total, status }));
    await shop.take(
      cases.flatMap(({ older, younger, name }) =>
        news(
          customer(`a${name}`, `a${name}@example.org`),
          customer(`b${name}`, `b${name}@example.org`, { createdAt: day(5) }),
          ...ordersOf(`a${name}@example.org`, older),
          ...ordersOf(`b${name}@example.org`, younger),
        ),
      ),
    );
    const of = async (letter: string, name: string) => (await rowOf(shop, `${letter}${name}@example.org`)).contact;
    for (const { name } of cases)
      await mergeByHand(shop.ctx, { contact: await of("a", name), other: await of("b", name) });
    const { rows } = await listContacts(shop.ctx, everything);
    expect(rows).toHaveLength(cases.length);
    for (const { name } of cases) {
      const [sums] = await database().sql`
        select count(*) filter (where counts)::int as orders,
          coalesce(sum(o.total - o.refunded) filter (where counts and o.currency = 'EUR'), 0)::float8 as spent,
          count(*) filter (where counts and o.currency <> 'EUR')::int as foreign
        from contacts c left join lateral (select *, status in ('placed', 'refunded') as counts from orders
          where org_id = c.org_id and contact_id = c.id) o on true
        where c.org_id = ${shop.ctx.orgId} and c.email = ${`a${name}@example.org`}`;
      const row = rows.find((one) => one.email === `a${name}@example.org`)!;
      expect([name, row.orders, Number(row.spent)]).toEqual([name, sums!.orders, sums!.spent]);
      const { orders, spent, foreignOrders } = await showContact(shop.ctx, { contact: row.id });
      expect([orders, Number(spent), foreignOrders]).toEqual([sums!.orders, sums!.spent, sums!.foreign]);
    }
    for (const spent of new Set(rows.map((row) => Number(row.spent)))) {
      const isThat = { field: "total-spent", operator: "=", value: String(spent) };
      const preview = await previewSegment(shop.ctx, { definition: { include: { all: [isThat] } } });
      expect([spent, preview]).toMatchObject([spent, { n: rows.filter((row) => Number(row.spent) === spent).length }]);
    }
  });

  const stays = ["none", "joined 2", "left 3", "joined 4", "left 5"] as const;

  it("unite tags, keep the newest word of each list, and both switches", async () => {
    const shop = await openShop();
    const list = await createList(shop.ctx, { name: "News", description: "" });
    const { sql } = database();
    const [{ id: listId } = { id: "" }] = await sql<
      { id: string }[]
    >`select id from lists where public_id = ${list.id}`;
    const both = stays.flatMap((older, a) => stays.map((younger, b) => ({ older, younger, name: `${a}${b}` })));
    await shop.take(
      both.flatMap(({ name }) =>
        news(
          customer(`a${name}`, `a${name}@example.org`),
          customer(`b${name}`, `b${name}@example.org`, { createdAt: day(5) }),
        ),
      ),
    );
    const at = (on: number) => day(on).toISOString();
    const stay = async (contact: number, how: (typeof stays)[number]) => {
      const [word, on] = how.split(" ");
      if (word === "none") return;
      await sql`insert into list_members (org_id, list_id, contact_id, joined_at, joined_by, left_at)
        values (${shop.ctx.orgId}, ${listId}, ${contact}, ${at(word === "left" ? 1 : Number(on))}, 'Test',
          ${word === "left" ? at(Number(on)) : null})`;
    };
    for (const [n, { older, younger, name }] of both.entries()) {
      const [a, b] = [await rowOf(shop, `a${name}@example.org`), await rowOf(shop, `b${name}@example.org`)];
      await stay(a.id, older);
      await stay(b.id, younger);
      await tagContact(shop.ctx, { contact: a.contact, tags: ["Both", "Older"] });
      await tagContact(shop.ctx, { contact: b.contact, tags: ["Both", "Younger"] });
      const switched = n % 2 === 0 ? a : b;
      await sql`update contacts set disabled_at = now() where id = ${switched.id}`;
      await mergeByHand(shop.ctx, { contact: a.contact, other: b.contact });
      const row = await showContact(shop.ctx, { contact: a.contact });
      const dayOf = (how: string) => Number(how.split(" ")[1] ?? 0);
      const newest = dayOf(older) > dayOf(younger) ? older : younger;
      expect([older, younger, row.lists]).toEqual([older, younger, newest.startsWith("joined") ? 1 : 0]);
      expect(row.tags.map((tag) => tag.name)).toEqual(["Both", "Older", "Younger"]);
      expect(row.disabledAt).not.toBeNull();
    }
  });
});
