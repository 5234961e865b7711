/**
 * Tags and lists that the file or its options put people into, and the record of all the import did to each of them.
 */
import { type SQL, sql } from "drizzle-orm";
import { audit } from "@/lib/audit";
import { line } from "@/lib/inputs";
import { eachId, eachText, rowsOf } from "@/lib/sets";
import { nameTags, TagName } from "@/lib/tags/names";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, optionsOf, titleOf } from "../row";
import type { Into, Lines, Told } from "./merged";
import { stated } from "./opened";

/** Inner ids by the words as the file has them; `allTags` and `allLists` are for every row. */
export type Groups = { tags: Word[]; lists: Word[]; allTags: number[]; allLists: number[] };
type Word = { word: string; id: number };

/** Finds or makes the tags and lists of these lines. Words that cannot be a name are left out. */
export async function readGroups(ctx: Working, row: ImportRow, lines: Lines, has: Told): Promise<Groups> {
  if (row.kind !== "contacts") return { tags: [], lists: [], allTags: [], allLists: [] };
  const told = async (column: "tags" | "lists") => {
    if (!has[column]) return [];
    const words = await ctx.db.execute<{ word: string }>(sql`
      select distinct word from import_staging cross join lateral unnest(${sql.identifier(column)}) word
      where org_id = ${ctx.orgId} and import_id = ${row.id} and line between ${lines.first} and ${lines.last}`);
    return words.map(({ word }) => word);
  };
  const options = optionsOf(row);
  const tags = await named(await told("tags"), options.tags, TagName, (names) => nameTags(ctx, names));
  const lists = await named(await told("lists"), options.lists, line("a name"), (names) => nameLists(ctx, names));
  return { tags: tags.words, allTags: tags.all, lists: lists.words, allLists: lists.all };
}

type Checks = { safeParse: (text: string) => { data?: string | undefined } };
type Name = (names: string[]) => Promise<{ name: string; id: number }[]>;

async function named(told: string[], chosen: string[], checks: Checks, name: Name) {
  const usable = [...told, ...chosen].flatMap((word) => {
    const good = checks.safeParse(word).data;
    return good === undefined ? [] : [{ word, name: good }];
  });
  const found = usable.length === 0 ? [] : await name(usable.map((one) => one.name));
  const ids = new Map(found.map(({ name, id }) => [name.toLowerCase(), id]));
  const words = usable.flatMap((one) => {
    const id = ids.get(one.name.toLowerCase());
    return id === undefined ? [] : [{ word: one.word, id }];
  });
  const all = words.filter(({ word }) => chosen.includes(word)).map(({ id }) => id);
  return { words, all: [...new Set(all)] };
}

async function nameLists(ctx: Working, names: string[]): Promise<{ name: string; id: number }[]> {
  const made = await ctx.db.execute<{ name: string }>(sql`
    insert into lists (org_id, name)
    select distinct on (lower(name)) ${ctx.orgId}::bigint, name from ${eachText(names)} as r(name) order by lower(name)
    on conflict (org_id, lower(name)) do nothing returning name`);
  for (const { name } of made) await audit(ctx, "list.created", `list ${name}`);
  const rows = await ctx.db.execute<{ id: string; name: string }>(sql`
    select l.id, l.name from ${eachText(names)} as r(name)
    join lists l on l.org_id = ${ctx.orgId} and lower(l.name) = lower(r.name)`);
  return rows.map(({ id, name }) => ({ id: Number(id), name }));
}

/**
 * Puts the people of the chunk into their groups, and notes for each what the import did: the timeline, evidence and
 * undo follow from it. `ids` are those it did anything to; `updated` counts the known among them, `again` those of an
 * earlier chunk.
 */
export async function writeGroups(
  ctx: Working,
  { row, groups, before }: Into,
): Promise<{ ids: number[]; updated: number; again: number }> {
  const rows = await ctx.db.execute<{ id: string; fresh: boolean; again: boolean }>(sql`
    with ${tagged(ctx, row, groups)}, ${joined(ctx, row, groups)}, put as (
      select contact_id, array_agg(tag_id order by tag_id) as tags, null::jsonb as lists from tagged group by 1
      union all select contact_id, null, jsonb_object_agg(list_id, before) from joined group by 1
    ), did as (
      select p.contact_id, p.line, p.fresh, p.before, ${stated("email")}, ${stated("sms")}, t.tags, l.lists,
        m.contact_id is not null as again
      from people p left join put t on t.contact_id = p.contact_id and t.tags is not null
      left join put l on l.contact_id = p.contact_id and l.lists is not null
      left join lateral (
        select contact_id from import_changes
        where ${before > 0} and not p.fresh and org_id = ${ctx.orgId} and contact_id = p.contact_id
          and import_id = ${row.id} offset 0
      ) m on true
    ), noted as (
      insert into import_changes as c (org_id, import_id, contact_id, line, did, before, consent, tags, lists)
      select ${ctx.orgId}, ${row.id}, contact_id, line, case when fresh then 'created' else 'updated' end, before,
        case when fresh and (email_state <> 'never' or sms_state <> 'never') then jsonb_strip_nulls(jsonb_build_object(
          'email', ${said("email")}, 'sms', ${said("sms")})) end, tags, lists
      from did where fresh or before is not null or tags is not null or lists is not null order by contact_id
      on conflict (org_id, contact_id, import_id) do update set tags = array_cat(c.tags, excluded.tags),
        lists = ${earlier("lists")}, before = ${earlier("before")} || jsonb_build_object(
          'fields', ${earlier("before", "fields")}, 'choices', ${earlier("before", "choices")},
          'custom', ${earlier("before", "custom")})
    )
    select contact_id::text as id, fresh, again from did
    where again or fresh or before is not null or tags is not null or lists is not null`);
  return {
    ids: rows.map(({ id }) => Number(id)),
    updated: rows.filter(({ fresh, again }) => !fresh && !again).length,
    again: rows.filter(({ again }) => again).length,
  };
}

/** Two chunks changed the contact: how it was before the first of them is how it was. */
function earlier(column: string, key?: string) {
  const of = (table: string) => {
    const whole = sql`${sql.identifier(table)}.${sql.identifier(column)}`;
    return sql`coalesce(${key ? sql`${whole}->${key}::text` : whole}, '{}')`;
  };
  return sql`(${of("excluded")} || ${of("c")})`;
}

function said(channel: "email" | "sms") {
  const of = (what: string) => sql.identifier(`${channel}_${what}`);
  return sql`case when ${of("state")} <> 'never'
    then jsonb_build_object('after', ${of("state")}, 'at', ${of("since")}) end`;
}

/** What is put carries the moment and the name of the import: by that undo knows its own from what came since. */
const mark = (row: ImportRow) => sql`${row.askedAt!.toISOString()}::timestamptz, ${titleOf(row)}`;

/** Each person with each of their groups once. */
function pairs(column: "tags" | "lists", words: Word[], all: number[]): SQL {
  return sql`
    select p.contact_id, w.id from people p cross join lateral unnest(p.${sql.identifier(column)}) told
    join (select * from ${rowsOf(words)} as r(word text, id bigint)) w on w.word = told
    union select p.contact_id, a.id from people p cross join ${eachId(all)} as a(id)`;
}

function tagged(ctx: Working, row: ImportRow, { tags, allTags }: Groups): SQL {
  if (tags.length === 0) return sql`tagged as (select null::bigint as contact_id, null::bigint as tag_id where false)`;
  return sql`tagged as (
    insert into contact_tags (org_id, tag_id, contact_id, added_at, added_by)
    select ${ctx.orgId}, d.id, d.contact_id, ${mark(row)} from (${pairs("tags", tags, allTags)}) d
    order by d.contact_id, d.id on conflict do nothing returning contact_id, tag_id)`;
}

/** Who was on the list before joins anew; `before` keeps that earlier stay. Who is on it stays as they are. */
function joined(ctx: Working, row: ImportRow, { lists, allLists }: Groups): SQL {
  if (lists.length === 0) {
    return sql`joined as (select null::bigint as contact_id, null::bigint as list_id, null::jsonb as before
      where false)`;
  }
  return sql`wanted as materialized (${pairs("lists", lists, allLists)}), stays as materialized (
      select m.contact_id, m.list_id,
        jsonb_build_object('at', m.joined_at, 'by', m.joined_by, 'left', m.left_at) as before
      from wanted w cross join lateral (
        select * from list_members where org_id = ${ctx.orgId} and list_id = w.id and contact_id = w.contact_id offset 0
      ) m
    ), members as (
      insert into list_members as m (org_id, list_id, contact_id, joined_at, joined_by)
      select ${ctx.orgId}, w.id, w.contact_id, ${mark(row)} from wanted w order by w.contact_id, w.id
      on conflict (org_id, list_id, contact_id) do update
        set left_at = null, joined_at = excluded.joined_at, joined_by = excluded.joined_by where m.left_at is not null
      returning contact_id, list_id
    ), joined as (
      select m.contact_id, m.list_id, coalesce(s.before, 'null') as before
      from members m left join stays s using (contact_id, list_id))`;
}
