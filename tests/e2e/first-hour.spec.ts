/** A newcomer's first hour: from signing up to a purchase that shows on the open profile within 5 seconds. */
import type { Page } from "@playwright/test";
import { address, linkMailedTo, password } from "./support/newcomers";
import { openShop } from "./support/shops";
import { expect, test } from "./support/test";

test.describe.configure({ timeout: 180_000 });

const demo = process.env.DEMO_STORE_URL ?? "";

test("a newcomer signs up, connects the demo store by its own page and sees a purchase at once", async ({
  page,
  context,
}) => {
  await signUp(page);
  await page.getByRole("link", { name: "Connect a store" }).click();
  await expect(page.getByLabel("Address of the shop").first()).toHaveValue(demo);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("heading", { name: /would like to connect to your store/ })).toBeVisible();
  await page.getByRole("button", { name: "Approve" }).click();
  await choose(page);
  const progress = page.getByRole("progressbar", { name: "First sync" });
  await expect(progress).toHaveAttribute("aria-valuenow", /^[1-9]/);
  await expect(page.getByText(/^[\d,]+ of [\d,]+ records/)).toBeVisible();
  await expectRead(page);
  const buyer = await openSomebody(page);
  const orders = await ordersOf(page);
  const number = await buyInTheShop(await context.newPage(), buyer);
  const line = page.locator(".timeline").getByText(`Placed order #${number}`);
  await expect(line).toBeVisible({ timeout: 5_000 });
  await expect.poll(() => ordersOf(page), { timeout: 5_000 }).toBe(orders + 1);
});

test("a newcomer connects by pasted keys, and an order made over the store's REST API shows at once", async ({
  page,
  owner,
}) => {
  const shop = await openShop({ customers: 40, orders: 60 });
  await page.goto(`/${owner.slug}/stores/new`);
  await page.getByText("Paste keys instead").click();
  const form = page.getByRole("form", { name: "Connect by keys" });
  await form.getByLabel("Address of the shop").fill(shop.url);
  await form.getByLabel("Consumer key").fill(shop.keys.consumerKey);
  await form.getByLabel("Consumer secret").fill("cs_wrong");
  await form.getByRole("button", { name: "Connect with keys" }).click();
  await expect(form.getByRole("alert")).toBeFocused();
  await expect(form.getByLabel("Address of the shop")).toHaveValue(shop.url);
  await form.getByLabel("Consumer key").fill(shop.keys.consumerKey);
  await form.getByLabel("Consumer secret").fill(shop.keys.consumerSecret);
  await form.getByRole("button", { name: "Connect with keys" }).click();
  await choose(page);
  await expectRead(page);
  const buyer = await openSomebody(page);
  const orders = await ordersOf(page);
  const id = await orderByRest(shop.url, shop.keys, buyer);
  await expect(page.locator(".timeline").getByText(`Placed order #${id}`)).toBeVisible({ timeout: 5_000 });
  await expect.poll(() => ordersOf(page), { timeout: 5_000 }).toBe(orders + 1);
  await shop.stop();
});

async function signUp(page: Page) {
  const email = address();
  await page.goto("/signup");
  await page.getByLabel("Your name").fill("Maren Holt");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("Organization").fill("North Candles");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("heading", { name: "Begin with a store" })).toBeVisible();
  await page.goto(await linkMailedTo(email, "Confirm your e-mail address"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();
  await page.getByRole("link", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Begin with a store" })).toBeVisible();
}

async function choose(page: Page) {
  await expect(page.getByRole("heading", { name: "Whom shall we take?" })).toBeVisible();
  await expect(page.getByLabel("Subscribers")).toBeChecked();
  await expect(page.getByLabel("Buyers")).toBeChecked();
  await expect(page.getByLabel("Contacts", { exact: true })).not.toBeChecked();
  await page.getByRole("button", { name: "Take these and start" }).click();
  await expect(page.getByText("takes Subscribers, Buyers")).toBeVisible();
}

/** The open page of the store comes to it by itself. */
async function expectRead(page: Page) {
  await expect(page.getByText("In real time")).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole("row", { name: /^First sync .* Done/ })).toBeVisible();
}

/** From the store to the table, and from its first row to the profile. Gives the person's address. */
async function openSomebody(page: Page): Promise<string> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Contacts" }).click();
  const row = page.getByRole("table").getByRole("row").nth(1);
  const link = row.getByRole("link").first();
  const email = (await link.textContent()) ?? "";
  await link.click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  return email;
}

/** The figure "3 orders · repeat" of the open profile. */
async function ordersOf(page: Page): Promise<number> {
  const figure = page.locator("dl", { has: page.getByText("total spent") }).locator("dt", { hasText: /^orders? · / });
  return Number(await figure.locator("xpath=../dd").textContent());
}

async function buyInTheShop(shop: Page, email: string): Promise<string> {
  await shop.goto(demo);
  const form = shop.getByRole("region", { name: "Buy a candle" });
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("First name").fill("Petra");
  await form.getByLabel("Last name").fill("Lindqvist");
  await form.getByRole("button", { name: "Buy" }).click();
  const thanks = await shop.getByText(/Your order is number \d+/).textContent();
  return /\d+/.exec(thanks ?? "")?.[0] ?? "";
}

async function orderByRest(url: string, keys: { consumerKey: string; consumerSecret: string }, email: string) {
  const authorization = `Basic ${Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString("base64")}`;
  const billing = { email, first_name: "Petra", last_name: "Lindqvist", country: "DE" };
  const answer = await fetch(`${url}/wp-json/wc/v3/orders`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ billing, set_paid: true, line_items: [{ product_id: 11, quantity: 1 }] }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: number }).id;
}
