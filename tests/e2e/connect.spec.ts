/** Connecting a store, platform by platform: each has its form, and what is wrong is said at the field concerned. */
import type { Page } from "@playwright/test";
import { startMagentoStore } from "@/lib/local/magento-store";
import { expect, test } from "./support/test";

/** Where the merchant is to approve: the field of the address, what is typed, and the platform's own page. */
const approved = [
  ["shopify", "Address of the store", "north-candles", "https://north-candles.myshopify.com/admin/oauth/authorize"],
  ["shopline", "Address of the store", "north", "https://north.myshopline.com/admin/oauth-web/#/oauth/authorize"],
  ["salesforce", "Where you log in", "login.salesforce.com", "https://login.salesforce.com/services/oauth2/authorize"],
] as const;

test("every platform's form leads on: by keys, by approval at the platform's page, or without either", async ({
  page,
  owner,
}) => {
  const forms = `/${owner.slug}/stores/new?platform=`;
  for (const [platform, label, address, at] of approved) {
    await page.goto(`${forms}${platform}`);
    const form = page.getByRole("form", { name: /^Connect by approval/ });
    await form.getByLabel(label).fill("https://evil.example/");
    await nameApp(page);
    await form.getByRole("button", { name: "Connect" }).click();
    await expect(form.getByRole("alert")).toContainText("This is not the address of");
    await page.route(
      ({ href }) => href.startsWith(new URL(at).origin),
      (route) => route.fulfill({ body: "Approve?" }),
    );
    await form.getByLabel(label).fill(address);
    await nameApp(page);
    await form.getByRole("button", { name: "Connect" }).click();
    await expect(page).toHaveURL(({ href }) => href.startsWith(at) && href.includes("app-1"));
  }
  await connectMagento(page, forms);
  await page.goto(`/${owner.slug}/stores/new`);
  await page.getByRole("link", { name: "Any other shop" }).click();
  await page.getByLabel("Name").fill("Market stall");
  await page.getByLabel("Currency").fill("EUR");
  await page.getByLabel("Country").selectOption({ label: "Norway" });
  await page.getByRole("button", { name: "Open the store" }).click();
  await expect(page.getByRole("heading", { name: "Market stall" })).toBeVisible();
  await expect(page.getByText("By API and CSV")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Stores/ })).toContainText("2");
});

async function nameApp(page: Page) {
  await page.locator('input[name="appId"]').fill("app-1");
  await page.locator('input[name="appSecret"]').fill("app-secret");
}

async function connectMagento(page: Page, forms: string) {
  const magento = await startMagentoStore();
  magento.shop.addCustomer({ email: "mira@example.com", subscribed: true });
  await page.goto(`${forms}magento`);
  const form = page.getByRole("form", { name: "Connect by an integration" });
  const fill = async (keys: Record<string, string>) => {
    await form.getByLabel("Address of the shop").fill(magento.url);
    for (const [name, value] of Object.entries(keys)) await form.locator(`input[name="${name}"]`).fill(value);
    await form.getByRole("button", { name: "Connect" }).click();
  };
  await fill({ ...magento.keys, accessTokenSecret: "mistyped0000" });
  await expect(form.getByRole("alert")).toContainText("one of the four values is mistyped");
  await fill(magento.keys);
  await expect(page.getByRole("heading", { name: "Whom shall we take?" })).toBeVisible();
  await expect(page.getByText(/counts 1 customer account/)).toBeVisible();
  await magento.stop();
}
