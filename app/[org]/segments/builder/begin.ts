/** What the builder needs to begin with, of an organization. */
import { countAllContacts } from "@/lib/contacts/directory";
import { listDimensions } from "@/lib/segments/sheet";
import type { Ctx } from "@/lib/tenancy";

export async function beginning(ctx: Ctx) {
  const [dimensions, total] = await Promise.all([listDimensions(ctx), countAllContacts(ctx)]);
  return { dimensions, total };
}
