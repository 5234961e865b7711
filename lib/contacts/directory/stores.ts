/** The sort by store: in the order of the stores' names, which no index of contacts knows, so store by store. */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { byGroups, type Order, orderOf, type SortKey } from "./sorts";

/** The order of a page; asks for the stores where they decide it. */
export async function orderIn(ctx: Working, key: SortKey, against: boolean): Promise<Order> {
  if (key !== "store") return orderOf(key, against);
  const stores = await ctx.db.execute<{ id: string; told: string }>(
    sql`select id::text, public_id as told from stores where org_id = ${ctx.orgId} order by lower(name), id`,
  );
  const place = sql`array_position(${`{${stores.map(({ id }) => id).join(",")}}`}::bigint[], c.store_id)`;
  const groups = stores.map(({ id, told }) => ({ told, is: sql`c.store_id = ${id}::bigint` }));
  return orderOf(key, against, byGroups(place, sql`s.public_id`, groups));
}
