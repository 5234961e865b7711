/** What a contact shows, computed from the store's records as they stand: so it never depends on how they arrived. */
import { sql } from "drizzle-orm";
import { anyId, anyText, eachId } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { holdsNumber, staysDeleted } from "./deleted";
import { overlaid } from "./edited";
import { orderHistory, ordersSummed, productHistory } from "./histories";
import type { Kind } from "./selection";

export type DerivedStore = { id: number; currency: string; selection: readonly Kind[] };

/**
 * Brings names, address, special tags, totals and whether the contact is still there up to date, for these contacts of
 * one store. Orders count while placed or refunded; `spent` is their total less refunds, in the store's currency only
 * (an amount in another currency cannot be added to it). `rekeyed`: those among them that were opened, merged or given
 * another key, so that it is to be asked anew whose their number is; by default all.
 */
export async function derive(
  ctx: Working,
  store: DerivedStore,
  contactIds: number[],
  rekeyed = contactIds,
): Promise<void> {
  if (contactIds.length === 0) return;
  await phoneKeys(ctx, store, await profiles(ctx, store, contactIds, rekeyed));
}

/** Visits come from elsewhere (lib/tracking). */
const lastSeen = sql`greatest(excluded.last_interaction_at, a.visited_at)`;

/**
 * The store's own account's words first, then those of sources that joined it, whose people are of the kind Contact,
 * then the newest order's; a blank name or address counts as not told. Figures and
 * profile are one statement, for both read the same records. Gives the numbers whose holder may be another now.
 */
async function profiles(ctx: Working, store: DerivedStore, ids: number[], rekeyed: number[]): Promise<string[]> {
  const each = sql`${eachId(ids)} as k(id)`;
  const takes = (kind: Kind) => sql`${store.selection.includes(kind)}::boolean`;
  const rows = await ctx.db.execute(sql`
    with people as materialized (
      select c.* from ${each} cross join lateral (
        select id, first_name, last_name, phone, company, line1, line2, city, region, postcode, country, language,
          edits, email_consent, special_tags, born_at, created_at, kept_at, deleted_at, gone_at
        from contacts where org_id = ${ctx.orgId} and id = k.id offset 0
      ) c
    ), account as (
      select distinct on (k.id) k.id as contact, s.*, max(created_at) filter (where not joined) over w as newest_at,
        bool_or(joined) over w as in_joined
      from ${each} cross join lateral (
        select external_id, person, has_bought, created_at, updated_at, store_id <> ${store.id} as joined
        from store_customers where org_id = ${ctx.orgId} and contact_id = k.id and ended_at is null offset 0
      ) s
      window w as (partition by k.id order by joined, updated_at desc, external_id desc
        rows between unbounded preceding and unbounded following)
      order by k.id, joined, updated_at desc, external_id desc
    ), purchases as materialized (
      select * from ${ordersSummed(ctx, each, store.currency)} o
    ), bought as (
      select contact, count(*) filter (where counting) as orders, sum(amount) as spent,
        count(*) filter (where counting and not own) as foreign_orders,
        min(placed_at) filter (where counting) as first_order_at,
        max(placed_at) filter (where counting) as last_order_at,
        min(placed_at) as first_at, max(placed_at) as last_at, max(updated_at) as updated_at, ${orderHistory}
      from purchases group by contact
    ), newest as (
      select o.contact, p.person, o.updated_at from (
        select distinct on (contact) contact, id, updated_at from purchases
        order by contact, placed_at desc, external_id desc
      ) o cross join lateral (select person from orders where org_id = ${ctx.orgId} and id = o.id offset 0) p
    ), told as materialized (
      select c.*, s.person as account, n.person as purchase,
        coalesce(s.has_bought, false) or coalesce(o.orders, 0) > 0 as bought,
        coalesce(o.orders, 0) as orders, coalesce(o.spent, 0) as spent,
        coalesce(o.foreign_orders, 0) as foreign_orders, o.first_order_at, o.last_order_at,
        coalesce(o.ordered_at, '{}') as ordered_at, coalesce(o.order_sums, '{}') as order_sums,
        coalesce(p.products, '{}') as products, coalesce(p.products_at, '{}') as products_at,
        greatest(o.last_at, s.newest_at, e.opted_in_at) as last_interaction_at,
        least(s.created_at, o.first_at) as first_at, greatest(s.updated_at, o.updated_at) as told_at,
        s.updated_at as account_at, n.updated_at as purchase_at, coalesce(s.in_joined, false) as in_joined,
        coalesce(s.person->>'firstName', '') || coalesce(s.person->>'lastName', '') <> '' as named,
        coalesce(s.person->'address', '{}') <> '{}' as housed,
        s.person is null and n.person is null as bare
      from people c left join account s on s.contact = c.id left join bought o on o.contact = c.id
      left join newest n on n.contact = c.id
      left join ${productHistory(ctx, sql`purchases`)} p on p.contact = c.id
      cross join lateral (
        select max(opted_in_at) as opted_in_at from consents where org_id = ${ctx.orgId} and contact_id = c.id
      ) e
    ), figures as (
      insert into contact_activity as a (org_id, contact_id, orders, spent, foreign_orders, first_order_at,
        last_order_at, last_interaction_at, ordered_at, order_sums, products, products_at)
      select ${ctx.orgId}, id, orders, spent, foreign_orders, first_order_at, last_order_at, last_interaction_at,
        ordered_at, order_sums, products, products_at from told
      on conflict (org_id, contact_id) do update set orders = excluded.orders, spent = excluded.spent,
        foreign_orders = excluded.foreign_orders,
        first_order_at = excluded.first_order_at, last_order_at = excluded.last_order_at,
        last_interaction_at = ${lastSeen}, ordered_at = excluded.ordered_at,
        order_sums = excluded.order_sums, products = excluded.products, products_at = excluded.products_at
      where (a.orders, a.spent, a.foreign_orders, a.first_order_at, a.last_order_at, a.last_interaction_at,
          a.ordered_at, a.order_sums, a.products, a.products_at) is distinct from
        (excluded.orders, excluded.spent, excluded.foreign_orders, excluded.first_order_at, excluded.last_order_at,
          ${lastSeen}, excluded.ordered_at, excluded.order_sums, excluded.products, excluded.products_at)
    ), chosen as (
      select c.*, case when named then account else purchase end as name_of,
        case when housed then account->'address' else purchase->'address' end as address_of,
        case when named then account_at else purchase_at end as name_at,
        case when housed then account_at else purchase_at end as address_at,
        case when account->>'phone' is null then coalesce(purchase_at, account_at) else account_at end as phone_at,
        case when account->>'language' is not null then account_at
          when purchase->>'language' is not null then purchase_at end as language_at,
        coalesce(${staysDeleted(sql`deleted_at`, sql`told_at`)}, false) as deleted
      from told c offset 0
    ), stated as (
      select c.id, c.edits, name_at, address_at, phone_at, language_at,
        case when bare then first_name else coalesce(name_of->>'firstName', '') end as first_name,
        case when bare then last_name else coalesce(name_of->>'lastName', '') end as last_name,
        case when bare then phone else coalesce(account->>'phone', purchase->>'phone') end as phone,
        case when bare then company else address_of->>'company' end as company,
        case when bare then line1 else address_of->>'line1' end as line1,
        case when bare then line2 else address_of->>'line2' end as line2,
        case when bare then city else address_of->>'city' end as city,
        case when bare then region else address_of->>'region' end as region,
        case when bare then postcode else address_of->>'postcode' end as postcode,
        case when bare then country else address_of->>'country' end as country,
        coalesce(account->>'language', purchase->>'language', language) as language,
        coalesce(first_at, born_at) as born_at,
        case when bare then array[]::text[] else array_remove(array[
          case when email_consent = 'subscribed' and ${takes("subscriber")} then 'subscriber' end,
          case when bought and ${takes("buyer")} then 'buyer' end,
          case when email_consent <> 'subscribed' and not bought and (${takes("contact")} or in_joined)
            then 'contact' end
        ], null) end as special_tags,
        case when deleted then deleted_at end as deleted_at,
        case when deleted or (bare and kept_at is null and not ${grouped(ctx)})
          then coalesce(gone_at, now()) end as gone_at
      from chosen c offset 0
    ), next as materialized (
      select id, born_at, special_tags, deleted_at, gone_at, ${overlaid("stated")} from stated
    ), differing as (
      select id from told c join next n using (id)
      where (c.first_name, c.last_name, c.phone, c.company, c.line1, c.line2, c.city, c.region, c.postcode, c.country,
          c.language, c.born_at, c.special_tags, c.gone_at, c.edits) is distinct from
        (n.first_name, n.last_name, n.phone, n.company, n.line1, n.line2, n.city, n.region, n.postcode, n.country,
          n.language, n.born_at, n.special_tags, n.gone_at, n.edits)
    ), changed as (
      update contacts c set first_name = n.first_name, last_name = n.last_name, phone = n.phone, company = n.company,
        line1 = n.line1, line2 = n.line2, city = n.city, region = n.region, postcode = n.postcode, country = n.country,
        language = n.language, born_at = n.born_at, special_tags = n.special_tags, gone_at = n.gone_at,
        deleted_at = n.deleted_at, edits = n.edits, phone_key = case when c.phone_key = n.phone
          and (n.gone_at is null or n.deleted_at is not null) then c.phone_key end, updated_at = now()
      from next n where c.org_id = ${ctx.orgId} and c.id = n.id and c.id = any(array(select id from differing))
      returning c.id
    ), lines as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
      select ${ctx.orgId}, id,
        case when c.gone_at is null and n.gone_at is not null then 'contact.gone'
          when c.gone_at is not null and n.gone_at is null then 'contact.returned' else 'contact.updated' end,
        now(), ${ctx.actor.kind}, ${ctx.actor.name}, jsonb_build_object('fields', f.fields)
      from changed join next n using (id) join told c using (id)
      cross join lateral (select coalesce(jsonb_agg(field), '[]') as fields from (values
          ('name', (c.first_name, c.last_name) is distinct from (n.first_name, n.last_name)),
          ('phone', c.phone is distinct from n.phone),
          ('address', (c.company, c.line1, c.line2, c.city, c.region, c.postcode, c.country) is distinct from
            (n.company, n.line1, n.line2, n.city, n.region, n.postcode, n.country)),
          ('language', c.language is distinct from n.language)
        ) as v(field, differs) where differs) f
      where c.created_at < now()
        and ((c.gone_at is null) <> (n.gone_at is null) or (jsonb_array_length(f.fields) > 0 and n.gone_at is null))
    )
    select distinct p.phone from told c join next n using (id) cross join lateral (values (c.phone), (n.phone)) p(phone)
    where p.phone is not null and (c.id = ${anyId(rekeyed)} or (c.phone, c.gone_at, c.deleted_at, c.born_at)
      is distinct from (n.phone, n.gone_at, n.deleted_at, n.born_at))`);
  return rows.map((row) => String(row.phone));
}

/**
 * A tag that is not the store's or a list vouches for a contact by being there: a million tagged at once are not each
 * marked as kept.
 */
const grouped = (ctx: Working) => sql`(
  exists (select from contact_tags where org_id = ${ctx.orgId} and contact_id = c.id and store_label is null)
  or exists (select from list_members where org_id = ${ctx.orgId} and contact_id = c.id and left_at is null))`;

/** A number shared by several people is the key of the one the store has known longest. */
async function phoneKeys(ctx: Working, store: DerivedStore, phones: string[]) {
  if (phones.length === 0) return;
  const here = sql`c.org_id = ${ctx.orgId} and c.store_id = ${store.id}`;
  const holders = sql`select distinct on (c.phone) c.id from contacts c
    where ${here} and c.phone = ${anyText(phones)} and ${holdsNumber}
    order by c.phone, c.gone_at is not null, c.born_at, c.external_id nulls last, c.email nulls last, c.id`;
  await ctx.db.execute(sql`update contacts c set phone_key = null
    where ${here} and c.phone_key = ${anyText(phones)} and c.id <> all(array(${holders}))`);
  await ctx.db.execute(sql`update contacts c set phone_key = c.phone
    where c.org_id = ${ctx.orgId} and c.id = any(array(${holders})) and c.phone_key is distinct from c.phone`);
}
