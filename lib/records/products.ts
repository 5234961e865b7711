/** What deliveries, passes and programs say of a store's products: what is told stays until it is told otherwise. */
import { sql } from "drizzle-orm";
import type { ProductRecord } from "@/lib/connectors/types";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { News } from "./batch";

/**
 * Takes in what this news says of products, inside the caller's transaction. Rows that stand as told are not touched:
 * all who bought a product are looked at anew when its row is written.
 */
export async function takeProducts(ctx: Working, storeId: number, news: News[]): Promise<void> {
  const told = productsIn(news);
  if (told.length === 0) return;
  const rows = told.map(({ externalId, vendor, categories }) => ({ id: externalId, vendor, categories }));
  await ctx.db.execute(sql`
    insert into products (org_id, store_id, external_id, vendor, categories)
    select ${ctx.orgId}, ${storeId}, r.id, coalesce(r.vendor, p.vendor), coalesce(r.categories, p.categories)
    from ${rowsOf(rows)} as r(id text, vendor text, categories text[])
    left join products p on p.org_id = ${ctx.orgId} and p.store_id = ${storeId} and p.external_id = r.id
    where r.vendor is distinct from p.vendor and r.vendor is not null
      or r.categories is distinct from p.categories and r.categories is not null
    order by r.id
    on conflict (org_id, store_id, external_id) do update set vendor = excluded.vendor,
      categories = excluded.categories`);
}

/** Each product once, the last word of each kind. */
function productsIn(news: News[]): ProductRecord[] {
  const told = new Map<string, ProductRecord>();
  for (const { change } of news) {
    const records =
      change.kind === "product" ? [change.record] : change.kind === "order" ? (change.record.products ?? []) : [];
    for (const record of records) told.set(record.externalId, { ...told.get(record.externalId), ...record });
  }
  return [...told.values()];
}
