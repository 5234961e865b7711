/** The demo's stores of other platforms: each connects by what it gives out, tells its news, and outlives a restart. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import { type DemoPlatform, forgetEnv } from "@/lib/env";
import { tendPlatforms } from "@/lib/local/demo/tend-platforms";
import { type DemoPlatformName, demoOffers, demoStores } from "@/lib/local/demo-platforms";
import { type Running, run } from "@/lib/local/demo-platforms/running";
import { randomFrom } from "@/lib/local/demo-store/people";
import { approvalOutcome, type BeginApproval, beginApproval, finishApproval } from "@/lib/stores/approve";
import { connectStripe } from "@/lib/stores/connect";
import { connectMagento } from "@/lib/stores/connect-magento";
import { connectShopify } from "@/lib/stores/connect-shopify";
import { type Ctx, database } from "@/lib/tenancy";
import { apply, type Connected, connected, inboxOf, pass, runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeMember } from "../support/members";
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
  for (const kept of readdirSync(folder)) rmSync(join(folder, kept));
  delete process.env.DEMO_PLATFORMS;
  forgetEnv();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await front.close();
});

/** The others are polled. */
const demoStoresTell: DemoPlatformName[] = ["stripe", "shopify", "shopline"];

type Platform = z.output<typeof BeginApproval>["platform"];
type Case = [
  name: DemoPlatformName,
  how: string,
  people: number,
  connect: (ctx: Ctx, demo: DemoPlatform) => Promise<{ store: string }>,
];

const cases: Case[] = [
  ["magento", "keys", 42, (ctx, { url, keys }) => connectMagento(ctx, { url: url!, ...keysOfMagento(keys) })],
  ["stripe", "a key", 160, (ctx, { keys }) => connectStripe(ctx, { key: keys.key! })],
  ["shopify", "a token", 180, (ctx, demo) => byToken(ctx, demo)],
  ["shopify", "its page", 180, (ctx, demo) => byPage(ctx, "shopify", demo)],
  ["shopline", "its page", 140, (ctx, demo) => byPage(ctx, "shopline", demo)],
  ["salesforce", "its page", 120, (ctx, demo) => byPage(ctx, "salesforce", demo)],
];

it.each(cases)(
  "the demo's %s, connected by %s, brings its people, tells its news, and is the same after a restart",
  async (name, _how, people, connect) => {
    await open(name);
    const offer = demoOffers[name](demo.url);
    process.env.DEMO_PLATFORMS = JSON.stringify({ [name]: offer });
    forgetEnv();
    const store = await connected((ctx) => connect(ctx, offer));
    expect(await runSync(store)).toMatchObject({ state: "done", error: null });
    expect(await peopleIn(store)).toBe(people);
    const random = randomFrom("news");
    for (let n = 0; n < 12; n++) await demo.happenOnce(random);
    if (demoStoresTell.includes(name)) expect((await inboxOf(store)).length).toBeGreaterThan(5);
    await apply(store);
    expect(await pass(store, "light")).toMatchObject({ state: "done", error: null });
    const later = await peopleIn(store);
    expect(later).toBeGreaterThan(people);
    await demo.stop();
    await open(name, Number(new URL(demo.url).port));
    await tendPlatforms();
    expect(await runSync(store)).toMatchObject({ state: "done", error: null });
    expect(await pass(store, "nightly")).toMatchObject({ state: "done", error: null, vanished: 0 });
    expect(await peopleIn(store)).toBe(later);
  },
);

async function open(name: DemoPlatformName, port = 0) {
  demo = run(await demoStores[name]({ port, since }), { file: join(folder, name) });
}

/** Its owner presses Decline at the page that the platform shows, thinks again, presses Approve, and is led back. */
async function byPage(ctx: Ctx, platform: Platform, { url }: DemoPlatform) {
  const owner = await makeMember(ctx.orgId, "owner");
  const { authorizeUrl } = await beginApproval(owner.ctx, { platform, url: url! });
  const declined = await pressed(authorizeUrl, "Decline");
  if (platform === "salesforce") {
    const { store, state } = await finishApproval(owner, platform, backIn(declined));
    const { problem } = (await approvalOutcome(owner.ctx, { state }))!;
    expect([store, problem]).toEqual([null, "Salesforce let nobody in: end-user denied authorization."]);
  } else expect([declined.status, await declined.text()]).toEqual([200, expect.stringContaining("let nobody in")]);
  const again = await beginApproval(owner.ctx, { platform, url: url! });
  const back = backIn(await pressed(again.authorizeUrl, "Approve"));
  const { store } = await finishApproval(owner, platform, back);
  return { store: store! };
}

async function pressed(page: string, button: "Approve" | "Decline") {
  expect(await (await fetch(page)).text()).toContain(`${button}</button>`);
  const body = new URLSearchParams({ answer: button.toLowerCase(), asked: new URL(page).hash });
  return fetch(page, { method: "POST", redirect: "manual", body });
}

const backIn = (answer: Response) => new URL(answer.headers.get("location")!).searchParams;

/** And by its own app without a token: it is the same store. */
async function byToken(ctx: Ctx, { url, keys }: DemoPlatform) {
  const given = { url: url!, secret: keys.secret! };
  const { store } = await connectShopify(ctx, { ...given, token: keys.token!, clientId: "" });
  expect(await connectShopify(ctx, { ...given, token: "", clientId: keys.clientId! })).toEqual({ store });
  return { store };
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
