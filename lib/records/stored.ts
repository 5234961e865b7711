/** The three questions a batch asks of what is stored: its orders, its accounts, its contacts. */
import { sql } from "drizzle-orm";
import { anyId, anyText, eachText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Batch } from "./batch";
import type { Shown } from "./shown";

export type StoreFrame = { id: number; country: string | null };

export type AccountRow = {
  external_id: string;
  contact_id: string | null;
  updated_at: string;
  created_at: string;
  ended_at: string | null;
  has_bought: boolean;
  email: string | null;
  shown: Shown["state"] | null;
  shown_at: string | null;
  digest: string;
};
export type PurchaseRow = {
  id: string;
  external_id: string;
  contact_id: string | null;
  customer_external_id: string | null;
  email: string | null;
  phone: string | null;
  placed_at: string;
  updated_at: string;
  ended_at: string | null;
  counts: boolean;
  digest: string;
};
export type ContactRow = {
  id: string;
  external_id: string | null;
  email: string | null;
  email_typed: string | null;
  phone: string | null;
  phone_key: string | null;
  born_at: string;
  kept: boolean;
  gone: boolean;
  orders: number;
  opted_in_at: string | null;
  opted_out_at: string | null;
  claimed_at: string | null;
  pending_at: string | null;
  edited_email: unknown;
  aliases: string[];
};

/** The batch's own orders, and those that may move because the account or the address they hang on changes hands. */
export async function storedPurchases(ctx: Working, store: StoreFrame, batch: Batch, customerEmails: string[]) {
  const here = (table: string) =>
    sql`${sql.identifier(table)}.org_id = ${ctx.orgId} and ${sql.identifier(table)}.store_id = ${store.id}`;
  const accounts = anyText(batch.customers.keys());
  return (await ctx.db.execute(sql`
    with touched as (
      select id from contacts where ${here("contacts")} and external_id = ${accounts}
      union select id from contacts where ${here("contacts")} and email = ${anyText(customerEmails)}
    ), found as (
      select id from orders where ${here("orders")} and external_id = ${anyText(batch.orders.keys())}
      union select o.id from ${eachText(batch.customers.keys())} as a(id) cross join lateral (
        select id from orders where ${here("orders")} and customer_external_id = a.id offset 0
      ) o
      union select o.id from touched t cross join lateral (
        select id from orders where org_id = ${ctx.orgId} and contact_id = t.id offset 0
      ) o
    )
    select o.id, o.external_id, o.contact_id, o.customer_external_id, o.email, o.phone, o.placed_at, o.updated_at,
      o.ended_at, o.status in ('placed', 'refunded') as counts, o.digest
    from orders o where o.org_id = ${ctx.orgId} and o.id = any(array(select id from found))`)) as unknown as PurchaseRow[];
}

export async function storedAccounts(ctx: Working, store: StoreFrame, ids: string[]) {
  return (await ctx.db.execute(sql`
    select external_id, contact_id, updated_at, created_at, ended_at, has_bought, shown, shown_at, digest,
      person->>'email' as email
    from store_customers
    where org_id = ${ctx.orgId} and store_id = ${store.id} and external_id = ${anyText(ids)}`)) as unknown as AccountRow[];
}

export async function storedContacts(
  ctx: Working,
  store: StoreFrame,
  keys: { externalIds: string[]; emails: string[]; phones: string[]; ids: number[] },
): Promise<ContactRow[]> {
  const here = sql`org_id = ${ctx.orgId} and store_id = ${store.id}`;
  return (await ctx.db.execute(sql`
    with also as materialized (
      select contact_id, address from contact_aliases
      where ${here} and address = ${anyText([...keys.emails, ...keys.phones])}
    ), found as (
      select id from contacts where ${here} and external_id = ${anyText(keys.externalIds)}
      union select id from contacts where ${here} and email = ${anyText(keys.emails)}
      union select id from contacts where ${here} and phone_key = ${anyText(keys.phones)}
      union select id from contacts where ${here} and id = ${anyId(keys.ids)}
      union select contact_id from also
    ), ids as materialized (select array_agg(id) as list from found)
    select c.id, c.external_id, c.email, c.email_typed, c.phone, c.phone_key, c.born_at, c.kept_at is not null as kept,
      c.gone_at is not null as gone, coalesce(a.orders, 0) as orders,
      e.opted_in_at, e.opted_out_at, e.claimed_at, e.pending_at,
      c.edits->'email' as edited_email, array(select address from also where contact_id = c.id) as aliases
    from contacts c
    left join lateral (select orders from contact_activity where org_id = c.org_id and contact_id = c.id offset 0) a on true
    left join lateral (select * from consents
      where org_id = c.org_id and contact_id = c.id and channel = 'email' offset 0) e on true
    where c.org_id = ${ctx.orgId} and c.id = any((select list from ids)::bigint[])
    order by c.id`)) as unknown as ContactRow[];
}
