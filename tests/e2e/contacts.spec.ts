/** The contacts page: what one looks for is found, and where one is stands in the address. */
import type { Page } from "@playwright/test";
import { enter } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, type House, test } from "./support/test";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search contacts by name, email or phone" });
const rows = (page: Page) => page.getByRole("table").locator("tbody tr");

/** The addresses of the rows, as they are compared: whoever typed capitals is the same person. */
const emails = async (page: Page) =>
  (await rows(page).locator("td:first-child").allInnerTexts()).map((email) => email.toLowerCase());

const list = ({ slug }: House) => `/${slug}/contacts`;

/** Unfolds the form of a filter that is not set. */
async function openFilter(page: Page, title: string) {
  await page.getByText("Filter", { exact: true }).click();
  await page.locator("summary").getByText(title, { exact: true }).click();
}

/** Somebody with an account in the store: neither the first nor the last. */
const somebody = ({ shop }: House) => shop.truth().customers[60]!;

test("the list follows what is typed, and Back brings the whole list again", async ({ page, member }) => {
  const { email } = somebody(member);
  await page.goto(`/${member.slug}`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Contacts" }).click();
  await expect(rows(page)).toHaveCount(50);
  await search(page).pressSequentially(email.slice(0, -3));
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(email);
  await expect(page).toHaveURL(/\?q=/);
  await page.reload();
  await expect(search(page)).toHaveValue(email.slice(0, -3));
  await search(page).fill("nobody at all");
  await expect(page.getByRole("heading", { name: "No contact matches" })).toBeVisible();
  await page.getByRole("link", { name: "Show all contacts" }).click();
  await expect(rows(page)).toHaveCount(50);
});

test("a filter is set, edited in its chip, and removed", async ({ page, member }) => {
  await page.goto(list(member));
  await openFilter(page, "Email status");
  await page.getByRole("checkbox", { name: "Subscribed", exact: true }).check();
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/\?status=subscribed$/);
  await expect(rows(page).filter({ hasNotText: "Subscribed" })).toHaveCount(0);
  await page.getByText("Email status is Subscribed").click();
  await page.getByRole("checkbox", { name: "Subscribed", exact: true }).uncheck();
  await page.getByRole("checkbox", { name: "Never subscribed" }).check();
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page.getByText("Email status is Never subscribed")).toBeVisible();
  await expect(rows(page).filter({ hasNotText: "Never subscribed" })).toHaveCount(0);
  await page.getByRole("link", { name: "Remove the filter “Email status is Never subscribed”" }).click();
  await expect(page).toHaveURL(list(member));
  await expect(rows(page).filter({ hasText: "Subscribed" })).not.toHaveCount(0);
});

test("a heading sorts, and once more turns the order", async ({ page, member }) => {
  await page.goto(list(member));
  const heading = page.getByRole("columnheader", { name: "Email or phone" });
  await heading.getByRole("link").click();
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  const up = await emails(page);
  expect(up).toEqual([...up].sort());
  await heading.getByRole("link").click();
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  const down = await emails(page);
  expect(down).toEqual([...down].sort().reverse());
  expect(down[0]).not.toBe(up[0]);
});

test("pages lead forwards and backwards, and Back returns to the page, the filter and the row one came from", async ({
  page,
  member,
}) => {
  await page.goto(`${list(member)}?status=never&sort=email.asc`);
  const place = page.getByRole("navigation", { name: "Pages" });
  await expect(place).toContainText("1–50 of");
  const first = await emails(page);
  await place.getByRole("link", { name: "Next" }).click();
  await expect(place).toContainText(/51–\d+ of/);
  const second = await emails(page);
  expect(second.filter((email) => first.includes(email))).toEqual([]);
  await rows(page).nth(2).locator("td").nth(1).click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await page.goBack();
  await expect(place).toContainText(/51–\d+ of/);
  await expect(page.getByText("Email status is Never subscribed")).toBeVisible();
  expect(await emails(page)).toEqual(second);
  await place.getByRole("link", { name: "Previous" }).click();
  await expect(place).toContainText("1–50 of");
  expect(await emails(page)).toEqual(first);
});

test("another member sees the same rows at the same address", async ({ page, member, browser }) => {
  await page.goto(`${list(member)}?sort=spent.desc&kind=buyer`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText(/51–\d+ of/);
  const seen = await emails(page);
  const other = await browser.newContext();
  await enter(other, member);
  const there = await other.newPage();
  await there.goto(page.url());
  expect(await emails(there)).toEqual(seen);
  await other.close();
});

test("a click anywhere in a row opens the profile, a click with the middle button a tab", async ({
  page,
  context,
  member,
}) => {
  await page.goto(list(member));
  const email = (await emails(page))[3]!;
  const opened = context.waitForEvent("page");
  await rows(page).nth(3).locator("td").nth(1).click({ button: "middle" });
  await expect((await opened).getByRole("heading", { name: "Timeline" })).toBeVisible();
  await rows(page).nth(3).locator("td").nth(1).click();
  await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("main")).toContainText(email, { ignoreCase: true });
});

test("a member chooses the columns, and they stay chosen", async ({ page, member }) => {
  await page.goto(list(member));
  const phone = page.getByRole("columnheader", { name: "Phone", exact: true });
  const columns = page.getByRole("form", { name: "Columns" });
  const shown = await phone.isVisible();
  await page.getByText("Columns", { exact: true }).click();
  await columns.getByLabel("Phone").setChecked(!shown);
  await columns.getByRole("button", { name: "Show these" }).click();
  await expect(phone).toBeVisible({ visible: !shown });
  await page.reload();
  await expect(rows(page)).toHaveCount(50);
  await expect(phone).toBeVisible({ visible: !shown });
});

test("an address that cannot be understood says so and shows the list", async ({ page, member }) => {
  await page.goto(`${list(member)}?sort=height&status=cheerful&after=zzz`);
  await expect(page.getByText("Contacts cannot be sorted by “height”.")).toBeVisible();
  await expect(page.getByText("There is no status “cheerful”.")).toBeVisible();
  await expect(rows(page)).toHaveCount(50);
});

test.describe("at the width of a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a contact is two lines, and nothing scrolls sideways", async ({ page, member }) => {
    await page.goto(list(member));
    await expect(page.getByRole("table")).toBeHidden();
    const first = page.getByRole("main").getByRole("listitem").first();
    await expect(first).toBeVisible();
    expect((await first.boundingBox())!.height).toBeLessThan(72);
    await expectNoSidewaysScroll(page);
    await page.locator("summary", { hasText: "Sort" }).click();
    await page.getByRole("main").getByRole("link", { name: "Country" }).click();
    await expect(page).toHaveURL(/sort=country\.asc/);
    await first.getByRole("link").click();
    await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
    await expectNoSidewaysScroll(page);
    for (const path of ["", "/stores", `/stores/${member.store}`, "/settings/members", "/settings/trail"]) {
      await page.goto(`/${member.slug}${path}`);
      await expectNoSidewaysScroll(page);
    }
  });

  test("the menu is a drawer", async ({ page, member }) => {
    await page.goto(list(member));
    const drawer = page.getByRole("navigation", { name: "Main" });
    await expect(drawer).toBeHidden();
    await page.getByRole("button", { name: "Open the menu" }).click();
    await drawer.getByRole("link", { name: "Stores" }).click();
    await expect(page.getByRole("heading", { name: "Stores" })).toBeVisible();
    await expect(drawer).toBeHidden();
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the list can be read, paged, sorted, filtered, searched and opened", async ({ page, member }) => {
    await page.goto(list(member));
    await expect(rows(page)).toHaveCount(50);
    await page.getByRole("link", { name: "Next" }).click();
    await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("51–100 of");
    await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
    await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
    await openFilter(page, "Email status");
    await page.getByRole("checkbox", { name: "Never subscribed" }).check();
    await page.getByRole("button", { name: "Show these" }).click();
    await expect(page.getByText("Email status is Never subscribed")).toBeVisible();
    await page.goto(list(member));
    await search(page).fill(somebody(member).email);
    await search(page).press("Enter");
    await expect(rows(page)).toHaveCount(1);
    await rows(page).getByRole("link").first().click();
    await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  });
});
