/**
 * Segments looked at: the list, one segment's page, a refresh, why somebody is in it or not, archived and brought back.
 */
import type { Page } from "@playwright/test";
import { UpsertContacts, upsertContacts } from "@/lib/api/contacts/upsert";
import { createSegment } from "@/lib/segments/segments";
import { openStore } from "@/lib/stores/open";
import { expectAccessible } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

test.describe.configure({ timeout: 120_000 });

const lives = (city: string) => ({ include: { field: "city", operator: "is", value: city } });

/** Ada and Bo live in Oslo, Cleo in Bergen. */
async function fill({ ctx }: Owner) {
  await openStore(ctx, { name: "Market stall", currency: "EUR", country: "DE", timeZone: "Europe/Berlin" });
  const contacts = Object.entries({ Ada: "Oslo", Bo: "Oslo", Cleo: "Bergen" }).map(([firstName, city]) => ({
    ...{ email: `${firstName.toLowerCase()}@example.org`, firstName, city },
  }));
  await upsertContacts(ctx, UpsertContacts.parse({ contacts }));
  for (const city of ["Oslo", "Bergen"])
    await createSegment(ctx, { name: city, description: `Lives in ${city}`, definition: lives(city), draft: false });
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const soon = { timeout: 30_000 };

/** Scripts may still be on their way: pressed until the menu is there. */
async function choose(page: Page, name: string, choice: string) {
  await expect(async () => {
    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await expect(page.getByRole("menu")).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.getByRole("menuitem", { name: choice }).click();
}

test("a segment is found in the list, refreshed, asked about, archived and restored", async ({ page, owner }) => {
  await fill(owner);
  await page.goto(`/${owner.slug}/segments`);
  await expect(row(page, "Lives in Oslo").getByRole("cell", { name: "2", exact: true })).toBeVisible(soon);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "Oslo", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Oslo", level: 1 })).toBeVisible();
  await expect(page.getByText("City is “Oslo”.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "ada@example.org" })).toBeVisible();
  await page.getByRole("button", { name: "Refresh now" }).click();
  await expect(page.getByText(/All segments were refreshed .* 0 joined this one, 0 left it/)).toBeVisible(soon);
  await page.getByLabel("Name, email or phone").fill("cleo");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByRole("link", { name: "Cleo Market stall" }).click();
  await expect(page.getByText("Cleo is not in it.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Does not hold: City is “Oslo”" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await choose(page, "Oslo", "Archive…");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("2 people leave it.");
  await dialog.getByRole("button", { name: "Archive “Oslo”" }).click();
  await expect(page.getByText("It is archived: nobody is in it.")).toBeVisible();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByRole("link", { name: "ada@example.org" })).toBeVisible(soon);
  await page.getByRole("link", { name: "Open as contacts" }).click();
  await expect(page.getByText("In segment Oslo")).toBeVisible();
  await expect(page.locator("[data-contact]:visible")).toHaveCount(2);
  await page.getByRole("link", { name: "Save as segment" }).click();
  await expect(page.getByRole("heading", { name: "New segment" })).toBeVisible(soon);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Of Oslo");
  await page.getByRole("button", { name: "Save segment" }).click();
  await expect(page.getByRole("heading", { name: "Of Oslo", level: 1 })).toBeVisible(soon);
  await page.getByRole("link", { name: "Open as contacts" }).click();
  await expect(page.getByText("In segment Oslo")).toBeVisible();
  await expect(page.getByText("Without excluded")).toBeVisible();
  await expect(page.locator("[data-contact]:visible")).toHaveCount(2);
});
