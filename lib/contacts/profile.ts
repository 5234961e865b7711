/** One contact with everything its page shows but the timeline. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { sha256 } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { iso, type Row, rowsOf } from "./directory/rows";
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
  evidence: Evidence[];
  orderList: Order[];
  elsewhere: Elsewhere[];
};

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

/** The same address in another store of the organization. */
export type Elsewhere = {
  id: string;
  platform: string;
  storeName: string;
  orders: number;
  spent: string;
  currency: string;
};

/** How many orders the page lists; the figures count all. */
export const ordersShown = 20;

/** @throws Failure not-found */
export async function showContact(ctx: Ctx, input: ShowContact): Promise<Profile> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const id = await innerId(ctx, input);
    const [row] = await ctx.db.execute<Row>(
      rowsOf(ctx.orgId, sql`select ${id}::bigint as id`, orderOf("created", false), sql`page.id`),
    );
    const [about] = await ctx.db.execute<Omit<Profile, keyof Row | "evidence" | "orderList" | "elsewhere">>(
      aboutOf(ctx.orgId, id),
    );
    if (!row || !about) throw notFound("contact");
    const evidence = await ctx.db.execute<Evidence>(evidenceOf(ctx.orgId, id));
    const orderList = await ctx.db.execute<Order>(ordersOf(ctx.orgId, id));
    const elsewhere = await ctx.db.execute<Elsewhere>(elsewhereOf(ctx.orgId, id));
    return { ...row, ...about, evidence: [...evidence], orderList: [...orderList], elsewhere: [...elsewhere] };
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
        (select count(*) + count(undone_at) from bulk_changes where org_id = ${ctx.orgId} and contact_id = ${id}) as shared
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
    ${iso(sql`a.first_order_at`)} as "firstOrderAt", ${iso(sql`a.last_order_at`)} as "lastOrderAt"
  from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
  left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
  where c.org_id = ${orgId} and c.id = ${id}`;

const evidenceOf = (orgId: number, id: number) => sql`
  select channel, before, after, method, source, evidence, ${iso(sql`effective_at`)} as "effectiveAt",
    ${iso(sql`recorded_at`)} as "recordedAt", actor_name as actor
  from consent_evidence where org_id = ${orgId} and contact_id = ${id} order by recorded_at desc, id desc limit 200`;

const ordersOf = (orgId: number, id: number) => sql`
  select o.external_id as key, o.number, o.status, o.platform_status as "platformStatus", o.currency,
    o.total::text as total, o.refunded::text as refunded, ${iso(sql`o.placed_at`)} as "placedAt",
    coalesce((select jsonb_agg(jsonb_build_object('name', i.name, 'quantity', i.quantity, 'total', i.total::text)
        order by i.external_id)
      from order_items i where i.org_id = ${orgId} and i.order_id = o.id), '[]') as items
  from orders o where o.org_id = ${orgId} and o.contact_id = ${id} and o.ended_at is null
  order by o.placed_at desc, o.id desc limit ${ordersShown}`;

const elsewhereOf = (orgId: number, id: number) => sql`
  select o.public_id as id, s.platform, s.name as "storeName", coalesce(a.orders, 0) as orders,
    coalesce(a.spent, 0)::text as spent, s.currency
  from contacts c
  join contacts o on o.org_id = ${orgId} and o.email = c.email and o.id <> c.id and o.gone_at is null
  join stores s on s.org_id = ${orgId} and s.id = o.store_id
  left join contact_activity a on a.org_id = ${orgId} and a.contact_id = o.id
  where c.org_id = ${orgId} and c.id = ${id} order by s.name, o.id`;
