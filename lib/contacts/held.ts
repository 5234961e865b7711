import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import type { Working } from "@/lib/tenancy";
import type { DerivedStore } from "./derive";

export const OneContact = z.object({ contact: z.uuid() });

/** A contact as it is changed: the inner id, whom it concerns, and the store it is derived for. */
export type Held = {
  id: number;
  contact: string;
  email: string | null;
  phone: string | null;
  pushId: string | null;
  disabled: boolean;
  excluded: boolean;
  store: DerivedStore;
};

type Raw = Omit<Held, "id" | "store"> & { id: string; storeId: string } & Pick<DerivedStore, "currency" | "selection">;

/**
 * A visible contact by its public id, held until the transaction ends: two who change the same person wait for each
 * other. @throws Failure not-found
 */
export async function holdContact(ctx: Working, contact: string): Promise<Held> {
  const [row] = await ctx.db.execute<Raw>(sql`
    select c.id, c.public_id as contact, c.email, c.phone, c.push_id as "pushId",
      c.disabled_at is not null as disabled, c.excluded_at is not null as excluded,
      s.id as "storeId", s.currency, s.selection
    from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
    where c.org_id = ${ctx.orgId} and c.public_id = ${contact}::uuid and c.gone_at is null
    for no key update of c`);
  if (!row) throw notFound("contact");
  const { id, storeId, currency, selection, ...rest } = row;
  return { ...rest, id: Number(id), store: { id: Number(storeId), currency, selection } };
}

/**
 * From now on the contact stays, although its store may forget it: somebody here vouches for it. `id` is the inner one.
 */
export async function keepContact(ctx: Working, id: number): Promise<void> {
  await ctx.db.execute(
    sql`update contacts set kept_at = now() where org_id = ${ctx.orgId} and id = ${id} and kept_at is null`,
  );
}
