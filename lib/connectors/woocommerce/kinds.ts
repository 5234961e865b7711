/**
 * What WooCommerce counts of its people: a report of its own tells which accounts have paid. Consent and guests it
 * counts not.
 */
import { listIn } from "@/lib/connectors/fields";
import type { KindCounts } from "@/lib/connectors/types";
import { tolerated } from "@/lib/connectors/woocommerce/facts";
import type { StoreHttp } from "@/lib/connectors/woocommerce/http";

/** Null where the key may not see reports. */
export async function countKinds(http: StoreHttp): Promise<KindCounts | null> {
  const rows = listIn(await tolerated(http.call("GET", "reports/customers/totals")));
  const total = rows.find(({ slug }) => slug === "paying")?.total;
  return typeof total === "number" ? { subscriber: null, buyer: total, contact: null, guestsBeside: true } : null;
}
