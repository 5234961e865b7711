import { sql } from "drizzle-orm";
import { eachText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/** One contact of the store for each number that somebody gave up: deriving it finds whose key the number is now. */
export async function sharers(ctx: Working, storeId: number, phones: string[]): Promise<number[]> {
  if (phones.length === 0) return [];
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from ${eachText(new Set(phones))} as t(phone) cross join lateral (
      select id from contacts where org_id = ${ctx.orgId} and phone = t.phone and store_id = ${storeId}
      order by id offset 0 limit 1
    ) c`);
  return rows.map(({ id }) => Number(id));
}
