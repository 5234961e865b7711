/**
 * Labels that stores give their customers, as tags: mirrored, marked, and apart from what merchants put on themselves.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tagsIn } from "@/lib/connectors/tags";
import { showTags } from "@/lib/contacts/tagged";
import { tagContact, untagContact } from "@/lib/tags/contact";
import { renameTag } from "@/lib/tags/tags";
import { database } from "@/lib/tenancy";
import { apply, type Connected, pass, peopleOf, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";
import { closeShopify, connect, openShopify } from "../support/shopify";
import { closeShops, connect as connectShopline, openShop } from "../support/shopline";

useTestDatabase();
let front: Front;
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(async () => {
  await closeShopify();
  await closeShops();
});
afterAll(() => front.close());

async function contactOf({ ctx }: Connected, email: string): Promise<string> {
  const [row] = await database()
    .sql`select public_id as id from contacts where org_id = ${ctx.orgId} and email = ${email}`;
  return row!.id as string;
}

/** By address: each tag, with a star where it is the store's. */
async function tagsOf(shop: Connected, email = "mira@example.com") {
  const { tags } = await showTags(shop.ctx, { contact: await contactOf(shop, email) });
  return tags.map(({ name, mirrored }) => (mirrored ? `${name}*` : name));
}

const linesOf = async ({ ctx }: Connected) => {
  const rows = await database().sql`select kind, detail->>'name' as name from contact_events
    where org_id = ${ctx.orgId} and kind like 'tag.%' order by id`;
  return rows.map(({ kind, name }) => `${kind} ${name}`);
};

describe("a store's labels", () => {
  it("come as a list or as a text with commas; what tells of none says nothing of them", () => {
    expect(tagsIn(["vip", " new ", "vip", "", 7])).toEqual(["7", "new", "vip"]);
    expect(tagsIn("vip, new,,vip")).toEqual(["new", "vip"]);
    expect(tagsIn("")).toEqual([]);
    for (const none of [undefined, null, {}]) expect(tagsIn(none)).toBeUndefined();
  });

  it("become tags with the first sync, and follow the store at once; the merchant's own stay as they are", async () => {
    const shopify = await openShopify();
    const mira = shopify.shop.addCustomer({ email: "mira@example.com" });
    shopify.shop.label(mira, ["Wholesale", "VIP"]);
    const shop = await connect(shopify);
    await runSync(shop);
    expect(await tagsOf(shop)).toEqual(["VIP*", "Wholesale*"]);
    expect(await linesOf(shop)).toEqual([]);
    await tagContact(shop.ctx, { contact: await contactOf(shop, "mira@example.com"), tags: ["Friend", "New"] });
    shopify.shop.label(mira, ["new", "VIP", "Buyer"]);
    await shopify.flush();
    await apply(shop);
    expect(await tagsOf(shop)).toEqual(["Buyer (store)*", "Friend", "New", "VIP*"]);
    shopify.shop.label(mira, []);
    await shopify.flush();
    await apply(shop);
    expect(await tagsOf(shop)).toEqual(["Friend", "New"]);
    expect((await linesOf(shop)).slice(2)).toEqual([
      "tag.removed Wholesale",
      "tag.added Buyer (store)",
      expect.stringMatching(/^tag.removed/),
      expect.stringMatching(/^tag.removed/),
    ]);
  });

  it("that came or went without a word are healed by the night; what is the same is not put on again", async () => {
    const shopify = await openShopify();
    const mira = shopify.shop.addCustomer({ email: "mira@example.com" });
    shopify.shop.label(mira, ["VIP", "Old"]);
    const shop = await connect(shopify);
    await runSync(shop);
    const contact = await contactOf(shop, "mira@example.com");
    const { tags } = await showTags(shop.ctx, { contact });
    await untagContact(shop.ctx, { contact, tag: tags.find(({ name }) => name === "VIP")!.id });
    shopify.shop.label(mira, ["VIP", "Fresh"]);
    expect(await pass(shop, "nightly")).toMatchObject({ state: "done", error: null });
    // Taken off here by hand, and not given anew there.
    expect(await tagsOf(shop)).toEqual(["Fresh*"]);
    expect(await pass(shop, "manual")).toMatchObject({ healed: 0 });
    expect(await tagsOf(shop)).toEqual(["Fresh*"]);
  });

  it("go by the store's name for them, whatever the tag is called here by now", async () => {
    const shopline = await openShop();
    const mira = shopline.shop.addCustomer({ email: "mira@example.com" });
    const shop = await connectShopline(shopline);
    await runSync(shop);
    expect(await tagsOf(shop)).toEqual(["newsletter*", "vip*"]);
    const { tags } = await showTags(shop.ctx, { contact: await contactOf(shop, "mira@example.com") });
    await renameTag(shop.ctx, { tag: tags.find(({ name }) => name === "vip")!.id, name: "Best customers" });
    shopline.shop.changeCustomer(mira, { tags: "newsletter" });
    await pass(shop, "light");
    expect(await tagsOf(shop)).toEqual(["newsletter*"]);
  });

  it("vouch for nobody: whose account is gone is gone", async () => {
    const shopify = await openShopify();
    const mira = shopify.shop.addCustomer({ email: "mira@example.com" });
    shopify.shop.label(mira, ["VIP"]);
    const shop = await connect(shopify);
    await runSync(shop);
    shopify.shop.deleteCustomer(mira);
    await pass(shop, "nightly");
    expect(await peopleOf(shop)).toEqual({});
  });
});
