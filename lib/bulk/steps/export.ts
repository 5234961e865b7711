import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { sql } from "drizzle-orm";
import { bulkFiles } from "@/db/schema";
import { activeSince, zoneOf } from "@/lib/contacts/active";
import { holdFiles } from "@/lib/contacts/erase/exports";
import { segmentNames } from "@/lib/contacts/segment-names";
import type { Working } from "@/lib/tenancy";
import { askedAt, type BulkRow, type Part, targets } from "../action";
import { columnsWith, csvLine, type Exported, type OwnColumn } from "../csv";

const pack = promisify(gzip);

/** One part of the file: the rows of these contacts, gzipped; the first part begins with the headings. */
export async function exportPart(ctx: Working, row: BulkRow, part: Part): Promise<number> {
  await holdFiles(ctx);
  const zone = await zoneOf(ctx);
  const columns = columnsWith(await fieldsOf(ctx, row));
  const rows = await ctx.db.execute<Exported>(contactsOf(ctx, row, part, zone));
  const lines = rows.map((one) => csvLine(columns.map(({ value }) => value(one))));
  // The mark that tells Excel it is UTF-8.
  const head = part.number === 0 ? `\uFEFF${csvLine(columns.map(({ title }) => title(zone)))}` : "";
  const body = await pack(head + lines.join(""));
  await ctx.db.insert(bulkFiles).values({ orgId: ctx.orgId, bulkId: row.id, part: part.number, body });
  return rows.length;
}

/** Those there were when it was asked for: every part of the file has the same columns. */
async function fieldsOf(ctx: Working, row: BulkRow): Promise<OwnColumn[]> {
  return ctx.db.execute<OwnColumn>(sql`
    select id::text as id, name from contact_fields where org_id = ${ctx.orgId} and created_at <= ${askedAt(row)}
    order by lower(name)`);
}

/** Who has been deleted or erased since is left out. Moments by the zone's clock. */
function contactsOf(ctx: Working, row: BulkRow, part: Part, zone: string) {
  const local = (name: string) => sql`to_char(${sql.raw(name)} at time zone ${zone}, 'YYYY-MM-DD"T"HH24:MI:SS')`;
  return sql`
    select c.public_id as id, coalesce(c.email_typed, c.email) as email, c.first_name as "firstName",
      c.last_name as "lastName", c.phone, c.push_id as "pushId", c.email_consent as "emailConsent",
      ${local("c.email_consent_at")} as "emailConsentAt", c.sms_consent as "smsConsent",
      ${local("c.sms_consent_at")} as "smsConsentAt", c.push_consent as "pushConsent",
      ${local("c.push_consent_at")} as "pushConsentAt",
      (select min(reason) from suppressions
        where org_id = ${ctx.orgId} and channel = 'email' and address = c.email) as suppressed,
      ${local("c.disabled_at")} as "disabledAt", ${local("c.excluded_at")} as "excludedAt",
      coalesce(a.last_interaction_at >= ${activeSince(zone).toISOString()}::timestamptz, false) as active,
      s.name as "storeName", s.platform, c.source, c.special_tags as "specialTags",
      array(select t.name from contact_tags ct join tags t on t.org_id = ct.org_id and t.id = ct.tag_id
        where ct.org_id = ${ctx.orgId} and ct.contact_id = c.id order by lower(t.name)) as tags,
      array(select l.name from list_members m join lists l on l.org_id = m.org_id and l.id = m.list_id
        where m.org_id = ${ctx.orgId} and m.contact_id = c.id and m.left_at is null and c.excluded_at is null
        order by lower(l.name)) as lists,
      ${segmentNames(ctx.orgId)} as segments,
      coalesce((select values from contact_values where org_id = ${ctx.orgId} and contact_id = c.id), '{}') as own,
      coalesce(a.spent, 0)::text as spent, s.currency, coalesce(a.orders, 0) as orders,
      ${local("a.last_interaction_at")} as "lastInteractionAt", c.birthday::text, c.gender, c.language, c.company,
      c.line1, c.line2, c.postcode, c.city, c.region, c.country, ${local("c.created_at")} as "createdAt"
    from (${targets(row, part)}) t
    join contacts c on c.org_id = ${ctx.orgId} and c.id = t.id and c.gone_at is null
    join stores s on s.org_id = c.org_id and s.id = c.store_id
    left join contact_activity a on a.org_id = ${ctx.orgId} and a.contact_id = c.id
    order by c.id`;
}
