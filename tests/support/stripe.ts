/** A Stripe account over HTTP that organizations connect. */
import { forgetEnv } from "@/lib/env";
import { type StripeAccount, startStripeAccount } from "@/lib/local/stripe-account";
import { connectStripe } from "@/lib/stores/connect";
import { connected, type Kinds } from "./connected";

const open: StripeAccount[] = [];

/** The account that the app finds in the place of Stripe until another is opened. */
export async function openAccount(options: Parameters<typeof startStripeAccount>[0] = {}) {
  const account = await startStripeAccount(options);
  open.push(account);
  process.env.STRIPE_API_URL = account.url;
  forgetEnv();
  return account;
}

export async function closeAccounts() {
  for (const account of open.splice(0)) await account.stop();
  delete process.env.STRIPE_API_URL;
  forgetEnv();
}

/** A new organization with this account connected and its first sync begun, not run. */
export const connect = ({ key }: StripeAccount, kinds?: Kinds) =>
  connected((ctx) => connectStripe(ctx, { key, currency: "EUR" }), kinds);
