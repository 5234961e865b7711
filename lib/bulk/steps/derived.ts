import { sql } from "drizzle-orm";
import { receivingOf, storeById } from "@/lib/connection/store";
import { derive } from "@/lib/contacts/derive";
import { anyId } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";

/** Brings special tags and shared numbers up to date after a batch: who is subscribed no more is no Subscriber. */
export async function deriveAnew(ctx: Working, stores: number[], contacts: number[]): Promise<void> {
  if (contacts.length === 0) return;
  for (const storeId of stores) {
    const rows = await ctx.db.execute<{ id: string }>(
      sql`select id from contacts where org_id = ${ctx.orgId} and store_id = ${storeId} and id = ${anyId(contacts)}`,
    );
    const ids = rows.map(({ id }) => Number(id));
    if (ids.length > 0) await derive(ctx, receivingOf(await storeById(ctx, storeId)), ids);
  }
}
