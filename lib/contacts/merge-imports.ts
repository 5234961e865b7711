/** What imports noted of two contacts that are one from now on, so that their undo still finds all they did. */
import { type SQL, sql } from "drizzle-orm";
import { type Choice, undecided, unite } from "@/lib/consent/consent";
import { choiceKey } from "@/lib/consent/stored";
import { anyId, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { asNoted, earlierOf, type Noted } from "./import-notes";

type Pair = { loser: number; survivor: number };

/** `choices`: those of both as they were before they were united. What was noted of the survivor stays. */
export async function moveImports(ctx: Working, pairs: Pair[], choices: ReadonlyMap<string, Choice>): Promise<void> {
  const rows = sql`${rowsOf(pairs)} as p(loser bigint, survivor bigint)`;
  const earlier = await earlierChoices(ctx, pairs, choices);
  await moveReached(ctx, rows);
  await moveChanges(ctx, rows);
  if (earlier.length > 0) await noteEarlier(ctx, earlier);
  await moveKnown(ctx, rows);
}

/** Undo goes by the ids of a chunk, so the survivor stands there too. */
async function moveReached(ctx: Working, rows: SQL) {
  await ctx.db.execute(sql`
    update import_chunks k set ids = ${renamed(rows)}
    where k.org_id = ${ctx.orgId} and (k.import_id, k.chunk) in (
      select h.import_id, h.chunk from ${rows} join import_changes m on m.org_id = ${ctx.orgId}
        and m.contact_id = p.loser
      join import_chunks h on h.org_id = ${ctx.orgId} and h.import_id = m.import_id and p.loser = any(h.ids)
      where m.undone_at is null)`);
}

async function moveChanges(ctx: Working, rows: SQL) {
  await ctx.db.execute(sql`insert into import_changes (org_id, import_id, contact_id, line, did, before, consent, tags,
      lists, undone_at)
    select m.org_id, m.import_id, p.survivor, m.line, m.did, m.before, m.consent, m.tags, m.lists, m.undone_at
    from ${rows} join import_changes m on m.contact_id = p.loser where m.org_id = ${ctx.orgId}
    on conflict do nothing`);
  const both = sql`import_changes x where x.org_id = ${ctx.orgId} and x.import_id = s.import_id
    and (x.contact_id = s.contact_id or x.contact_id in (select p.loser from ${rows} where p.survivor = s.contact_id))`;
  const united = (column: "lists" | "consent") => sql`(
    select jsonb_object_agg(l.key, l.value order by x.own)
    from (select x.${sql.identifier(column)} as told, x.contact_id = s.contact_id as own from ${both}) x,
      jsonb_each(x.told) l)`;
  await ctx.db.execute(sql`
    update import_changes s set
      tags = nullif(array(select distinct t from (select x.tags from ${both}) x, unnest(x.tags) t order by t), '{}'),
      lists = ${united("lists")}, consent = ${united("consent")}
    from (select distinct p.survivor, m.import_id from ${rows}
      join import_changes m on m.org_id = ${ctx.orgId} and m.contact_id = p.loser) g
    where s.org_id = ${ctx.orgId} and s.contact_id = g.survivor and s.import_id = g.import_id`);
  await ctx.db.execute(sql`delete from import_changes m using ${rows}
    where m.org_id = ${ctx.orgId} and m.contact_id = p.loser`);
}

const channels = ["email", "sms"] as const;

type Word = { contact: number; import: number; order: number; channel: (typeof channels)[number]; was: Choice };

/**
 * What the person had chosen before each import that spoke of it, had the two been one all along. Of whom it did not
 * speak it is what they had chosen before the next that did, for what later ones say is heard again by undo.
 */
async function earlierChoices(ctx: Working, pairs: Pair[], choices: ReadonlyMap<string, Choice>): Promise<Word[]> {
  const words = await wordsOf(ctx, [...new Set(pairs.flatMap(({ loser, survivor }) => [loser, survivor]))]);
  if (words.length === 0) return [];
  return [...new Set(pairs.map(({ survivor }) => survivor))].flatMap((contact) => {
    const losers = pairs.filter(({ survivor }) => survivor === contact).map(({ loser }) => loser);
    const people = [contact, ...losers];
    const theirs = words.filter((word) => people.includes(word.contact));
    return theirs.map(({ channel, order, import: at }) => {
      const before = people.map((id) => {
        const next = theirs.find((one) => one.contact === id && one.channel === channel && one.order >= order);
        return next?.was ?? choices.get(choiceKey(id, channel)) ?? undecided;
      });
      return { contact, import: at, order, channel, was: before.reduce(unite) };
    });
  });
}

/** What these contacts had chosen before each import that spoke of it, the earliest first. */
async function wordsOf(ctx: Working, contacts: number[]): Promise<Word[]> {
  const rows = await ctx.db.execute<Noted & { import: string; order: number }>(sql`
    select m.contact_id::text as id, m.import_id as import, m.did, m.before->'choices' as choices, m.consent,
      dense_rank() over (order by i.asked_at, i.id)::int as order
    from import_changes m join imports i on i.org_id = ${ctx.orgId} and i.id = m.import_id
    where m.org_id = ${ctx.orgId} and m.contact_id = ${anyId(contacts)} and m.undone_at is null order by 6`);
  return rows.flatMap((row) =>
    channels.flatMap((channel) => {
      const was = earlierOf(row, channel);
      return was ? [{ contact: Number(row.id), import: Number(row.import), order: row.order, channel, was }] : [];
    }),
  );
}

async function noteEarlier(ctx: Working, words: Word[]) {
  const rows = words.map(({ contact, import: at, channel, was }) => ({ contact, at, channel, was: asNoted(was) }));
  await ctx.db.execute(sql`
    update import_changes m set before = coalesce(m.before, '{}') || jsonb_build_object(
      'choices', coalesce(nullif(m.before->'choices', 'null'), '{}') || e.choices)
    from (select contact, at, jsonb_object_agg(channel, was) as choices
      from ${rowsOf(rows)} as r(contact bigint, at bigint, channel text, was jsonb) group by 1, 2) e
    where m.org_id = ${ctx.orgId} and m.contact_id = e.contact and m.import_id = e.at`);
}

/**
 * Whom later files found as they were, and what they said of them: it outlives the undo of an earlier one, so it is
 * looked for only where there is one. All that a file found is looked through for it, and it found only who is kept.
 */
async function moveKnown(ctx: Working, rows: SQL) {
  const known = await ctx.db.execute<{ import: string }>(sql`
    select distinct i.id as import from ${rows} join contacts c on c.org_id = ${ctx.orgId} and c.id = p.loser
    join imports i on i.org_id = ${ctx.orgId} and i.store_id = c.store_id
    where c.kept_at is not null and i.state <> 'undone'
      and exists (select from import_known where org_id = ${ctx.orgId} and import_id = i.id)
      and exists (select from imports e where e.org_id = ${ctx.orgId} and e.store_id = i.store_id
        and (e.asked_at, e.id) < (i.asked_at, i.id) and e.state <> 'undone')`);
  if (known.length === 0) return;
  await ctx.db.execute(sql`
    update import_known k set ids = ${renamed(rows)}
    where k.org_id = ${ctx.orgId} and k.import_id = ${anyId(known.map((one) => one.import))}
      and exists (select from unnest(k.ids) as u(id) join ${rows} on p.loser = u.id)`);
}

/** The ids of a stretch `k` in their order, the survivor in the place of whoever ends. */
const renamed = (rows: SQL) => sql`array(
  select coalesce(p.survivor, u.id) from unnest(k.ids) with ordinality u(id, n) left join ${rows} on p.loser = u.id
  order by u.n)`;
