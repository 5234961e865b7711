/**
 * A crowd for the contacts bench, by set-based SQL: one great organization among small ones, with believable shares.
 */
import type { Sql } from "@/db/client";
import type { Ctx } from "@/lib/tenancy";
import { makeOrganization, makeStore } from "./organization";

export type Crowd = { ctx: Ctx & { slug: string }; small: Ctx[] };

const organizations = 50;
const shares = [0.45, 0.3, 0.15, 0.08, 0.02];

/**
 * `n` contacts in one organization of five stores, and two hundred in each of 49 others. Indexes are built at the end.
 */
export async function gatherCrowd(sql: Sql, n: number): Promise<Crowd> {
  const ctx = await makeOrganization("Great House");
  const small = await Promise.all(Array.from({ length: organizations - 1 }, () => makeOrganization("Small House")));
  for (const one of [ctx, ...small]) for (const _ of one === ctx ? shares : [1]) await makeStore(one);
  await groupsOf(sql);
  const rebuild = await withoutIndexes(sql, [
    "contacts",
    "contact_activity",
    "contact_tags",
    "list_members",
    "contact_counts",
    "contact_segments",
  ]);
  // What is made here refers to what is there: nothing is gained by looking each reference up.
  const trusted = await sql.reserve();
  await trusted`set session_replication_role = replica`;
  await people(trusted, ctx.orgId, n);
  for (const { orgId } of small) await people(trusted, orgId, 200);
  await figures(trusted);
  await memberships(trusted);
  await trusted`reset session_replication_role`;
  trusted.release();
  await rebuild();
  await heldBack(sql);
  await sql`vacuum analyze contacts, contact_activity, contact_tags, list_members, contact_counts, contact_segments, segments, tags, lists, suppressions, stores`;
  return { ctx, small };
}

/** Twenty tags, eight lists and six segments each, the later the rarer. */
async function groupsOf(sql: Sql) {
  await sql`insert into tags (org_id, name, colour) select o.id, 'Tag ' || n, 'grey' from organizations o, generate_series(1, 20) n`;
  await sql`insert into lists (org_id, name) select o.id, 'List ' || n from organizations o, generate_series(1, 8) n`;
  await sql`insert into segments (org_id, name, definition, in_force, state, created_by, edited_by)
    select o.id, 'Segment ' || n, '{}', '{}', 'active', 'Seed', 'Seed' from organizations o, generate_series(1, 6) n`;
}

async function people(sql: Sql, orgId: number, n: number) {
  await sql`select setseed(0.5)`;
  await sql`
    with shops as (
      select array_agg(id order by id) as ids, (array[0.45, 0.75, 0.90, 0.98, 1.0])[1:count(*)::int] as upto
      from stores where org_id = ${orgId}),
    names as (select array['Mira','Jide','Petra','Sam','Wei','Anna','Timo','Célia','Helga','Rémi','Noor','Kenji','Justin','Olga','Ivan','Lena','Omar','Ruth','Sven','Zoë'] as first,
      array['Holt','Okafor','Lindqvist','Mitchell','Li','Brandt','Kraus','Duarte','Sørensen','Moreau','Aziz','Ito','Rodriguez','Novak','Petrov','Weiss','Haddad','Stone','Berg','Ek'] as last),
    drawn as (
      select n, random() as r1, random() as r2, random() as r3, random() as r4, random() as r5, random() as r6,
        random() as r7, random() as r8, random() as r9
      from generate_series(1, ${n}::int) n)
    insert into contacts (org_id, store_id, email, email_typed, phone, phone_key, first_name, last_name, country, language, source,
      special_tags, email_consent, sms_consent, push_consent, born_at, created_at, disabled_at, excluded_at, gone_at)
    select ${orgId}, ids[least(1 + (r1 > upto[1])::int + (r1 > upto[2])::int + (r1 > upto[3])::int + (r1 > upto[4])::int, cardinality(ids))],
      case when r2 < 0.96 then mail end, case when r2 < 0.96 then mail end,
      case when r2 >= 0.96 or r3 < 0.35 then '+49170' || lpad(n::text, 7, '0') end,
      case when r2 >= 0.96 or r3 < 0.35 then '+49170' || lpad(n::text, 7, '0') end,
      name, family, (array['DE','SE','US','FR'])[1 + floor(r8 * 4)::int], (array['de','sv','en','fr'])[1 + floor(r8 * 4)::int],
      case when r4 < 0.70 then 'ecommerce' when r4 < 0.90 then 'csv' when r4 < 0.96 then 'form' when r4 < 0.99 then 'api' else 'manual' end,
      case when r5 < 0.30 and r6 < 0.52 then '{subscriber,buyer}' when r5 < 0.30 then '{buyer}' when r6 < 0.52 then '{subscriber}' else '{contact}' end::text[],
      case when r6 < 0.52 then 'subscribed' when r6 < 0.80 then 'never' when r6 < 0.97 then 'unsubscribed' else 'pending' end,
      case when r7 < 0.08 then 'subscribed' when r7 < 0.10 then 'unsubscribed' else 'never' end,
      case when r8 < 0.02 then 'subscribed' else 'never' end,
      born, born, case when r9 < 0.003 then now() end, case when r9 > 0.995 then now() end,
      case when r9 between 0.5 and 0.51 then now() end
    from drawn, shops, names,
      lateral (select first[1 + floor(r7 * 997)::int % 20] as name, last[1 + floor(r8 * 9973)::int % 20] || case when r3 < 0.7 then '' else '-' || last[1 + floor(r9 * 9973)::int % 20] end as family) called,
      lateral (select lower(translate(name || '.' || family, 'éëøö', 'eeoo')) || n || (array['@example.com','@example.org','@acme.example'])[1 + floor(r1 * 1000)::int % 3] as mail,
        now() - make_interval(secs => (1 - n::float8 / ${n}::float8) * 94608000 + r9 * 86400) as born) told`;
}

/** Three of ten have bought, most of them once; seven of eight did something, most of them long ago. */
async function figures(sql: Sql) {
  await sql`
    insert into contact_activity (org_id, contact_id, orders, spent, first_order_at, last_order_at, last_interaction_at)
    select org_id, id, orders, round((orders * (5 + 60 * random() ^ 2 + 10))::numeric, 2), case when orders > 0 then seen end,
      case when orders > 0 then seen end, case when orders > 0 or random() < 0.8 then seen end
    from (select org_id, id, case when 'buyer' = any(special_tags) then floor(1 - ln(1 - random() * 0.999) * 1.4)::int else 0 end as orders,
      greatest(created_at, now() - make_interval(secs => (random() ^ 2) * 94608000)) as seen from contacts) c`;
}

async function memberships(sql: Sql) {
  await sql`insert into contact_tags (org_id, tag_id, contact_id, added_at, added_by)
    select c.org_id, t.id, c.id, now(), 'Seed' from contacts c join
      (select *, row_number() over (partition by org_id order by id) as place from tags) t on t.org_id = c.org_id
    where random() + 0 * c.id < 0.25 / (place::float8 ^ 2.2)`;
  await sql`insert into list_members (org_id, list_id, contact_id, joined_by, joined_at, left_at)
    select c.org_id, l.id, c.id, 'Seed', now(), case when random() < 0.1 then now() end from contacts c join
      (select *, row_number() over (partition by org_id order by id) as place from lists) l on l.org_id = c.org_id
    where random() + 0 * c.id < 0.35 / (place::float8 ^ 1.8)`;
  await sql`insert into contact_segments (org_id, contact_id, segs)
    select org_id, c.id, array(select ids[place] from generate_series(1, 6) place
      where random() + 0 * c.id < 0.5 / (place::float8 ^ 3.5))
    from contacts c join (select org_id, array_agg(id order by id) as ids from segments group by 1) g using (org_id)`;
  // What the triggers do; they do not fire where references are trusted.
  await sql`insert into contact_counts (org_id, contact_id, tags, lists, standing)
    select l.org_id, l.contact_id, l.tags, l.lists, standing_of(c.gone_at, c.excluded_at, c.email_consent) from (
      select org_id, contact_id, sum(tags) as tags, sum(lists) as lists from (
        select org_id, contact_id, 1 as tags, 0 as lists from contact_tags
        union all select org_id, contact_id, 0, (left_at is null)::int from list_members) links group by 1, 2) l
    join contacts c on c.org_id = l.org_id and c.id = l.contact_id order by 1, 2`;
  await sql`insert into group_tallies (org_id, kind, group_id, at, n, subscribed)
    select w.org_id, w.kind, w.group_id, quarter_of(w.at), sum(w.one), sum(case n.standing when 3 then w.agreed else 0 end)
    from (
      select org_id, contact_id, 'tag' as kind, tag_id as group_id, added_at as at, 1 as one, 0 as agreed, 0 as above
      from contact_tags
      union all select org_id, contact_id, 'list', list_id, v.at, v.sign, v.sign, 1 from list_members
      cross join lateral (values (joined_at, 1), (left_at, -1)) v(at, sign) where v.at is not null) w
    join contact_counts n on n.org_id = w.org_id and n.contact_id = w.contact_id
    where n.standing > w.above group by 1, 2, 3, 4`;
}

async function heldBack(sql: Sql) {
  await sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
    select org_id, 'email', email, md5(org_id || email), case when random() < 0.8 then 'bounce' else 'complaint' end, 'Seed'
    from contacts where email is not null and random() < 0.02 on conflict do nothing`;
}

/** Drops what a load would keep up row by row; the function it gives builds it again. */
async function withoutIndexes(sql: Sql, tables: string[]) {
  const indexes = await sql<{ name: string; def: string }[]>`
    select i.relname as name, pg_get_indexdef(i.oid) as def from pg_index x
    join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relname = any(${tables}) and t.relnamespace = 'public'::regnamespace and not x.indisprimary
      and i.relname <> 'contacts_public'`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  return async () => {
    await sql.begin(async (tx) => {
      await tx`set local maintenance_work_mem = '512MB'`;
      for (const { def } of indexes) await tx.unsafe(def);
    });
  };
}
