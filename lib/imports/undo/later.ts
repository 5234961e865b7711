/**
 * What files that were imported afterwards say of the same people: undoing an import takes back what it alone brought.
 * What a later file says too holds on, as that file's.
 */
import { sql } from "drizzle-orm";
import { type Channel, type Choice, hear } from "@/lib/consent/consent";
import { eachId, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { evidenceAfter } from "../merge/consents";
import type { ImportRow } from "../row";

/** One later import's word on a contact, "undated" where it told an opt-in without a date. */
export type Later = {
  import: number;
  line: number;
  askedAt: Date;
  told: Record<"email" | "sms", Date | "undated" | null>;
  /** Whether it moved that choice itself, and so keeps what was before. */
  moved: Channel[];
  evidence: string;
};

/** By inner ids of contacts, the earliest first; empty where no later file was imported into the store. */
export async function laterWords(ctx: Working, row: ImportRow, ids: number[]): Promise<Map<number, Later[]>> {
  const files = await laterImports(ctx, row);
  const words = new Map<number, Later[]>();
  if (files.length === 0) return words;
  const rows = await ctx.db.execute<Raw>(sql`
    with later as (select * from ${rowsOf(files.map(({ id, askedAt }, n) => ({ n, id, askedAt })))}
      as f(n int, id bigint, "askedAt" timestamptz)),
    asked as materialized (select id from ${eachId(ids)} as k(id)),
    known as (
      select f.n, u.* from later f join import_known w on w.org_id = ${ctx.orgId} and w.import_id = f.id
      cross join lateral unnest(w.ids, w.lines, w.email, w.sms) as u(id, line, email, sms)
      join asked on asked.id = u.id
    ), noted as (
      select f.n, m.contact_id as id, m.line, m.before->'choices' as choices, ${opened("email")}, ${opened("sms")}
      from asked cross join lateral (
        select * from import_changes where org_id = ${ctx.orgId} and contact_id = asked.id
          and undone_at is null offset 0
      ) m join later f on f.id = m.import_id
    )
    select n, id::text, coalesce(min(k.line), min(m.line)) as line, ${toldOf("email")} as email,
      ${toldOf("sms")} as sms,
      coalesce(bool_or(m.choices ? 'email'), false) as email_moved,
      coalesce(bool_or(m.choices ? 'sms'), false) as sms_moved
    from known k full join noted m using (n, id) group by n, id order by n`);
  for (const one of rows) {
    const { id, askedAt, evidence } = files[one.n]!;
    const told = { email: wordOf(one.email), sms: wordOf(one.sms) };
    const moved = [...(one.email_moved ? ["email" as const] : []), ...(one.sms_moved ? ["sms" as const] : [])];
    const word = { import: id, line: one.line, askedAt, told, moved };
    const before = words.get(Number(one.id)) ?? [];
    words.set(Number(one.id), [...before, { ...word, evidence: `Line ${one.line}${evidence}` }]);
  }
  return words;
}

type Raw = {
  n: number;
  id: string;
  line: number;
  email: string | null;
  sms: string | null;
  email_moved: boolean;
  sms_moved: boolean;
};

/** Of several stretches of the file: a date says more than none. */
const toldOf = (channel: "email" | "sms") => {
  const at = sql`k.${sql.identifier(channel)}`;
  const opened = sql`m.${sql.identifier(channel)}`;
  return sql`coalesce(max(${at}) filter (where ${at} < 'infinity'), max(${at}), max(${opened}))::text`;
};

/** What it said of somebody it opened, who became one with them since; said without a date is as of its run. */
const opened = (channel: "email" | "sms") => {
  const said = sql`m.consent->${channel}::text`;
  const at = sql`(${said}->>'at')::timestamptz`;
  return sql`case when m.did = 'created' and ${said}->>'after' = 'subscribed' then
    case when ${at} >= f."askedAt" then 'infinity' else ${at} end end as ${sql.identifier(channel)}`;
};

const wordOf = (text: string | null): Date | "undated" | null =>
  text === null ? null : text === "infinity" ? "undated" : new Date(text);

/** Of the same store, that were not undone themselves. */
async function laterImports(ctx: Working, row: ImportRow) {
  const rows = await ctx.db.execute<{ id: string; file: string; by: string; at: string; zone: string }>(sql`
    select i.id, i.file_name as file, i.started_by as by, i.asked_at::text as at, o.time_zone as zone
    from imports i join organizations o on o.id = i.org_id
    where i.org_id = ${ctx.orgId} and i.store_id = ${row.storeId} and i.kind <> 'suppressed'
      and (i.asked_at, i.id) > (${row.askedAt!.toISOString()}::timestamptz, ${row.id})
      and i.state not in ('undoing', 'undone')
    order by i.asked_at, i.id`);
  return rows.map(({ id, file, by, at, zone }) => {
    const askedAt = new Date(at);
    return { id: Number(id), askedAt, evidence: evidenceAfter({ fileName: file, startedBy: by, askedAt }, zone) };
  });
}

/** When the person opted in by a file's word: its own date, else when the file was imported; null where it says none. */
export const optedInBy = ({ told, askedAt }: Later, channel: "email" | "sms"): Date | null =>
  told[channel] === "undated" ? askedAt : told[channel];

/** A choice after the opt-ins of later files. */
export const withLater = (choice: Choice, channel: "email" | "sms", later: Later[]): Choice =>
  later.reduce((sum, one) => {
    const effectiveAt = optedInBy(one, channel);
    const claim = { channel, state: "subscribed", method: "import", evidence: one.evidence } as const;
    return effectiveAt ? hear(sum, { ...claim, explicit: one.told[channel] !== "undated", effectiveAt }) : sum;
  }, choice);
