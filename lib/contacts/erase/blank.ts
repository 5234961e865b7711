/** Takes a person out of every table they stand in. */
import { sql } from "drizzle-orm";
import { erasedReason } from "@/lib/erased";
import { anyId, anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { forgetInFiles } from "./exports";
import { forgetFiles } from "./files";
import { deliveriesOf, type Person, signupsOf } from "./person";

/**
 * Before the records forget whose they are: what came in about the person keeps no body, and is not applied any more.
 */
export async function blankDeliveries(ctx: Working, person: Person) {
  await ctx.db.execute(sql`
    with emptied as (
      update webhook_deliveries d set body = '' where ${deliveriesOf(ctx, person)} returning org_id, store_id, id
    ), taken as (
      delete from webhook_waiting w using emptied e
      where w.org_id = e.org_id and w.store_id = e.store_id and w.id = e.id
      returning w.store_id, w.id, w.attempts
    )
    insert into webhook_outcomes as o (org_id, store_id, id, state, reason, attempts)
    select ${ctx.orgId}, store_id, id, 'ignored', ${erasedReason}, coalesce(attempts, 0)
    from emptied left join taken using (store_id, id)
    on conflict (org_id, store_id, id) do update set reason = excluded.reason,
      state = case when o.state = 'applied' then 'applied' else 'ignored' end`);
}

/** `hash` marks the store's records as an erased person's: no later delivery of the same ids is taken in. */
export async function blank(ctx: Working, person: Person, hash: string) {
  const theirs = anyId(person.contacts);
  const mark = sql`jsonb_build_object('erased', ${hash}::text)`;
  await forgetFiles(ctx, importsOf(ctx, person));
  await forgetInFiles(ctx, person.contacts);
  await ctx.db.execute(sql`delete from form_signups where ${signupsOf(ctx, person)}`);
  await ctx.db.execute(sql`
    delete from visitors where org_id = ${ctx.orgId}
      and (contact_id = ${theirs} or email = ${anyText(person.emails)})`);
  await ctx.db.execute(sql`
    delete from store_group_members m using store_customers s
    where s.org_id = ${ctx.orgId} and s.contact_id = ${theirs}
      and m.org_id = ${ctx.orgId} and m.store_id = s.store_id and m.external_id = s.external_id`);
  for (const table of whole) {
    await ctx.db.execute(
      sql`delete from ${sql.identifier(table)} where org_id = ${ctx.orgId} and contact_id = ${theirs}`,
    );
  }
  await ctx.db.execute(sql`
    update refunds set reason = null where org_id = ${ctx.orgId} and reason is not null
      and order_id in (select id from orders where org_id = ${ctx.orgId} and contact_id = ${theirs})`);
  await ctx.db.execute(sql`
    update orders set person = ${mark}, email = null, phone = null, customer_external_id = null, digest = ''
    where org_id = ${ctx.orgId} and contact_id = ${theirs}`);
  for (const table of ["store_customers", "checkouts"]) {
    await ctx.db.execute(sql`
      update ${sql.identifier(table)} set person = ${mark} where org_id = ${ctx.orgId} and contact_id = ${theirs}`);
  }
  await ctx.db.execute(sql`
    update audit_trail set detail = detail - 'statement' - 'reason'
    where org_id = ${ctx.orgId} and subject in (
      select 'contact ' || public_id from contacts where org_id = ${ctx.orgId} and id = ${theirs})`);
  await ctx.db.execute(sql`
    update privacy_demands set state = 'done', who = '{}', contact_id = null, settled_at = now()
    where org_id = ${ctx.orgId} and contact_id = ${theirs}`);
  await blankRefused(ctx, person);
  await forgetTold(ctx, theirs);
  await blankContacts(ctx, theirs);
  await tellErased(ctx, theirs);
}

/** Messages to endpoints, and answers that programs were given: they speak of the person. */
async function forgetTold(ctx: Working, theirs: ReturnType<typeof anyId>) {
  await ctx.db.execute(sql`delete from endpoint_messages where org_id = ${ctx.orgId} and contact_ref = ${theirs}`);
  await ctx.db.execute(sql`
    delete from api_answers a using contacts c
    where a.org_id = ${ctx.orgId} and c.org_id = ${ctx.orgId} and c.id = ${theirs}
      and position(c.public_id::text in a.body) > 0`);
}

/** The one line that is left tells nobody who it was, and endpoints that somebody is gone. */
async function tellErased(ctx: Working, theirs: ReturnType<typeof anyId>) {
  await ctx.db.execute(sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind)
    select org_id, id, 'contact.erased', now(), ${ctx.actor.kind} from contacts where org_id = ${ctx.orgId}
      and id = ${theirs}`);
}

/**
 * Inner ids of imports whose file speaks of the person: it changed one of their contacts, or a row of theirs was
 * refused.
 */
const importsOf = (ctx: Working, person: Person) => sql`
  select import_id from import_changes where org_id = ${ctx.orgId} and contact_id = ${anyId(person.contacts)}
  union select import_id from import_rejects where ${refusedOf(ctx, person)}`;

const refusedOf = (ctx: Working, { emails, phones }: Person) => sql`org_id = ${ctx.orgId} and exists (
  select from jsonb_array_elements_text(cells) c where lower(trim(c)) = ${anyText([...emails, ...phones])})`;

/** Rows of imports that were not taken, where a cell is one of the person's addresses. */
async function blankRefused(ctx: Working, person: Person) {
  await ctx.db.execute(sql`
    update import_rejects set cells = '[]', column_index = null, reason = 'erased'
    where ${refusedOf(ctx, person)}`);
}

const whole = [
  ...["contact_events", "consent_evidence", "consents", "contact_tags", "list_members", "contact_aliases"],
  ...["write_backs", "bulk_changes", "import_changes", "contact_values"],
];

/** The row stays, nameless and hidden for good: orders hang on it as figures of the store. */
async function blankContacts(ctx: Working, theirs: ReturnType<typeof anyId>) {
  const nothing = [
    ...["external_id", "email", "email_typed", "phone", "phone_key", "push_id", "birthday", "gender", "language"],
    ...["company", "line1", "line2", "city", "region", "postcode", "country", "kept_at", "disabled_at", "excluded_at"],
    ...["email_consent_at", "sms_consent_at", "push_consent_at"],
  ].map((column) => sql`${sql.identifier(column)} = null`);
  await ctx.db.execute(sql`
    update contacts set ${sql.join(nothing, sql`, `)}, first_name = '', last_name = '', special_tags = '{}',
      edits = '{}',
      email_consent = 'never', sms_consent = 'never', push_consent = 'never',
      erased_at = now(), deleted_at = 'infinity', gone_at = coalesce(gone_at, now()), updated_at = now()
    where org_id = ${ctx.orgId} and id = ${theirs}`);
}
