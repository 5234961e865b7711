/** The demo's stores of other platforms: what "Add store" fills in connects, and a restart of the demo changes nothing. */
import { afterEach, beforeAll, expect, it } from "vitest";
import { startDemoMagento } from "@/lib/local/demo-platforms/magento";
import type { MagentoStore } from "@/lib/local/magento-store";
import { connectMagento } from "@/lib/stores/connect-magento";
import { database } from "@/lib/tenancy";
import { connected, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";

useTestDatabase();
const since = new Date("2026-11-01T08:00:00Z");
let shop: MagentoStore;
beforeAll(() => useKey());
afterEach(() => shop.stop());

it("the demo's Magento connects by its four values, and is the same people and orders when it is started again", async () => {
  shop = await startDemoMagento({ port: 0, since });
  const store = await connected((ctx) => connectMagento(ctx, { url: shop.url, ...shop.keys }));
  expect(await runSync(store)).toMatchObject({ state: "done", error: null });
  const [told] = await database().sql`select count(*)::int as people, count(distinct last_name)::int as families,
    count(*) filter (where 'buyer' = any(special_tags))::int as buyers from contacts where org_id = ${store.ctx.orgId}`;
  expect(told).toMatchObject({ people: 42 });
  expect(told!.families).toBeGreaterThan(20);
  expect(told!.buyers).toBeGreaterThan(20);
  const port = Number(new URL(shop.url).port);
  await shop.stop();
  shop = await startDemoMagento({ port, since });
  expect(await pass(store, "nightly")).toMatchObject({ state: "done", healed: 0, vanished: 0 });
});
