/** The rules of axe, all of them, in both schemes and at both widths. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/**
 * No rule is broken by what stands on the page now: at 1440 px light, and the colours dark; at 390 px dark. Looking is
 * dear, and what only a phone shows is made of the same colours.
 */
export async function expectAccessible(page: Page, widths = [desk, phone], within?: string) {
  for (const size of widths) {
    await page.setViewportSize(size);
    for (const [colorScheme, rules] of size.width < 600 ? onPhone : atWidth) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.evaluate(painted);
      const found = await violationsOn(page, rules, within);
      expect.soft(found, `${page.url()}, ${colorScheme}, ${size.width} px`).toEqual([]);
    }
  }
}

const atWidth = [
  ["light", "all"],
  ["dark", "colours"],
] as const;
const onPhone = [["dark", "all"]] as const;

/** For what only opens at a desk. */
export const atDesk = [desk];

/** No rule is broken by what opened over a page that is looked at elsewhere: what lies beneath it is left out. */
export async function expectOpenedAccessible(page: Page, opened: Locator, widths = atDesk) {
  await opened.evaluate((element) => element.setAttribute("data-opened", ""));
  await expectAccessible(page, widths, "[data-opened]");
}

/** Colours that change with the scheme run down the tree, a frame for each level that has a transition. */
async function painted() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const moves = () => document.getAnimations().some(({ playState }) => playState === "running");
  for (let frames = 0; frames < 2 || (moves() && frames < 120); frames++) await frame();
}

/**
 * Whatever is not about colours is the same in the dark. A page of one frame needs no second page to sum it up, and
 * what is in order need not be told: listing it takes a third of the time.
 */
async function violationsOn(page: Page, rules: "all" | "colours", within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .setLegacyMode(page.frames().length === 1)
    .options({ resultTypes: ["violations"] });
  if (within) axe.include(within);
  const { violations } = await (rules === "all"
    ? axe
    : axe.withRules(["color-contrast", "link-in-text-block"])
  ).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(" ")} ${failureSummary}`),
  );
}
