/** What Stripe says about an account, and whether the key may do all it must. */
import { forEach } from "@/lib/connectors/calls";
import { Refusal, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { countryIn, type Fields, fieldsIn, text } from "@/lib/connectors/fields";
import { Lacking, type Query, type StripeHttp } from "@/lib/connectors/stripe/http";
import { ofCharge, ofSession } from "@/lib/connectors/stripe/sales";
import type { StoreFacts } from "@/lib/connectors/types";

/**
 * Also tries all that the key must be allowed, and says in one sentence what it lacks. An account's own record is
 * closed to most restricted keys; the refusal names the account, and its newest charge the currency.
 */
export async function readFacts(http: StripeHttp, key: string): Promise<StoreFacts> {
  await tryPermissions(http);
  const account = await readAccount(http);
  const id = text(account.id);
  if (!id) throw new Unreadable("Stripe does not say whose key this is. Permit it to read Accounts, too.");
  const test = key.startsWith("rk_test_");
  const settings = fieldsIn(account.settings);
  const dashboard = fieldsIn(settings.dashboard);
  const country = countryIn(account.country);
  const currency = text(account.default_currency) ?? (await currencyOfCharges(http));
  return {
    name: text(dashboard.display_name) ?? text(fieldsIn(account.business_profile).name) ?? `Stripe …${id.slice(-4)}`,
    homeUrl: `https://dashboard.stripe.com/${id}/${test ? "test/" : ""}dashboard`,
    timeZone: text(dashboard.timezone) ?? "UTC",
    ...(currency ? { currency: currency.toUpperCase() } : {}),
    ...(country ? { country } : {}),
    version: test ? "test mode" : "live mode",
  };
}

async function readAccount(http: StripeHttp): Promise<Fields> {
  try {
    return (await http.get("account")).data;
  } catch (error) {
    if (error instanceof Lacking && error.account) return { id: error.account };
    if (error instanceof Lacking) return {};
    throw error;
  }
}

async function currencyOfCharges(http: StripeHttp): Promise<string | undefined> {
  const [charge] = [(await http.get("charges", { limit: 1 })).data.data].flat();
  return text(fieldsIn(charge).currency);
}

const reads: [string, Query][] = [
  ["customers", { limit: 1 }],
  ["checkout/sessions", { limit: 1, "expand[]": ofSession.map((name) => `data.${name}`) }],
  ["charges", { limit: 1, "expand[]": ofCharge.map((name) => `data.${name}`) }],
  ["payment_intents", { limit: 1 }],
  ["refunds", { limit: 1 }],
  ["events", { limit: 1 }],
];

/** @throws Unauthorized naming everything the key lacks */
async function tryPermissions(http: StripeHttp) {
  const tried = [
    ...reads.map(
      ([path, query]) =>
        () =>
          http.get(path, query),
    ),
    () => tryWebhooks(http),
  ];
  const lacks = await forEach(tried, 4, (one) => lackOf(one));
  const names = [...new Set(lacks.flatMap((lack) => lack ?? []))];
  if (names.length === 0) return;
  throw new Unauthorized(`The key lacks ${names.length === 1 ? "a permission" : "permissions"}: ${names.join(", ")}.`);
}

async function lackOf(call: () => Promise<unknown>): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (error) {
    if (error instanceof Lacking) return error.permission;
    throw error;
  }
}

/**
 * A change to an endpoint that does not exist changes nothing, and is refused for the right before it is for the id.
 */
async function tryWebhooks(http: StripeHttp) {
  await http.post("webhook_endpoints/we_clientele_asks", { description: "Clientele" }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
