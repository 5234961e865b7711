import { deleteContacts } from "@/lib/contacts/remove";
import type { Working } from "@/lib/tenancy";
import { type BulkRow, holdStores, type Part, targetIds } from "../action";
import { deriveAnew } from "./derived";

export async function remove(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  const stores = await holdStores(ctx, row, part);
  const hidden = await deleteContacts(ctx, await targetIds(ctx, row, part));
  await deriveAnew(ctx, stores, hidden);
  return hidden.length;
}
