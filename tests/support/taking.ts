/** Records taken in as a pass would, whosever contacts they become. */
import { receivingAt, storeById } from "@/lib/connection/store";
import type { Change } from "@/lib/connectors/types";
import { absorb } from "@/lib/records/absorb";
import { type Ctx, transact } from "@/lib/tenancy";

/** `storeId`: inner id of the source. `asOf`: when it was asked. */
export const takeInto = ({ orgId }: Ctx, storeId: number, changes: readonly Change[], asOf = new Date()) =>
  transact({ orgId, actor: { kind: "job", name: "Sync" } }, async (ctx) => {
    const store = await receivingAt(ctx, await storeById(ctx, storeId));
    return absorb(
      ctx,
      store,
      changes.map((change) => ({ change, asOf, authority: true })),
    );
  });
