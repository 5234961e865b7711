/** The people of a chunk: for each the contact they are, if there is one, and what the file tells of them. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { ImportRow } from "../row";
import { claimed, noteKnown } from "./known-told";
import type { Lines } from "./merged";
import { choices, type Gathering, newsOf, type Pass, settled, told, toldAsKnown, withNews } from "./news";

/** How several rows of a person become one, by column, in the order of the table. */
const kinds = {
  last: told,
  first: ["line", "created_at", "contact_id"],
  most: ["email_in", "email_out", "sms_in", "sms_out"],
  any: ["email_left", "email_claimed", "email_asked", "sms_left", "sms_claimed", "sms_asked", "phone_held"],
  all: ["tags", "lists"],
  over: ["custom"],
} as const;
type How = keyof typeof kinds;

const emptyTable = sql`
  create temp table people (
    n int, same boolean, email text collate "C", email_typed text, phone text collate "C", push_id text collate "C",
    first_name text,
    last_name text, birthday date, gender text, language text, company text, line1 text, line2 text, postcode text,
    city text, region text, country text, line int, created_at timestamptz, contact_id bigint, email_in timestamptz,
    email_out timestamptz, sms_in timestamptz, sms_out timestamptz, email_left boolean, email_claimed boolean,
    email_asked boolean, sms_left boolean, sms_claimed boolean, sms_asked boolean, phone_held boolean, tags text[],
    lists text[], custom jsonb,
    -- What the import did so far: how fields were before, whether the contact is new, whether its choices moved.
    before jsonb, fresh boolean default false, moved boolean default false
  ) on commit drop`;

/**
 * Fills the table `people` of this transaction: one row for each person, `contact_id` null where nobody is known yet.
 * Rows that are the same person are united: later words replace earlier ones, choices are all heard. Of a file that is
 * known nearly nobody is told anything new: where it is `quiet` they are counted, and not written down.
 */
export async function gatherPeople(ctx: Working, row: ImportRow, lines: Lines, of: Gathering): Promise<Gathered> {
  const { pass, rows, quiet } = of;
  await ctx.db.execute(emptyTable);
  const staged = stagedOf(ctx, row, lines, pass);
  await ctx.db.execute(sql`
    with ${
      quiet
        ? sql`${withNews(ctx, row, staged, of)},
      noted as (${noteKnown(ctx, row, calm)}),`
        : sql``
    } found as materialized (
      select s.*, ${choices(row)}, ${pass === "email" ? foundByEmail : foundByRest}
      from ${quiet ? newsOf(ctx, row) : staged} s ${pass === "email" ? lookUpEmail(ctx, row) : lookUpRest(ctx, row)}
    ), first_told as materialized (
      select distinct on (number_of) number_of, email from found where number_free order by number_of, line
    ), matched as not materialized (
      select f.*, m.contact_id, coalesce('contact ' || m.contact_id, email, phone, push_id) as person
      from found f cross join lateral (select coalesce(is_contact, case when number_free
        and (number_of, email) in (select number_of, email from first_told) then number_of end) as contact_id) m
    ), again as materialized (
      select person from matched group by person having count(*) > 1
    )
    insert into people
    select 1, ${settled}, ${columns((name) => name)}
    from matched where person not in (select person from again)
    union all
    select count(*), false, ${columns(united)} from matched
      where person in (select person from again) group by person`);
  await ctx.db.execute(sql`analyze people (line)`);
  const [counted] = await ctx.db.execute<Gathered & { told: number }>(sql`
    select coalesce(sum(n), 0)::int as told, count(*)::int as people, count(contact_id)::int as known,
      count(*) filter (where same)::int as same, count(*)::int as "writtenDown" from people`);
  const { told, people, known, same, writtenDown } = counted!;
  const left = rows - told;
  return { people: people + left, known: known + left, same: same + left, writtenDown };
}

/** The people that the rows are, how many of them are known, and how many of the known are told nothing new of. */
type Gathered = { people: number; known: number; same: number; writtenDown: number };

/** Whom nothing new is told of. */
const calm = sql`select id, line, ${claimed("email")}, ${claimed("sms")} from seen
  where line not in (select line from news)`;

/** In the order of the index that they are looked up in: neighbours stand on one page of it. */
const stagedOf = (ctx: Working, row: ImportRow, lines: Lines, pass: Pass) => sql`(
  select * from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id}
    and line between ${lines.first} and ${lines.last} and email is ${pass === "email" ? sql`not null` : sql`null`}
  order by ${pass === "email" ? sql`email` : sql`phone`})`;

export const dropPeople = (ctx: Working) => ctx.db.execute(sql`drop table people`);

/** A number leads to its contact where that has no address yet, and only the first address told with it. */
const foundByEmail = sql`coalesce(e.id, a.contact_id) as is_contact, p.id as number_of,
  coalesce(p.free, false) as number_free,
  p.id is not null as phone_held, e.same, e.email_consent as email_known, e.sms_consent as sms_known`;
const foundByRest = sql`coalesce(p.id, a.contact_id, u.id) as is_contact, null::bigint as number_of,
  false as number_free,
  p.id is not null as phone_held, p.same, p.email_consent as email_known, p.sms_consent as sms_known`;

/** By address, by an address that leads there too, and by a number whose contact has no address yet. */
const lookUpEmail = (ctx: Working, row: ImportRow) => sql`
  left join lateral (
    select id, email_consent, sms_consent, ${toldAsKnown(row)} as same from contacts c
    where org_id = ${ctx.orgId} and store_id = ${row.storeId} and email = s.email offset 0
  ) e on true
  left join lateral (
    select contact_id from contact_aliases
    where e.id is null and org_id = ${ctx.orgId} and store_id = ${row.storeId} and address = s.email offset 0
  ) a on true
  left join lateral (
    select id, email is null and external_id is null as free from contacts
    where e.id is null and a.contact_id is null and org_id = ${ctx.orgId} and store_id = ${row.storeId}
      and phone_key = s.phone offset 0
  ) p on true`;

const lookUpRest = (ctx: Working, row: ImportRow) => sql`
  left join lateral (
    select id, email_consent, sms_consent, ${toldAsKnown(row)} as same from contacts c
    where org_id = ${ctx.orgId} and store_id = ${row.storeId} and phone_key = s.phone offset 0
  ) p on true
  left join lateral (
    select contact_id from contact_aliases
    where p.id is null and org_id = ${ctx.orgId} and store_id = ${row.storeId} and address = s.phone offset 0
  ) a on true
  left join lateral (
    select id from contacts where s.phone is null and org_id = ${ctx.orgId} and push_id = s.push_id
      and store_id = ${row.storeId} order by id offset 0 limit 1
  ) u on true`;

/** All columns but the first and those of the import; `unite` says what becomes of several rows. */
function columns(unite: (column: SQL, how: How) => SQL): SQL {
  const parts = Object.entries(kinds).flatMap(([how, names]) =>
    names.map((name) => unite(sql`${sql.identifier(name)}`, how as How)),
  );
  return sql.join(parts, sql`, `);
}

function united(column: SQL, how: How): SQL {
  if (how === "last") return sql`(array_agg(${column} order by line desc) filter (where ${column} is not null))[1]`;
  if (how === "first") return sql`min(${column})`;
  if (how === "most") return sql`max(${column})`;
  if (how === "any") return sql`bool_or(${column})`;
  if (how === "all")
    return sql`string_to_array(string_agg(array_to_string(${column}, chr(31)), chr(31))
    filter (where cardinality(${column}) > 0), chr(31))`;
  return sql`(select jsonb_object_agg(e.key, e.value order by o.place)
    from jsonb_array_elements(jsonb_agg(${column} order by line) filter (where ${column} is not null))
      with ordinality as o(values, place), jsonb_each(o.values) e)`;
}
