import { type SQL, sql } from "drizzle-orm";
import { uniteChoices } from "@/lib/consent/unite";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { moveImports } from "./merge-imports";

export type MergePair = { loser: number; survivor: number };

/**
 * Makes one contact of two: records, tags, lists, evidence and timeline go to the survivor, consent takes the strictest
 * (product.md, "Identity"), the loser's row ends. Totals are the caller's to derive. Pairs must not chain. The line of
 * the merge names the loser as its fact: links mailed to the loser find the survivor by it.
 */
export async function mergeContacts(ctx: Working, pairs: MergePair[]): Promise<void> {
  if (pairs.length === 0) return;
  const rows = sql`${rowsOf(pairs)} as p(loser bigint, survivor bigint)`;
  const choices = await uniteChoices(ctx, pairs);
  for (const table of [
    "orders",
    "store_customers",
    "checkouts",
    "contact_events",
    "consent_evidence",
    "form_signups",
    "contact_aliases",
    "segment_changes",
    "visitors",
    "privacy_demands",
  ]) {
    await ctx.db.execute(sql`update ${sql.identifier(table)} t set contact_id = p.survivor from ${rows}
      where t.org_id = ${ctx.orgId} and t.contact_id = p.loser`);
  }
  await moveWriteBacks(ctx, rows);
  await ctx.db.execute(sql`insert into contact_tags (org_id, tag_id, contact_id, added_at, added_by, store_label)
    select t.org_id, t.tag_id, p.survivor, t.added_at, t.added_by, t.store_label from ${rows} join contact_tags t
      on t.contact_id = p.loser
    where t.org_id = ${ctx.orgId} on conflict do nothing`);
  await uniteLists(ctx, rows);
  await ctx.db.execute(sql`insert into bulk_changes (org_id, contact_id, bulk_id, subject_id, before, undone_at)
    select b.org_id, p.survivor, b.bulk_id, b.subject_id, b.before, b.undone_at
    from ${rows} join bulk_changes b on b.contact_id = p.loser where b.org_id = ${ctx.orgId}
    on conflict do nothing`);
  await ctx.db.execute(sql`delete from bulk_changes b using ${rows}
    where b.org_id = ${ctx.orgId} and b.contact_id = p.loser`);
  await moveImports(ctx, pairs, choices);
  await uniteValues(ctx, rows);
  await ctx.db.execute(sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, fact,
    detail)
    select ${ctx.orgId}, p.survivor, 'contact.merged', now(), ${ctx.actor.kind}, ${ctx.actor.name},
      'merged ' || c.public_id,
      jsonb_build_object('other', coalesce(c.email_typed, c.phone, c.external_id))
    from ${rows} join contacts c on c.org_id = ${ctx.orgId} and c.id = p.loser`);
  await ctx.db.execute(sql`update contact_activity s set visited_at = greatest(s.visited_at, l.visited_at)
    from ${rows} join contact_activity l on l.org_id = ${ctx.orgId} and l.contact_id = p.loser
    where s.org_id = ${ctx.orgId} and s.contact_id = p.survivor and l.visited_at is not null`);
  await uniteRows(ctx, rows);
  await ctx.db.execute(sql`delete from contacts c using ${rows} where c.org_id = ${ctx.orgId} and c.id = p.loser`);
}

/** Values of the merchant's own fields: the survivor's stay, blanks are filled. */
async function uniteValues(ctx: Working, rows: SQL) {
  await ctx.db.execute(sql`insert into contact_values as v (org_id, contact_id, values)
    select l.org_id, p.survivor, l.values from ${rows} join contact_values l on l.contact_id = p.loser
    where l.org_id = ${ctx.orgId}
    on conflict (org_id, contact_id) do update set values = excluded.values || v.values`);
}

/**
 * On a list both were on, the newest word holds: to join it, or to leave it. Who left and joined at once has left. Where
 * both are on it the survivor's own stay goes on: what put the other there, an import say, may yet be undone.
 */
async function uniteLists(ctx: Working, rows: SQL) {
  const word = (of: string) => sql.raw(`(coalesce(${of}.left_at, ${of}.joined_at), ${of}.left_at is not null)`);
  await ctx.db.execute(sql`insert into list_members as s (org_id, list_id, contact_id, joined_at, joined_by, left_at)
    select distinct on (p.survivor, m.list_id) m.org_id, m.list_id, p.survivor, m.joined_at, m.joined_by, m.left_at
    from ${rows} join list_members m on m.contact_id = p.loser where m.org_id = ${ctx.orgId}
    order by p.survivor, m.list_id, ${word("m")} desc
    on conflict (org_id, list_id, contact_id) do update set joined_at = excluded.joined_at,
      joined_by = excluded.joined_by, left_at = excluded.left_at
    where ${word("excluded")} > ${word("s")} and (s.left_at is not null or excluded.left_at is not null)`);
}

/** What a store is still to hear of the loser it hears of the survivor: what both agreed to by then (uniteChoices). */
async function moveWriteBacks(ctx: Working, rows: SQL) {
  await ctx.db.execute(sql`
    insert into write_backs as w (org_id, store_id, contact_id, channel, asked_at)
    select t.org_id, t.store_id, p.survivor, t.channel, max(t.asked_at)
    from ${rows} join write_backs t on t.org_id = ${ctx.orgId} and t.contact_id = p.loser
    where t.state = 'waiting' group by 1, 2, 3, 4
    on conflict (org_id, contact_id, store_id, channel) do update set state = 'waiting', asked_at = excluded.asked_at,
      attempts = 0,
      next_at = now(), settled_at = null, reason = null
    where w.state <> 'waiting'`);
}

/**
 * What only the contact itself knows. Deleted is who was deleted twice; an edit of the survivor goes before the
 * loser's.
 */
async function uniteRows(ctx: Working, rows: SQL) {
  const own = ["company", "line1", "line2", "city", "region", "postcode", "country", "phone", "push_id"];
  const filled = [...own, "birthday", "gender", "language"].map((name) => {
    const column = sql.identifier(name);
    return sql`${column} = coalesce(s.${column}, l.${column})`;
  });
  await ctx.db.execute(sql`update contacts s set kept_at = coalesce(s.kept_at, l.kept_at),
      disabled_at = coalesce(s.disabled_at, l.disabled_at), excluded_at = coalesce(s.excluded_at, l.excluded_at),
      deleted_at = case when l.deleted_at is not null then s.deleted_at end,
      gone_at = case when l.gone_at is not null then s.gone_at end,
      edits = (l.edits - 'email') || s.edits, first_name = coalesce(nullif(s.first_name, ''), l.first_name),
      last_name = coalesce(nullif(s.last_name, ''), l.last_name), ${sql.join(filled, sql`, `)}, updated_at = now()
    from ${rows} join contacts l on l.org_id = ${ctx.orgId} and l.id = p.loser
    where s.org_id = ${ctx.orgId} and s.id = p.survivor`);
}
