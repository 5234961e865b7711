/** Contacts that are known already: what the file tells replaces what is known as a member's edit does. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { titleOf } from "../row";
import type { Into } from "./merged";
import { sharers } from "./sharers";

/** A field of `contacts.edits` and its column. */
export const fields = {
  firstName: "first_name",
  lastName: "last_name",
  email: "email",
  phone: "phone",
  pushId: "push_id",
  birthday: "birthday",
  gender: "gender",
  language: "language",
  company: "company",
  line1: "line1",
  line2: "line2",
  postcode: "postcode",
  city: "city",
  region: "region",
  country: "country",
} as const;

/**
 * Writes fields that differ, and beside each what it was, for undo (`people.before`). A blank never replaces anything;
 * an e-mail address only fills a blank. With `update` false only comes back who was hidden. Gives whose key or presence
 * is to be derived anew, and how many the file says are subscribed who stay unsubscribed.
 */
export async function updateKnown(
  ctx: Working,
  { row }: Into,
  update: boolean,
): Promise<{ derive: number[]; keptUnsubscribed: number }> {
  const rows = await ctx.db.execute<{ id: string | null; left: string | null; kept: number }>(sql`
    with held as materialized (
      select p.line, p.contact_id, c.*, ${nextColumns(update)},
        ${staysOut(sql`p`)} as stays_out
      from people p
      cross join lateral (select * from contacts where org_id = ${ctx.orgId} and id = p.contact_id offset 0) c
      where not p.fresh and not p.same and p.contact_id is not null
    ), moved as materialized (
      select * from held h where ${row.kind === "contacts"} and (kept_at is null or gone_at is not null)
        or ${differs((name) => sql`h.${sql.identifier(name)}`)}
    ), noted as (
      select m.*, d.patch, d.before from moved m cross join lateral (
        select jsonb_object_agg(field, jsonb_build_object('value', value, 'at', now(), 'by', ${titleOf(row)}::text,
            'was', case when edits ? field then edits->field->'was' else to_jsonb(was) end)) as patch,
          jsonb_object_agg(field, jsonb_build_object('was', was, 'edit', edits->field, 'now', value)) as before
        from (values ${sql.join(
          Object.entries(fields).map(
            ([field, column]) =>
              sql`(${field}::text, m.${sql.identifier(column)}::text, m.${sql.identifier(`next_${column}`)}::text)`,
          ),
          sql`, `,
        )}) as v(field, was, value)
        where was is distinct from value
      ) d
    ), changed as (
      update contacts c set ${sql.join(
        Object.values(fields).map((column) => sql`${sql.identifier(column)} = n.${sql.identifier(`next_${column}`)}`),
        sql`, `,
      )}, email_typed = case when c.email is null and n.next_email is not null then n.next_email_typed
          else c.email_typed end,
        edits = c.edits || coalesce(n.patch, '{}'), kept_at = coalesce(c.kept_at, now()), deleted_at = null,
        phone_key = case when c.phone is distinct from n.next_phone then null else c.phone_key end, updated_at = now()
      from noted n where c.org_id = ${ctx.orgId} and c.id = n.contact_id
      returning c.id
    ), marked as (
      update people p set before = case when n.before is null then '{}' else jsonb_build_object('fields', n.before) end
        || case when n.gone_at is null then '{}' else jsonb_build_object('gone', n.gone_at, 'deleted', n.deleted_at) end
      from noted n where p.contact_id = n.contact_id and (n.before is not null or n.gone_at is not null)
    )
    select n.contact_id::text as id, n.phone as left, 0 as kept
    from noted n where n.gone_at is not null or n.phone is distinct from n.next_phone
    union all select null, null, count(*)::int from held where stays_out`);
  const moved = rows.filter(({ id }) => id !== null);
  const sharing = await sharers(
    ctx,
    row.storeId,
    moved.flatMap(({ left }) => left ?? []),
  );
  return {
    derive: [...moved.map(({ id }) => Number(id)), ...sharing],
    keptUnsubscribed: rows.find(({ id }) => id === null)?.kept ?? 0,
  };
}

/** Whether a contact `c` stays unsubscribed of whom the file (`told`) says otherwise. */
export const staysOut = (told: SQL) => sql`(
  c.email_consent = 'unsubscribed' and (${told}.email_claimed or ${told}.email_in is not null)
    and not coalesce(${told}.email_in > c.email_consent_at, false)
  or c.sms_consent = 'unsubscribed' and (${told}.sms_claimed or ${told}.sms_in is not null)
    and not coalesce(${told}.sms_in > c.sms_consent_at, false))`;

/** What a column is to be; as it is where the file says nothing, or nothing is to be replaced. */
function nextColumns(update: boolean): SQL {
  const next = Object.values(fields).map((column) => {
    const [mine, theirs] = [sql`c.${sql.identifier(column)}`, sql`p.${sql.identifier(column)}`];
    const value = !update
      ? mine
      : column === "email"
        ? sql`coalesce(${mine}, ${theirs})`
        : sql`coalesce(${theirs}, ${mine})`;
    return sql`${value} as ${sql.identifier(`next_${column}`)}`;
  });
  return sql.join([...next, sql`p.email_typed as next_email_typed`], sql`, `);
}

function differs(of: (name: string) => SQL): SQL {
  const columns = Object.values(fields);
  const row = (prefix: string) =>
    sql.join(
      columns.map((column) => of(`${prefix}${column}`)),
      sql`, `,
    );
  return sql`(${row("")}) is distinct from (${row("next_")})`;
}
