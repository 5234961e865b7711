/** What an import of the whole file would make of its people: as merging finds them and as it changes them (merge/). */
import { type SQL, sql } from "drizzle-orm";
import { kinds } from "@/lib/contacts/selection";
import { eachText } from "@/lib/sets";
import { lookUpByKeys, type Working } from "@/lib/tenancy";
import { isNews } from "./merge/consents";
import { staysOut } from "./merge/known";
import { choices, differs } from "./merge/news";
import { type ImportRow, optionsOf } from "./row";

/** People, but `rows`. */
export type People = { rows: number; new: number; updated: number; known: number; keptUnsubscribed: number };

/** Over all staged rows at once; nothing is written. */
export async function foresee(ctx: Working, row: ImportRow): Promise<People> {
  await lookUpByKeys(ctx);
  const [counted] = await ctx.db.execute<People>(sql`
    with matched as materialized (${matched(ctx, row)}), judged as (
      select s.contact_id, s.email, s.phone, s.push_id,
        c.id is not null and (${changes(ctx, row)}) as changes, ${staysOut(sql`s`)} as stays_out
      from matched s left join lateral (
        select * from contacts where org_id = ${ctx.orgId} and id = s.contact_id offset 0
      ) c on true
    ), named as (
      -- A number leads to the address told with it. No join: of rows just staged no statistics tell how many there are.
      select contact_id is not null as known, changes, stays_out, coalesce(contact_id::text, email,
        case when phone is not null then min(email) filter (where contact_id is null) over (partition by phone) end,
        phone, push_id) as person
      from judged
    ), people as (
      select person, bool_or(known) as known, bool_or(changes) as changes, bool_or(stays_out) as stays_out,
        count(*) as n
      from named group by person
    )
    select coalesce(sum(n), 0)::int as rows, count(*) filter (where not known)::int as new,
      count(*) filter (where known and changes)::int as updated,
      count(*) filter (where known and changes is not true)::int as known,
      count(*) filter (where stays_out)::int as "keptUnsubscribed" from people`);
  return counted!;
}

/** By address, by an address that leads there too, by number, and whoever has neither by push id. */
function matched(ctx: Working, row: ImportRow): SQL {
  const here = sql`org_id = ${ctx.orgId} and store_id = ${row.storeId}`;
  return sql`
    select s.*, ${choices(row)}, coalesce(e.id, a.contact_id, p.id, u.id) as contact_id from import_staging s
    left join lateral (select id from contacts where ${here} and email = s.email offset 0) e on true
    left join lateral (
      select contact_id from contact_aliases where e.id is null and ${here}
        and address = coalesce(s.email, s.phone) offset 0
    ) a on true
    left join lateral (
      select id from contacts where e.id is null and a.contact_id is null and ${here} and phone_key = s.phone
        and (s.email is null or (email is null and external_id is null)) offset 0
    ) p on true
    left join lateral (
      select id from contacts where s.email is null and s.phone is null and ${here} and push_id = s.push_id
      order by id offset 0 limit 1
    ) u on true
    where s.org_id = ${ctx.orgId} and s.import_id = ${row.id}`;
}

/** Whether a row `s` would change the contact `c` that it is. */
function changes(ctx: Working, row: ImportRow): SQL {
  const of = sql`org_id = ${ctx.orgId} and contact_id = c.id`;
  const heard = sql`exists (
    select from (values
      ('email', s.email_in, s.email_out, s.email_left, s.email_claimed, s.email_asked),
      ('sms', s.sms_in, s.sms_out, s.sms_left, s.sms_claimed, s.sms_asked)
    ) as v(channel, opted_in, opted_out, gone_out, claimed, asked)
    left join lateral (select * from consents where ${of} and channel = v.channel offset 0) k on true
    where (opted_in is not null or opted_out is not null or gone_out or claimed or asked) and ${isNews})`;
  if (row.kind !== "contacts") return heard;
  const { known, tags, lists } = optionsOf(row);
  const updates = sql`${known === "update"}`;
  const value = sql`case when f.type = 'number' then to_jsonb((e.value #>> '{}')::numeric) else e.value end`;
  const custom = sql`s.custom is not null and exists (
    select from jsonb_each(s.custom) e
    left join contact_fields f on f.org_id = ${ctx.orgId} and lower(f.name) = lower(e.key)
    left join contact_values v on v.org_id = ${ctx.orgId} and v.contact_id = c.id
    where v.values->f.id::text is null or (${updates} and v.values->f.id::text <> ${value}))`;
  return sql`c.gone_at is not null or (${updates} and (${differs} or (c.email is null and s.email is not null)))
    or ${heard} or (${custom})
    or ${joins(
      sql`s.tags`,
      tags,
      sql`select g.name from contact_tags t join tags g on g.org_id = t.org_id and g.id = t.tag_id
      where t.org_id = ${ctx.orgId} and t.contact_id = c.id union all select * from ${eachText(kinds)}`,
    )}
    or ${joins(
      sql`s.lists`,
      lists,
      sql`select g.name from list_members t join lists g on g.org_id = t.org_id and g.id = t.list_id
      where t.org_id = ${ctx.orgId} and t.contact_id = c.id and t.left_at is null`,
    )}`;
}

/** Whether a group of the row, or one that everybody is put into, is none of those the contact is in. */
const joins = (told: SQL, all: string[], names: SQL) => sql`(
  (cardinality(${told}) > 0 or ${all.length > 0}) and exists (
    select from (select unnest(${told}) as word union all select * from ${eachText(all)} as a(word)) w
    where lower(word) not in (select lower(name) from (${names}) as g(name))))`;
