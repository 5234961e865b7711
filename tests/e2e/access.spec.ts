/** ui.md, "Access": zero violations of axe on every page, light and dark, at a desk's width and a phone's. */
import type { Page } from "@playwright/test";
import { connectWithKeys } from "@/lib/stores/connect";
import { listDeliveries } from "@/lib/stores/inbox";
import { atDesk, desk, expectAccessible, expectOpenedAccessible, phone } from "./support/axe";
import { password } from "./support/newcomers";
import { openShop } from "./support/shops";
import { expect, type House, test } from "./support/test";

test.use({ contextOptions: { reducedMotion: "reduce" } });
test.describe.configure({ timeout: 180_000 });

/** Opens each page, waits for its heading, and looks. */
async function expectAll(page: Page, pages: Record<string, string | RegExp>) {
  for (const [path, heading] of Object.entries(pages)) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
    await expectAccessible(page);
  }
}

test("the pages before logging in", async ({ page }) => {
  await expectAll(page, {
    "/login": "Log in",
    "/signup": "Sign up",
    "/forgot": "Forgotten password",
    "/reset?token=none": "New password",
    "/verify?token=none": "Confirm your address",
    "/invite/none": "This invitation is over",
  });
});

test("a form that was refused", async ({ page }) => {
  await page.goto("/signup");
  await page.getByLabel("Password").fill(password.slice(0, 4));
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeFocused();
  await expectAccessible(page);
});

test("the pages of an organization without a store", async ({ page, owner: { slug } }) => {
  await expectAll(page, {
    [`/${slug}`]: "Begin with a store",
    [`/${slug}/contacts`]: "Your contacts come from your stores",
    [`/${slug}/stores`]: "No store is connected yet",
    "/new": "New organization",
  });
});

test("connecting a store and choosing whom to take", async ({ page, owner: { slug, ctx } }) => {
  const shop = await openShop();
  await page.goto(`/${slug}/stores/new`);
  await page.getByText("Paste keys instead").click();
  await expectAccessible(page);
  const { consumerKey, consumerSecret } = shop.keys;
  const { store } = await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
  await page.goto(`/${slug}/stores/${store}/choose`);
  await page.getByText("Advanced").click();
  await expectAccessible(page);
  await shop.stop();
});

test("the start page and the contacts, full, filtered and without a match", async ({ page, member: { slug } }) => {
  await expectAll(page, {
    [`/${slug}`]: /^Good /,
    [`/${slug}?growth=table`]: /^Good /,
    [`/${slug}/contacts`]: "Contacts",
    [`/${slug}/contacts?q=nobody+at+all`]: "No contact matches",
    [`/${slug}/contacts?q=ann&status=subscribed,never&sort=height`]: "Contacts",
  });
});

test("what opens over the contacts", async ({ page, member: { slug } }) => {
  await page.goto(`/${slug}/contacts?q=ann&kind=buyer`);
  for (const name of ["Special tag is Buyer", "Filter", "Columns"]) {
    await page.getByText(name, { exact: true }).click();
    await expectOpenedAccessible(page, page.locator("details[open]", { hasText: name }));
    await page.keyboard.press("Escape");
  }
  for (const name of [/your menu/, /Change organization/]) {
    await page.getByRole("button", { name }).click();
    await expectOpenedAccessible(page, page.getByRole("menu"));
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});

test("a profile and its evidence", async ({ page, member }) => {
  await openSubscriber(page, member);
  await expectAccessible(page);
  await page.getByText(/^Evidence ·/).click();
  await expect(page.getByText(/; recorded/).first()).toBeVisible();
  await expectAccessible(page);
});

test("the stores, a store, its question and a delivery", async ({ page, member }) => {
  const { slug, store, shop, ctx } = member;
  shop.store.placeOrder({ customerId: shop.truth().customers[3]!.id, paid: true });
  const arrived = async () => (await listDeliveries(ctx, { store, state: "applied" })).items[0]?.id;
  await expect.poll(arrived).toBeTruthy();
  await expectAll(page, {
    [`/${slug}/stores`]: "Stores",
    [`/${slug}/stores/${store}`]: /Northlight Candles/,
    [`/${slug}/stores/${store}/choose`]: "Change whom to take",
    [`/${slug}/stores/${store}/deliveries/${await arrived()}`]: /^(order|customer)\./,
  });
  await page.goto(`/${slug}/stores/${store}`);
  await page.getByLabel("More").click();
  await expectAccessible(page, atDesk);
  await page.getByRole("button", { name: "Disconnect…" }).click();
  await expectOpenedAccessible(page, page.getByRole("dialog"), [desk, phone]);
});

test("the settings and a page that is not there", async ({ page, member: { slug } }) => {
  await expectAll(page, {
    [`/${slug}/settings`]: "Settings",
    [`/${slug}/settings/members`]: "Settings",
    [`/${slug}/settings/security`]: "Settings",
    [`/${slug}/settings/trail`]: "Settings",
    [`/${slug}/nothing/here`]: "There is nothing at this address",
    "/not-an-organization": "There is nothing at this address",
  });
});

async function openSubscriber(page: Page, { slug }: House) {
  await page.goto(`/${slug}/contacts?status=subscribed&kind=buyer`);
  await page.getByRole("table").locator("tbody").getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
}
