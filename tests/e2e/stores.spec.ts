/** A store's page: what runs, what came, what failed, and everything one can do about it. */
import type { Page } from "@playwright/test";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { database } from "@/lib/tenancy";
import { writeBack } from "@/lib/write-back/write";
import type { Owner } from "./support/newcomers";
import { connect, type DemoStore, openShop } from "./support/shops";
import { test as base, expect } from "./support/test";

type Connected = { shop: DemoStore; store: string };

/** The test's own organization with its own store, open on `page`. */
const test = base.extend<{ connected: Connected }>({
  connected: async ({ page, owner }, use) => {
    const shop = await openShop({ customers: 20, orders: 30 });
    const store = await connect(owner, shop);
    await page.goto(pageOf(owner, store));
    await use({ shop, store });
    await shop.stop();
  },
});

const pageOf = ({ slug }: Owner, store: string) => `/${slug}/stores/${store}`;
const deliveries = (page: Page) => page.getByRole("region", { name: "Deliveries" }).getByRole("row");
const more = (page: Page) => page.locator("summary", { has: page.locator("svg") }).and(page.getByLabel("More"));
const person = (name: string) => ({ email: `${name}@example.org`, firstName: name, lastName: "Keller", optIn: true });

test("a sync by hand shows how far it is, goes on when the page is left, and can be cancelled", async ({
  page,
  owner,
}) => {
  const shop = await openShop({ customers: 1500, orders: 3000 });
  const store = await connect(owner, shop);
  await page.goto(pageOf(owner, store));
  await page.getByRole("button", { name: "Sync now" }).click();
  const bar = page.getByRole("progressbar", { name: "Sync by hand" });
  await expect(bar).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Stores" }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /Northlight Candles/ })
    .click();
  await expect(bar).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("row", { name: /^Sync by hand .* Cancelled/ })).toBeVisible();
  await expect(bar).toBeHidden();
  await expect(page.getByRole("button", { name: "Sync now" })).toBeVisible();
  await shop.stop();
});

test("a sync by hand finds what no delivery told of", async ({ page, connected: { shop } }) => {
  shop.lose(2);
  shop.store.createCustomer(person("bela"));
  await shop.flush();
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText("The store is being read again.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^Sync by hand .* Done/ })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: /^21$/ }).first()).toBeVisible();
});

test("deliveries appear while one watches; a failed one tells its body and reason and can be replayed", async ({
  page,
  connected: { shop },
}) => {
  const id = shop.store.createCustomer(person("chloe"));
  await expect(deliveries(page).filter({ hasText: "customer.created" })).toContainText("Applied");
  shop.store.loseRights(true);
  shop.store.updateCustomer(id, { firstName: "Clara" });
  await expect(page.getByText("Needs a look")).toBeVisible();
  await page.getByRole("navigation", { name: "State of deliveries" }).getByRole("link", { name: "Failed" }).click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(deliveries(page)).toHaveCount(2);
  await deliveries(page).nth(1).locator("td").nth(2).click();
  await expect(page.getByRole("heading", { name: "customer.updated" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Body" })).toContainText("woocommerce_rest_cannot_view");
  await expect(page.getByRole("region", { name: "Headers" })).not.toContainText("signature");
  await expect(page.getByText("The store no longer lets this connection see its customers")).toBeVisible();
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByText("The delivery is applied again.")).toBeVisible();
  const attempts = page.locator("dt", { hasText: "Attempts" }).locator("xpath=following-sibling::dd[1]");
  await expect(async () => {
    await page.reload();
    await expect(attempts).toHaveText("2", { timeout: 1_000 });
  }).toPass();
});

test("an opt-out that the store could not be told says why, and is told on “Try again now”", async ({
  page,
  owner,
  connected: { shop, store },
}) => {
  const { sql } = database();
  const [row] = await sql`select c.public_id as contact, c.external_id as account, c.store_id::int as id from contacts c
    join stores s on s.org_id = c.org_id and s.id = c.store_id
    where s.public_id = ${store} and c.external_id is not null and c.email is not null order by c.id limit 1`;
  await unsubscribeContact(owner.ctx, { contact: row!.contact, channel: "email" });
  shop.misbehave({ status: 500, body: "There has been a critical error.", on: "POST" });
  expect(await writeBack(owner.ctx, { storeId: row!.id })).toEqual({ told: 0, more: false });
  await page.reload();
  const card = page.locator("section", { has: page.getByRole("heading", { name: "Told to the store" }) });
  await expect(card).toContainText("1 waiting");
  await card.getByRole("button", { name: "Try again now" }).click();
  await expect(page.getByText("The store is told once more.")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(card).toContainText("1 told", { timeout: 1_000 });
  }).toPass();
  await expect(card.getByRole("button", { name: "Try again now" })).toBeHidden();
  const { meta_data } = shop.store.customer(Number(row!.account));
  expect(meta_data.find(({ key }) => key === "marketing_opt_in")?.value).toBe("no");
});

test("a paused store's news wait, and are applied when it goes on", async ({ page, connected: { shop } }) => {
  await more(page).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: deliveries come in and wait; nothing is applied.")).toBeVisible();
  shop.store.createCustomer(person("dario"));
  const news = deliveries(page).filter({ hasText: "customer.created" });
  await expect(news).toContainText("Waiting");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(news).toContainText("Applied");
  await expect(page.getByText("In real time")).toBeVisible();
});

test("a new secret holds at once", async ({ page, connected: { shop } }) => {
  await more(page).click();
  await page.getByRole("button", { name: "New secret" }).click();
  await expect(page.getByText("Deliveries are signed with a new secret from now on.")).toBeVisible();
  shop.store.createCustomer(person("elif"));
  await expect(deliveries(page).filter({ hasText: "customer.created" })).toContainText("Applied");
});

test("a store is disconnected after a question, and reconnected where it stopped", async ({
  page,
  connected: { shop, store },
}) => {
  await more(page).click();
  const ask = page.getByRole("button", { name: "Disconnect…" });
  await ask.click();
  const dialog = page.getByRole("dialog", { name: /^Disconnect Northlight Candles/ });
  await expect(dialog).toContainText("contacts of this store, their history and their consent stay");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("In real time")).toBeVisible();
  await openMore(page);
  await ask.click();
  await dialog.getByRole("button", { name: "Disconnect Northlight Candles" }).click();
  await expect(page.getByText("Disconnected: nothing comes in any more.")).toBeVisible();
  expect(shop.outbox.webhooks.size).toBe(0);
  await page.getByRole("link", { name: "Reconnect" }).click();
  await expect(page.getByLabel("Address of the shop").first()).toHaveValue(shop.url);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page).toHaveURL(new RegExp(`/stores/${store}$`));
  await expect(page.getByText("In real time")).toBeVisible();
  shop.store.createCustomer(person("finn"));
  await expect(deliveries(page).filter({ hasText: "customer.created" })).toContainText("Applied");
});

test("whoever says no at the store comes back to a page that says what it means", async ({ page, owner }) => {
  const shop = await openShop();
  await page.goto(`/${owner.slug}/stores/new`);
  await page.getByLabel("Address of the shop").first().fill(shop.url);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByRole("heading", { name: "The store was not connected" })).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Connect a WooCommerce store" })).toBeVisible();
  await shop.stop();
});

/** The menu stays open after some of its actions and not after others. */
async function openMore(page: Page) {
  const menu = page.locator("details", { has: more(page) });
  if ((await menu.getAttribute("open")) === null) await more(page).click();
}
