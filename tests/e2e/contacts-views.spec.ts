/**
 * The contacts list as its member wants it: every filter, saved views, columns with their widths, the height of rows.
 */
import type { Page } from "@playwright/test";
import { createList } from "@/lib/lists/lists";
import { createTag } from "@/lib/tags/tags";
import { expectOpenedAccessible } from "./support/axe";
import { expect, expectNoSidewaysScroll, type House, test } from "./support/test";

test.describe.configure({ timeout: 180_000 });

const rows = (page: Page) => page.getByRole("table").locator("tbody tr");
const list = ({ slug }: House) => `/${slug}/contacts`;
const heading = (page: Page, name: string) => page.getByRole("columnheader", { name, exact: true });
const edge = (page: Page, name: string) => page.getByRole("slider", { name: `Width of ${name}`, exact: true });
const views = (page: Page) => page.getByRole("navigation", { name: "Views" });
const widthOf = async (page: Page, name: string) => Math.round((await heading(page, name).boundingBox())!.width);

/** Unfolds the form of a filter that is not set. */
async function openFilter(page: Page, title: string) {
  await page.getByText("Filter", { exact: true }).click();
  await page.locator("summary").getByText(title, { exact: true }).click();
}

const show = (page: Page) => page.getByRole("button", { name: "Show these" }).click();
const tick = (name: string) => (page: Page) => page.getByRole("checkbox", { name, exact: true }).check();

type Set = { title: string; fill: (page: Page) => Promise<unknown>; chip: string };

const filters: Set[] = [
  { title: "Source", fill: tick("Store"), chip: "Source is Store" },
  { title: "Imported from", fill: tick("WooCommerce"), chip: "Imported from is WooCommerce" },
  { title: "Email status", fill: tick("Disabled"), chip: "Email status is Disabled" },
  { title: "SMS status", fill: tick("Never subscribed"), chip: "SMS status is Never subscribed" },
  { title: "Push status", fill: tick("Subscribed"), chip: "Push status is Subscribed" },
  {
    title: "Activity",
    fill: (page) => page.getByRole("radio", { name: "Active", exact: true }).check(),
    chip: "Active",
  },
  { title: "Special tag", fill: tick("Buyer"), chip: "Special tag is Buyer" },
  { title: "Purchase status", fill: tick("Repeat"), chip: "Purchase status is Repeat" },
  {
    title: "Total spent",
    fill: (page) => page.getByRole("textbox", { name: "At least" }).fill("10,50"),
    chip: "Total spent ≥ 10.50",
  },
  { title: "Orders", fill: (page) => page.getByRole("textbox", { name: "At most" }).fill("1"), chip: "Orders ≤ 1" },
  {
    title: "Last interaction",
    fill: async (page) => {
      await page.getByRole("combobox", { name: "Last interaction" }).selectOption("before");
      await page.getByRole("textbox", { name: "days" }).fill("400");
    },
    chip: "Last interaction more than 400 days ago",
  },
  {
    title: "Created",
    fill: async (page) => {
      await page.getByRole("combobox", { name: "Created" }).selectOption("between");
      await page.getByRole("textbox", { name: "From" }).fill("2026-01-01");
    },
    chip: "Created from 1 Jan on",
  },
];

for (const some of [filters.slice(0, 4), filters.slice(4, 8), filters.slice(8)]) {
  const titles = some.map(({ title }) => `“${title}”`).join(", ");
  test(`each of the filters ${titles} is set from the menu, stands as a chip, and goes again`, async ({
    page,
    member,
  }) => {
    await page.goto(list(member));
    for (const { title, fill, chip } of some) {
      await openFilter(page, title);
      await fill(page);
      await show(page);
      await expect(page.locator("summary", { hasText: chip })).toBeVisible();
      await expect(
        rows(page)
          .first()
          .or(page.getByRole("heading", { name: "No contact matches" })),
      ).toBeVisible();
      await page.getByRole("link", { name: `Remove the filter “${chip}”` }).click();
      await expect(page).toHaveURL(list(member));
      await expect(page.locator("summary", { hasText: chip })).toBeHidden();
    }
  });
}

test("people are found by tag and by list, and by not having them", async ({ page, member }) => {
  const tag = await createTag(member.ctx, { name: `VIP ${Date.now()}`, colour: "grey" });
  const group = await createList(member.ctx, { name: `News ${Date.now()}`, description: "" });
  await page.goto(list(member));
  await openFilter(page, "Tag");
  await page.getByRole("checkbox", { name: tag.name }).check();
  await page.getByRole("radio", { name: "Has none of them" }).check();
  await show(page);
  await expect(page.getByText(`Not tagged ${tag.name}`)).toBeVisible();
  await expect(rows(page)).toHaveCount(50);
  await openFilter(page, "List");
  await page.getByRole("checkbox", { name: group.name }).check();
  await show(page);
  await expect(page.getByText(`On list ${group.name}`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "No contact matches" })).toBeVisible();
  await page.goto(`${list(member)}?tag=${tag.id}`);
  await expect(page.getByText(`Tag is ${tag.name}`)).toBeVisible();
});

test("a filter is found and set by keys alone", async ({ page, member }) => {
  await page.goto(list(member));
  await page.locator("summary", { hasText: "Filter" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("searchbox", { name: "Find a filter" })).toBeFocused();
  await page.keyboard.type("orde");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Orders ≥ 1")).toBeVisible();
  await expect(page).toHaveURL(/\?orders-min=1$/);
});

test("a view keeps filters, order and columns, and is updated, renamed and deleted", async ({ page, member }) => {
  const name = `Spenders ${Date.now()}`;
  await page.goto(`${list(member)}?bought=repeat&sort=spent.desc`);
  await page.locator("summary", { hasText: "Save view" }).click();
  await page.getByLabel("Name of the view").fill(name);
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(views(page).getByRole("link", { name })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveURL(/view=/);
  await page.getByText("Columns", { exact: true }).click();
  await page.getByRole("form", { name: "Columns" }).getByLabel("Country").check();
  await page.getByRole("button", { name: /^Show these in/ }).click();
  await expect(heading(page, "Country")).toBeVisible();
  await views(page).getByRole("link", { name: "All contacts" }).click();
  await expect(page).toHaveURL(list(member));
  await expect(heading(page, "Country")).toBeHidden();
  await views(page).getByRole("link", { name }).click();
  await expect(heading(page, "Country")).toBeVisible();
  await expect(heading(page, "Total spent")).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("link", { name: /^Remove the filter “Purchase status/ }).click();
  await page.locator("summary", { hasText: "View · changed" }).click();
  await page.getByRole("button", { name: `Update “${name}”` }).click();
  await expect(page.locator("summary", { hasText: /^\s*View\s*$/ })).toBeVisible();
  await page.getByRole("textbox", { name: "Rename" }).fill(`${name} all`);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(views(page).getByRole("link", { name: `${name} all` })).toBeVisible();
  await page.getByRole("button", { name: `Delete “${name} all”` }).click();
  await expect(views(page).getByRole("link", { name: `${name} all` })).toHaveCount(0);
  await expect(page).toHaveURL(list(member));
});

test("an edge sets its column's width by keys and by the mouse, and the width stays", async ({ page, member }) => {
  await page.goto(list(member));
  const before = await widthOf(page, "Source");
  await edge(page, "Source").focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => widthOf(page, "Source")).toBe(before + 120);
  await expect(edge(page, "Source")).toHaveAttribute("aria-valuenow", String(before + 120));
  const box = (await edge(page, "Name").boundingBox())!;
  const name = await widthOf(page, "Name");
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.mouse.move(box.x + 3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 63, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await answered;
  await page.waitForLoadState("networkidle");
  await page.reload();
  expect(await widthOf(page, "Source")).toBe(before + 120);
  expect(await widthOf(page, "Name")).toBe(name + 60);
  await page.getByText("Columns", { exact: true }).click();
  await page.getByRole("button", { name: "Reset widths" }).click();
  await expect.poll(() => widthOf(page, "Source")).toBeLessThan(before + 60);
});

test("compact rows are 32 px high and stay so", async ({ page, member }) => {
  await page.goto(list(member));
  const height = async () => Math.round((await rows(page).nth(5).boundingBox())!.height);
  const choose = async (word: string) => {
    await page.getByText("Columns", { exact: true }).click();
    await page.getByRole("radio", { name: word }).check();
    await page.getByRole("form", { name: "Columns" }).getByRole("button", { name: "Show these" }).click();
  };
  expect(await height()).toBe(40);
  await choose("Compact");
  await expect.poll(height).toBe(32);
  await page.reload();
  expect(await height()).toBe(32);
  await choose("Comfortable");
  await expect.poll(height).toBe(40);
});

test("what opens over the list breaks no rule of access", async ({ page, member }) => {
  await page.goto(`${list(member)}?q=ann&created=within&created-days=3000`);
  await page.locator("summary", { hasText: "Save view" }).click();
  await expectOpenedAccessible(page, page.locator("details[open]", { hasText: "Save view" }));
  await page.keyboard.press("Escape");
  await openFilter(page, "Last interaction");
  await expectOpenedAccessible(page, page.locator("details[open]", { hasText: "Last interaction" }).first());
});

test("values that nobody meant are told, and nothing breaks", async ({ page, member }) => {
  const absent = crypto.randomUUID();
  await page.goto(`${list(member)}?tag=${absent}&spent-min=lots&created=between&created-from=2026-02-30&orders-max=-1`);
  await expect(page.getByText("One of the tags asked for does not exist here.")).toBeVisible();
  await expect(page.getByText("Total spent cannot be “lots”.")).toBeVisible();
  await expect(page.getByText("“2026-02-30” is not a date.")).toBeVisible();
  await page.goto(`${list(member)}?q=${encodeURIComponent("%_\\'\"<script>")}`);
  await expect(page.getByRole("heading", { name: "No contact matches" })).toBeVisible();
});

test.describe("at the width of a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("filters are set in place and nothing scrolls sideways", async ({ page, member }) => {
    await page.goto(`${list(member)}?status=never&activity=active&bought=none,first`);
    await expectNoSidewaysScroll(page);
    await openFilter(page, "Created");
    await expect(page.getByRole("combobox", { name: "Created" })).toBeInViewport();
    await expectNoSidewaysScroll(page);
    await show(page);
    await expect(page.getByText("Created in the last 30 days")).toBeVisible();
    await page.getByText("Purchase status is Never bought or First-time").click();
    await expectNoSidewaysScroll(page);
  });
});
