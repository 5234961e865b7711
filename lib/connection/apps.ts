/** What this house has at the platforms: its own apps, and where their APIs live when they are not at their own place. */
import type { App, Platform } from "@/lib/connectors/types";
import { appUrl, env } from "@/lib/env";

/** A server in the place of a platform's, for tests and demos. */
export function apiUrlOf(platform: Platform): string | undefined {
  const { STRIPE_API_URL, SHOPIFY_API_URL, SHOPLINE_API_URL, SALESFORCE_API_URL } = env();
  const urls: Partial<Record<Platform, string>> = {
    stripe: STRIPE_API_URL,
    shopify: SHOPIFY_API_URL,
    shopline: SHOPLINE_API_URL,
    salesforce: SALESFORCE_API_URL,
  };
  return urls[platform];
}

/** The app by which merchants approve at the platform's own page; none where the environment names none. */
export function appOf(platform: Platform): App | undefined {
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
