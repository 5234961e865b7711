import { sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import type { Working } from "@/lib/tenancy";

/**
 * The list of this name, made where there is none; names are the same in capitals and small letters. `id` is the inner
 * one. Whoever waits for a list that is deleted at this moment makes it anew.
 */
export async function nameList(ctx: Working, name: string): Promise<{ id: number; publicId: string; name: string }> {
  const [row] = await ctx.db.execute<{ id: string; publicId: string; name: string; made: boolean }>(sql`
    insert into lists (org_id, name) values (${ctx.orgId}, ${name})
    on conflict (org_id, lower(name)) do update set name = lists.name
    returning id, public_id as "publicId", name, xmax = 0 as made`);
  const { made, id, ...list } = row!;
  if (made) await audit(ctx, "list.created", `list ${list.name}`);
  return { ...list, id: Number(id) };
}
