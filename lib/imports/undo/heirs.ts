/** What an undone import did, and a later file says too, is that file's from now on: undone with it, and not before. */
import { type SQL, sql } from "drizzle-orm";
import { asNoted, earlierOf, type Noted } from "@/lib/contacts/import-notes";
import { anyId, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { ImportRow } from "../row";
import type { Later } from "./later";

type Inherited = { import: number; contact: number; line: number; did: "created" | "updated"; choices: object | null };

/** Of the contacts that are still there. */
export async function passOn(ctx: Working, row: ImportRow, ids: SQL, later: Map<number, Later[]>): Promise<void> {
  if (later.size === 0) return;
  await passFieldsOn(ctx, row, ids, [...new Set([...later.values()].flat().map((one) => one.import))]);
  const rows = await ctx.db.execute<Noted>(sql`
    select m.contact_id::text as id, m.did, m.before->'choices' as choices, m.consent
    from import_changes m join contacts c on c.org_id = ${ctx.orgId} and c.id = m.contact_id
    where m.org_id = ${ctx.orgId} and m.import_id = ${row.id} and m.contact_id = ${ids} and m.undone_at is null`);
  const inherited = rows.flatMap((one) => heirsOf(one, later.get(Number(one.id)) ?? []));
  if (inherited.length === 0) return;
  await ctx.db.execute(sql`
    with heirs as (
      select * from ${rowsOf(inherited)} as r("import" bigint, contact bigint, line int, did text, choices jsonb)
    ), chunks as (
      select h.import, array_agg(distinct h.contact) as ids, (
        select chunk from import_chunks where org_id = ${ctx.orgId} and import_id = h.import and settled_at is not null
        order by chunk desc limit 1) as chunk
      from heirs h where not exists (
        select from import_changes where org_id = ${ctx.orgId} and contact_id = h.contact and import_id = h.import)
      group by h.import
    ), reached as (
      update import_chunks k set ids = k.ids || n.ids from chunks n
      where k.org_id = ${ctx.orgId} and k.import_id = n.import and k.chunk = n.chunk
    )
    insert into import_changes as m (org_id, import_id, contact_id, line, did, before)
    select ${ctx.orgId}, import, contact, line, did,
      case when choices <> 'null' then jsonb_build_object('choices', choices) end from heirs order by contact
    on conflict (org_id, contact_id, import_id) do update set
      did = case when excluded.did = 'created' then excluded.did else m.did end,
      before = case when excluded.before is null then m.before else coalesce(m.before, '{}') || jsonb_build_object(
        'choices', coalesce(nullif(m.before->'choices', 'null'), '{}') || (excluded.before->'choices')) end`);
}

/** Where a later file wrote over what this one wrote, its undo puts back what was there before both. */
async function passFieldsOn(ctx: Working, row: ImportRow, ids: SQL, files: number[]) {
  for (const part of ["fields", "custom"]) {
    const [mine, theirs] = [sql`m.before->${part}::text`, sql`n.before->${part}::text`];
    await ctx.db.execute(sql`
      update import_changes n set before = jsonb_set(n.before, array[${part}::text], (
        select jsonb_object_agg(f.key, case when f.value->'was' = ${mine}->f.key->'now'
          then f.value || (${mine}->f.key) - 'now' || jsonb_build_object('now', f.value->'now') else f.value end)
        from jsonb_each(${theirs}) f))
      from import_changes m
      where m.org_id = ${ctx.orgId} and m.import_id = ${row.id} and m.contact_id = ${ids} and m.undone_at is null
        and n.org_id = ${ctx.orgId} and n.contact_id = m.contact_id and n.import_id = ${anyId(files)}
        and n.undone_at is null and jsonb_typeof(${mine}) = 'object' and jsonb_typeof(${theirs}) = 'object'
        and ${theirs} <> '{}'`);
  }
}

/** The first later file has the contact; of a channel the first that speaks of it has what was before. */
function heirsOf(one: Noted, later: Later[]): Inherited[] {
  const heirs = new Map<Later, Record<string, object>>();
  if (one.did === "created" && later[0]) heirs.set(later[0], {});
  for (const channel of ["email", "sms"] as const) {
    const was = earlierOf(one, channel);
    const heir = was && later.find(({ told, moved }) => told[channel] !== null || moved.includes(channel));
    if (heir) heirs.set(heir, { ...heirs.get(heir), [channel]: asNoted(was) });
  }
  return [...heirs].map(([heir, choices]) => ({
    import: heir.import,
    contact: Number(one.id),
    line: heir.line,
    did: one.did === "created" && heir === later[0] ? "created" : "updated",
    choices: Object.keys(choices).length > 0 ? choices : null,
  }));
}
