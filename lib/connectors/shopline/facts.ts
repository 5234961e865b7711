import { countryIn, fieldsIn, text } from "@/lib/connectors/fields";
import { currencyIn } from "@/lib/connectors/shopline/fields";
import type { ShoplineHttp } from "@/lib/connectors/shopline/http";
import { customers, list, orders } from "@/lib/connectors/shopline/lists";
import type { StoreFacts } from "@/lib/connectors/types";

/** What the store says of itself; also tries what the app must be allowed, and says what it lacks. */
export async function readFacts(http: ShoplineHttp, url: string): Promise<StoreFacts> {
  const shop = fieldsIn((await http.get("merchants/shop.json")).data.data);
  for (const one of [customers, orders]) await list(http, { ...one, limit: 1 }, {}, null);
  const currency = currencyIn(shop.currency);
  const country = countryIn(shop.location_country_code);
  return {
    name: text(shop.name) ?? new URL(url).hostname.split(".")[0]!,
    homeUrl: url,
    timeZone: text(shop.iana_timezone) ?? "UTC",
    ...(currency ? { currency } : {}),
    ...(country ? { country } : {}),
  };
}

export async function readCounts(http: ShoplineHttp): Promise<{ customers: number | null; orders: number | null }> {
  const [people, sales] = await Promise.all([http.get("customers/v2/count.json"), http.get("orders/count.json")]);
  return { customers: countIn(people.data.count), orders: countIn(sales.data.count) };
}

const countIn = (value: unknown) => (typeof value === "number" && value >= 0 ? value : null);
