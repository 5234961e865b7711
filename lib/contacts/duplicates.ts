import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { OneContact } from "./held";

export const FindDuplicates = OneContact;

/** `why` is what the two have in common, in words. */
export type Duplicate = { id: string; name: string; email: string | null; phone: string | null; why: string };

/**
 * Contacts of the same store that may be the same person: the same number, or the same name at the same postcode. Five
 * of each at most, each found by an index. @throws Failure not-found
 */
export async function findDuplicates(ctx: Ctx, input: z.output<typeof FindDuplicates>): Promise<Duplicate[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [self] = await ctx.db.execute<{ id: string; store: string }>(sql`
      select id, store_id as store from contacts
      where org_id = ${ctx.orgId} and public_id = ${input.contact}::uuid and gone_at is null`);
    if (!self) throw notFound("contact");
    const { id, store } = self;
    const alike = (why: string, condition: SQL) => sql`(
      select o.id, ${why}::text as why from contacts c join contacts o on o.org_id = ${ctx.orgId}
        and o.store_id = ${store} and o.id <> c.id and o.gone_at is null and ${condition}
      where c.org_id = ${ctx.orgId} and c.id = ${id} limit 5)`;
    const rows = await ctx.db.execute<Duplicate>(sql`
      select distinct on (o.id) o.public_id as id, trim(o.first_name || ' ' || o.last_name) as name,
        coalesce(o.email_typed, o.email) as email, o.phone, f.why
      from (
        ${alike("same phone number", sql`o.phone = c.phone`)} union all
        ${alike(
          "same name and postcode",
          sql`c.last_name <> '' and c.postcode <> '' and o.last_name = c.last_name and o.first_name = c.first_name
            and o.postcode = c.postcode`,
        )}
      ) f join contacts o on o.org_id = ${ctx.orgId} and o.id = f.id
      order by o.id, f.why desc`);
    return [...rows];
  });
}
