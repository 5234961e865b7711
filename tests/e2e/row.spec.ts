/** What a row of the contacts list can do, by mouse and by keys alone, at a desk and on a phone. */
import type { Locator, Page } from "@playwright/test";
import { createList } from "@/lib/lists/lists";
import { absorb } from "@/lib/records/absorb";
import { transact } from "@/lib/tenancy";
import { makeStore } from "../support/organization";
import { customer, day, news, optIn } from "../support/people";
import { atDesk, desk, expectAccessible, expectOpenedAccessible, phone } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

const names = ["Anna", "Berit", "Carl"];
const selection = ["subscriber" as const, "buyer" as const, "contact" as const];

/** Three people, newest last, and two lists. */
async function settle({ ctx, slug }: Owner) {
  const { id } = await makeStore(ctx);
  const own = { id, label: "WooCommerce · Outlet", country: "DE", currency: "EUR", selection };
  const store = { ...own, home: own, peopleOnly: false };
  const people = names.map((firstName, n) =>
    customer(String(n), `${firstName.toLowerCase()}@example.com`, {
      consents: [optIn(day(1))],
      person: { firstName, lastName: "Holt" },
    }),
  );
  await transact({ ...ctx, actor: { kind: "job", name: "Test" } }, (ctx) => absorb(ctx, store, news(...people)));
  for (const name of ["Newsletter", "Winter club"]) await createList(ctx, { name, description: "" });
  return `/${slug}/contacts?sort=name.asc`;
}

const row = (page: Page, name: string) =>
  page.locator("[data-contact]").filter({ hasText: `${name} Holt`, visible: true });
const dialog = (page: Page, name: string | RegExp) => page.getByRole("dialog", { name });
const panel = (page: Page, name: string) => page.getByRole("dialog", { name: `${name} Holt`, exact: true });

/** Either a click, or the focus and Enter. */
type Press = (what: Locator) => Promise<void>;
const presses: Record<string, Press> = {
  mouse: (what) => what.click(),
  keys: async (what) => {
    await what.focus();
    await what.press("Enter");
  },
};

/** Opens the row's menu and takes a choice from it; with keys, by going down to it. */
async function choose(page: Page, name: string, choice: string, how: string) {
  const menu = page.getByRole("menu");
  const item = menu.getByRole("menuitem", { name: choice, exact: true });
  // Scripts may still be on their way.
  await expect(async () => {
    const button = row(page, name).getByRole("button", { name: `Actions for ${name} Holt` });
    if (!(await menu.isVisible())) await presses[how]!(button);
    await expect(item).toBeVisible({ timeout: 5_000 });
  }).toPass();
  if (how === "mouse") return item.click();
  await expect(page.locator("[role=menu]:focus, [role=menu] :focus")).toHaveCount(1);
  for (let step = 0; step < 10 && !(await item.evaluate((one) => one === document.activeElement)); step++) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(item).toBeFocused();
  await page.keyboard.press("Enter");
}

for (const width of [1440, 390]) {
  for (const how of ["mouse", "keys"]) {
    test(`the menu does each thing, at ${width} px, with ${how}`, async ({ page, owner }) => {
      await page.setViewportSize({ width, height: 844 });
      const press = presses[how]!;
      await page.goto(await settle(owner));
      const button = row(page, "Anna").getByRole("button", { name: "Actions for Anna Holt" });

      await choose(page, "Anna", "Disable", how);
      await expect(row(page, "Anna")).toContainText("Disabled");
      await press(page.getByRole("button", { name: "Undo" }));
      await expect(row(page, "Anna")).toContainText("Subscribed");
      await choose(page, "Anna", "Disable", how);
      await expect(row(page, "Anna")).toContainText("Disabled");
      await choose(page, "Anna", "Enable", how);
      await expect(row(page, "Anna")).toContainText("Subscribed");

      await choose(page, "Anna", "Add or remove tags", how);
      const tags = dialog(page, "Tags of Anna Holt");
      await tags.getByLabel("Add a tag").fill("VIP");
      await tags.getByLabel("Add a tag").press("Enter");
      await expect(tags.getByRole("button", { name: "Remove VIP" })).toBeVisible();
      await press(tags.getByRole("button", { name: "Remove VIP" }));
      await expect(tags.getByRole("button", { name: "Remove VIP" })).toBeHidden();
      await page.keyboard.press("Escape");
      await expect(tags).toBeHidden();
      await expect(button).toBeFocused();

      await choose(page, "Anna", "Subscriptions", how);
      const subscriptions = dialog(page, "Subscriptions of Anna Holt");
      await subscriptions.getByLabel("Add to a list").selectOption("Newsletter");
      await press(subscriptions.getByRole("button", { name: "Add", exact: true }));
      await expect(subscriptions.getByRole("button", { name: "Remove from Newsletter" })).toBeVisible();
      const exclude = subscriptions.getByRole("switch", { name: /^Exclude from all current and future lists/ });
      await press(exclude);
      await expect(exclude).toBeChecked();
      await expect(subscriptions.getByText("Anna Holt is excluded.")).toBeVisible();
      await expect(subscriptions.getByText("Excluded since")).toBeVisible();
      await press(exclude);
      await expect(exclude).not.toBeChecked();
      await press(subscriptions.getByRole("button", { name: "Remove from Newsletter" }));
      await expect(subscriptions.getByText("On no list.")).toBeVisible();
      await page.goBack();
      await expect(subscriptions).toBeHidden();
      await expect(page).toHaveURL(/\/contacts\?sort=name\.asc$/);

      await choose(page, "Anna", "Unsubscribe…", how);
      const asked = dialog(page, "Unsubscribe Anna Holt");
      await expect(asked).toContainText("cannot be undone");
      await asked.getByLabel("Reason").fill("Asked by phone");
      await press(asked.getByRole("button", { name: "Unsubscribe Anna Holt" }));
      await expect(asked).toBeHidden();
      await expect(row(page, "Anna")).toContainText("Unsubscribed");

      await choose(page, "Berit", "Delete…", how);
      await press(dialog(page, "Delete Berit Holt").getByRole("button", { name: "Delete Berit Holt" }));
      await expect(row(page, "Berit")).toHaveCount(0);
      await expect(row(page, "Carl").getByRole("button", { name: "Actions for Carl Holt" })).toBeFocused();
      await press(page.getByRole("listitem").filter({ hasText: "Berit" }).getByRole("button", { name: "Undo" }));
      await expect(row(page, "Berit")).toHaveCount(1);

      await choose(page, "Carl", "View", how);
      await expect(page.getByRole("heading", { name: "Carl Holt", level: 1 })).toBeVisible();
    });
  }

  test(`the panel opens from the list, goes on to the next, and gives the focus back, at ${width} px`, async ({
    page,
    owner,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(await settle(owner));
    if (width > 1000) {
      const eye = row(page, "Anna").getByRole("link", { name: "View Anna Holt beside the list" });
      await eye.focus();
      await page.keyboard.press("Enter");
    } else {
      await choose(page, "Anna", "View beside the list", "keys");
    }
    await expect(panel(page, "Anna")).toBeFocused();
    await expect(panel(page, "Anna").getByRole("heading", { name: "Timeline" })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.keyboard.press("j");
    await expect(panel(page, "Berit")).toBeFocused();
    await expect(panel(page, "Berit")).toContainText("berit@example.com");
    await page.keyboard.press("k");
    await expect(panel(page, "Anna")).toContainText("anna@example.com");
    await panel(page, "Anna").getByRole("link", { name: "Next contact (j)" }).click();
    await expect(panel(page, "Berit")).toContainText("berit@example.com");
    await page.keyboard.press("Escape");
    await expect(panel(page, "Berit")).toBeHidden();
    await expect(page).toHaveURL(/\?sort=name\.asc$/);
    await expect(row(page, "Berit").locator(":focus")).toHaveCount(1);
    await page.goForward();
    await expect(panel(page, "Berit")).toContainText("berit@example.com");
    await page.goBack();
    await expect(panel(page, "Berit")).toBeHidden();
  });
}

test("the menu also opens at a click with the right button, and a link keeps the browser's own", async ({
  page,
  owner,
}) => {
  await page.goto(await settle(owner));
  const menu = page.getByRole("menu");
  await expect(async () => {
    if (await menu.isVisible()) return;
    await row(page, "Carl").getByText("Active", { exact: true }).click({ button: "right" });
    await expect(menu).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await row(page, "Carl").getByRole("link", { name: "carl@example.com" }).click({ button: "right" });
  await expect(menu).toBeHidden();
});

test("an opt-in is recorded with its date and sentence, and refused when it is older than the opt-out", async ({
  page,
  owner,
}) => {
  const list = await settle(owner);
  await page.goto(list);
  await choose(page, "Anna", "Unsubscribe…", "mouse");
  await dialog(page, "Unsubscribe Anna Holt").getByRole("button", { name: "Unsubscribe Anna Holt" }).click();
  await expect(row(page, "Anna")).toContainText("Unsubscribed");
  await row(page, "Anna").getByRole("link", { name: "Subscriptions of Anna Holt" }).click();
  const subscriptions = dialog(page, "Subscriptions of Anna Holt");
  await subscriptions.getByText("Record a consent given elsewhere").click();
  const form = subscriptions.getByRole("form", { name: "Record a consent" });
  await form.getByLabel("When they agreed").fill("2026-01-01T10:00");
  await form.getByLabel("How they agreed").fill("Signed the card at the fair.");
  await form.getByRole("button", { name: "Record the consent" }).click();
  await expect(form.getByRole("alert")).toContainText("only an opt-in after that counts");
  await expect(form.getByLabel("How they agreed")).toHaveValue("Signed the card at the fair.");
});

for (const open of ["panel", "subscriptions", "tags"]) {
  test(`what “${open}” opens over the list breaks no rule of axe`, async ({ page, owner }) => {
    const list = await settle(owner);
    await page.goto(list);
    await page.goto(`${list}&${open}=${await row(page, "Anna").getAttribute("data-contact")}`);
    const opened = dialog(page, /Anna Holt/);
    await expect(opened).toBeVisible();
    if (open === "subscriptions") for (const fold of await opened.locator("summary").all()) await fold.click();
    await expectOpenedAccessible(page, opened, [desk, phone]);
  });
}

test("a question, the menu and the subscriptions' own page break no rule of axe", async ({ page, owner }) => {
  await page.goto(await settle(owner));
  const id = await row(page, "Anna").getAttribute("data-contact");
  await choose(page, "Anna", "Unsubscribe…", "mouse");
  await expectOpenedAccessible(page, dialog(page, "Unsubscribe Anna Holt"));
  await page.keyboard.press("Escape");
  await row(page, "Anna").getByRole("button", { name: "Actions for Anna Holt" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page, atDesk);
  await page.goto(`/${owner.slug}/contacts/${id}/subscriptions`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Anna Holt");
  await expectAccessible(page);
});

test("an address that names nobody says so, and leads back to the list", async ({ page, owner }) => {
  const list = await settle(owner);
  await page.goto(`${list}&panel=${crypto.randomUUID()}`);
  const open = page.getByRole("dialog", { name: "Contact" });
  await expect(open).toContainText("does not exist");
  await open.getByRole("link", { name: "Close" }).click();
  await expect(open).toBeHidden();
  await page.goto(`${list}&subscriptions=nonsense`);
  await expect(row(page, "Anna")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the panel and the subscriptions can be read, and the switch is turned", async ({ page, owner }) => {
    await page.goto(await settle(owner));
    await row(page, "Anna").getByRole("link", { name: "View Anna Holt beside the list" }).click();
    await expect(panel(page, "Anna")).toContainText("anna@example.com");
    await page.goBack();
    await row(page, "Anna").getByRole("link", { name: "Subscriptions of Anna Holt" }).click();
    await expect(page.getByRole("heading", { name: "Subscriptions of Anna Holt" })).toBeVisible();
    await page.getByRole("switch").click();
    await expect(page.getByRole("switch")).toBeChecked();
    await expect(page.getByText("Excluded since")).toBeVisible();
  });
});
