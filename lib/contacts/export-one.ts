/**
 * Everything held on one person, for the person (product.md, "API and privacy"): every row that speaks of them, as it
 * is.
 */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { addressHashes } from "@/lib/address-hash";
import { audit } from "@/lib/audit";
import { permit } from "@/lib/permissions";
import { anyText } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { holdContact, OneContact } from "./held";

export const ExportContact = OneContact;

/** Sections in the order a person would read them; each a list of plain rows without inner ids. */
export type Exported = { contact: string; name: string; exportedAt: string; sections: Record<string, Fact[]> };
export type Fact = Record<string, unknown>;

/** @throws Failure not-found, forbidden */
export async function exportContact(ctx: Ctx, input: z.output<typeof ExportContact>): Promise<Exported> {
  permit(ctx, "contacts.export");
  return transact(ctx, async (ctx) => {
    const held = await holdContact(ctx, input.contact);
    const sections: Record<string, Fact[]> = {};
    for (const [title, rows] of Object.entries(queries(ctx, held.id))) {
      sections[title] = [...(await ctx.db.execute<Fact>(rows))];
    }
    sections.suppressions = await suppressionsOf(ctx, held);
    await audit(ctx, "contact.exported", `contact ${held.contact}`);
    // Somebody may have asked for it by way of their store.
    await ctx.db.execute(sql`update privacy_demands set state = 'done', contact_id = null, settled_at = now()
      where org_id = ${ctx.orgId} and contact_id = ${held.id} and state = 'open'`);
    const [{ firstName = "", lastName = "" } = {}] = sections.profile ?? [];
    const name = `${firstName} ${lastName}`.trim() || held.email || held.phone || "contact";
    return { contact: held.contact, name, exportedAt: new Date().toISOString(), sections };
  });
}

/** By its title: what is selected is all there is but inner ids and what is ours alone (digests, keys). */
function queries(ctx: Working, id: number) {
  const of = (alias: string) =>
    sql`${sql.identifier(alias)}.org_id = ${ctx.orgId} and ${sql.identifier(alias)}.contact_id = ${id}`;
  return {
    profile: sql`
      select c.public_id as id, s.name as store, s.platform, s.url as "storeAddress", c.external_id as "accountInStore",
        coalesce(c.email_typed, c.email) as email, c.phone, c.push_id as "pushId", c.first_name as "firstName",
        c.last_name as "lastName", c.birthday, c.gender, c.language, c.company, c.line1, c.line2, c.postcode, c.city,
        c.region, c.country, c.source, c.special_tags as "specialTags", c.email_consent as "emailConsent",
        c.email_consent_at as "emailConsentSince", c.sms_consent as "smsConsent", c.sms_consent_at as "smsConsentSince",
        c.push_consent as "pushConsent", c.push_consent_at as "pushConsentSince", c.disabled_at as "disabledSince",
        c.excluded_at as "excludedSince", c.edits as "writtenByMembers", c.born_at as "knownSince",
        c.created_at as "addedHere", c.updated_at as "changed", a.orders, a.spent::text as spent, s.currency,
        a.first_order_at as "firstOrder", a.last_order_at as "lastOrder", a.last_interaction_at as "lastInteraction"
      from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
      left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
      where c.org_id = ${ctx.orgId} and c.id = ${id}`,
    "other addresses": sql`select address from contact_aliases t where ${of("t")} order by address`,
    tags: sql`
      select g.name, t.added_at as added, t.added_by as by from contact_tags t
      join tags g on g.org_id = t.org_id and g.id = t.tag_id where ${of("t")} order by g.name`,
    lists: sql`
      select l.name, t.joined_at as joined, t.joined_by as by, t.left_at as "left" from list_members t
      join lists l on l.org_id = t.org_id and l.id = t.list_id where ${of("t")} order by l.name`,
    "own fields": sql`
      select f.name, v.value from contact_values t cross join lateral jsonb_each(t.values) v
      join contact_fields f on f.org_id = t.org_id and f.id = v.key::bigint where ${of("t")} order by f.name`,
    imports: sql`
      select i.file_name as file, t.line, t.did, i.asked_at as at, i.started_by as by, t.undone_at as undone
      from import_changes t join imports i on i.org_id = t.org_id and i.id = t.import_id where ${of("t")}
        order by i.id`,
    "consent, with its evidence": sql`
      select channel, before, after, method, source, evidence, effective_at as effective, recorded_at as recorded,
        actor_name as by from consent_evidence t where ${of("t")} order by id`,
    "consent, dates": sql`
      select channel, opted_in_at as "optedIn", opted_out_at as "optedOut", claimed_at as "shownByStoreSince",
        pending_at as "askedToConfirm" from consents t where ${of("t")} order by channel`,
    "sign-ups": sql`
      select f.name as form, t.email, t.given, t.agreement, t.page, t.asked_at as asked, t.confirmed_at as confirmed
      from form_signups t join forms f on f.org_id = t.org_id and f.id = t.form_id where ${of("t")} order by t.id`,
    browsers: sql`
      select t.key as id, t.email as "namedAs", t.first_seen_at as "firstSeen", t.seen_at as "lastSeen"
      from visitors t where ${of("t")} order by t.id`,
    "accounts in the store": sql`
      select external_id as account, created_at as created, updated_at as changed, ended_at as ended, person
      from store_customers t where ${of("t")} order by created_at`,
    orders: sql`
      select t.number, t.status, t.platform_status as "statusInStore", t.currency, t.total::text, t.refunded::text,
        t.placed_at as placed, t.paid_at as paid, t.completed_at as completed, t.updated_at as changed, t.coupons,
        t.person,
        (select coalesce(jsonb_agg(jsonb_build_object('name', i.name, 'sku', i.sku, 'quantity', trim_scale(i.quantity),
            'total', i.total::text) order by i.external_id), '[]')
          from order_items i where i.org_id = ${ctx.orgId} and i.order_id = t.id) as items,
        (select coalesce(jsonb_agg(jsonb_build_object('amount', r.amount::text, 'reason', r.reason, 'at', r.at)), '[]')
          from refunds r where r.org_id = ${ctx.orgId} and r.order_id = t.id) as refunds
      from orders t where ${of("t")} order by t.placed_at`,
    checkouts: sql`
      select started_at as started, completed_at as completed, abandoned_at as abandoned, currency, total::text, items,
        person from checkouts t where ${of("t")} order by started_at`,
    "choices told to the store": sql`
      select channel, state, asked_at as asked, settled_at as settled, reason from write_backs t where ${of("t")}`,
    timeline: sql`
      select kind, at, recorded_at as recorded, actor_kind as "actorKind", actor_name as by, detail
      from contact_events t where ${of("t")} order by at, id`,
  };
}

async function suppressionsOf(ctx: Working, { email, phone }: { email: string | null; phone: string | null }) {
  const hashes = [email, phone].flatMap((address) => (address ? addressHashes(ctx.orgId, address) : []));
  const rows = await ctx.db.execute<Fact>(sql`
    select channel, address, reason, note, added_at as added, added_by as by from suppressions
    where org_id = ${ctx.orgId} and address_hash = ${anyText(hashes)} order by added_at`);
  return [...rows];
}
