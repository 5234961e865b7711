/** The rules of axe, all of them, in both schemes and at both widths. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** No rule is broken by what stands on the page now, light and dark, at 1440 and at 390 px. */
export async function expectAccessible(page: Page, widths = [desk, phone]) {
  for (const size of widths) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const found = await violationsOn(page);
      expect.soft(found, `${page.url()}, ${colorScheme}, ${size.width} px`).toEqual([]);
    }
  }
}

/** For what only opens at a desk. */
export const atDesk = [desk];

async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(" ")} ${failureSummary}`),
  );
}
