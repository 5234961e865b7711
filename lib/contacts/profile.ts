/** One contact with everything its page shows but the timeline. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { sha256 } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { iso, type Placed, type Row, rowsOf, shown } from "./directory/rows";
import { orderOf } from "./directory/sorts";

export const ShowContact = z.object({ contact: z.uuid() });
type ShowContact = z.infer<typeof ShowContact>;

/** Moments are ISO texts in UTC, money exact decimals. Ids are public ones. */
export type Profile = Row & {
  storeId: string;
  birthday: string | null;
  gender: string | null;
  language: string | null;
  company: string | null;
  address: string[];
  country: string | null;
  bornAt: string;
  goneAt: string | null;
  emailConsentAt: string | null;
  smsConsentAt: string | null;
  pushConsentAt: string | null;
  firstOrderAt: string | null;
  lastOrderAt: string | null;
  /** Those of the orders that are in other currencies than the store's: neither spent nor average holds them. */
  foreignOrders: number;
  /** The file of the import that opened the contact. */
  importFile: string | null;
  evidence: Evidence[];
  orderList: Order[];
  elsewhere: Elsewhere[];
  memberships: Membership[];
  browsing: Seen[];
  values: OwnValue[];
};

/** A field of the merchant's own. Numbers are exact decimals, days as 2026-01-31. */
export type OwnValue = { name: string; type: "text" | "number" | "date" | "boolean"; value: string };

/** One change of a consent, or a claim that was not allowed to change it (`before` and `after` are the same). */
export type Evidence = {
  channel: "email" | "sms" | "push";
  before: string;
  after: string;
  method: string;
  source: string;
  evidence: string;
  effectiveAt: string;
  recordedAt: string;
  actor: string;
};

export type Order = {
  key: string;
  number: string;
  status: "draft" | "pending" | "placed" | "cancelled" | "refunded";
  platformStatus: string;
  currency: string;
  total: string;
  refunded: string;
  placedAt: string;
  items: { name: string; quantity: number; total: string }[];
};

/** A list the person is on. */
export type Membership = { id: string; name: string; since: string };

/** A visit, or a product or page the person looked at: the newest, each thing once. */
export type Seen = { kind: string; what: string; at: string };

/** The same e-mail address or phone number in another store of the organization. */
export type Elsewhere = {
  id: string;
  same: "email" | "phone";
  platform: string;
  storeName: string;
  orders: number;
  spent: string;
  currency: string;
};

type Lists = Pick<Profile, "evidence" | "orderList" | "elsewhere" | "memberships" | "browsing" | "values">;

/** How many orders the page lists; the figures count all. */
export const ordersShown = 20;

/** @throws Failure not-found */
export async function showContact(ctx: Ctx, input: ShowContact): Promise<Profile> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const id = await innerId(ctx, input);
    const [row] = await ctx.db.execute<Placed>(
      rowsOf(ctx.orgId, sql`select ${id}::bigint as id`, orderOf("created", false), sql`page.id`),
    );
    const [about] = await ctx.db.execute<Omit<Profile, keyof Row | keyof Lists>>(aboutOf(ctx.orgId, id));
    if (!row || !about) throw notFound("contact");
    const evidence = await ctx.db.execute<Evidence>(evidenceOf(ctx.orgId, id));
    const orderList = await ctx.db.execute<Order>(ordersOf(ctx.orgId, id));
    const elsewhere = await ctx.db.execute<Elsewhere>(elsewhereOf(ctx.orgId, id));
    const memberships = await ctx.db.execute<Membership>(membershipsOf(ctx.orgId, id));
    const browsing = await ctx.db.execute<Seen>(browsingOf(ctx.orgId, id));
    const values = await ctx.db.execute<OwnValue>(valuesOf(ctx.orgId, id));
    return {
      ...shown(row),
      ...about,
      evidence: [...evidence],
      orderList: [...orderList],
      elsewhere: [...elsewhere],
      memberships: [...memberships],
      browsing: [...browsing],
      values: [...values],
    };
  });
}

/** A text that differs whenever the page would show something else. @throws Failure not-found */
export async function contactVersion(ctx: Ctx, input: ShowContact): Promise<string> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const id = await innerId(ctx, input);
    const rows = await ctx.db.execute(sql`
      select c.updated_at, c.email_consent, c.sms_consent, c.push_consent, c.disabled_at, c.excluded_at, c.gone_at,
        a.orders, a.spent, a.last_interaction_at,
        (select max(id) from contact_events where org_id = ${ctx.orgId} and contact_id = ${id}) as line,
        (select max(updated_at) from orders where org_id = ${ctx.orgId} and contact_id = ${id}) as order_at,
        (select count(*) from contact_tags where org_id = ${ctx.orgId} and contact_id = ${id}) as tags,
        (select count(*) + count(undone_at) from bulk_changes where org_id = ${ctx.orgId}
          and contact_id = ${id}) as shared,
        (select count(*) + count(undone_at) from import_changes where org_id = ${ctx.orgId}
          and contact_id = ${id}) as imported,
        (select max(id) from segment_changes where org_id = ${ctx.orgId} and contact_id = ${id}) as moved
      from contacts c left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
      where c.org_id = ${ctx.orgId} and c.id = ${id}`);
    return sha256(JSON.stringify(rows[0])).slice(0, 16);
  });
}

/** The inner id of a visible contact. */
async function innerId(ctx: Working, { contact }: ShowContact): Promise<number> {
  const [row] = await ctx.db.execute<{ id: string }>(
    sql`select id from contacts where org_id = ${ctx.orgId} and public_id = ${contact}::uuid and gone_at is null`,
  );
  if (!row) throw notFound("contact");
  return Number(row.id);
}

const aboutOf = (orgId: number, id: number) => sql`
  select s.public_id as "storeId", c.birthday::text as birthday, c.gender, c.language, c.company,
    array_remove(array[nullif(c.line1, ''), nullif(c.line2, ''), nullif(concat_ws(' ', c.postcode, c.city), ''),
      nullif(c.region, '')], null) as address,
    c.country, ${iso(sql`c.born_at`)} as "bornAt", ${iso(sql`c.gone_at`)} as "goneAt",
    ${iso(sql`c.email_consent_at`)} as "emailConsentAt", ${iso(sql`c.sms_consent_at`)} as "smsConsentAt",
    ${iso(sql`c.push_consent_at`)} as "pushConsentAt",
    ${iso(sql`a.first_order_at`)} as "firstOrderAt", ${iso(sql`a.last_order_at`)} as "lastOrderAt",
    coalesce(a.foreign_orders, 0) as "foreignOrders",
    (select i.file_name from import_changes m join imports i on i.org_id = ${orgId} and i.id = m.import_id
      where m.org_id = ${orgId} and m.contact_id = ${id} and m.did = 'created' order by i.id limit 1) as "importFile"
  from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
  left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
  where c.org_id = ${orgId} and c.id = ${id}`;

const evidenceOf = (orgId: number, id: number) => sql`
  select channel, before, after, method, source, evidence, ${iso(sql`effective_at`)} as "effectiveAt",
    ${iso(sql`recorded_at`)} as "recordedAt", actor_name as actor
  from consent_evidence where org_id = ${orgId} and contact_id = ${id} order by recorded_at desc, id desc limit 200`;

/** Also what lib/contacts/orders.ts pages through. */
export const ordersOf = (orgId: number, id: number, past = sql`true`, limit = ordersShown) => sql`
  select o.external_id as key, o.number, o.status, o.platform_status as "platformStatus", o.currency,
    o.total::text as total, o.refunded::text as refunded, ${iso(sql`o.placed_at`)} as "placedAt",
    coalesce((select jsonb_agg(jsonb_build_object('name', i.name, 'quantity', i.quantity, 'total', i.total::text)
        order by i.external_id)
      from order_items i where i.org_id = ${orgId} and i.order_id = o.id), '[]') as items
  from orders o where o.org_id = ${orgId} and o.contact_id = ${id} and o.ended_at is null and ${past}
  order by o.placed_at desc, o.id desc limit ${limit}`;

/** By e-mail address first; a number is looked for where no address led to the same contact. */
const elsewhereOf = (orgId: number, id: number) => sql`
  select o.public_id as id, f.same, s.platform, s.name as "storeName", coalesce(a.orders, 0) as orders,
    coalesce(a.spent, 0)::text as spent, s.currency
  from (
    select distinct on (id) id, same from (
      select o.id, 'email' as same from contacts c join contacts o on o.org_id = ${orgId} and o.email = c.email
        where c.org_id = ${orgId} and c.id = ${id} and o.store_id <> c.store_id and o.gone_at is null
      union all (select o.id, 'phone' from contacts c join contacts o on o.org_id = ${orgId} and o.phone = c.phone
        where c.org_id = ${orgId} and c.id = ${id} and o.store_id <> c.store_id and o.gone_at is null limit 20)
    ) found order by id, same
  ) f
  join contacts o on o.org_id = ${orgId} and o.id = f.id
  join stores s on s.org_id = ${orgId} and s.id = o.store_id
  left join contact_activity a on a.org_id = ${orgId} and a.contact_id = o.id
  order by f.same, s.name, o.id`;

const membershipsOf = (orgId: number, id: number) => sql`
  select l.public_id as id, l.name, ${iso(sql`m.joined_at`)} as since
  from list_members m join lists l on l.org_id = m.org_id and l.id = m.list_id
  where m.org_id = ${orgId} and m.contact_id = ${id} and m.left_at is null order by lower(l.name)`;

const valuesOf = (orgId: number, id: number) => sql`
  select f.name, f.type, e.value from contact_values v cross join lateral jsonb_each_text(v.values) e
  join contact_fields f on f.org_id = ${orgId} and f.id = e.key::bigint
  where v.org_id = ${orgId} and v.contact_id = ${id} order by lower(f.name)`;

/** Among the newest 500 lines: somebody who visits daily has thousands. */
const browsingOf = (orgId: number, id: number) => sql`
  select kind, what, ${iso(sql`at`)} as at from (
    select distinct on (kind, what) kind, what, at from (
      select kind, at, coalesce(detail->>'name', detail->>'url', '') as what from contact_events
      where org_id = ${orgId} and contact_id = ${id} order by at desc nulls last, id desc nulls last limit 500
    ) newest
    where kind like 'visit%' or kind like 'product.%' or kind like 'page.%' order by kind, what, at desc
  ) seen order by at desc limit 8`;
