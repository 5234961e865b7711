/** Everything that writes of contacts, each by a throw of dice: what happens to people whose segments are watched. */

import { undoBulk } from "@/lib/bulk/manage";
import { subscribeContact, unsubscribeContact } from "@/lib/contacts/choices";
import { editContact } from "@/lib/contacts/edits";
import { eraseContact } from "@/lib/contacts/erase";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { deleteContact, restoreContact } from "@/lib/contacts/remove";
import { disableContact, excludeContact } from "@/lib/contacts/switches";
import { Failure } from "@/lib/errors";
import { createList, deleteList, joinList, leaveList } from "@/lib/lists/lists";
import { leaveAll } from "@/lib/preferences/choose";
import { choiceToken } from "@/lib/preferences/links";
import { suppress } from "@/lib/suppressions/suppressions";
import { deleteTag, mergeTags, tagContact, untagContact } from "@/lib/tags/tags";
import { database } from "@/lib/tenancy";
import { carryOut, toTheEnd } from "./bulk";
import { customer, day, news, optIn, optOut, order } from "./people";
import type { Shop } from "./shop";

export const people = 8;
const address = (dice: number) => `p${dice % people}@example.org`;

/** What happens; a refusal is nothing happening. */
export async function happen(shop: Shop, what: Happening, dice: number): Promise<void> {
  try {
    await happenings[what](shop, dice);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

type Does = (shop: Shop, dice: number) => Promise<unknown>;
export type Happening = keyof typeof happenings;

let clock = 0;
/** Later than all before. */
const later = () => new Date(Date.UTC(2026, 9, 1) + ++clock * 60_000);

const happenings = {
  "an account": ({ take }, dice) =>
    take(
      news(
        customer(`${dice % people}`, address(dice), {
          updatedAt: later(),
          consents: dice % 3 === 0 ? [optIn(later())] : dice % 3 === 1 ? [optOut(later())] : [],
          person: { email: address(dice), firstName: `Name ${dice % 5}`, address: { city: cities[dice % 3] } },
        }),
      ),
    ),
  "the account goes": ({ take }, dice) => take(news({ kind: "customer-gone", externalId: `${dice % people}` })),
  "an order": ({ take }, dice) =>
    take(
      news(
        order(`o${dice % 20}`, address(dice), {
          updatedAt: later(),
          createdAt: dice % 2 ? day(dice % 300) : new Date(Date.now() - (dice % 60) * 86_400_000),
          status: (["placed", "placed", "cancelled", "refunded", "pending"] as const)[dice % 5],
          total: `${dice % 90}.50`,
          coupons: dice % 4 ? [] : ["SPRING"],
          items: [{ externalId: "1", productId: `${dice % 4}`, name: "Pillar", quantity: 1, total: `${dice % 90}.50` }],
        }),
      ),
    ),
  "the order goes": ({ take }, dice) => take(news({ kind: "order-gone", externalId: `o${dice % 20}` })),
  tag: async (shop, dice) => tagContact(shop.ctx, { ...(await someone(shop, dice)), tags: [`T${dice % 3}`] }),
  untag: async (shop, dice) =>
    untagContact(shop.ctx, { ...(await someone(shop, dice)), tag: await idOf(shop, "tags", dice) }),
  "a tag ends": async (shop, dice) => dice % 3 === 0 && deleteTag(shop.ctx, { tag: await idOf(shop, "tags", dice) }),
  "tags become one": async (shop, dice) =>
    mergeTags(shop.ctx, { from: [await idOf(shop, "tags", dice)], into: await idOf(shop, "tags", dice + 1) }),
  "a list": (shop, dice) => createList(shop.ctx, { name: `L${dice % 3}`, description: "" }),
  "joins a list": async (shop, dice) =>
    joinList(shop.ctx, { ...(await someone(shop, dice)), list: await idOf(shop, "lists", dice) }),
  "leaves a list": async (shop, dice) =>
    leaveList(shop.ctx, { ...(await someone(shop, dice)), list: await idOf(shop, "lists", dice) }),
  "a list ends": async (shop, dice) =>
    dice % 3 === 0 && deleteList(shop.ctx, { list: await idOf(shop, "lists", dice) }),
  subscribes: async (shop, dice) =>
    subscribeContact(shop.ctx, {
      ...(await someone(shop, dice)),
      channel: "email",
      statement: "Asked for it.",
      at: "2026-01-02T10:00",
    }),
  unsubscribes: async (shop, dice) =>
    unsubscribeContact(shop.ctx, { ...(await someone(shop, dice)), channel: "email" }),
  "leaves everything by a link": async (shop, dice) => {
    const { contact } = await someone(shop, dice);
    const link = choiceToken({
      orgId: shop.ctx.orgId,
      storeId: shop.storeId,
      contact,
      channel: "email",
      address: address(dice),
    });
    await leaveAll({ link, reason: "" });
  },
  "is edited": async (shop, dice) =>
    editContact(shop.ctx, { ...(await someone(shop, dice)), firstName: `By hand ${dice % 4}`, city: cities[dice % 3] }),
  "is disabled": async (shop, dice) =>
    disableContact(shop.ctx, { ...(await someone(shop, dice)), disabled: dice % 2 === 0 }),
  "is excluded": async (shop, dice) =>
    excludeContact(shop.ctx, { ...(await someone(shop, dice)), excluded: dice % 2 === 0 }),
  "is deleted": async (shop, dice) => deleteContact(shop.ctx, await someone(shop, dice)),
  "comes back": async (shop, dice) => restoreContact(shop.ctx, await someone(shop, dice, true)),
  "two are one": async (shop, dice) =>
    mergeByHand(shop.ctx, { ...(await someone(shop, dice)), other: (await someone(shop, dice + 1)).contact }),
  "is erased": async (shop, dice) =>
    dice % 5 === 0 && eraseContact(shop.ctx, { ...(await someone(shop, dice)), typed: address(dice) }),
  "is suppressed": (shop, dice) => suppress(shop.ctx, { channel: "email", note: "", addresses: address(dice) }),
  "all are tagged": async (shop, dice) => carry(shop, { kind: "tag", tags: [`T${dice % 3}`] }, dice),
  "all are disabled": async (shop, dice) => carry(shop, { kind: dice % 3 ? "enable" : "disable" }, dice),
  "all join a list": async (shop, dice) =>
    carry(shop, { kind: dice % 2 ? "list" : "unlist", list: await idOf(shop, "lists", dice) }, dice),
} satisfies Record<string, Does>;

export const kinds = Object.keys(happenings) as Happening[];

const cities = ["Berlin", "Oslo", "Lima"];

/** To everybody, and sometimes back. */
async function carry(shop: Shop, asked: Parameters<typeof carryOut>[1], dice: number) {
  const expected = (await shop.contacts()).length;
  if (expected === 0) return;
  const { bulk, bulkId } = await carryOut(shop.ctx, { ...asked, expected });
  if (dice % 3 !== 0) return;
  await undoBulk(shop.ctx, { bulk });
  await toTheEnd(shop.ctx, bulkId);
}

async function someone(shop: Shop, dice: number, gone = false): Promise<{ contact: string }> {
  const rows = await database().sql<{ contact: string }[]>`
    select public_id as contact from contacts where org_id = ${shop.ctx.orgId} and erased_at is null
      and (gone_at is not null) = ${gone} order by id`;
  const contact = rows[dice % Math.max(rows.length, 1)]?.contact;
  if (!contact) throw new Failure("not-found", "There is nobody.");
  return { contact };
}

async function idOf(shop: Shop, table: "tags" | "lists", dice: number): Promise<string> {
  const { sql } = database();
  const rows = await sql<{ id: string }[]>`
    select public_id as id from ${sql(table)} where org_id = ${shop.ctx.orgId} order by id`;
  const id = rows[dice % Math.max(rows.length, 1)]?.id;
  if (!id) throw new Failure("not-found", "There is none.");
  return id;
}
