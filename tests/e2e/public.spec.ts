/** Pages for people without a log-in: leaving, choosing, signing up, as they do it and as programs do it for them. */
import { appUrl } from "@/lib/env";
import { showForm } from "@/lib/forms/forms";
import { listUnsubscribeHeaders } from "@/lib/preferences/links";
import { database } from "@/lib/tenancy";
import { expectAccessible } from "./support/axe";
import { address, enter, linkMailedTo } from "./support/newcomers";
import {
  consentOf,
  foreignPage,
  makeForm,
  makeShopkeeper,
  makeSubscriber,
  type Shopkeeper,
  signUp,
  stranger,
} from "./support/stranger";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

let owner: Shopkeeper;

test.beforeAll(async () => {
  owner = await makeShopkeeper();
});

const phone = { viewport: { width: 390, height: 844 } };
const oneClick = { "content-type": "application/x-www-form-urlencoded" };

test.describe("leaving", () => {
  test("by the button: opening the page changes nothing, pressing it does, at once", async ({ browser }) => {
    const mira = await makeSubscriber(owner);
    const page = await stranger(browser, phone);
    const answer = await page.goto(`/u/${mira.link}`);
    expect(answer?.headers()).toMatchObject({
      "referrer-policy": "same-origin",
      "x-robots-tag": "noindex, nofollow",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "cache-control": expect.stringContaining("no-store"),
    });
    await expect(page.getByRole("heading", { name: "Unsubscribe?" })).toBeVisible();
    await expect(page.getByRole("navigation")).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    expect(await consentOf(owner, mira)).toBe("subscribed");
    await page.getByLabel("Would you tell why?").selectOption("Too many messages");
    await page.getByRole("button", { name: "Unsubscribe" }).click();
    await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
    expect(await consentOf(owner, mira)).toBe("unsubscribed");
    await page.reload();
    await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
    await page.context().close();
  });

  test("in the browser's language, and in the person's where the store knows it", async ({ browser }) => {
    const mira = await makeSubscriber(owner);
    const page = await stranger(browser, { ...phone, locale: "de-DE" });
    await page.goto(`/u/${mira.link}`);
    await expect(page.getByRole("heading", { name: "Abmelden?" })).toBeVisible();
    await expect(page.locator("[lang=de]").getByRole("button", { name: "Abmelden" })).toBeVisible();
    await expectAccessible(page);
    await database().sql`update contacts set language = 'pl_PL'
      where org_id = ${owner.ctx.orgId} and email = ${mira.email}`;
    await page.goto(`/p/${mira.link}`);
    await page.getByRole("button", { name: "Wypisz się ze wszystkiego" }).click();
    await expect(page.getByText("Wypisano ze wszystkiego.")).toBeVisible();
    expect(await consentOf(owner, mira)).toBe("unsubscribed");
    const form = await makeForm(owner);
    await page.goto(`/f/${form}`);
    await page.getByLabel("E-Mail-Adresse").fill("mira@");
    await page.getByRole("button", { name: "Subscribe" }).click();
    await expect(page.getByText("Das ist keine E-Mail-Adresse.").last()).toBeVisible();
    await page.context().close();
  });

  test("by one click of the mail program, as RFC 8058 has it", async () => {
    const mira = await makeSubscriber(owner);
    const recipient = {
      orgId: owner.ctx.orgId,
      storeId: owner.store.id,
      channel: "email" as const,
      address: mira.email,
    };
    const headers = listUnsubscribeHeaders({ ...recipient, contact: mira.contact });
    const url = /<(https?:[^>]+)>/.exec(headers["List-Unsubscribe"]!)![1]!;
    const post = () =>
      fetch(url, { method: "POST", redirect: "manual", headers: oneClick, body: headers["List-Unsubscribe-Post"]! });
    for (const method of ["GET", "HEAD"]) expect((await fetch(url, { method, redirect: "manual" })).status).toBe(303);
    expect(await consentOf(owner, mira)).toBe("subscribed");
    expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
    expect(await consentOf(owner, mira)).toBe("unsubscribed");
    const bent = await fetch(url.slice(0, -2), {
      method: "POST",
      headers: oneClick,
      body: "List-Unsubscribe=One-Click",
    });
    expect(bent.status).toBe(404);
    const huge = await fetch(url, { method: "POST", headers: oneClick, body: "x".repeat(1_000_000) });
    expect(huge.status).toBe(413);
  });

  test("with half a link tells what happened, and nothing of anybody", async ({ browser }) => {
    const mira = await makeSubscriber(owner);
    const page = await stranger(browser);
    for (const room of ["u", "p", "c"]) {
      const answer = await page.goto(`/${room}/${mira.link.slice(0, 60)}`);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("heading", { name: "This link is not whole" })).toBeVisible();
      expect(await answer!.text()).not.toContain(mira.email);
    }
    await expectAccessible(page);
    await page.context().close();
  });
});

test("one chooses what one gets, leaves everything, and comes back", async ({ browser }) => {
  const mira = await makeSubscriber(owner);
  const page = await stranger(browser, phone);
  await page.goto(`/u/${mira.link}`);
  await page.getByRole("link", { name: "Choose what you get" }).click();
  const mail = page.getByRole("checkbox", { name: "E-mail" });
  await expect(mail).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Unsubscribe from everything" }).click();
  await expect(page.getByText("You are unsubscribed from everything.")).toBeVisible();
  await expect(mail).not.toBeChecked();
  expect(await consentOf(owner, mira)).toBe("unsubscribed");
  await mail.check();
  await page.getByRole("button", { name: "Save my choices" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(mail).toBeChecked();
  expect(await consentOf(owner, mira)).toBe("subscribed");
  await expectNoSidewaysScroll(page);
  await page.context().close();
});

test.describe("signing up", () => {
  test("a merchant makes a form; somebody fills it in, confirms by mail, and stands among the contacts", async ({
    page,
    browser,
    context,
  }) => {
    const merchant = await makeShopkeeper();
    await enter(context, merchant);
    await page.goto(`/${merchant.slug}/forms`);
    await expect(page.getByRole("heading", { name: "No form yet" })).toBeVisible();
    await page.getByRole("link", { name: "New form" }).click();
    const form = page.getByRole("form", { name: "New sign-up form" });
    await form.getByLabel("What people agree to").fill("Yes, send me <b>news</b> & offers.");
    await form.getByRole("checkbox", { name: "First name" }).check();
    await form.getByRole("button", { name: "Make the form" }).click();
    const hosted = await page.getByLabel("A page of its own, to link to").inputValue();
    await expectAccessible(page);
    const guest = await stranger(browser, phone);
    await guest.goto(hosted);
    await expect(guest.getByText("Yes, send me <b>news</b> & offers.")).toBeVisible();
    await expectAccessible(guest);
    await expectNoSidewaysScroll(guest);
    const email = address("nils");
    await guest.getByLabel("First name").fill("Nils <script>");
    await signUp(guest, email);
    await expect(guest.getByRole("heading", { name: "One more step" })).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/${merchant.slug}/contacts?q=${email}`);
    await expect(page.getByRole("table").locator("tbody tr").first()).toContainText("Pending");
    await guest.goto(await linkMailedTo(email, "Confirm your subscription"));
    await expectAccessible(guest);
    await guest.getByRole("button", { name: "Confirm my subscription" }).click();
    await expect(guest.getByRole("heading", { name: "You are subscribed" })).toBeVisible();
    await page.reload();
    const row = page.getByRole("table").locator("tbody tr").first();
    await expect(row).toContainText("Subscribed");
    await expect(row).toContainText("Nils <script>");
    await page.goto(`/${merchant.slug}/forms`);
    await expect(page.getByRole("row", { name: /^Newsletter .* Open 1 1 1$/ })).toBeVisible();
    await expectAccessible(page);
    await guest.context().close();
  });

  test("errors stand at their fields, and what was typed stays", async ({ browser }) => {
    const form = await makeForm(owner);
    const page = await stranger(browser, phone);
    await page.goto(`/f/${form}`);
    await page.getByLabel("Phone").fill("call me");
    await page.getByRole("button", { name: "Subscribe" }).click();
    await expect(page.getByRole("checkbox")).toHaveAccessibleDescription("Tick the box to sign up.");
    await signUp(page, "mira@");
    await expect(page.getByText("This is not an e-mail address.").last()).toBeVisible();
    await expect(page.getByLabel("E-mail address")).toHaveValue("mira@");
    await signUp(page, address(), 0);
    await expect(page.getByText("This is not a phone number").last()).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Phone").fill("030 1234567");
    await page.getByRole("button", { name: "Subscribe" }).click();
    await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
    await page.context().close();
  });

  test("whoever is quicker than a person is asked again; a filled trap is thanked for nothing", async ({ browser }) => {
    const form = await makeForm(owner, { doubleOptIn: false });
    const page = await stranger(browser);
    await page.goto(`/f/${form}`);
    await expect(page.getByLabel("Leave this empty")).not.toBeInViewport();
    await signUp(page, address(), 0);
    const quick = page.getByRole("alert").filter({ hasText: "That was very quick" });
    const thanks = page.getByText("Thank you very much.");
    await expect(quick.or(thanks)).toBeVisible();
    const quickly = thanks.count();
    await page.goto(`/f/${form}`);
    await page.locator("input[name=website]").fill("https://spam.example");
    await signUp(page, address("bot"));
    await expect(thanks).toBeVisible();
    expect((await showForm(owner.ctx, { form })).signups).toBe(await quickly);
    await page.context().close();
  });

  test("a closed form says so", async ({ browser, page, context }) => {
    const form = await makeForm(owner);
    await enter(context, owner);
    await page.goto(`/${owner.slug}/forms/${form}`);
    await page.getByRole("button", { name: "Close the form" }).click();
    await expect(page.getByText("nobody can sign up.").first()).toBeVisible();
    const guest = await stranger(browser);
    await guest.goto(`/f/${form}`);
    await expect(guest.getByText("This form is closed.")).toBeVisible();
    await expect(guest.getByRole("button")).toHaveCount(0);
    await guest.context().close();
  });
});

test.describe("without scripts", () => {
  test("one signs up, is told of errors, confirms, chooses and leaves", async ({ browser }) => {
    const form = await makeForm(owner);
    const page = await stranger(browser, { javaScriptEnabled: false, ...phone });
    const email = address("ida");
    await page.goto(`/f/${form}`);
    await signUp(page, "ida@");
    await expect(page.getByText("This is not an e-mail address.").last()).toBeVisible();
    await signUp(page, email);
    await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
    await page.goto(await linkMailedTo(email, "Confirm your subscription"));
    await page.getByRole("button", { name: "Confirm my subscription" }).click();
    await expect(page.getByRole("heading", { name: "You are subscribed" })).toBeVisible();
    const mira = await makeSubscriber(owner);
    await page.goto(`/p/${mira.link}`);
    await page.getByRole("checkbox", { name: "E-mail" }).uncheck();
    await page.getByRole("button", { name: "Save my choices" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    expect(await consentOf(owner, mira)).toBe("unsubscribed");
    const nora = await makeSubscriber(owner);
    await page.goto(`/u/${nora.link}`);
    await page.getByRole("button", { name: "Unsubscribe" }).click();
    await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
    expect(await consentOf(owner, nora)).toBe("unsubscribed");
    await page.context().close();
  });
});

test.describe("inside a merchant's page", () => {
  const snippet = (form: string) => `<script async src="${appUrl()}/f/${form}/embed.js"></script>`;

  test("the form takes its own height, works, and remembers where it stood", async ({ browser, page, context }) => {
    const form = await makeForm(owner);
    const shop = await foreignPage(`<title>Shop</title><h1>My shop</h1><main>${snippet(form)}</main>`);
    const guest = await stranger(browser);
    await guest.goto(`${shop.url}/?private=1`);
    const frame = guest.locator("main iframe[title='News from the shop']");
    const inside = guest.frameLocator("main iframe");
    const email = address("otto");
    await expect(inside.getByRole("heading", { name: "News from the shop" })).toBeVisible();
    const heightOf = () => inside.locator("body").evaluate((body) => Math.ceil(body.getBoundingClientRect().height));
    await expect.poll(async () => Number(await frame.getAttribute("height")) - (await heightOf())).toBe(0);
    await signUp(inside, email);
    await expect(inside.getByRole("heading", { name: "One more step" })).toBeVisible();
    await expect(inside.locator("[data-around=light]")).toHaveCount(1);
    await expect.poll(async () => Number(await frame.getAttribute("height")) - (await heightOf())).toBe(0);
    await guest.goto(await linkMailedTo(email, "Confirm your subscription"));
    await guest.getByRole("button", { name: "Confirm my subscription" }).click();
    await expect(guest.getByRole("heading", { name: "You are subscribed" })).toBeVisible();
    await enter(context, owner);
    await page.goto(`/${owner.slug}/contacts?q=${email}`);
    await page.getByRole("table").locator("tbody tr").first().getByRole("link").first().click();
    await expect(page.getByText(`on ${shop.url}/`).first()).toBeVisible();
    await expect(page.getByText("private=1")).toHaveCount(0);
    await guest.context().close();
    await shop.close();
  });

  test("the script is small, and sites that are not named may not frame the form", async ({ browser }) => {
    const form = await makeForm(owner, { origins: "https://shop.example" });
    const script = await fetch(`${appUrl()}/f/${form}/embed.js`);
    expect(script.headers.get("content-type")).toContain("javascript");
    expect((await script.text()).length).toBeLessThan(5_000);
    const other = await foreignPage(`<title>Other</title><h1>Another site</h1>${snippet(form)}`);
    const guest = await stranger(browser);
    const refused = guest.waitForEvent("console", (said) => /frame-ancestors/.test(said.text()));
    await guest.goto(other.url);
    await refused;
    await expect(guest.frameLocator("iframe").getByLabel("E-mail address")).toHaveCount(0);
    const framed = await fetch(`${appUrl()}/f/${form}/frame`);
    expect(framed.headers.get("content-security-policy")).toContain("frame-ancestors 'self' https://shop.example;");
    expect((await fetch(`${appUrl()}/f/nothing/embed.js`)).status).toBe(404);
    await guest.context().close();
    await other.close();
  });
});
