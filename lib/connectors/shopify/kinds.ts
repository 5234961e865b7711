/** How many customers are of each kind: what Shopify's own language of segments counts. Guests are customers too. */
import { Refusal } from "@/lib/connectors/errors";
import { fieldsIn } from "@/lib/connectors/fields";
import { countMembers } from "@/lib/connectors/shopify/documents";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import type { KindCounts } from "@/lib/connectors/types";

const [agreed, bought] = ["email_subscription_status = 'SUBSCRIBED'", "number_of_orders >= 1"];

/** Null where the one who let us in may not see segments' members. */
export async function countKinds(http: ShopifyHttp): Promise<KindCounts | null> {
  const [subscriber, buyer, contact] = [
    await count(http, agreed),
    await count(http, bought),
    await count(http, `email_subscription_status != 'SUBSCRIBED' AND number_of_orders = 0`),
  ];
  return subscriber === null || buyer === null || contact === null ? null : { subscriber, buyer, contact };
}

async function count(http: ShopifyHttp, query: string): Promise<number | null> {
  try {
    const { data } = await http.ask(countMembers, { query });
    const { totalCount } = fieldsIn(data.customerSegmentMembers);
    return typeof totalCount === "number" ? totalCount : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
