/** Accounts and organizations: who comes in, who is kept out, and what each of them sees. */
import type { Browser, Page } from "@playwright/test";
import { address, enter, linkMailedTo, makeOwner, type Owner, password } from "./support/newcomers";
import { connect, openShop } from "./support/shops";
import { expect, somewhere, test } from "./support/test";

test("a wrong password is told, the address stays, and the right one opens where one wanted to go", async ({
  page,
}) => {
  const { email, slug } = await makeOwner();
  await page.goto(`/${slug}/stores`);
  await logIn(page, email, "a wrong password");
  await expect(page.getByRole("alert").filter({ hasText: "is not right" })).toBeFocused();
  await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  await logIn(page, email, password);
  await expect(page).toHaveURL(`/${slug}/stores`);
});

test("after five wrong passwords one has to wait, even with the right one", async ({ page }) => {
  const { email } = await makeOwner();
  await page.goto("/login");
  const alert = page.getByRole("alert").filter({ hasText: /\S/ });
  for (let tries = 0; tries < 5; tries++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await logIn(page, email, "a wrong password");
    await answered;
    await expect(alert).toContainText("is not right");
    // The refused form comes back without the password; typing sooner would be typing into the old one.
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  await logIn(page, email, password);
  await expect(alert).toContainText(/Too many tries\. Try again in \d+ minutes\./);
});

test("a forgotten password is replaced by mail, and every session ends", async ({ page, browser }) => {
  const owner = await makeOwner();
  const elsewhere = await another(browser, owner);
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("a mail with a link is on its way")).toBeVisible();
  const link = await linkMailedTo(owner.email, "Choose a new password");
  await page.goto(link);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Save the new password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await page.getByLabel("New password").fill("quite other words");
  await page.getByRole("button", { name: "Save the new password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await logIn(page, owner.email, "quite other words");
  await expect(page).toHaveURL(`/${owner.slug}`);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/login/);
  await page.goto(link);
  await expect(page.getByText("This link was used already or is too old.")).toBeVisible();
  await elsewhere.context().close();
});

test("another browser is logged out from the list of sessions", async ({ page, browser, owner }) => {
  const elsewhere = await another(browser, owner);
  await page.goto(`/${owner.slug}/settings/security`);
  const sessions = page.getByRole("listitem").filter({ hasText: "last seen" });
  await expect(sessions).toHaveCount(2);
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(sessions).toHaveCount(1);
  await expect(sessions).toContainText("this browser");
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/login/);
  await page.reload();
  await expect(sessions).toHaveCount(1);
  await elsewhere.context().close();
});

test("whoever signs out is out, also on the way back", async ({ page, owner }) => {
  await page.goto(`/${owner.slug}`);
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto(`/${owner.slug}`);
  await expect(page).toHaveURL(/\/login/);
});

test("an invited colleague joins by mail as viewer, sees everything and connects nothing", async ({
  page,
  browser,
  owner,
}) => {
  const email = address("jonas");
  await page.goto(`/${owner.slug}/settings/members`);
  const form = page.getByRole("form", { name: "Invite somebody" });
  await form.getByLabel("E-mail address").fill(email);
  await form.getByLabel("Role").selectOption("viewer");
  await form.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: email })).toBeVisible();
  const guest = await (await browser.newContext({ extraHTTPHeaders: somewhere() })).newPage();
  await guest.goto(await linkMailedTo(email, "invites you to"));
  await guest.getByLabel("Your name").fill("Jonas Weiss");
  await guest.getByLabel("Password").fill(password);
  await guest.getByRole("button", { name: /^Join / }).click();
  await expect(guest.getByRole("heading", { name: "Begin with a store" })).toBeVisible();
  await expect(guest.getByRole("link", { name: "Connect a store" })).toHaveCount(0);
  await guest.goto(`/${owner.slug}/stores/new`);
  await expect(guest.getByText("Stores are connected by owners and admins")).toBeVisible();
  await expect(guest.getByLabel("Address of the shop")).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("listitem").filter({ hasText: "Jonas Weiss" })).toContainText("viewer");
  await guest.context().close();
});

test("an organization shows its own contacts and no other's", async ({ page, owner }) => {
  const shop = await openShop({ customers: 8, orders: 8 });
  await connect(owner, shop);
  await page.goto(`/${owner.slug}/contacts`);
  const rows = page.getByRole("table").locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const rail = page.getByRole("navigation", { name: "Main" });
  await rail.getByRole("button", { name: /Change organization/ }).click();
  await page.getByRole("menuitem", { name: "New organization" }).click();
  await page.getByRole("form", { name: "New organization" }).getByLabel("Name").fill("Second House");
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page.getByRole("heading", { name: "Begin with a store" })).toBeVisible();
  await rail.getByRole("link", { name: "Contacts" }).click();
  await expect(page.getByRole("heading", { name: "Your contacts come from your stores" })).toBeVisible();
  await rail.getByRole("button", { name: /Second House/ }).click();
  await page.getByRole("menuitem", { name: owner.organization }).click();
  await expect(page).toHaveURL(`/${owner.slug}`);
  await rail.getByRole("link", { name: "Contacts" }).click();
  await expect(rows.first()).toBeVisible();
  await shop.stop();
});

test("another organization's addresses are not found", async ({ page, member }) => {
  const stranger = await makeOwner("A stranger's shop");
  await page.context().clearCookies();
  await enter(page.context(), stranger);
  const theirs = member.shop.truth().customers.map((customer) => customer.email);
  const foreign = [
    `/${member.slug}`,
    `/${member.slug}/contacts`,
    `/${member.slug}/stores/${member.store}`,
    `/${stranger.slug}/stores/${member.store}`,
    `/${stranger.slug}/contacts/${member.store}`,
  ];
  for (const path of foreign) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
    const text = await answer!.text();
    expect(theirs.filter((email) => text.includes(email))).toEqual([]);
  }
});

async function logIn(page: Page, email: string, typed: string) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(typed);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** A second browser of the same person, logged in at its start page. */
async function another(browser: Browser, owner: Owner): Promise<Page> {
  const context = await browser.newContext({ extraHTTPHeaders: somewhere() });
  await enter(context, owner);
  const page = await context.newPage();
  await page.goto(`/${owner.slug}`);
  await expect(page.getByRole("heading", { name: "Begin with a store" })).toBeVisible();
  return page;
}
