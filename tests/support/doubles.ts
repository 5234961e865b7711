/** What came twice in an organization, by what it is: nothing but empty lists where all is well. */
import { database } from "@/lib/tenancy";

export async function doublesIn(orgId: number): Promise<Record<string, readonly object[]>> {
  const { sql } = database();
  return {
    people: await sql`select email from contacts where org_id = ${orgId} and email is not null group by email
      having count(*) > 1`,
    facts: await sql`select fact from contact_events where org_id = ${orgId} and fact is not null group by fact
      having count(*) > 1`,
    births: await sql`select contact_id from contact_events where org_id = ${orgId} and kind = 'contact.created'
      and contact_id not in (select contact_id from contact_events where org_id = ${orgId} and kind = 'contact.merged')
      group by contact_id having count(*) > 1`,
    // Each change of mind starts where the one before it ended: a repeated one would not.
    evidence: await sql`select id, before, said_before from (
        select id, before, lag(after) over (partition by contact_id, channel order by id) as said_before
        from consent_evidence where org_id = ${orgId} and contact_id not in (
          select contact_id from contact_events where org_id = ${orgId} and kind = 'contact.merged')) e
      where before is distinct from coalesce(said_before, 'never')`,
    untold: await sql`select id from consent_evidence e where org_id = ${orgId} and before <> after
      and (select count(*) from consent_evidence o where o.org_id = ${orgId} and o.contact_id = e.contact_id
          and before <> after) <> (select count(*) from contact_events l where l.org_id = ${orgId}
          and l.contact_id = e.contact_id and l.kind = 'consent.changed')`,
  };
}
