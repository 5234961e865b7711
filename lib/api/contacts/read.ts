/** A contact as the API shows it. */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { iso } from "@/lib/contacts/directory/rows";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { eachId, eachText } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import type { Contact, OneContact } from "../schemas";

export type ContactView = z.output<typeof Contact>;

/** @throws Failure not-found */
export async function getContact(ctx: Ctx, input: z.output<typeof OneContact>): Promise<ContactView> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [contact] = await contactsByPublicId(ctx, [input.contact]);
    if (!contact) throw notFound("contact");
    return contact;
  });
}

/** Visible ones in the order asked for; those that are not here are left out. */
export async function contactsByPublicId(ctx: Working, ids: string[]): Promise<ContactView[]> {
  const found = await ctx.db.execute<{ id: string }>(sql`
    select c.id from ${eachText(ids)} with ordinality as t(id, place) cross join lateral (
      select id from contacts where org_id = ${ctx.orgId} and public_id = t.id::uuid and gone_at is null offset 0) c
    order by t.place`);
  return contactsById(
    ctx,
    found.map(({ id }) => Number(id)),
  );
}

/** By inner ids, in their order, gone ones too. */
export async function contactsById(ctx: Working, ids: number[]): Promise<ContactView[]> {
  if (ids.length === 0) return [];
  const consent = (channel: string) => sql`jsonb_build_object('state', ${sql.identifier(`${channel}_consent`)},
    'since', ${iso(sql`${sql.identifier(`${channel}_consent_at`)}`)})`;
  const rows = await ctx.db.execute<ContactView>(sql`
    select c.public_id as id, s.public_id as store, c.external_id as "externalId",
      coalesce(c.email_typed, c.email) as email,
      c.phone, c.first_name as "firstName", c.last_name as "lastName", c.birthday::text as birthday, c.gender,
      c.language,
      c.company, c.line1, c.line2, c.postcode, c.city, c.region, c.country, c.source, c.special_tags as "specialTags",
      coalesce((select jsonb_agg(jsonb_build_object('id', t.public_id, 'name', t.name) order by lower(t.name))
        from contact_tags ct join tags t on t.org_id = ct.org_id and t.id = ct.tag_id
        where ct.org_id = ${ctx.orgId} and ct.contact_id = c.id), '[]') as tags,
      coalesce((select jsonb_agg(jsonb_build_object('id', l.public_id, 'name', l.name) order by lower(l.name))
        from list_members m join lists l on l.org_id = m.org_id and l.id = m.list_id
        where m.org_id = ${ctx.orgId} and m.contact_id = c.id and m.left_at is null), '[]') as lists,
      jsonb_build_object('email', ${consent("email")}, 'sms', ${consent("sms")}, 'push', ${consent("push")}) as consent,
      c.disabled_at is not null as disabled, c.excluded_at is not null as excluded, coalesce(a.orders, 0) as orders,
      trim_scale(coalesce(a.spent, 0))::text as spent, s.currency, ${iso(sql`a.first_order_at`)} as "firstOrderAt",
      ${iso(sql`a.last_order_at`)} as "lastOrderAt", ${iso(sql`a.last_interaction_at`)} as "lastInteractionAt",
      ${iso(sql`c.created_at`)} as "createdAt", ${iso(sql`c.updated_at`)} as "updatedAt"
    from ${eachId(ids)} with ordinality as k(id, place)
    cross join lateral (select * from contacts where org_id = ${ctx.orgId} and id = k.id offset 0) c
    join stores s on s.org_id = ${ctx.orgId} and s.id = c.store_id
    left join contact_activity a on a.org_id = ${ctx.orgId} and a.contact_id = c.id
    order by k.place`);
  return [...rows];
}
