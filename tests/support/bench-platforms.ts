/** Stores of every platform for `npm run bench sync`, each in a process of its own, as a store is another machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { forgetEnv } from "@/lib/env";
import { root } from "@/lib/local/folder";
import { domain } from "@/lib/local/shopify-shop";
import { connectStripe } from "@/lib/stores/connect";
import { connectMagento } from "@/lib/stores/connect-magento";
import { connectShopify } from "@/lib/stores/connect-shopify";
import { keepStore } from "@/lib/stores/keep";
import type { Ctx } from "@/lib/tenancy";
import { type Connected, connected } from "./connected";

/** Where a server is, and what it lets an app in by. */
export type Place = { url: string; keys: Record<string, string> };
type Connect = (ctx: Ctx, place: Place) => Promise<{ store: string }>;

/** `place`: a new organization with the store connected. `records`: how many customers and orders it holds. */
export type Platform = { place: () => Promise<Pick<Connected, "ctx" | "storeId">>; records: number; close: () => void };

const anywhere = { fields: { key: "url", place: "url" } };
const kept = async (store: ReturnType<typeof keepStore>) => ({ store: (await store).publicId });

const connects: Record<string, Connect> = {
  magento: (ctx, { url, keys }) => connectMagento(ctx, { ...(keys as Parameters<typeof connectMagento>[1]), url }),
  shopify: (ctx, { keys }) =>
    connectShopify(ctx, { url: `https://${domain}`, token: keys.token!, clientId: "", secret: keys.secret! }),
  stripe: (ctx, { keys }) => connectStripe(ctx, { key: keys.key!, currency: "EUR" }),
  shopline: (ctx, { keys: { accessToken, expiresAt, secret, storeUrl } }) => {
    const credentials = { accessToken, expiresAt: new Date(expiresAt!).toISOString() };
    return kept(keepStore(ctx, { platform: "shopline", url: storeUrl, credentials, secret, ...anywhere }));
  },
  salesforce: (ctx, { url, keys }) => {
    const credentials = { ...JSON.parse(keys.credentials!), loginUrl: "https://login.salesforce.com" };
    return kept(keepStore(ctx, { platform: "salesforce", url, credentials, ...anywhere }));
  },
};

export const platforms = Object.keys(connects);

/** `n` people, each with four orders where the platform has orders. */
export async function openPlatform(name: string, n: number): Promise<Platform> {
  const words = [
    "--max-old-space-size=12288",
    "--max-semi-space-size=128",
    "--import",
    "tsx",
    join(root, "tests/support/bench-platform.ts"),
  ];
  const env = { ...process.env, PLATFORM: name, PEOPLE: String(n) };
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "inherit"] });
  const [told] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => [""])]);
  if (!told) throw new Error(`The local server of ${name} did not start.`);
  const at = JSON.parse(String(told)) as Place;
  const { id, secret } = at.keys;
  const named = { API_URL: at.url, ...(id && { CLIENT_ID: id, CLIENT_SECRET: secret }) };
  for (const [what, value] of Object.entries(named)) process.env[`${name.toUpperCase()}_${what}`] = value;
  forgetEnv();
  const place = () => connected((ctx) => connects[name]!(ctx, at));
  return { place, records: name === "salesforce" ? n : 5 * n, close: () => void child.kill() };
}
