/** The pages for programs: keys, the reference to try, endpoints; each with the real API behind it. */
import { openStore } from "@/lib/stores/open";
import { openReceiver } from "../support/receiver";
import { expectAccessible } from "./support/axe";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

const stall = { name: "Market stall", currency: "EUR", country: "DE", timeZone: "Europe/Berlin" };

test("a key is made and shown once, writes a contact, is rotated without a gap, and revoked", async ({
  page,
  owner,
  request,
}) => {
  await openStore(owner.ctx, stall);
  await page.goto(`/${owner.slug}/settings/api`);
  await expect(page.getByRole("heading", { name: "Let a program in" })).toBeVisible();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("Course platform");
  await page.getByRole("button", { name: "Create the key" }).click();
  const first = await page.getByLabel("The key", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  const line = page.getByRole("main").getByRole("listitem").filter({ hasText: "Course platform" });
  await expect(line).toContainText("never used");
  await expect(page.getByText(first)).toHaveCount(0);

  const upsert = (key: string, firstName: string) =>
    request.post("/api/v1/contacts", {
      headers: { authorization: `Bearer ${key}` },
      data: { email: "mira@example.org", firstName },
    });
  const made = await upsert(first, "Mira");
  expect(made.status()).toBe(200);
  await page.goto(`/${owner.slug}/contacts/${(await made.json()).id}`);
  await expect(page.getByText("by Course platform").first()).toBeVisible();

  await page.goto(`/${owner.slug}/settings/api`);
  await line.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("button", { name: "Make a new key" }).click();
  const second = await page.getByLabel("The new key").inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(line).toContainText("still works until");
  expect([(await upsert(first, "M")).status(), (await upsert(second, "Mi")).status()]).toEqual([200, 200]);
  await line.getByRole("button", { name: "Revoke" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await expect(line).toContainText("revoked");
  expect([(await upsert(first, "M")).status(), (await upsert(second, "Mi")).status()]).toEqual([401, 401]);
});

test("the reference tells every call, and makes one", async ({ page, owner }) => {
  await openStore(owner.ctx, stall);
  await page.goto(`/${owner.slug}/settings/api`);
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("Reader");
  await page.getByRole("button", { name: "Create the key" }).click();
  const key = await page.getByLabel("The key", { exact: true }).inputValue();
  await page.goto("/developers");
  await page.getByLabel(/^Your key/).fill(key);
  await page.getByText("List tags").click();
  const attempt = page.getByRole("form", { name: "Try GET /tags", exact: true });
  await attempt.getByRole("button", { name: "Call" }).click();
  await expect(attempt.locator("output")).toContainText("200");
  await expect(attempt.locator("output")).toContainText('"items": []');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("an endpoint is made, takes a test, and shows what was sent", async ({ page, owner }) => {
  const receiver = await openReceiver();
  await page.goto(`/${owner.slug}/settings/webhooks`);
  await page.getByRole("button", { name: "New endpoint" }).click();
  await page.getByLabel("Address").fill(receiver.url);
  await page.getByRole("button", { name: "Create the endpoint" }).click();
  receiver.secret = await page.getByLabel("Signing secret").inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText("It took the test: 200.")).toBeVisible();
  expect(receiver.received).toMatchObject([{ genuine: true, body: { type: "test" } }]);
  await page.reload();
  await page.getByText("Recent deliveries").click();
  await expect(page.getByRole("listitem").filter({ hasText: "test" })).toContainText("Delivered");
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await receiver.close();
});
