import { Throttled } from "@/lib/connectors/errors";
import { countryIn, fieldsIn, listIn, text } from "@/lib/connectors/fields";
import type { StoreFacts } from "@/lib/connectors/types";
import type { StoreHttp } from "@/lib/connectors/woocommerce/http";

/** WooCommerce's own default, where the store tells its currency in no way. */
const fallbackCurrency = "USD";

/** What the store says about itself. The settings need more rights than orders do, so each has a second source. */
export async function readFacts(http: StoreHttp, url: string): Promise<StoreFacts> {
  const index = await http.index();
  const settings = await readSettings(http);
  const country = countryIn(settings.get("woocommerce_default_country")?.split(":")[0]);
  const currency = settings.get("woocommerce_currency") ?? (await currencyElsewhere(http)) ?? fallbackCurrency;
  const version = await readVersion(http);
  return {
    name: text(index.name) ?? new URL(url).hostname,
    homeUrl: text(index.home) ?? url,
    timeZone: timeZone(text(index.timezone_string), Number(index.gmt_offset)),
    currency: currency.toUpperCase(),
    ...(country ? { country } : {}),
    ...(version ? { version } : {}),
  };
}

async function readSettings(http: StoreHttp): Promise<Map<string, string>> {
  const reply = await tolerated(http.call("GET", "settings/general", { _fields: "id,value" }));
  return new Map(listIn(reply).flatMap((row) => [[text(row.id) ?? "", text(row.value) ?? ""] as const]));
}

async function currencyElsewhere(http: StoreHttp) {
  const current = text(fieldsIn(await tolerated(http.call("GET", "data/currencies/current"))).code);
  if (current) return current;
  const [order] = listIn(await tolerated(http.call("GET", "orders", { per_page: 1, _fields: "id,currency" })));
  return text(order?.currency);
}

async function readVersion(http: StoreHttp) {
  const status = fieldsIn(await tolerated(http.call("GET", "system_status", { _fields: "environment" })));
  return text(fieldsIn(status.environment).version);
}

/** What a key may not see is left out; a store that is out of reach is a failure. */
export async function tolerated(call: Promise<{ data: unknown }>): Promise<unknown> {
  try {
    return (await call).data;
  } catch (error) {
    if (error instanceof Throttled) throw error;
    return undefined;
  }
}

const zonesOfOddOffsets: Record<string, string> = {
  "-9.5": "Pacific/Marquesas",
  "3.5": "Asia/Tehran",
  "4.5": "Asia/Kabul",
  "5.5": "Asia/Kolkata",
  "5.75": "Asia/Kathmandu",
  "6.5": "Asia/Yangon",
  "8.75": "Australia/Eucla",
  "9.5": "Australia/Darwin",
};

/** WordPress keeps a zone's name or only an offset in hours. Etc/GMT names count the other way round. */
export function timeZone(name: string | undefined, offsetHours: number): string {
  if (name && isZone(name)) return name;
  if (!Number.isFinite(offsetHours) || offsetHours === 0) return "UTC";
  const zone = Number.isInteger(offsetHours)
    ? `Etc/GMT${offsetHours > 0 ? "-" : "+"}${Math.abs(offsetHours)}`
    : (zonesOfOddOffsets[String(offsetHours)] ?? "");
  return isZone(zone) ? zone : "UTC";
}

function isZone(name: string) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
