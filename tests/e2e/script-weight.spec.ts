/** ui.md, "Weight": what the contacts page costs a browser that comes for the first time. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

/** Bytes of script over the network, compressed, headers included. */
const allowed = 200_000;

test("the contacts page loads under 200 kB of script, and nothing moves while it does", async ({ page, member }) => {
  await watchShifts(page);
  await page.goto(`/${member.slug}/contacts`, { waitUntil: "networkidle" });
  await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(50);
  const scripts = await scriptsOf(page);
  expect(scripts.length).toBeGreaterThan(3);
  const bytes = scripts.reduce((sum, { size }) => sum + size, 0);
  test.info().annotations.push({ type: "script bytes", description: `${bytes} in ${scripts.length} files` });
  expect(bytes, JSON.stringify(scripts, null, 2)).toBeLessThan(allowed);
  expect(await shiftsOf(page)).toBeLessThan(0.02);
});

test("the profile holds still while it loads, also when it was opened from the list", async ({ page, member }) => {
  await watchShifts(page);
  await page.goto(`/${member.slug}/contacts`);
  await page.getByRole("table").locator("tbody").getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await page.reload({ waitUntil: "networkidle" });
  expect(await shiftsOf(page)).toBeLessThan(0.02);
});

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };

/** Sums up the layout shifts of each page from its first moment on, those that follow a person's input left out. */
async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    const sum = { shifted: 0 };
    Object.assign(window, { sum });
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) if (!shift.hadRecentInput) sum.shifted += shift.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

const shiftsOf = (page: Page) => page.evaluate(() => (window as unknown as { sum: { shifted: number } }).sum.shifted);

/** Every script the page has asked for, by whatever way: a tag, a preload, an import. */
function scriptsOf(page: Page) {
  return page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .filter(({ name }) => /\.js(\?|$)/.test(name))
      .map(({ name, transferSize }) => ({ name, size: transferSize })),
  );
}
