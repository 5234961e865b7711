/** Finding whom a platform names: a contact of that store, also one that its deletion there has hidden. */
import { sql } from "drizzle-orm";
import type { StoreRow } from "@/lib/connection/store";
import type { Named } from "@/lib/connectors/types";
import { addressesOf } from "@/lib/contacts/identity";
import type { Working } from "@/lib/tenancy";

export type Who = Partial<Named>;

/** By the account, else by the address, else by the number alone. Null when nobody here answers to any of them. */
export async function findPerson(
  ctx: Working,
  store: StoreRow,
  { externalId, email, phone }: Who,
): Promise<{ id: number; publicId: string } | null> {
  const told = addressesOf({ email, phone }, store.country);
  const [row] = await ctx.db.execute<{ id: string; publicId: string }>(sql`
    select c.id, c.public_id as "publicId" from contacts c
    where c.org_id = ${ctx.orgId} and c.store_id = ${store.id} and c.erased_at is null and (
      c.external_id = ${externalId ?? null} or c.email = ${told.email} or c.phone = ${told.phone}
      or c.id in (select contact_id from store_customers
        where org_id = ${ctx.orgId} and store_id = ${store.id} and external_id = ${externalId ?? null}))
    order by c.external_id = ${externalId ?? null} desc nulls last, c.email = ${told.email} desc nulls last, c.id
    limit 1`);
  return row ? { id: Number(row.id), publicId: row.publicId } : null;
}
