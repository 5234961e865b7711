import { Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { fieldsIn, listIn, text } from "@/lib/connectors/fields";
import { apiVersion, shop } from "@/lib/connectors/shopify/documents";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import type { StoreFacts } from "@/lib/connectors/types";

const needed = ["customers", "orders"];

/** What the shop says of itself; also whether the app was given what it must have, by name. */
export async function readFacts(http: ShopifyHttp): Promise<StoreFacts> {
  const { data } = await http.ask(shop);
  const told = fieldsIn(data.shop);
  const scopes = listIn(fieldsIn(data.currentAppInstallation).accessScopes).map(({ handle }) => text(handle) ?? "");
  // Who may write may read.
  const lacking = needed.filter((what) => !scopes.includes(`read_${what}`) && !scopes.includes(`write_${what}`));
  if (lacking.length > 0) {
    const names = lacking.map((what) => `read_${what}`).join(" and ");
    throw new Unauthorized(`The app lacks the scope ${names}. Give it to the app at Shopify, and connect again.`);
  }
  const domain = text(told.myshopifyDomain);
  const country = text(fieldsIn(told.shopAddress).countryCodeV2);
  const currency = text(told.currencyCode);
  if (!domain) throw new Unreadable("Shopify did not say which store this is.");
  return {
    name: text(told.name) ?? domain,
    homeUrl: `https://${domain}`,
    timeZone: text(told.ianaTimezone) ?? "UTC",
    ...(currency ? { currency } : {}),
    ...(country ? { country } : {}),
    version: apiVersion,
  };
}
