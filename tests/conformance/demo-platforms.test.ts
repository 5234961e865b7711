/** The demo's stores of other platforms: each connects by what it gives out, tells its news, and outlives a restart. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type DemoPlatform, forgetEnv } from "@/lib/env";
import { type DemoPlatformName, demoOffers, demoStores } from "@/lib/local/demo-platforms";
import { type Running, run } from "@/lib/local/demo-platforms/running";
import { randomFrom } from "@/lib/local/demo-store/people";
import { connectStripe } from "@/lib/stores/connect";
import { connectMagento } from "@/lib/stores/connect-magento";
import { type Ctx, database } from "@/lib/tenancy";
import { apply, type Connected, connected, inboxOf, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { useKey } from "../support/organization";

useTestDatabase();
const since = new Date("2026-11-01T08:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "demo-"));
let front: Front;
let demo: Running;

beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterEach(async () => {
  await demo.stop();
  delete process.env.DEMO_PLATFORMS;
  forgetEnv();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await front.close();
});

type Case = [
  name: DemoPlatformName,
  people: number,
  connect: (ctx: Ctx, demo: DemoPlatform) => Promise<{ store: string }>,
];

const cases: Case[] = [
  ["magento", 42, (ctx, { url, keys }) => connectMagento(ctx, { url: url!, ...keysOfMagento(keys) })],
  ["stripe", 160, (ctx, { keys }) => connectStripe(ctx, { key: keys.key! })],
];

it.each(cases)(
  "the demo's %s brings its people, tells its news, and is the same after a restart",
  async (name, people, connect) => {
    await open(name);
    const offer = demoOffers[name](demo.url);
    process.env.DEMO_PLATFORMS = JSON.stringify({ [name]: offer });
    forgetEnv();
    const store = await connected((ctx) => connect(ctx, offer));
    expect(await runSync(store)).toMatchObject({ state: "done", error: null });
    expect(await peopleIn(store)).toBe(people);
    const random = randomFrom("news");
    for (let n = 0; n < 12; n++) await demo.happenOnce(random);
    if (name !== "magento") expect((await inboxOf(store)).length).toBeGreaterThan(5);
    await apply(store);
    expect(await pass(store, "light")).toMatchObject({ state: "done", error: null });
    const later = await peopleIn(store);
    expect(later).toBeGreaterThan(people);
    await demo.stop();
    await open(name, Number(new URL(demo.url).port));
    expect(await pass(store, "nightly")).toMatchObject({ state: "done", error: null, vanished: 0 });
    expect(await peopleIn(store)).toBe(later);
  },
);

async function open(name: DemoPlatformName, port = 0) {
  demo = run(await demoStores[name]({ port, since }), { file: join(folder, name) });
}

async function peopleIn({ ctx }: Connected): Promise<number> {
  const [row] = await database().sql`select count(*)::int as n from contacts where org_id = ${ctx.orgId}
    and gone_at is null`;
  return row!.n as number;
}

const keysOfMagento = ({ consumerKey, consumerSecret, accessToken, accessTokenSecret }: Record<string, string>) => ({
  consumerKey: consumerKey!,
  consumerSecret: consumerSecret!,
  accessToken: accessToken!,
  accessTokenSecret: accessTokenSecret!,
});
