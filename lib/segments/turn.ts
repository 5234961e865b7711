import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";

const name = 7310225;

/** Waits until nobody else keeps this organization's membership; holds until the transaction ends. */
export async function holdMembership(ctx: Working): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${name}, ${ctx.orgId}::int)`);
}

/** The same without waiting, as a part of a statement: whether it is held. */
export const tryMembership = (ctx: Working): SQL => sql`pg_try_advisory_xact_lock(${name}, ${ctx.orgId}::int)`;
