/**
 * Lists, tags and suppressions: made, named, merged, lifted and deleted, by mouse and by keys alone, at a desk and on a
 * phone.
 */
import type { Page } from "@playwright/test";
import { listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { createList, joinList } from "@/lib/lists/lists";
import { suppress } from "@/lib/suppressions/suppressions";
import { createTag, tagContact } from "@/lib/tags/tags";
import { atDesk, expectAccessible, expectOpenedAccessible } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

test.describe.configure({ timeout: 120_000 });

const dialog = (page: Page) => page.getByRole("dialog");
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const told = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible();

/** Scripts may still be on their way: pressed until the menu is there. */
async function openActions(page: Page, name: string) {
  await expect(async () => {
    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await expect(page.getByRole("menu")).toBeVisible({ timeout: 3_000 });
  }).toPass();
}

async function choose(page: Page, name: string, choice: string) {
  await openActions(page, name);
  await page.getByRole("menuitem", { name: choice }).click();
  await expect(dialog(page)).toBeVisible();
}

/** Opens the dialog behind a button of the page, once scripts listen. */
async function press(page: Page, name: string) {
  await expect(async () => {
    await page.getByRole("button", { name }).click();
    await expect(dialog(page)).toBeVisible({ timeout: 3_000 });
  }).toPass();
}

test("a list is made, renamed and deleted", async ({ page, owner: { slug } }) => {
  await page.goto(`/${slug}/lists`);
  await expect(page.getByRole("heading", { name: "A list is a group one joins and leaves" })).toBeVisible();
  await press(page, "New list");
  await dialog(page).getByRole("button", { name: "Create the list" }).click();
  await expect(dialog(page).getByLabel("Name")).toHaveAccessibleDescription("Enter a name.");
  await dialog(page).getByLabel("Name").fill("Monthly letter");
  await dialog(page).getByLabel("Description").fill("News of the shop");
  await dialog(page).getByRole("button", { name: "Create the list" }).click();
  await told(page, "The list “Monthly letter” is there.");
  await expect(row(page, "Monthly letter")).toContainText("News of the shop");
  await choose(page, "Monthly letter", "Rename…");
  await dialog(page).getByLabel("Name").fill("Weekly letter");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(row(page, "Weekly letter")).toBeVisible();
  await choose(page, "Weekly letter", "Delete…");
  await expect(dialog(page)).toContainText("Nobody is on it. Nobody’s consent changes");
  await dialog(page).getByRole("button", { name: "Delete “Weekly letter”" }).click();
  await told(page, "“Weekly letter” is deleted. 0 members left it.");
  await expect(page.getByRole("heading", { name: "A list is a group one joins and leaves" })).toBeVisible();
});

test("a name that is taken is told at its field, and what was typed stays", async ({ page, owner }) => {
  await createTag(owner.ctx, { name: "VIP", colour: "grey" });
  await page.goto(`/${owner.slug}/tags`);
  await press(page, "New tag");
  await dialog(page).getByLabel("Name").fill("vip");
  await dialog(page).getByRole("button", { name: "Create the tag" }).click();
  await expect(dialog(page).getByRole("alert")).toBeFocused();
  await expect(dialog(page).getByRole("alert")).toHaveText(/^Name: There is a tag “vip” already/);
  await expect(dialog(page).getByLabel("Name")).toHaveValue("vip");
  await expect(dialog(page).getByLabel("Name")).toHaveAccessibleDescription(/There is a tag “vip” already/);
  await expectOpenedAccessible(page, dialog(page));
});

test("tags are made, coloured, merged and deleted by keys alone", async ({ page, owner: { slug } }) => {
  await page.goto(`/${slug}/tags`);
  const type = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  for (const name of ["fair", "met at the fair"]) {
    await expect(async () => {
      await page.getByRole("button", { name: "New tag" }).focus();
      await page.keyboard.press("Enter");
      await expect(dialog(page).getByLabel("Name")).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await dialog(page).getByLabel("Name").focus();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  }
  const open = async (name: string, choice: string) => {
    const button = page.getByRole("button", { name: `Actions for ${name}`, exact: true });
    const item = page.getByRole("menuitem", { name: choice });
    await expect(async () => {
      if (!(await page.getByRole("menu").isVisible())) {
        await button.focus();
        await page.keyboard.press("Enter");
      }
      await expect(item).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expect(async () => {
      await page.keyboard.press("ArrowDown");
      await expect(item).toBeFocused({ timeout: 200 });
    }).toPass();
    await page.keyboard.press("Enter");
    return button;
  };
  const painted = await open("fair", "blue");
  await expect(painted).toBeFocused();
  await expect(page.getByRole("link", { name: "fair", exact: true }).locator(".bg-info-soft")).toBeVisible();
  const button = await open("fair", "Rename…");
  await expect(dialog(page)).toBeVisible();
  await type("Escape");
  await expect(button).toBeFocused();
  await open("fair", "Merge into another…");
  await expect(dialog(page)).toContainText("Nobody has it. “fair” itself ends.");
  await dialog(page).getByLabel("Into").focus();
  await page.keyboard.type("met");
  await dialog(page).getByRole("button", { name: "Merge the tags" }).focus();
  await type("Enter");
  await told(page, "Merged. 0 contacts got “met at the fair”.");
  await expect(page.getByRole("link", { name: "fair", exact: true })).toBeHidden();
  await open("met at the fair", "Delete…");
  await dialog(page).getByRole("button", { name: "Delete “met at the fair”" }).focus();
  await type("Enter");
  await expect(page.getByRole("heading", { name: "A tag is what you call people by" })).toBeVisible();
});

test("addresses are pasted, lifted, put back, and a paste is undone", async ({ page, owner: { slug } }) => {
  await page.goto(`/${slug}/suppressions`);
  await press(page, "Add addresses");
  await dialog(page).getByLabel("Addresses").fill("rival@shop.example\nnobody\nrival@shop.example, test@shop.example");
  await dialog(page).getByRole("button", { name: "Suppress them" }).click();
  await expect(dialog(page)).toContainText("2 added");
  await expect(dialog(page)).toContainText("1 already there");
  await expect(dialog(page).getByRole("row", { name: "2 nobody" })).toBeVisible();
  await expectOpenedAccessible(page, dialog(page));
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await row(page, "rival@shop.example").getByRole("button", { name: "Lift" }).click();
  await expect(row(page, "rival@shop.example")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "rival@shop.example")).toBeVisible();
  await press(page, "Add addresses");
  await dialog(page).getByLabel("Addresses").fill("wrong@shop.example");
  await dialog(page).getByRole("button", { name: "Suppress them" }).click();
  await dialog(page).getByRole("button", { name: "Undo" }).click();
  await told(page, "1 taken off again.");
  await expect(row(page, "wrong@shop.example")).toBeHidden();
});

test("a file is imported, and the page is searched and filtered", async ({ page, owner: { slug } }) => {
  await page.goto(`/${slug}/suppressions`);
  await press(page, "Import a file");
  const body = ["Name,Email", ...Array.from({ length: 60 }, (_, n) => `P ${n},p${n}@spam.example`), "x,broken"].join(
    "\n",
  );
  const file = { name: "old.csv", mimeType: "text/csv", buffer: Buffer.from(body) };
  await dialog(page).getByLabel("File").setInputFiles(file);
  await dialog(page).getByRole("button", { name: "Import the file" }).click();
  await expect(dialog(page)).toContainText("60 added");
  await expect(dialog(page).getByRole("row", { name: "62 broken" })).toBeVisible();
  await dialog(page).getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row")).toHaveCount(51);
  await page.getByRole("link", { name: "Earlier" }).click();
  await expect(page.getByRole("row")).toHaveCount(11);
  await page.getByRole("link", { name: "Newest" }).click();
  await page.getByRole("searchbox", { name: "Search suppressed addresses" }).fill("p42@");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.goto(`/${slug}/suppressions?reason=bounce`);
  await expect(page.getByText("No suppressed address matches.")).toBeVisible();
  await page.goto(`/${slug}/suppressions?reason=cheerful&cursor=zzz`);
  await expect(page.getByText("A part of this address could not be understood, and was left out.")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(51);
});

/** A list and tags with the first contacts of the house on them. */
async function fill({ ctx }: Pick<Owner, "ctx">, mark: string) {
  const list = await createList(ctx, { name: `Letter ${mark}`, description: "Once a month" });
  const { rows } = await listContacts(ctx, everything);
  for (const { id } of rows.slice(0, 3)) {
    await joinList(ctx, { contact: id, list: list.id });
    await tagContact(ctx, {
      contact: id,
      tags: [`vip ${mark}`, `<script>alert(1)</script> ${mark}`, `\u200fשלום‏ ${mark}`],
    });
  }
  await suppress(ctx, { channel: "email", addresses: `${mark}@rival.example`, note: "A rival" });
  return list;
}

test("the pages show who is in each, lead to them, and break no rule of access at any width", async ({
  page,
  member,
}) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const list = await fill(member, mark);
  await page.goto(`/${member.slug}/lists`);
  await expect(row(page, `Letter ${mark}`).getByRole("cell").nth(1)).toHaveText(/^3(?!\d)/);
  await expect(row(page, `Letter ${mark}`)).toContainText("+3");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.goto(`/${member.slug}/tags`);
  await expect(row(page, `vip ${mark}`).getByRole("cell").nth(1)).toHaveText(/^3(?!\d)/);
  await expect(page.getByText(`<script>alert(1)</script> ${mark}`)).toBeVisible();
  await expect(page.getByRole("region", { name: "Special tags" }).getByRole("link").first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await openActions(page, `vip ${mark}`);
  await expectAccessible(page, atDesk);
  await page.keyboard.press("Escape");
  await page.goto(`/${member.slug}/suppressions`);
  await expect(row(page, `${mark}@rival.example`)).toContainText("By hand");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/${member.slug}/lists`);
  await page.getByRole("link", { name: `Letter ${mark}` }).click();
  await expect(page).toHaveURL(`/${member.slug}/contacts?list=${list.id}`);
  await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(3);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the drawer leads there, and a list is made, renamed and deleted", async ({ page, owner }) => {
    await createList(owner.ctx, {
      name: "A list whose name is as long as a name of a list may be, to be sure",
      description: "",
    });
    await page.goto(`/${owner.slug}`);
    await page.getByRole("button", { name: "Open the menu" }).click();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Lists & tags" }).click();
    await expect(page.getByRole("row")).toHaveCount(2);
    await expectNoSidewaysScroll(page);
    await press(page, "New list");
    await expectNoSidewaysScroll(page);
    await dialog(page).getByLabel("Name").fill("Letter");
    await dialog(page).getByRole("button", { name: "Create the list" }).click();
    await choose(page, "Letter", "Rename…");
    await dialog(page).getByLabel("Name").fill("News");
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await choose(page, "News", "Delete…");
    await dialog(page).getByRole("button", { name: "Delete “News”" }).click();
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.getByRole("navigation", { name: "Lists & tags" }).getByRole("link", { name: "Suppressions" }).click();
    await press(page, "Add addresses");
    await dialog(page).getByLabel("Addresses").fill("rival@shop.example");
    await dialog(page).getByRole("button", { name: "Suppress them" }).click();
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await expect(row(page, "rival@shop.example")).toBeVisible();
    await expectNoSidewaysScroll(page);
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the pages are read, searched, and a suppression is lifted", async ({ page, owner }) => {
    await createList(owner.ctx, { name: "Letter", description: "" });
    await createTag(owner.ctx, { name: "VIP", colour: "blue" });
    await suppress(owner.ctx, { channel: "email", addresses: "a@shop.example\nb@shop.example", note: "" });
    await page.goto(`/${owner.slug}/lists`);
    await expect(row(page, "Letter").getByRole("cell").nth(1)).toHaveText("0");
    await page.getByRole("navigation", { name: "Lists & tags" }).getByRole("link", { name: "Tags" }).click();
    await expect(row(page, "VIP").getByRole("cell").nth(1)).toHaveText("0");
    await page.goto(`/${owner.slug}/suppressions`);
    await page.getByRole("searchbox", { name: "Search suppressed addresses" }).fill("b@");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row")).toHaveCount(2);
    await row(page, "b@shop.example").getByRole("button", { name: "Lift" }).click();
    await expect(row(page, "b@shop.example")).toBeHidden();
  });
});
