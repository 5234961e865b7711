/**
 * Groups of the stores' own admins over HTTP: listed, read, told of in any order, repeated and lost, and healed by the
 * night.
 */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type MagentoStore, startMagentoStore } from "@/lib/local/magento-store";
import type { ShopifyShop } from "@/lib/local/shopify-shop";
import type { ShoplineStore } from "@/lib/local/shopline-store";
import { connectMagento } from "@/lib/stores/connect-magento";
import { database } from "@/lib/tenancy";
import { apply, connected, inboxOf, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import * as shopify from "../support/shopify";
import * as shopline from "../support/shopline";
import { groupsOf, mirror, movesOf } from "../support/store-groups";

useTestDatabase();
let front: Front;
const magentos: MagentoStore[] = [];
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(async () => {
  await shopify.closeShopify();
  await shopline.closeShops();
  for (const one of magentos.splice(0)) await one.stop();
});
afterAll(() => front.close());

const texts = (ids: Iterable<number | string>) => [...ids].map(String).sort();

/** What the shop holds, as `groupsOf` gives ours. */
const heldBy = ({ shop }: ShopifyShop) =>
  Object.fromEntries([...shop.segments.held.values()].map(({ name, members }) => [name, texts(members)]));

async function openShopify(people: number) {
  const store = await shopify.openShopify();
  const ids = Array.from({ length: people }, (_, n) => store.shop.addCustomer({ email: `c${n}@example.com` }));
  return { store, ids };
}

describe("Shopify's segments", () => {
  it("are read whole, over pages and with pauses; an end in the middle costs nothing and comes twice to nothing", async () => {
    const { store, ids } = await openShopify(1100);
    store.shop.segments.add("Many", ...ids);
    store.shop.segments.add("Nobody");
    const shop = await shopify.connect(store);
    await runSync(shop);
    store.misbehave({ status: 200, body: "<html>" });
    expect(await mirror(shop)).toMatchObject({ state: "failed", error: expect.stringContaining("not") });
    expect(await mirror(shop)).toMatchObject({ state: "done", groups_total: 2, members_done: 1100, joined: 1100 });
    expect(await groupsOf(shop)).toEqual(heldBy(store));
    expect(await mirror(shop)).toMatchObject({ state: "done", joined: 0, left: 0 });
  });

  it("follow deliveries: made, renamed, joined, left, deleted; a deleted one keeps its last members", async () => {
    const { store, ids } = await openShopify(4);
    const { segments } = store.shop;
    const buyers = segments.add("Buyers", ids[0]!);
    const shop = await shopify.connect(store);
    await runSync(shop);
    await mirror(shop);
    store.lose();
    const late = segments.add("Late", ids[3]!);
    segments.join(buyers, ids[1]!);
    segments.leave(buyers, ids[0]!);
    segments.join(late, ids[2]!);
    expect(new Set(await store.flush())).toEqual(new Set([200]));
    await apply(shop);
    expect(await groupsOf(shop)).toEqual({ Buyers: texts([ids[1]!]), Late: texts([ids[2]!]) });
    expect(await mirror(shop, "changed")).toMatchObject({ state: "done", groups_total: 1, joined: 1 });
    segments.edit(buyers, "Best buyers", ids[2]!, ids[3]!);
    segments.remove(late);
    await store.flush();
    await apply(shop);
    await mirror(shop, "changed");
    const last = texts([ids[2]!, ids[3]!]);
    expect(await groupsOf(shop)).toEqual({ "Best buyers": last, "✝ Late": last });
    expect(await movesOf(shop)).toEqual({ "store-group.joined": 5, "store-group.left": 2 });
    expect((await inboxOf(shop)).every((state) => state === "applied")).toBe(true);
  });

  it("told of by a member first get their name from the list", async () => {
    const { store, ids } = await openShopify(2);
    const shop = await shopify.connect(store);
    await runSync(shop);
    await mirror(shop);
    const unknown = store.shop.segments.add("Unknown", ids[0]!);
    store.lose();
    store.shop.segments.join(unknown, ids[1]!);
    await store.flush();
    await apply(shop);
    await mirror(shop, "changed");
    expect(await groupsOf(shop)).toEqual(heldBy(store));
  });

  const turn = fc.record({ what: fc.nat(6), which: fc.nat(2), who: fc.nat(5) });
  it("equal the shop's after any life, with deliveries shuffled, repeated and lost, and a night", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 8, maxLength: 30 }),
        fc.infiniteStream(fc.nat(9)),
        async (life, dice) => {
          const next = () => dice.next().value as number;
          const { store, ids } = await openShopify(6);
          const shop = await shopify.connect(store);
          await runSync(shop);
          await mirror(shop);
          for (const one of life) {
            live(store, ids, one);
            if (next() > 6) store.lose();
            if (next() > 5)
              await store.flush((letters) =>
                [...letters, ...letters.slice(next() % 3)].sort(() => (next() > 4 ? 1 : -1)),
              );
            if (next() > 5) await apply(shop);
            if (next() > 7) await mirror(shop, "changed");
          }
          store.lose();
          await apply(shop);
          expect(await mirror(shop)).toMatchObject({ state: "done", error: null });
          const ours = await groupsOf(shop);
          expect(Object.fromEntries(Object.entries(ours).filter(([name]) => !name.startsWith("✝")))).toEqual(
            heldBy(store),
          );
          await shopify.closeShopify();
        },
      ),
      { numRuns: process.env.SOAK ? 200 : 6, ...(process.env.SOAK ? {} : { seed: 20261122 }), endOnFailure: true },
    );
  }, 900_000);
});

function live(
  { shop }: ShopifyShop,
  ids: number[],
  { what, which, who }: { what: number; which: number; who: number },
) {
  const { segments } = shop;
  const [segment] = [...segments.held.keys()].slice(which % Math.max(1, segments.held.size));
  const customer = ids[who]!;
  if (what === 0 || segment === undefined) segments.add(`Segment ${shop.now()}`, customer);
  else if (what === 1) segments.edit(segment, `Edited ${shop.now()}`, customer);
  else if (what === 2) segments.remove(segment);
  else if (what < 5) segments.join(segment, customer);
  else segments.leave(segment, customer);
}

describe("deliveries alone", () => {
  it("keep up with who joins and leaves, backwards and twice over", async () => {
    const { store, ids } = await openShopify(6);
    const segment = store.shop.segments.add("One", ids[0]!);
    const shop = await shopify.connect(store);
    await runSync(shop);
    await mirror(shop);
    store.lose();
    for (const id of ids.slice(1)) store.shop.segments.join(segment, id);
    for (const id of ids.slice(0, 3)) store.shop.segments.leave(segment, id);
    store.shop.segments.join(segment, ids[0]!);
    await store.flush((letters) => [...letters, ...letters].reverse());
    await apply(shop);
    expect(await groupsOf(shop)).toEqual(heldBy(store));
  });
});

describe("Magento's groups", () => {
  async function open(options: Parameters<typeof startMagentoStore>[0] = {}) {
    const store = await startMagentoStore(options);
    magentos.push(store);
    const ids = Array.from({ length: 130 }, (_, n) => store.shop.addCustomer({ email: `c${n}@example.com` }));
    const shop = await connected((ctx) => connectMagento(ctx, { url: store.url, ...store.keys }));
    await runSync(shop);
    return { store, shop, ids };
  }

  it("are read with their customers, without whoever is not logged in; who moves comes with the customer", async () => {
    const { store, shop, ids } = await open();
    store.shop.moveTo(ids[0]!, 2);
    expect(await mirror(shop)).toMatchObject({ state: "done", error: null, groups_done: 3 });
    expect(await groupsOf(shop)).toEqual({ General: texts(ids.slice(1)), Wholesale: texts([ids[0]!]), Retailer: [] });
    store.shop.moveTo(ids[0]!, 3);
    store.shop.moveTo(ids[1]!, 3);
    expect(await pass(shop, "light")).toMatchObject({ state: "done" });
    const moved = texts(ids.slice(0, 2));
    expect(await groupsOf(shop)).toEqual({ General: texts(ids.slice(2)), Wholesale: [], Retailer: moved });
  });

  it("one made and one deleted follow by the night", async () => {
    const { store, shop, ids } = await open();
    await mirror(shop);
    store.shop.moveTo(ids[0]!, store.shop.addGroup("Partners"));
    store.shop.deleteGroup(2);
    await mirror(shop);
    expect(await groupsOf(shop)).toEqual({
      General: texts(ids.slice(1)),
      Partners: texts([ids[0]!]),
      Retailer: [],
      "✝ Wholesale": [],
    });
  });

  it("that the integration may not read say which right it lacks", async () => {
    const { shop } = await open({ lacks: ["Magento_Customer::group"] });
    expect(await mirror(shop)).toMatchObject({ state: "failed", error: expect.stringContaining("Customer Groups") });
    const [store] = await database().sql`select trouble from stores where id = ${shop.storeId}`;
    expect(store!.trouble).toBeNull();
  });
});

describe("SHOPLINE's groups", () => {
  const heldAt = ({ shop }: ShoplineStore) =>
    Object.fromEntries([...shop.groups.values()].map(({ name, members }) => [name, texts(members)]));

  it("are told of by deliveries, and their members read: after a change at once, else by the night", async () => {
    const store = await shopline.openShop();
    const ids = Array.from({ length: 260 }, (_, n) => store.shop.addCustomer({ email: `c${n}@example.com` }));
    const all = store.shop.addGroup("Returning", ...ids);
    const shop = await shopline.connect(store);
    await runSync(shop);
    await mirror(shop);
    expect(await groupsOf(shop)).toEqual(heldAt(store));
    store.lose();
    const some = store.shop.addGroup("Some", ids[0]!);
    store.shop.editGroup(all, "Returned", ids[1]!, ids[2]!);
    await store.flush((messages) => [...messages, ...messages].reverse());
    await apply(shop);
    expect(await mirror(shop, "changed")).toMatchObject({ state: "done", joined: 1, left: 258 });
    expect(await groupsOf(shop)).toEqual(heldAt(store));
    store.shop.groups.get(all)!.members.delete(ids[1]!);
    store.shop.deleteGroup(some);
    await store.flush();
    await apply(shop);
    await mirror(shop);
    expect(await groupsOf(shop)).toEqual({ Returned: texts([ids[2]!]), "✝ Some": texts([ids[0]!]) });
  });
});
