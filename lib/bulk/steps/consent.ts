import { hearClaims } from "@/lib/consent/apply";
import { formatNumber } from "@/lib/format";
import type { Working } from "@/lib/tenancy";
import { type BulkRow, holdStores, type Part, targetIds } from "../action";
import { deriveAnew } from "./derived";

/**
 * An opt-out as of the moment asked, through the one writer of consent: it only lowers, and who opted in again since
 * stays subscribed (product.md, Consent). The evidence says that it was one of many.
 */
export async function unsubscribe(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  const stores = await holdStores(ctx, row, part);
  const ids = await targetIds(ctx, row, part);
  const many = row.expected === 1 ? "" : `, one of ${formatNumber(row.expected)} selected`;
  const claim = {
    channel: "email" as const,
    state: "unsubscribed" as const,
    explicit: true,
    effectiveAt: row.askedAt,
    method: "member",
    evidence: `Unsubscribed by ${row.askedBy}${many}`,
  };
  const claims = ids.map((contactId) => ({ contactId, claim }));
  const changed = await hearClaims(ctx, claims, "Clientele");
  await deriveAnew(ctx, stores, changed);
  return changed.length;
}
