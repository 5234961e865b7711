/** The script of visits in a merchant's page: silent before the banner says yes, and then the person's own timeline. */
import { enter } from "./support/newcomers";
import { foreignPage, makeShopkeeper, makeSubscriber, stranger } from "./support/stranger";
import { expect, test } from "./support/test";

const browserOfPeople = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

test("a merchant switches visits on; what somebody looked at is on their profile once the shop names them", async ({
  browser,
  page,
  context,
}) => {
  const owner = await makeShopkeeper();
  const mira = await makeSubscriber(owner);
  await enter(context, owner);
  const shop = await foreignPage("");
  await page.goto(`/${owner.slug}/stores/${owner.store.publicId}`);
  await page.getByText("Switch on", { exact: true }).first().click();
  await page.getByLabel(/Further sites that may tell/).fill(shop.url);
  await page.getByRole("button", { name: "Switch on" }).click();
  const tag = page.getByLabel("Paste this before </head> of every page");
  await expect(tag).toBeVisible();
  const script = await tag.inputValue();
  shop.show(`<head><title>Beeswax candle</title><meta property="og:type" content="product">
    <meta property="og:title" content="Beeswax candle">${script}</head><body><h1>Candle</h1></body>`);

  const guest = await stranger(browser, { userAgent: browserOfPeople });
  const told: string[] = [];
  guest.on("request", (request) => request.method() === "POST" && told.push(request.url()));
  await guest.goto(`${shop.url}/?token=1`);
  await expect.poll(() => guest.evaluate("typeof clientele")).toBe("function");
  await guest.waitForTimeout(1_000);
  expect(told).toEqual([]);
  expect(await guest.evaluate(() => localStorage.length)).toBe(0);
  await guest.evaluate('clientele("consent", true)');
  await guest.evaluate(`clientele("identify", { email: ${JSON.stringify(mira.email)} })`);
  await expect.poll(() => told.length).toBe(1);
  const later = guest.waitForResponse((response) => response.request().method() === "POST");
  await guest.evaluate('clientele("cart", { product: "C-1", name: "Beeswax candle", quantity: 1 })');
  expect((await later).status()).toBe(204);
  await page.goto(`/${owner.slug}/contacts?q=${mira.email}`);
  await page.getByRole("table").locator("tbody tr").first().getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await expect
    .poll(async () => {
      await page.reload();
      return page.locator(".timeline").getByText("Looked at Beeswax candle").count();
    })
    .toBe(1);
  await guest.context().close();

  const quiet = await stranger(browser, { userAgent: browserOfPeople });
  await quiet.addInitScript(() => Object.defineProperty(navigator, "doNotTrack", { value: "1" }));
  const heard: string[] = [];
  quiet.on("request", (request) => request.method() === "POST" && heard.push(request.url()));
  await quiet.goto(shop.url);
  await expect.poll(() => quiet.evaluate("typeof clientele")).toBe("function");
  await quiet.evaluate('clientele("consent", true)');
  await quiet.waitForTimeout(1_000);
  expect(heard).toEqual([]);
  await quiet.context().close();
  await shop.close();
});
