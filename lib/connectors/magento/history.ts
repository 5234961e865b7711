/** Whether customers bought: Magento's customers do not say, so the orders of a page of them are asked for together. */
import { id, text } from "@/lib/connectors/fields";
import type { MagentoHttp } from "@/lib/connectors/magento/http";
import { type Condition, orders, search } from "@/lib/connectors/magento/lists";
import { counts } from "@/lib/connectors/magento/payloads";
import type { Change } from "@/lib/connectors/types";

const fields = "items[entity_id,customer_id,state],total_count";

/** The customers with `hasBought` as their orders show it. */
export async function withHistory(http: MagentoHttp, changes: Change[]): Promise<Change[]> {
  const ids = changes.flatMap((change) => (change.kind === "customer" ? change.record.externalId : []));
  const buyers = new Set<string>();
  for (let after = "0"; ids.length > 0; ) {
    const of: Condition[] = [
      ["customer_id", "in", ids.join(",")],
      ["entity_id", "gt", after],
    ];
    const { rows, total } = await search(http, orders, of, ["entity_id"], fields);
    for (const row of rows) if (counts(text(row.state) ?? "")) buyers.add(id(row.customer_id) ?? "");
    const last = id(rows.at(-1)?.entity_id);
    if (!last || total <= rows.length) break;
    after = last;
  }
  return changes.map((change) =>
    change.kind === "customer"
      ? { ...change, record: { ...change.record, hasBought: buyers.has(change.record.externalId) } }
      : change,
  );
}
