/** A file of people, from the till to the contacts: uploaded, understood, checked, imported, mended, undone. */
import type { Page } from "@playwright/test";
import { database } from "@/lib/tenancy";
import { makeStore } from "../support/organization";
import { atDesk, expectAccessible, phone } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

/** A job of the engine over a large file, on two cores that do much else. */
const inTime = { timeout: 120_000 };

type File = { name: string; mimeType: string; buffer: Buffer };

const header = "E-Mail;Vorname;Nachname;Tel.;Geb.;Newsletter;Kd-Gruppe;Bem.";
const line = (n: number) =>
  `mira${n}@example.com;Jörg;Groß;+49170555${String(n).padStart(5, "0")};12.04.1988;${n % 2 ? "ja" : "nein"};${n % 3 ? "VIP, Messe" : ""};`;

/**
 * `people` rows as a till writes them: Windows-1252, semicolons. `instead` are lines of the file put in another's
 * place.
 */
function fileOf(people: number, instead: Record<number, string> = {}): File {
  const rows = Array.from({ length: people }, (_, n) => instead[n + 2] ?? line(n));
  return {
    name: "fair-march.csv",
    mimeType: "text/csv",
    buffer: Buffer.from([header, ...rows, ""].join("\r\n"), "latin1"),
  };
}

/** Opens the first screen, and sends the file once scripts listen. */
async function upload(page: Page, { slug }: Owner, file: File) {
  await page.goto(`/${slug}/uploads/new`);
  const send = page.getByRole("button", { name: "Upload", exact: true });
  await expect(async () => {
    await page.getByLabel(/Choose a file|choose another/).setInputFiles(file);
    await expect(page.getByText(file.name)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await send.click();
}

const contactsOf = async ({ ctx }: Owner): Promise<number> => {
  const [row] = await database().sql<{ n: number }[]>`
    select count(*)::int as n from contacts where org_id = ${ctx.orgId} and gone_at is null`;
  return row!.n;
};

const figure = (page: Page, name: string) => page.locator("dl > div").filter({ hasText: name }).locator("dd");

test("50,000 rows are imported, three bad ones mended in place, and all of it undone", async ({ page, owner }) => {
  test.setTimeout(600_000);
  await makeStore(owner.ctx);
  const bad = {
    100: line(98).replace("@", " at "),
    20000: line(19_998).replace("@example.com", "@"),
    40000: line(39_998).replace("mira39998@example.com", "—"),
    45000: line(44_998).replace("12.04.1988", "31.02.1988"),
  };
  await upload(page, owner, fileOf(50_000, bad));

  await expect(page).toHaveURL(/\/columns$/, inTime);
  await expect(page.getByText(/Windows-1252.* · Semicolons/)).toBeVisible();
  const chosen = (column: string) => page.getByLabel(`${column} is`, { exact: true }).locator("option:checked");
  const meant = {
    "E-Mail": "Email",
    Vorname: "First name",
    Nachname: "Last name",
    "Tel.": "Phone",
    "Geb.": "Birthday",
  };
  for (const [column, field] of Object.entries(meant)) await expect(chosen(column)).toHaveText(field);
  await expect(chosen("Newsletter")).toHaveText("Email consent");
  await page.getByLabel("Kd-Gruppe is", { exact: true }).selectOption({ label: "Tags" });
  await expect(page.getByRole("cell", { name: "Groß" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Next: options" }).click();

  await page.getByLabel("Tags", { exact: true }).fill("Fair 2026");
  await page.getByLabel("Lists", { exact: true }).fill("Visitors");
  await page.getByRole("button", { name: "Next: check the file" }).click();

  await expect(page.getByRole("button", { name: "Import 49,996 rows" })).toBeVisible(inTime);
  await expect(figure(page, "new contacts")).toHaveText("49,996");
  await expect(figure(page, "rejected")).toHaveText("4");
  await page.getByText("This is not an e-mail address.").click();
  await expect(page.getByText("mira98 at example.com")).toBeVisible();
  expect(await contactsOf(owner)).toBe(0);
  await page.getByRole("button", { name: "Import 49,996 rows" }).click();

  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible(inTime);
  await expect(figure(page, "loaded, new contacts")).toHaveText("49,996");
  expect(await contactsOf(owner)).toBe(49_996);

  await page.getByRole("link", { name: "See and mend them" }).click();
  for (const [at, n] of [
    [100, 98],
    [20_000, 19_998],
    [40_000, 39_998],
  ] as const) {
    await page.getByLabel(`E-Mail, line ${at}`).fill(`mira${n}@example.com`);
  }
  await page.getByRole("button", { name: "Try 3 mended rows again" }).click();
  await expect(page.getByText("3 rows taken.")).toBeVisible(inTime);
  await expect(page.getByLabel("E-Mail, line 100")).toHaveCount(0);
  await page.getByRole("link", { name: "Back to the result" }).click();
  await expect(figure(page, "loaded, new contacts")).toHaveText("49,999");
  await expect(figure(page, "rejected")).toHaveText("1");

  await page.goto(`/${owner.slug}/contacts?q=mira98%40`);
  await page
    .getByRole("link", { name: /mira98@example.com|Jörg Groß/ })
    .first()
    .click();
  await expect(page.getByText("fair-march.csv").first()).toBeVisible();
  await expect(page.getByText("Fair 2026").first()).toBeVisible();

  await page.goto(`/${owner.slug}/uploads`);
  await page.getByRole("link", { name: "fair-march.csv" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Remove [\d,]+ contacts$/ })
    .click();
  await expect(page.getByText("Undone", { exact: true }).first()).toBeVisible(inTime);
  expect(await contactsOf(owner)).toBe(0);
});

test("every screen can be left and come back to, at a desk and on a phone, light and dark", async ({ page, owner }) => {
  test.slow();
  await makeStore(owner.ctx);
  await page.goto(`/${owner.slug}/uploads`);
  await expect(page.getByRole("heading", { name: "Bring the people you know" })).toBeVisible();
  await expectAccessible(page, atDesk);
  await page.goto(`/${owner.slug}/uploads/new`);
  await expectAccessible(page, atDesk);
  await upload(
    page,
    owner,
    fileOf(20, { 5: line(3).replace("12.04.1988", "31.02.1988"), 7: line(5).replace(";ja;", ";vielleicht;") }),
  );
  await expect(page).toHaveURL(/\/columns$/, inTime);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await refuseThenKeep(page);
  await page.getByRole("button", { name: "Next: options" }).click();
  await expect(page).toHaveURL(/\/options$/);
  await expectAccessible(page, atDesk);
  await page.goto(`/${owner.slug}/uploads`);
  await page.getByRole("link", { name: "fair-march.csv" }).click();
  await expect(page).toHaveURL(/\/columns$/);
  await page.getByRole("button", { name: "Next: options" }).click();
  await page.getByRole("button", { name: "Next: check the file" }).click();
  await expect(page.getByRole("button", { name: "Import 19 rows" })).toBeVisible(inTime);
  await expectAccessible(page, atDesk);
  await page.getByRole("button", { name: "Import 19 rows" }).click();
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible(inTime);
  await expectAccessible(page, atDesk);
  await page.getByRole("link", { name: "See and mend it" }).click();
  await expect(page).toHaveURL(/\/rejects$/);
  await page.goto(`${page.url()}?reason=email`);
  await expect(page.getByText("None of these is rejected any more.")).toBeVisible();
  await page.getByRole("link", { name: "See the others" }).click();
  await page.setViewportSize(phone);
  await expect(page.getByLabel("Geb., line 5")).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await page.goto(`/${owner.slug}/uploads`);
  await expect(page.getByRole("row").filter({ hasText: "fair-march.csv" })).toContainText("Done");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

/** What was chosen of columns stands there still after a refusal; a word about consent is asked for until it is said. */
async function refuseThenKeep(page: Page) {
  const is = (column: string) => page.getByLabel(`${column} is`, { exact: true });
  for (const column of ["E-Mail", "Tel."]) await is(column).selectOption({ label: "Ignore" });
  await expect(page.getByText("Say what “vielleicht” means.")).toBeVisible();
  await page.getByLabel("“vielleicht” means").selectOption({ label: "Says nothing" });
  await expect(page.getByText("Say what “vielleicht” means.")).toHaveCount(0);
  await page.getByRole("button", { name: "Next: options" }).click();
  await expect(page.getByText("Choose the column of the e-mail address")).toBeFocused();
  await expect(is("Vorname").locator("option:checked")).toHaveText("First name");
  await expect(page.getByLabel("“vielleicht” means").locator("option:checked")).toHaveText("Says nothing");
  await is("E-Mail").selectOption({ label: "Email" });
  await is("Tel.").selectOption({ label: "Phone" });
}

test("an upload that is stopped is kept, and goes on with the same file", async ({ page, owner }) => {
  await makeStore(owner.ctx);
  const parts = /\/parts\/\d+$/;
  const file = fileOf(20);
  await page.route(parts, () => {});
  await upload(page, owner, file);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("The file is not here as a whole yet")).toBeVisible();
  await expect(page.getByText(/^0 B of /)).toBeVisible();
  await expectAccessible(page, atDesk);
  await page.unroute(parts);
  await page.getByLabel("Choose a file").setInputFiles(file);
  await expect(page).toHaveURL(/\/columns$/, inTime);
});

test("a PDF that is called .csv is refused with a sentence, and the upload can be taken away", async ({
  page,
  owner,
}) => {
  await makeStore(owner.ctx);
  const pdf = {
    name: "invoice.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n"),
  };
  await upload(page, owner, pdf);
  await expect(page.getByText(/PDF/).first()).toBeVisible();
  await page.getByRole("button", { name: "Remove this upload" }).click();
  await expect(page.getByRole("heading", { name: "Bring the people you know" })).toBeVisible();
});
