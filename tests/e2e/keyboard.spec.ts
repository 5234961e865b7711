/** Everything with the keyboard alone, and one always sees where one is. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const focused = (page: Page) => page.locator(":focus");

test("a slash goes to the search, and typing a slash there is typing", async ({ page, member: { slug } }) => {
  await page.goto(`/${slug}/contacts`);
  await expect(page.getByRole("table")).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search contacts by name, email or phone" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await expect(search).toHaveValue("");
  await page.keyboard.type("a/b");
  await expect(search).toHaveValue("a/b");
});

test("the palette opens, finds a contact, goes there, and gives the focus back when it is closed", async ({
  page,
  member: { slug, shop },
}) => {
  await page.goto(`/${slug}`);
  const rail = page.getByRole("navigation", { name: "Main" });
  const palette = page.getByRole("dialog", { name: "Go to, find a contact, do" });
  await rail.getByRole("link", { name: "Stores" }).focus();
  await openPalette(page);
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(rail.getByRole("link", { name: "Stores" })).toBeFocused();
  await openPalette(page);
  await page.keyboard.type("contacts");
  await expect(palette.getByRole("option", { name: "Contacts", exact: true })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/${slug}/contacts`);
  const { email } = shop.truth().customers[40]!;
  await openPalette(page);
  await page.keyboard.type(email);
  await expect(palette.getByRole("option").first()).toContainText(email);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("main")).toContainText(email);
});

test("a dialog keeps the focus and gives it back", async ({ page, member: { slug } }) => {
  await page.goto(`/${slug}/settings/members`);
  const leave = page.getByRole("button", { name: "Leave the organization" });
  await leave.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Leave the organization" });
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press("Tab");
    await expect(dialog.locator(":focus")).toHaveCount(1);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(leave).toBeFocused();
});

test("the first step leads past the rail", async ({ page, member: { slug } }) => {
  await page.goto(`/${slug}/contacts`);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the page" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
});

for (const path of ["contacts", "stores/new", "settings"]) {
  test(`whatever has the focus on ${path} looks different from what has not`, async ({ page, member: { slug } }) => {
    await page.goto(`/${slug}/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press("Tab");
      const element = focused(page);
      if ((await element.count()) === 0) continue;
      const [there, away] = await looks(page);
      const what = await element.evaluate((one) => one.outerHTML.slice(0, 200));
      expect.soft(there, what).not.toEqual(away);
    }
  });
}

test("a contact is opened, and its list sorted and paged, by keys alone", async ({ page, member: { slug } }) => {
  await page.goto(`/${slug}/contacts`);
  const table = page.getByRole("table");
  await table.getByRole("link", { name: "Email or phone" }).focus();
  await page.keyboard.press("Enter");
  await expect(table.getByRole("columnheader", { name: "Email or phone" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("link", { name: "Next" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("51–100 of");
  await table.locator("tbody").getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
});

/** Scripts may still be on their way: the keys are pressed until somebody listens. */
async function openPalette(page: Page) {
  const input = page.getByRole("combobox");
  await expect(async () => {
    if (!(await input.isVisible())) await page.keyboard.press("Control+k");
    await expect(input).toBeFocused({ timeout: 2_000 });
  }).toPass();
}

/** How the focused element and its frame look now, and how they look without the focus. */
function looks(page: Page): Promise<[string, string]> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const frames = [element, element.parentElement!, element.parentElement!.parentElement!];
    const look = () =>
      frames
        .map((one) => getComputedStyle(one))
        .map((style) => `${style.outlineStyle} ${style.outlineWidth} ${style.borderColor} ${style.boxShadow}`)
        .join(" | ");
    const there = look();
    element.blur();
    const away = look();
    element.focus({ preventScroll: true });
    return [there, away];
  });
}
