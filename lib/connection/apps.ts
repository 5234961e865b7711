/**
 * What this house has at the platforms: its own apps, and where their APIs live when they are not at their own place.
 */
import { fieldsIn } from "@/lib/connectors/fields";
import type { App, Platform } from "@/lib/connectors/types";
import { appUrl, type DemoPlatform, env } from "@/lib/env";

/** What names a store before it has a row: its address, and the keys where those are all that a merchant gives. */
type Named = { url?: string; credentials?: unknown };

/**
 * Where this store's API lives when it is not at the platform's own place: the demo's own store has its local server,
 * and no other store has. Tests may name a server in the place of a whole platform.
 */
export function apiUrlOf(platform: Platform, store: Named): string | undefined {
  return demoStore(platform, store)?.apiUrl ?? standIn(platform);
}

/** What the demo gives out to connect its store of this platform with; undefined wherever no demo runs. */
export function demoOf(platform: Platform): DemoPlatform | undefined {
  const { ALLOW_PRIVATE_STORES, DEMO_PLATFORMS } = env();
  return ALLOW_PRIVATE_STORES ? (DEMO_PLATFORMS as Partial<Record<Platform, DemoPlatform>>)?.[platform] : undefined;
}

/** Whether a store is the one that the demo serves. */
export const isDemoStore = (platform: Platform, store: Named): boolean => demoStore(platform, store) !== undefined;

/** The demo's, if it is this very store. */
function demoStore(platform: Platform, { url, credentials }: Named): DemoPlatform | undefined {
  const demo = demoOf(platform);
  if (!demo) return undefined;
  const same = demo.url === undefined ? fieldsIn(credentials).key === demo.keys.key : url === demo.url;
  return same ? demo : undefined;
}

function standIn(platform: Platform): string | undefined {
  const { STRIPE_API_URL, SHOPIFY_API_URL, SHOPLINE_API_URL, SALESFORCE_API_URL } = env();
  const urls: Partial<Record<Platform, string>> = {
    stripe: STRIPE_API_URL,
    shopify: SHOPIFY_API_URL,
    shopline: SHOPLINE_API_URL,
    salesforce: SALESFORCE_API_URL,
  };
  return urls[platform];
}

/**
 * The app by which merchants approve at the platform's own page; none where the environment names none. At the demo's
 * own store it is the one that the demo has there.
 */
export function appOf(platform: Platform, store: Named = {}): App | undefined {
  const { clientId, secret: demoSecret } = demoStore(platform, store)?.keys ?? {};
  if (clientId && demoSecret) return { id: clientId, secret: demoSecret };
  const [id, secret] = namesOf(platform);
  const [current] = listIn(secret);
  const extra = platform === "shopify" ? listIn(env().SHOPIFY_EXTRA_SCOPES) : [];
  return id && current ? { id, secret: current, ...(extra.length > 0 && { scopes: extra }) } : undefined;
}

/** Secrets that the platform may sign with: after a change the earlier one too, for a while. */
export const appSecrets = (platform: Platform): string[] => listIn(namesOf(platform)[1]);

/** Where a platform sends a merchant back to who approved: to be named where the app is registered. */
export const approvalUrl = (platform: Platform): string => `${appUrl()}/api/connect/${platform}`;

function namesOf(platform: Platform): [string | undefined, string | undefined] {
  const all = env();
  if (platform === "shopify") return [all.SHOPIFY_CLIENT_ID, all.SHOPIFY_CLIENT_SECRET];
  if (platform === "shopline") return [all.SHOPLINE_CLIENT_ID, all.SHOPLINE_CLIENT_SECRET];
  if (platform === "salesforce") return [all.SALESFORCE_CLIENT_ID, all.SALESFORCE_CLIENT_SECRET];
  return [undefined, undefined];
}

const listIn = (list = "") =>
  list
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
