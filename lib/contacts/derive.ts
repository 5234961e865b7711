/** What a contact shows, computed from the store's records as they stand: so it never depends on how they arrived. */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { Kind } from "./selection";

export type DerivedStore = { id: number; currency: string; selection: readonly Kind[] };

/**
 * Brings names, address, special tags, totals and whether the contact is still there up to date, for these contacts of
 * one store, in four statements. Orders count while placed or refunded; `spent` is their total less refunds, in the
 * store's currency only (an amount in another currency cannot be added to it).
 */
export async function derive(ctx: Working, store: DerivedStore, contactIds: number[]): Promise<void> {
  if (contactIds.length === 0) return;
  const touched = sql`(select jsonb_array_elements_text(${JSON.stringify(contactIds)}::text::jsonb)::bigint as id)`;
  const phones = await phonesOf(ctx, touched);
  await figures(ctx, store, touched);
  await profiles(ctx, store, touched);
  await phoneKeys(ctx, store, touched, phones);
}

type Fragment = ReturnType<typeof sql>;

async function figures(ctx: Working, store: DerivedStore, touched: Fragment) {
  await ctx.db.execute(sql`
    insert into contact_activity as a (org_id, contact_id, orders, spent, first_order_at, last_order_at,
      last_interaction_at)
    select ${ctx.orgId}, t.id, coalesce(o.orders, 0), coalesce(o.spent, 0), o.first_order_at, o.last_order_at,
      greatest(o.last_at, s.created_at, c.opted_in_at)
    from ${touched} t
    left join lateral (
      select count(*) filter (where status in ('placed', 'refunded')) as orders,
        sum(total - refunded) filter (where status in ('placed', 'refunded') and currency = ${store.currency}) as spent,
        min(placed_at) filter (where status in ('placed', 'refunded')) as first_order_at,
        max(placed_at) filter (where status in ('placed', 'refunded')) as last_order_at,
        max(placed_at) as last_at
      from orders where org_id = ${ctx.orgId} and contact_id = t.id and ended_at is null
    ) o on true
    left join lateral (
      select max(created_at) as created_at from store_customers
      where org_id = ${ctx.orgId} and contact_id = t.id and ended_at is null
    ) s on true
    left join lateral (
      select max(opted_in_at) as opted_in_at from consents where org_id = ${ctx.orgId} and contact_id = t.id
    ) c on true
    on conflict (org_id, contact_id) do update set orders = excluded.orders, spent = excluded.spent,
      first_order_at = excluded.first_order_at, last_order_at = excluded.last_order_at,
      last_interaction_at = excluded.last_interaction_at
    where (a.orders, a.spent, a.first_order_at, a.last_order_at, a.last_interaction_at) is distinct from
      (excluded.orders, excluded.spent, excluded.first_order_at, excluded.last_order_at, excluded.last_interaction_at)`);
}

/** The account's own words first, then the newest order's; a blank name or address counts as not told. */
async function profiles(ctx: Working, store: DerivedStore, touched: Fragment) {
  const selection = JSON.stringify(store.selection);
  await ctx.db.execute(sql`
    with told as (
      select c.id, s.person as account, o.person as purchase, s.has_bought, c.kept_at,
        least(s.created_at, o.first_at) as first_at,
        coalesce(s.person->>'firstName', '') || coalesce(s.person->>'lastName', '') <> '' as named,
        coalesce(s.person->'address', '{}') <> '{}' as housed
      from ${touched} t join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id
      left join lateral (
        select person, has_bought, created_at from store_customers
        where org_id = ${ctx.orgId} and contact_id = c.id and ended_at is null
        order by updated_at desc, external_id desc limit 1
      ) s on true
      left join lateral (
        select (array_agg(person order by placed_at desc, external_id desc))[1] as person, min(placed_at) as first_at
        from orders where org_id = ${ctx.orgId} and contact_id = c.id and ended_at is null
      ) o on true
    ), chosen as (
      select id, account is null and purchase is null as bare, kept_at, has_bought, first_at, account, purchase,
        case when named then account else purchase end as name,
        case when housed then account->'address' else purchase->'address' end as address
      from told
    ), next as (
      select c.id, ch.bare,
        case when ch.bare then c.first_name else coalesce(ch.name->>'firstName', '') end as first_name,
        case when ch.bare then c.last_name else coalesce(ch.name->>'lastName', '') end as last_name,
        case when ch.bare then c.phone else coalesce(ch.account->>'phone', ch.purchase->>'phone') end as phone,
        case when ch.bare then c.company else ch.address->>'company' end as company,
        case when ch.bare then c.line1 else ch.address->>'line1' end as line1,
        case when ch.bare then c.line2 else ch.address->>'line2' end as line2,
        case when ch.bare then c.city else ch.address->>'city' end as city,
        case when ch.bare then c.region else ch.address->>'region' end as region,
        case when ch.bare then c.postcode else ch.address->>'postcode' end as postcode,
        case when ch.bare then c.country else ch.address->>'country' end as country,
        coalesce(ch.account->>'language', ch.purchase->>'language', c.language) as language,
        coalesce(ch.first_at, c.born_at) as born_at,
        case when ch.bare then array[]::text[] else array(
          select kind from (values
            ('subscriber', c.email_consent = 'subscribed'),
            ('buyer', a.orders > 0 or coalesce(ch.has_bought, false)),
            ('contact', c.email_consent <> 'subscribed' and a.orders = 0 and not coalesce(ch.has_bought, false))
          ) as k(kind, holds)
          where holds and kind in (select jsonb_array_elements_text(${selection}::text::jsonb))) end as special_tags,
        case when ch.bare and ch.kept_at is null then coalesce(c.gone_at, now()) end as gone_at
      from chosen ch join contacts c on c.org_id = ${ctx.orgId} and c.id = ch.id
      join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    ), changed as (
      update contacts c set first_name = n.first_name, last_name = n.last_name, phone = n.phone, company = n.company,
        line1 = n.line1, line2 = n.line2, city = n.city, region = n.region, postcode = n.postcode, country = n.country,
        language = n.language, born_at = n.born_at, special_tags = n.special_tags, gone_at = n.gone_at,
        phone_key = case when c.phone_key = n.phone and n.gone_at is null then c.phone_key end, updated_at = now()
      from next n where c.org_id = ${ctx.orgId} and c.id = n.id
        and (c.first_name, c.last_name, c.phone, c.company, c.line1, c.line2, c.city, c.region, c.postcode, c.country,
          c.language, c.born_at, c.special_tags, c.gone_at) is distinct from
          (n.first_name, n.last_name, n.phone, n.company, n.line1, n.line2, n.city, n.region, n.postcode, n.country,
          n.language, n.born_at, n.special_tags, n.gone_at)
      returning c.id
    )
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, c.id,
      case when c.gone_at is null and n.gone_at is not null then 'contact.gone'
        when c.gone_at is not null and n.gone_at is null then 'contact.returned' else 'contact.updated' end,
      now(), ${ctx.actor.kind}, ${ctx.actor.name}, jsonb_build_object('fields', f.fields)
    from changed join next n using (id) join contacts c on c.org_id = ${ctx.orgId} and c.id = n.id
    cross join lateral (select coalesce(jsonb_agg(field), '[]') as fields from (values
        ('name', (c.first_name, c.last_name) is distinct from (n.first_name, n.last_name)),
        ('phone', c.phone is distinct from n.phone),
        ('address', (c.company, c.line1, c.line2, c.city, c.region, c.postcode, c.country) is distinct from
          (n.company, n.line1, n.line2, n.city, n.region, n.postcode, n.country)),
        ('language', c.language is distinct from n.language)
      ) as v(field, differs) where differs) f
    where c.created_at < now()
      and ((c.gone_at is null) <> (n.gone_at is null) or (jsonb_array_length(f.fields) > 0 and n.gone_at is null))`);
}

async function phonesOf(ctx: Working, touched: Fragment): Promise<string[]> {
  const rows = await ctx.db.execute(sql`select distinct c.phone from ${touched} t
    join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id where c.phone is not null`);
  return rows.map((row) => String(row.phone));
}

/** A number shared by several people is the key of the one the store has known longest. */
async function phoneKeys(ctx: Working, store: DerivedStore, touched: Fragment, before: string[]) {
  const affected = sql`(select jsonb_array_elements_text(${JSON.stringify(before)}::text::jsonb) as phone
    union select c.phone from ${touched} t join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id
    where c.phone is not null)`;
  const holders = sql`(select distinct on (c.phone) c.id, c.phone from ${affected} a
    join contacts c on c.org_id = ${ctx.orgId} and c.store_id = ${store.id} and c.phone = a.phone
    where c.gone_at is null order by c.phone, c.born_at, c.external_id nulls last, c.email nulls last, c.id)`;
  await ctx.db.execute(sql`update contacts c set phone_key = null from ${affected} a
    where c.org_id = ${ctx.orgId} and c.store_id = ${store.id} and c.phone_key = a.phone
      and c.id not in (select id from ${holders} h)`);
  await ctx.db.execute(sql`update contacts c set phone_key = h.phone from ${holders} h
    where c.org_id = ${ctx.orgId} and c.id = h.id and c.phone_key is distinct from h.phone`);
}
