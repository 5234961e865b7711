/** Something done to many contacts: ticked one by one or all that match, seen through, undone, taken along. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { createList } from "@/lib/lists/lists";
import { database } from "@/lib/tenancy";
import { fillStore } from "../support/bulk";
import { makeStore } from "../support/organization";
import { expectAccessible } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

const people = 120;

/** A job of the engine, on two cores that do much else. */
const inTime = { timeout: 45_000 };

const rows = (page: Page) => page.getByRole("table").locator("tbody tr");
const boxes = (page: Page) => page.getByRole("table").getByRole("checkbox", { name: /^Select Mira/ });
const bar = (page: Page) => page.getByRole("region", { name: "Selection" });
const strip = (page: Page) => page.getByRole("region", { name: "Bulk actions" });
const dialog = (page: Page) => page.getByRole("dialog");

/** A store of 120 people of the owner's own. Gives its id. */
async function settle({ ctx }: Owner): Promise<number> {
  const { id } = await makeStore(ctx);
  await fillStore(ctx, id, people);
  return id;
}

/** Opens the list and waits until boxes answer. */
async function open(page: Page, { slug }: Owner, query = "") {
  await page.goto(`/${slug}/contacts${query}`);
  await expect(page.getByRole("checkbox", { name: "Select everybody on this page" })).toBeVisible();
}

test("all that match are tagged with a new tag, seen through, and undone", async ({ page, owner }) => {
  test.slow();
  await settle(owner);
  await open(page, owner, "?status=subscribed");
  await boxes(page).nth(1).click();
  await boxes(page)
    .nth(4)
    .click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("4 selected");
  await bar(page).getByRole("button", { name: "Select all 60 that match" }).click();
  await expect(bar(page)).toContainText("All 60 selected");
  await bar(page).getByRole("button", { name: "Add tag" }).click();
  await dialog(page).getByLabel("Tags", { exact: true }).fill("Spring");
  await page.keyboard.press("Enter");
  await dialog(page).getByLabel("Tags", { exact: true }).fill("24");
  await dialog(page).getByRole("button", { name: "Tag 60 contacts" }).click();
  await expect(bar(page)).toBeHidden();
  await expect(strip(page)).toContainText("Tagged 60 contacts: “24”, “Spring”", inTime);
  await expect(rows(page).filter({ hasText: "Spring" })).toHaveCount(50);
  await strip(page).getByRole("button", { name: "Undo" }).click();
  await expect(strip(page)).toContainText("Undone", inTime);
  await expect(rows(page).filter({ hasText: "Spring" })).toHaveCount(0);
  await strip(page).getByRole("link", { name: "Details" }).click();
  await expect(page.getByRole("heading", { name: "Add tag" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "All bulk actions" }).click();
  await expect(page.getByRole("heading", { name: "Bulk actions" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);
});

test("by the keyboard alone: ticked, cleared, ticked again, and added to a list", async ({ page, owner }) => {
  await settle(owner);
  await createList(owner.ctx, { name: "Fair", description: "" });
  await open(page, owner);
  await boxes(page).nth(2).focus();
  await page.keyboard.press("Space");
  await expect(bar(page)).toContainText("1 selected");
  await page.keyboard.press("Escape");
  await expect(bar(page)).toBeHidden();
  await rows(page).nth(5).getByRole("link").first().focus();
  await page.keyboard.press("x");
  await rows(page).nth(6).getByRole("link").first().focus();
  await page.keyboard.press("x");
  await expect(bar(page)).toContainText("2 selected");
  await bar(page).getByRole("button", { name: "Add to list" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByRole("combobox", { name: "List" })).toContainText("Fair");
  await dialog(page).getByRole("combobox", { name: "List" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Autumn fair");
  await dialog(page).getByRole("button", { name: "Add 2 contacts" }).focus();
  await page.keyboard.press("Enter");
  await expect(strip(page)).toContainText("Added to a list 2 contacts: “Autumn fair”", inTime);
});

test("what everybody is asked names the number, and another number of by now is confirmed anew", async ({
  page,
  owner,
}) => {
  test.slow();
  const store = await settle(owner);
  await open(page, owner);
  await page.getByRole("checkbox", { name: "Select everybody on this page" }).check();
  await expect(bar(page)).toContainText("50 selected");
  await bar(page)
    .getByRole("button", { name: `Select all ${people} that match` })
    .click();
  await bar(page).getByRole("button", { name: "Unsubscribe" }).click();
  await expect(dialog(page)).toContainText("They get no more email. This cannot be undone");
  await expect(dialog(page).getByRole("button", { name: `Unsubscribe ${people} contacts` })).not.toBeFocused();
  await expectAccessible(page, [{ width: 1440, height: 900 }]);
  await fillStore(owner.ctx, store, 5, "late");
  await database().sql`update contacts set gone_at = now()
    where org_id = ${owner.ctx.orgId} and email in ('p100@example.org', 'p101@example.org', 'p102@example.org')`;
  await dialog(page)
    .getByRole("button", { name: `Unsubscribe ${people} contacts` })
    .click();
  await expect(dialog(page).getByRole("alert")).toContainText(`Not ${people} but ${people - 3} contacts`);
  await dialog(page)
    .getByRole("button", { name: `Unsubscribe ${people + 2} contacts` })
    .click();
  await expect(strip(page)).toContainText(`Unsubscribed ${people + 2} contacts`, inTime);
  await expect(rows(page).filter({ hasText: "Unsubscribed" })).toHaveCount(50);
});

test("an export is downloaded and reads back", async ({ page, owner }) => {
  await settle(owner);
  await open(page, owner);
  await boxes(page).first().check();
  await bar(page)
    .getByRole("button", { name: `Select all ${people} that match` })
    .click();
  await bar(page).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Export" }).click();
  await expect(dialog(page).getByRole("button", { name: `Export ${people} contacts` })).toBeFocused();
  await page.keyboard.press("Enter");
  const coming = page.waitForEvent("download", inTime);
  await strip(page).getByRole("link", { name: "Download" }).click(inTime);
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^contacts-\d{4}-\d\d-\d\d\.csv$/);
  const read = parse(await readFile(await download.path()), { bom: true, columns: true }) as Record<string, string>[];
  expect(read).toHaveLength(people);
  expect(read[0]).toMatchObject({ Email: "p1@example.org", "First name": "Mira", "Last name": "No 1" });
});

test.describe("at the width of a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("rows are ticked by tapping once “Select” is on, and deleted after asking", async ({ page, owner }) => {
    test.slow();
    await settle(owner);
    await page.goto(`/${owner.slug}/contacts`);
    await page.getByText("Select", { exact: true }).click();
    const lines = page.getByRole("main").getByRole("listitem");
    await expect(lines).toHaveCount(50);
    await lines.nth(1).click();
    await lines.nth(2).click();
    await expect(bar(page)).toContainText("2 selected");
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, [{ width: 390, height: 844 }]);
    await bar(page).getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(dialog(page)).toContainText("Opt-outs are remembered");
    await dialog(page).getByRole("button", { name: "Delete 2 contacts" }).click();
    await expect(strip(page)).toContainText("Deleted 2 contacts", inTime);
    await expect(page.getByRole("navigation", { name: "Pages" })).toContainText(`of ${people - 2}`);
    await expectNoSidewaysScroll(page);
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("those ticked are disabled by a page of its own", async ({ page, owner }) => {
    await settle(owner);
    await page.goto(`/${owner.slug}/contacts`);
    await boxes(page).nth(0).check();
    await boxes(page).nth(1).check();
    await page.getByRole("button", { name: "With those selected…" }).click();
    await expect(page.getByText("2 contacts selected")).toBeVisible();
    await page.getByRole("button", { name: "Disable" }).click();
    await page.getByRole("button", { name: "Disable 2 contacts" }).click();
    await expect(page).toHaveURL(/\/contacts\/bulk\/[0-9a-f-]{36}$/);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Disabled 2 contacts")).toBeVisible({ timeout: 1_000 });
    }).toPass();
  });
});
