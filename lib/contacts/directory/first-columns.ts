/**
 * First columns of sorts that no column of contacts is: by the stores' names, and by how many segments somebody is in.
 */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { byGroups, byNumber, type Order, orderOf, type SortKey } from "./sorts";

/** The order of a page; asks for the stores, or the segments, where they decide it. */
export async function orderIn(ctx: Working, key: SortKey, against: boolean): Promise<Order> {
  if (key === "store") return byStores(ctx, against);
  return key === "segments" ? bySegments(ctx, against) : orderOf(key, against);
}

/** No index of contacts knows the names, so store by store. */
async function byStores(ctx: Working, against: boolean): Promise<Order> {
  const stores = await ctx.db.execute<{ id: string; told: string }>(
    sql`select id::text, public_id as told from stores where org_id = ${ctx.orgId} order by lower(name), id`,
  );
  const place = sql`array_position(${`{${stores.map(({ id }) => id).join(",")}}`}::bigint[], c.store_id)`;
  const groups = stores.map(({ id, told }) => ({ told, is: sql`c.store_id = ${id}::bigint` }));
  return orderOf("store", against, byGroups(place, sql`s.public_id`, groups));
}

/** As the row shows them: of those that are not active some still hold the number; who is excluded is in none. */
async function bySegments(ctx: Working, against: boolean): Promise<Order> {
  const idle = await ctx.db.execute<{ id: number }>(
    sql`select id from segments where org_id = ${ctx.orgId} and (state <> 'active' or deleted_at is not null)`,
  );
  const those = sql`${`{${idle.map(({ id }) => id).join(",")}}`}::int[]`;
  const without = sql`case when k.segs && ${those}
    then (select count(*)::int from unnest(k.segs) u(n) where u.n = any(${those})) else 0 end`;
  const many = sql`case when c.excluded_at is null then coalesce(cardinality(k.segs) - ${without}, 0) else 0 end`;
  const told = sql`(select ${many} from (select) one
    left join contact_segments k on k.org_id = c.org_id and k.contact_id = c.id)::text`;
  return orderOf("segments", against, byNumber(many, told));
}
