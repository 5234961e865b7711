/** The builder of segments: built by mouse and by keys alone, the count follows, and what changes elsewhere enters at once. */
import type { APIRequestContext, Page } from "@playwright/test";
import { createKey } from "@/lib/api-keys/keys";
import { openStore } from "@/lib/stores/open";
import { createTag } from "@/lib/tags/tags";
import { atDesk, expectAccessible } from "./support/axe";
import type { Owner } from "./support/newcomers";
import { expect, expectNoSidewaysScroll, test } from "./support/test";

test.describe.configure({ timeout: 120_000 });

/** Who bought how often, and where they live. Bo is a VIP. */
const people = { ada: [2, "Berlin"], bo: [2, "Berlin"], cy: [1, "Berlin"], dee: [2, "Bern"] } as const;
const whole =
  "Placed an order at least 2 times in the last 90 days, and never opened a message, and city is “Berlin”, and tag is not “VIP”.";

/** Gives the call that changes a contact as the merchant's own program would. */
async function fill({ ctx }: Owner, request: APIRequestContext) {
  await openStore(ctx, { name: "Market stall", currency: "EUR", country: "DE", timeZone: "Europe/Berlin" });
  await createTag(ctx, { name: "VIP", colour: "grey" });
  const { secret } = await createKey(ctx, { name: "Shop", store: "", scopes: ["contacts.edit", "orders.edit"] });
  const headers = { authorization: `Bearer ${secret}` };
  const tell = async (path: string, data: object) =>
    expect((await request.post(`/api/v1/${path}`, { headers, data })).status()).toBe(200);
  const placedAt = new Date(Date.now() - 86_400_000).toISOString();
  const orders = Object.entries(people).flatMap(([name, [times, city]]) =>
    Array.from({ length: times }, (_, n) => ({
      ...{ id: `${name} ${n}`, status: "placed", currency: "EUR", total: "20.00", placedAt },
      ...{ email: `${name}@example.org`, firstName: name, city, country: "DE" },
    })),
  );
  await tell("orders", { orders });
  await tell("contacts", { email: "bo@example.org", tags: ["VIP"] });
  return (contact: object) => tell("contacts", contact);
}

const count = (page: Page) => page.getByRole("status").filter({ hasText: /(person|people) now/ });
const expectCount = (page: Page, n: number) =>
  expect(count(page)).toHaveText(`${n} ${n === 1 ? "person" : "people"} now`, { timeout: 20_000 });

test("a segment is built by mouse, said in words and as text, saved, and entered by whoever a program changes", async ({
  page,
  owner,
  request,
}) => {
  const change = await fill(owner, request);
  await page.goto(`/${owner.slug}/segments/new`);
  await expectAccessible(page, atDesk);
  await page.getByRole("link", { name: "Start with nothing" }).click();
  await page.getByLabel("Name").fill("Quiet Berlin regulars");
  const add = async (typed: string, option: string) => {
    await page.getByRole("button", { name: "Condition", exact: true }).first().click();
    await page.getByPlaceholder("City, orders, opened…").fill(typed);
    await page.getByRole("option", { name: option, exact: true }).click();
  };
  await add("placed", "Placed an order");
  await expectCount(page, 4);
  await page.getByLabel("Placed an order: value").fill("2");
  await page.getByLabel("Placed an order: when").selectOption("in the last");
  await page.getByLabel("Placed an order, when: value").fill("90");
  await expectCount(page, 3);
  await add("opened", "Opened a message");
  await page.getByLabel("Opened a message: how").selectOption("never");
  await add("city", "City");
  await expect(page.getByText("Enter a text.")).toBeVisible();
  await page.getByRole("button", { name: "City: choose" }).click();
  await page.getByRole("option", { name: "Berlin" }).click();
  await expectCount(page, 2);
  await add("tag", "Tag");
  await page.getByLabel("Tag: how").selectOption("has none of");
  await page.getByRole("button", { name: "Tag: choose" }).click();
  await page.getByRole("option", { name: "VIP" }).click();
  await page.keyboard.press("Escape");
  await expectCount(page, 1);
  await expect(page.getByText(whole)).toBeVisible();
  await page.getByRole("button", { name: "Why ada" }).click();
  await expect(page.getByText("ada is in it.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("listitem").getByText("holds")).toHaveCount(4);
  await page
    .getByRole("button", { name: "Move Tag" })
    .dragTo(page.getByRole("button", { name: "Move Placed an order" }), { targetPosition: { x: 6, y: 2 } });
  await expect(page.getByRole("button", { name: /^Move / }).first()).toHaveAccessibleName("Move Tag");
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("tab", { name: "Text" }).click();
  await expect(page.getByLabel("The condition as text")).toHaveValue(
    /tag none of \("VIP"\),\n {2}ordered at least 2 times/,
  );
  await page.getByRole("button", { name: "Save segment" }).click();
  await page.waitForURL(/segments\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: "Quiet Berlin regulars" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "ada" }).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("main").getByText("dee")).toHaveCount(0);
  await change({ email: "dee@example.org", city: "Berlin" });
  const told = Date.now();
  await expect(page.getByRole("main").getByText("dee").first()).toBeVisible({ timeout: 30_000 });
  test.info().annotations.push({ type: "entered", description: `${Date.now() - told} ms after the API's answer` });
});

test("a segment is built by keys alone, moved about, taken back, and guarded until it is saved", async ({
  page,
  owner,
  request,
}) => {
  await fill(owner, request);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = page.locator(":focus");
  /** Tab, or Shift Tab, until what is called so has the focus. */
  const go = async (name: string | RegExp, key = "Tab") => {
    await expect(async () => {
      await press(key);
      await expect(focused).toHaveAccessibleName(name, { timeout: 100 });
    }).toPass({ intervals: [10], timeout: 30_000 });
  };
  /** Opens the picker that has the focus, and takes what is called as it is typed. */
  const find = async (placeholder: string, typed: string) => {
    await press("Enter");
    await expect(page.getByPlaceholder(placeholder, { exact: true })).toBeFocused();
    await page.keyboard.type(typed);
    await expect(page.getByRole("option", { selected: true, name: new RegExp(`^${typed}`, "i") })).toBeVisible({
      timeout: 30_000,
    });
    await press("Enter");
  };
  const add = async (typed: string, next: string) => {
    await go("Condition");
    await find("City, orders, opened…", typed);
    await expect(focused).toHaveAccessibleName(next);
  };
  await page.goto(`/${owner.slug}/segments/new?template=none`);
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("By keys");
  await add("placed an order", "Placed an order: how");
  await press("Tab");
  await page.keyboard.type("2");
  await press("Tab");
  await page.keyboard.type("in the l");
  await press("Tab");
  await page.keyboard.type("90");
  await expectCount(page, 3);
  await add("opened a message", "Opened a message: how");
  await page.keyboard.type("never");
  await add("city", "City: how");
  await press("Tab");
  await find("Find or type", "Berlin");
  await expectCount(page, 2);
  await add("tag", "Tag: how");
  await page.keyboard.type("has n");
  await press("Tab");
  await find("Find", "VIP");
  await press("Escape");
  await expectCount(page, 1);
  await expect(page.getByText(whole)).toBeVisible();
  await go("Move Tag", "Shift+Tab");
  await press("ArrowRight");
  await expect(page.getByText("Tag is now 1 of 1 in a group of “any” in include.")).toBeAttached();
  await press("ArrowLeft", "ArrowUp");
  await expect(page.getByText("Tag is now 3 of 4 in include.")).toBeAttached();
  await expect(focused).toHaveAccessibleName("Move Tag");
  await go("More for Tag");
  await press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await press("ArrowUp");
  await expect(page.getByRole("menuitem", { name: "Remove" })).toBeFocused();
  await press("Enter");
  await expectCount(page, 2);
  await press("Control+z");
  await expectCount(page, 1);
  await go(/^Contacts/, "Shift+Tab");
  await press("Enter");
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await press("Escape");
  await page.evaluate(() => window.history.back());
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await press("Escape");
  await go("Save segment");
  await press("Enter");
  await page.waitForURL(/segments\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: "By keys" })).toBeVisible();
});
