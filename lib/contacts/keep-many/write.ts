/** The statements behind keep-many.ts: known people rewritten, new ones opened, each with a line on the timeline. */
import { sql } from "drizzle-orm";
import { anyId, eachText, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { type Field, fieldNames, fieldWords } from "../fields";
import type { Door } from "../keep";
import type { Given, Keys } from "../keep-many";
import type { Known } from "./look-up";
import { tellOpened } from "./opened";

/** `left` are addresses that lead to the contact from now on, and are not its own any more. */
export type Rewritten = {
  id: number;
  contact: Known;
  next: Partial<Record<Field, string>>;
  changed: Field[];
  email: string | null;
  externalId: string | null;
  left: string[];
};

const words = fieldNames.filter((field) => field !== "email");
const columnOf = (field: Field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columns = words.map((field) => sql.identifier(columnOf(field)));
const kinds = words.map(
  (field) => sql`${sql.identifier(columnOf(field))} ${sql.raw(field === "birthday" ? "date" : "text")}`,
);
const listed = sql.join(columns, sql`, `);
const typed = sql.join(kinds, sql`, `);

/** Names are never null. */
const stored = (field: Field, value: string) => (field.endsWith("Name") ? value : value || null);

const rowOf = (of: (field: Field) => string) =>
  Object.fromEntries(words.map((field) => [columnOf(field), stored(field, of(field))]));

export async function rewrite(ctx: Working, changes: Rewritten[], door: Door) {
  if (changes.length === 0) return;
  const rows = changes.map(({ id, contact, next, changed, email, externalId }) => ({
    id,
    ...rowOf((field) => next[field] ?? contact.fields[field]),
    email: next.email === undefined ? contact.email : email,
    email_typed: next.email === undefined ? contact.fields.email || null : next.email,
    external_id: externalId ?? contact.externalId,
    rekeyed: next.phone !== undefined,
    edits: editsOf(changed, next, (field) => (contact.edits[field] ? contact.edits[field].was : told(contact, field))),
    changes: changed.map((field) => ({ field: fieldWords[field], from: contact.fields[field], to: next[field] })),
  }));
  await ctx.db.execute(sql`
    with r as (
      select * from ${rowsOf(rows)} as r(id bigint, email text, email_typed text, external_id text, rekeyed boolean,
        edits jsonb, changes jsonb, ${typed})
    ), written as (
      update contacts c set (${listed}, email, email_typed, external_id) =
          (${sql.join(
            columns.map((column) => sql`r.${column}`),
            sql`, `,
          )}, r.email, r.email_typed, r.external_id),
        phone_key = case when r.rekeyed then null else c.phone_key end, edits = c.edits || ${dated(ctx, door)},
        kept_at = coalesce(c.kept_at, now()), deleted_at = null, updated_at = now()
      from r where c.org_id = ${ctx.orgId} and c.id = r.id and c.id = ${anyId(rows.map(({ id }) => id))}
      returning c.id
    )
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, id, 'contact.edited', now(), ${ctx.actor.kind}, ${ctx.actor.name},
      jsonb_build_object('changes', r.changes)
    from written join r using (id) where jsonb_array_length(r.changes) > 0`);
}

type Fresh = { n: number; keys: Keys; given: Given };

/**
 * Opens contacts; `ids` by place. A number that nobody holds is the key of the first who brings it, so that only those
 * who share one (`sharing`) are to be decided anew.
 */
export async function openPeople(
  ctx: Working,
  storeId: number,
  fresh: Fresh[],
  held: Map<string, Known>,
  door: Door,
): Promise<{ ids: Map<number, number>; sharing: number[] }> {
  if (fresh.length === 0) return { ids: new Map(), sharing: [] };
  const taken = new Set(held.keys());
  const rows = fresh.map(({ n, keys, given: { fields } }) => {
    const free = keys.phone !== null && !taken.has(keys.phone);
    if (keys.phone) taken.add(keys.phone);
    const told = (Object.keys(fields) as Field[]).filter((field) => field !== "email" && fields[field] !== "");
    return {
      n,
      ...rowOf((field) => fields[field] ?? ""),
      email: keys.email,
      email_typed: keys.emailTyped,
      external_id: keys.externalId,
      phone_key: free ? keys.phone : null,
      edits: editsOf(told, fields, (field) => (field.endsWith("Name") ? "" : null)),
    };
  });
  const made = await ctx.db.execute<{ id: string; email: string | null; phone: string | null; keyed: boolean }>(sql`
    insert into contacts (org_id, store_id, source, ${listed}, email, email_typed, external_id, phone_key, edits,
      born_at,
      kept_at)
    select ${ctx.orgId}, ${storeId}, ${door.source}, ${listed}, email, email_typed, external_id, phone_key,
      ${dated(ctx, door)}, now(), now()
    from ${rowsOf(rows)} as r(n int, email text, email_typed text, external_id text, phone_key text, edits jsonb,
      ${typed})
    order by n returning id, email, phone, phone_key is not null as keyed`);
  await tellOpened(
    ctx,
    made.map(({ id }) => Number(id)),
    door.from,
  );
  const places = new Map(fresh.map(({ n, keys }) => [keys.email ?? keys.phone, n]));
  return {
    ids: new Map(made.map(({ id, email, phone }) => [places.get(email ?? phone)!, Number(id)])),
    sharing: made.flatMap(({ id, phone, keyed }) => (phone && !keyed ? [Number(id)] : [])),
  };
}

/** Visible contacts with one of these numbers, whose key it may now be. */
export async function sharing(ctx: Working, storeId: number, phones: string[]): Promise<number[]> {
  if (phones.length === 0) return [];
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from ${eachText(new Set(phones))} as t(phone) cross join lateral (
      select id from contacts where org_id = ${ctx.orgId} and phone = t.phone and store_id = ${storeId}
        and gone_at is null offset 0 limit 50) c`);
  return rows.map(({ id }) => Number(id));
}

/** As the column held it before: what a later record is compared with. */
const told = (contact: Known, field: Field) =>
  field === "email" ? contact.email : stored(field, contact.fields[field]);

function editsOf(fields: Field[], next: Partial<Record<Field, string>>, was: (field: Field) => string | null) {
  return Object.fromEntries(fields.map((field) => [field, { value: next[field], was: was(field) }]));
}

/** When it was written and by whom is the same for all of them. */
const dated = (ctx: Working, door: Door) => sql`coalesce((
  select jsonb_object_agg(key,
    value || jsonb_build_object('at', now(), 'by', ${`${ctx.actor.name}, ${door.from}`}::text))
  from jsonb_each(r.edits)), '{}')`;
