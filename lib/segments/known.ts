/** What a statement that judges everybody has written into it, so that nothing in it is looked up once more. */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { Known } from "./catalogue/field";
import { type Kept, remembered } from "./stored";

/**
 * A public id is of the same row for ever; stores come and go, and are asked for each time: by whom they were not
 * before.
 */
export async function knownOf(ctx: Working, segments: readonly Kept[], asked?: Known["stores"]): Promise<Known> {
  const stores = asked ?? (await storesOf(ctx));
  const named = [...new Set(segments.flatMap(({ text }) => text.match(publicIds) ?? []))];
  const key = `${ctx.orgId} ${named}`;
  const ids = known.get(key) ?? (await idsOf(ctx, named));
  return { stores: [...stores], ids: remembered(known, key, () => ids) };
}

export const storesOf = async (ctx: Working): Promise<Known["stores"]> =>
  ctx.db.execute<Known["stores"][number]>(
    sql`select id::float8 as id, public_id as "publicId", platform, currency from stores
      where org_id = ${ctx.orgId} order by id`,
  );

const publicIds = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const known = new Map<string, Known["ids"]>();

async function idsOf(ctx: Working, named: readonly string[]): Promise<Known["ids"]> {
  const each = (table: string) => sql`select ${`${table} `}::text || t.public_id as name, t.id::float8 as id
    from ${sql.identifier(table)} t
    where t.org_id = ${ctx.orgId} and t.public_id = any(${`{${named.join(",")}}`}::text::uuid[])`;
  const rows = await ctx.db.execute<{ name: string; id: number }>(
    sql.join(["tags", "lists", "segments", "forms", "store_groups", "imports"].map(each), sql` union all `),
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}
