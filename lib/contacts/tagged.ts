import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { OneContact } from "./held";

export const ShowTags = OneContact;

/** What a person is called by, and the other tags there are, both by name. Ids are public ones. */
export type Tagged = {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  specialTags: string[];
  /** `mirrored`: the store put it on, and takes it off. */
  tags: { id: string; name: string; colour: string; mirrored: boolean }[];
  others: string[];
};

/** @throws Failure not-found */
export async function showTags(ctx: Ctx, input: z.output<typeof ShowTags>): Promise<Tagged> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [row] = await ctx.db.execute<Tagged>(sql`
      select c.public_id as id, coalesce(c.email_typed, c.email) as email, c.phone, c.first_name as "firstName",
        c.last_name as "lastName", c.special_tags as "specialTags",
        coalesce((select jsonb_agg(jsonb_build_object('id', t.public_id, 'name', t.name, 'colour', t.colour,
            'mirrored', ct.store_label is not null)
            order by lower(t.name))
          from contact_tags ct join tags t on t.org_id = ct.org_id and t.id = ct.tag_id
          where ct.org_id = ${ctx.orgId} and ct.contact_id = c.id), '[]') as tags,
        array(select t.name from tags t where t.org_id = ${ctx.orgId} and not exists (
            select from contact_tags ct where ct.org_id = ${ctx.orgId} and ct.tag_id = t.id and ct.contact_id = c.id)
          order by lower(t.name)) as others
      from contacts c where c.org_id = ${ctx.orgId} and c.public_id = ${input.contact}::uuid and c.gone_at is null`);
    if (!row) throw notFound("contact");
    return row;
  });
}
