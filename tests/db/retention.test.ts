/** What an organization lets be forgotten, and what stays whatever it says. */
import { expect, test } from "vitest";
import { ChooseRetention, chooseRetention, retentionOf } from "@/lib/organizations";
import { forgetOldDeliveries, forgetOldEvents } from "@/lib/organizations/retention";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { inboxOf, putDelivery, type Standing } from "../support/inbox";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { customer, day, news } from "../support/people";
import { openShop } from "../support/shop";

useTestDatabase();
useKey();

async function deliveries(ctx: Ctx, ages: Record<Standing["state"], number>) {
  const store = await makeStore(ctx);
  for (const [state, days] of Object.entries(ages) as [Standing["state"], number][]) {
    const place = { orgId: ctx.orgId, storeId: store.id };
    const letter = { topic: "order.updated", objectId: "1", key: state, body: "{}" };
    const { id } = await putDelivery({ ...place, ...letter, state });
    await database()
      .sql`update webhook_deliveries set received_at = now() - ${days} * interval '1 day' where id = ${id}`;
    await database().sql`update webhook_outcomes set settled_at = now() - ${days} * interval '1 day' where id = ${id}`;
  }
}

async function statesLeft({ orgId }: Ctx): Promise<string[]> {
  await forgetOldDeliveries();
  return (await inboxOf({ orgId })).map(({ state }) => state).sort();
}

test("settled deliveries are forgotten after 30 days, failed ones after 90, waiting ones never", async () => {
  const ctx = await makeOrganization();
  await deliveries(ctx, { applied: 31, ignored: 29, failed: 89, waiting: 400 });
  expect(await statesLeft(ctx)).toEqual(["failed", "ignored", "waiting"]);
});

test("an organization keeps its deliveries as long as it says, whatever others say", async () => {
  const [long, short] = [await makeOrganization(), await makeOrganization()];
  await chooseRetention(long, ChooseRetention.parse({ eventsMonths: "", deliveriesDays: "365" }));
  await chooseRetention(short, ChooseRetention.parse({ eventsMonths: "", deliveriesDays: "7" }));
  for (const ctx of [long, short]) await deliveries(ctx, { applied: 300, ignored: 8, failed: 100, waiting: 400 });
  expect(await statesLeft(long)).toEqual(["applied", "failed", "ignored", "waiting"]);
  expect(await statesLeft(short)).toEqual(["waiting"]);
});

test("old visits, messages and programs' events go; orders, consent and membership stay, and others' stay whole", async () => {
  const [shop, other] = [await openShop(), await openShop()];
  const kinds = ["visit.started", "page.viewed", "product.viewed", "api.course.finished", "message.opened"];
  const lasting = ["order.placed", "consent.changed", "tag.added", "contact.merged"];
  for (const { ctx, take } of [shop, other]) {
    await take(news(customer("1", "anna@example.com", { createdAt: day(1), updatedAt: day(1) })));
    for (const kind of [...kinds, ...lasting])
      for (const months of [5, 7])
        await database().sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind)
          select org_id, id, ${kind}, now() - make_interval(months => ${months}), 'job' from contacts
          where org_id = ${ctx.orgId}`;
  }
  await database().sql`delete from segment_queue where org_id = ${shop.ctx.orgId}`;
  const count = async (ctx: Ctx, of: string[]) =>
    (
      await database().sql`select count(*)::int as n from contact_events
        where org_id = ${ctx.orgId} and kind = any(${of}) and actor_kind = 'job' and actor_name is null`
    )[0]!.n;
  await forgetOldEvents();
  expect(await count(shop.ctx, kinds)).toBe(10);
  await chooseRetention(shop.ctx, ChooseRetention.parse({ eventsMonths: "6", deliveriesDays: "30" }));
  expect(await retentionOf(shop.ctx)).toEqual({ eventsMonths: 6, deliveriesDays: 30 });
  expect(await forgetOldEvents()).toBe(5);
  expect(await count(shop.ctx, kinds)).toBe(5);
  expect(await count(shop.ctx, lasting)).toBe(8);
  expect(await count(other.ctx, kinds)).toBe(10);
  const noted = await database().sql`select contacts from segment_queue where org_id = ${shop.ctx.orgId}`;
  expect(noted.length).toBeGreaterThan(0);
});

test("a time that is not offered is refused", () => {
  expect(ChooseRetention.safeParse({ eventsMonths: "1", deliveriesDays: "30" }).success).toBe(false);
  expect(ChooseRetention.safeParse({ eventsMonths: "", deliveriesDays: "0" }).success).toBe(false);
  expect(ChooseRetention.safeParse({ eventsMonths: "" }).success).toBe(false);
});
