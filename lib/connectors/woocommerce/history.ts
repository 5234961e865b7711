/**
 * Whether customers bought: WooCommerce's flag of an account stands from its first completed order on, so the others
 * are asked for.
 */
import { forEach } from "@/lib/connectors/calls";
import { listIn, text } from "@/lib/connectors/fields";
import type { Change } from "@/lib/connectors/types";
import type { StoreHttp } from "@/lib/connectors/woocommerce/http";
import { pageSize } from "@/lib/connectors/woocommerce/pages";
import { statusOf } from "@/lib/connectors/woocommerce/payloads";

/** A shop's server takes no more calls at once without slowing down its buyers. */
const atOnce = 2;

/** The customers with `hasBought` as their orders show it: a call for each account that has no such flag. */
export const withHistory = (http: StoreHttp, changes: Change[]): Promise<Change[]> =>
  forEach(changes, atOnce, async (change) => {
    if (change.kind !== "customer" || change.record.hasBought) return change;
    return { ...change, record: { ...change.record, hasBought: await hasBought(http, change.record.externalId) } };
  });

async function hasBought(http: StoreHttp, customer: string): Promise<boolean> {
  for (let page = 1; ; page += 1) {
    const query = { customer, status: "any", _fields: "id,status", per_page: pageSize, page };
    const rows = listIn((await http.call("GET", "orders", query)).data);
    if (rows.some(({ status }) => ["placed", "refunded"].includes(statusOf(text(status) ?? "")))) return true;
    if (rows.length < pageSize) return false;
  }
}
