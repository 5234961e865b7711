/** What one can do on a profile, by mouse and by keys alone, at a desk and on a phone, and before scripts run. */
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { editContact } from "@/lib/contacts/edits";
import { createList } from "@/lib/lists/lists";
import { absorb } from "@/lib/records/absorb";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { makeStore } from "../support/organization";
import { customer, day, news, optIn, order } from "../support/people";
import { expectAccessible } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

const selection = ["subscriber" as const, "buyer" as const, "contact" as const];

type Settled = {
  profile: string;
  contact: string;
  other: string;
  take: (...changes: Parameters<typeof news>) => Promise<unknown>;
};

/** Anna, who bought 24 times, and a second contact with her number. */
async function settle({ ctx, slug }: Owner): Promise<Settled> {
  const { id } = await makeStore(ctx);
  const own = { id, label: "WooCommerce · Outlet", country: "DE", currency: "EUR", selection };
  const store = { ...own, home: own, peopleOnly: false };
  const job: Ctx = { ...ctx, actor: { kind: "job", name: "Test" } };
  const take: Settled["take"] = (...changes) => transact(job, (ctx) => absorb(ctx, store, news(...changes)));
  const person = {
    firstName: "Anna",
    lastName: "Holt",
    phone: "+491705550101",
    address: { city: "Berlin", country: "DE" },
  };
  await take(
    customer("1", "anna@example.com", { updatedAt: day(5), consents: [optIn(day(1))], person }),
    customer("2", "a.holt@example.com", { createdAt: day(4), person: { ...person, firstName: "A." } }),
    ...Array.from({ length: 24 }, (_, n) =>
      order(`${100 + n}`, "anna@example.com", { createdAt: day(n + 1), customerExternalId: "1" }),
    ),
  );
  await createList(ctx, { name: "Newsletter", description: "" });
  const rows = await database().sql`select email, public_id from contacts where org_id = ${ctx.orgId}`;
  const of = (email: string) => rows.find((row) => row.email === email)!.public_id as string;
  const contact = of("anna@example.com");
  return { profile: `/${slug}/contacts/${contact}`, contact, other: of("a.holt@example.com"), take };
}

type Press = (what: Locator) => Promise<void>;
const presses: Record<string, Press> = {
  mouse: (what) => what.click(),
  keys: async (what) => {
    await what.focus();
    await what.press("Enter");
  },
};

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** Opens the menu behind the three dots. */
async function more(page: Page, press: Press) {
  await press(page.locator("summary[aria-label=More]"));
  await expect(page.getByRole("link", { name: "Merge with another contact" })).toBeVisible();
}

for (const width of [1440, 390]) {
  for (const how of ["mouse", "keys"]) {
    test(`the profile does each thing, at ${width} px, with ${how}`, async ({ page, owner }) => {
      await page.setViewportSize({ width, height: 844 });
      const press = presses[how]!;
      const { profile } = await settle(owner);
      await page.goto(profile);

      await press(page.getByRole("link", { name: "Edit" }));
      await expect(heading(page, "Edit Anna Holt")).toBeVisible();
      await page.getByLabel("Last name").fill("Holt-Berg");
      await page.getByLabel("E-mail address").fill("no address");
      await press(page.getByRole("button", { name: "Save" }));
      await expect(page.getByLabel("E-mail address")).toHaveAccessibleDescription(/not an e-mail address/);
      await expect(page.getByLabel("Last name")).toHaveValue("Holt-Berg");
      await page.getByLabel("E-mail address").fill("anna.berg@example.com");
      await press(page.getByRole("button", { name: "Save" }));
      await expect(heading(page, "Anna Holt-Berg")).toBeVisible();
      await expect(page.locator(".timeline").getByText("changed by hand")).toBeVisible();
      await expect(page.locator(".timeline").getByText("Holt → Holt-Berg")).toBeVisible();

      await page.getByLabel("Add a tag").fill("VIP");
      await page.getByLabel("Add a tag").press("Enter");
      await expect(page.getByRole("button", { name: "Remove VIP" })).toBeVisible();
      await press(page.getByRole("button", { name: "Remove VIP" }));
      await expect(page.getByRole("button", { name: "Remove VIP" })).toBeHidden();
      await page.getByLabel("Add to a list").selectOption("Newsletter");
      await press(page.getByRole("button", { name: "Add", exact: true }).last());
      await expect(page.getByRole("button", { name: "Remove from Newsletter" })).toBeVisible();

      await press(page.getByRole("link", { name: "Tags & lists" }));
      await expect(page.locator(".timeline").getByText("Joined the list")).toBeVisible();
      await expect(page.locator(".timeline").getByText("Placed order")).toHaveCount(0);

      await press(page.getByRole("link", { name: "Show all" }));
      await expect(heading(page, "Orders of Anna Holt-Berg")).toBeVisible();
      await expect(page.getByText("#100")).toBeVisible();
      await page.goto(profile);

      await more(page, press);
      await press(page.getByRole("button", { name: "Disable" }));
      await expect(page.getByText("Disabled: receives nothing")).toBeVisible();
      if (!(await page.getByRole("button", { name: "Enable" }).isVisible())) await more(page, press);
      await press(page.getByRole("button", { name: "Enable" }));
      await expect(page.getByText("Disabled: receives nothing")).toBeHidden();

      await page.goto(profile);
      await more(page, press);
      await press(page.getByRole("button", { name: "Delete…" }));
      await press(page.getByRole("button", { name: "Delete Anna Holt-Berg" }));
      await expect(page).toHaveURL(/\/contacts$/);
      await press(page.getByRole("button", { name: "Undo" }));
      await expect(heading(page, "Anna Holt-Berg")).toBeVisible();
      await expectNoSidewaysScroll(page);
    });

    test(`two contacts become one and one is erased, at ${width} px, with ${how}`, async ({ page, owner }) => {
      await page.setViewportSize({ width, height: 844 });
      const press = presses[how]!;
      const { profile, take } = await settle(owner);
      await page.goto(profile);

      await more(page, press);
      await press(page.getByRole("link", { name: "Merge with another contact" }));
      await expect(page.getByText("same phone number")).toBeVisible();
      await page.getByLabel("Name, e-mail address or phone").fill("a.holt");
      await page.getByLabel("Name, e-mail address or phone").press("Enter");
      await press(page.getByRole("list", { name: "Found" }).getByRole("link", { name: "A. Holt" }));
      await expect(page.getByRole("row", { name: /^Email/ })).toContainText("anna@example.com");
      await expectNoSidewaysScroll(page);
      await press(page.getByRole("button", { name: "Merge the two" }));
      await expect(page.locator(".timeline").getByText("Merged with a.holt@example.com")).toBeVisible();

      await press(page.getByRole("link", { name: "Subscriptions" }));
      await expect(heading(page, "Subscriptions of Anna Holt")).toBeVisible();
      await page.goto(profile);
      await more(page, press);
      const download = page.waitForEvent("download");
      await press(page.getByRole("link", { name: "Export everything held (JSON)" }));
      const held = JSON.parse(await readFile((await (await download).path())!, "utf8"));
      expect(held.sections.orders).toHaveLength(24);

      if (!(await page.getByRole("link", { name: "Erase for good…" }).isVisible())) await more(page, press);
      await press(page.getByRole("link", { name: "Erase for good…" }));
      await press(page.getByRole("button", { name: "Erase Anna Holt for good" }));
      await expect(page.getByLabel("Type anna@example.com to confirm")).toHaveAccessibleDescription(
        /Type anna@example.com/,
      );
      await page.getByLabel("Type anna@example.com to confirm").fill("anna@example.com");
      await press(page.getByRole("button", { name: "Erase Anna Holt for good" }));
      await expect(page).toHaveURL(/\/contacts$/);
      await take(customer("1", "anna@example.com", { updatedAt: new Date() }), customer("2", "a.holt@example.com"));
      expect((await page.goto(profile))?.status()).toBe(404);
    });
  }
}

test("who edits what somebody else just edited sees both values, and nothing is lost", async ({ page, owner }) => {
  const { profile, contact } = await settle(owner);
  await page.goto(`${profile}/edit`);
  await page.getByLabel("Last name").fill("Halt");
  await page.getByLabel("City").fill("Hamburg");
  const anna: Ctx = { ...owner.ctx, actor: { ...owner.ctx.actor, name: "Anna Vogt" } as Ctx["actor"] };
  await editContact(anna, { contact, lastName: "Hult", company: "Hult & Co" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toContainText("Somebody changed the last name");
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeFocused();
  await expect(page.getByLabel("Last name")).toHaveValue("Halt");
  await expect(page.getByLabel("Last name")).toHaveAccessibleDescription("Anna Vogt meanwhile made this “Hult”.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(heading(page, "Anna Halt")).toBeVisible();
  await expect(page.getByText("Hult & Co", { exact: true })).toBeVisible();
  await expect(page.getByText("Hamburg", { exact: true })).toBeVisible();
});

test("an address of somebody else leads to the merge of the two", async ({ page, owner }) => {
  const { profile } = await settle(owner);
  await page.goto(`${profile}/edit`);
  await page.getByLabel("E-mail address").fill("a.holt@example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "See what merging the two would give" }).click();
  await expect(page.getByRole("button", { name: "Merge the two" })).toBeVisible();
});

test("a line of the timeline comes while the page is open, and older ones without losing the place", async ({
  page,
  owner,
}) => {
  const { profile, take } = await settle(owner);
  await page.goto(profile);
  await take(
    order("900", "anna@example.com", { createdAt: new Date(), updatedAt: new Date(), customerExternalId: "1" }),
  );
  await expect(page.locator(".timeline").getByText("Placed order #900")).toBeVisible({ timeout: 10_000 });
  const paid = Array.from({ length: 40 }, (_, n) =>
    order(`${1000 + n}`, "anna@example.com", { createdAt: day(n + 1), paidAt: day(n + 1), customerExternalId: "1" }),
  );
  await take(...paid);
  await page.reload();
  const older = page.getByRole("link", { name: "Older" });
  await older.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  await older.click();
  await expect(page.locator(".timeline li")).toHaveCount(100);
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThanOrEqual(place - 50);
});

test("every page of a profile is accessible", async ({ page, owner }) => {
  test.slow();
  const { profile, other } = await settle(owner);
  for (const path of ["", "/edit", `/merge?other=${other}`, "/erase", "/orders"]) {
    await page.goto(`${profile}${path}`);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});

test.describe("before scripts run", () => {
  test.use({ javaScriptEnabled: false });

  test("a profile is read and edited, and its evidence unfolds", async ({ page, owner }) => {
    const { profile } = await settle(owner);
    await page.goto(profile);
    await page.getByText(/^Evidence ·/).click();
    await expect(page.getByText("the box at the checkout", { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("First name").fill("Anne");
    await page.getByLabel("Birthday").fill("2999-01-01");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toContainText("Enter a day of the past");
    await expect(page.getByLabel("First name")).toHaveValue("Anne");
    await page.getByLabel("Birthday").fill("1988-04-12");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(heading(page, "Anne Holt")).toBeVisible();
    await expect(page.getByText("12 April 1988")).toBeVisible();
  });
});
