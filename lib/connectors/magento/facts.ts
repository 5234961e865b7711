import { Throttled } from "@/lib/connectors/errors";
import { fieldsIn, listIn, text } from "@/lib/connectors/fields";
import type { MagentoHttp } from "@/lib/connectors/magento/http";
import { customers, orders, search } from "@/lib/connectors/magento/lists";
import type { StoreFacts } from "@/lib/connectors/types";

/**
 * What the store says of itself; also tries what the integration must be allowed, and says what it lacks. A Magento may
 * hold several websites: the first one's currency and time zone stand for all.
 */
export async function readFacts(http: MagentoHttp, url: string): Promise<StoreFacts> {
  for (const resource of [customers, orders]) await search(http, resource, [["entity_id", "gt", 0]], [], "total_count");
  const config = fieldsIn(listIn(await tolerated(http.get("store/storeConfigs").then(({ data }) => data)))[0]);
  const currency =
    text(config.default_display_currency_code) ?? text(config.base_currency_code) ?? (await ofOrders(http));
  const country = /_([A-Z]{2})$/.exec(text(config.locale) ?? "")?.[1];
  const version = /^Magento\/(\S+)/.exec(String((await tolerated(http.page("magento_version"))) ?? ""))?.[1];
  return {
    name: new URL(url).hostname.replace(/^www\./, ""),
    homeUrl: url,
    timeZone: text(config.timezone) ?? "UTC",
    ...(currency ? { currency: currency.toUpperCase() } : {}),
    ...(country ? { country } : {}),
    ...(version ? { version } : {}),
  };
}

async function ofOrders(http: MagentoHttp): Promise<string | undefined> {
  const { rows } = await search(http, orders, [["entity_id", "gt", 0]], [], "items[order_currency_code],total_count");
  return text(rows[0]?.order_currency_code);
}

/** What a key may not see is left out; a store that is out of reach is a failure. */
async function tolerated(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Throttled) throw error;
    return undefined;
  }
}
