/** Which store a call means. */
import { and, eq, isNull } from "drizzle-orm";
import { stores } from "@/db/schema";
import { findHome, type StoreRow } from "@/lib/connection/store";
import { invalid } from "@/lib/errors";
import { boundTo, type Working } from "@/lib/tenancy";

/**
 * The named one; without a name the key's own, or the only one there is. A key that is bound to one finds no other: its
 * role does not see them. @throws Failure not-found, invalid at `store`, conflict as `findHome`
 */
export async function storeFor(ctx: Working, publicId: string | undefined): Promise<StoreRow> {
  if (publicId !== undefined) return findHome(ctx, publicId);
  const bound = boundTo(ctx);
  const mine = and(
    eq(stores.orgId, ctx.orgId),
    isNull(stores.joinsId),
    bound === null ? undefined : eq(stores.id, bound),
  );
  const [only, another] = await ctx.db.select().from(stores).where(mine).limit(2);
  if (only && !another) return only;
  const message = only ? "Name the store: there are several." : "There is no store yet.";
  throw invalid(message, { store: message });
}
