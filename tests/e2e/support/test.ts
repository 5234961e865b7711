/** What every browser test begins with: an own address on the network, and organizations that no other test sees. */
import { randomInt } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";
import { enter, makeOwner, type Owner } from "./newcomers";
import { connect, type DemoStore, openShop } from "./shops";

export { expect };

/** An organization whose store has been read. */
export type House = Owner & { shop: DemoStore; store: string };

type Mine = {
  /** The owner of an organization without a store, logged in on `page`. */
  owner: Owner;
  /** The owner of the worker's organization with contacts, logged in on `page`. For tests that only read. */
  member: House;
};

type Worker = { size: { customers: number; orders: number }; house: House };

export const test = base.extend<Mine, Worker>({
  size: [
    { customers: 130, orders: 300 },
    { option: true, scope: "worker" },
  ],
  context: async ({ context }, use) => {
    await context.setExtraHTTPHeaders(somewhere());
    await use(context);
  },
  owner: async ({ context }, use) => {
    const owner = await makeOwner();
    await enter(context, owner);
    await use(owner);
  },
  member: async ({ context, house }, use) => {
    await enter(context, house);
    await use(house);
  },
  house: [
    async ({ size }, use) => {
      const [owner, shop] = [await makeOwner(), await openShop(size)];
      await use({ ...owner, shop, store: await connect(owner, shop) });
      await shop.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** Limits count by network address; without one of its own a test would spend what another needs. */
export function somewhere() {
  const part = () => randomInt(1, 65_536).toString(16);
  return { "x-forwarded-for": `2001:db8::${part()}:${part()}:${part()}` };
}

/** The page is as wide as the window, whatever stands on it. */
export async function expectNoSidewaysScroll(page: Page) {
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(beyond, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}
