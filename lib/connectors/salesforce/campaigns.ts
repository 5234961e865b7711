/**
 * Campaigns as the groups of an org: who was added to one, as Contact or as Lead. Only read, page behind page by id.
 */
import { Refusal } from "@/lib/connectors/errors";
import { text } from "@/lib/connectors/fields";
import { rowsIn, type SalesforceHttp } from "@/lib/connectors/salesforce/http";
import { salesforceId, time } from "@/lib/connectors/salesforce/people";
import type { GroupRecord, Page } from "@/lib/connectors/types";

const pageSize = 2000;

/** None where the user may not see campaigns. */
export async function campaigns(http: SalesforceHttp, cursor: string | null): Promise<Page<GroupRecord>> {
  const q = `SELECT Id,Name,LastModifiedDate FROM Campaign WHERE Id > '${idIn(cursor)}' ORDER BY Id LIMIT ${pageSize}`;
  const { rows, next } = await page(http, q).catch((error) => {
    if (error instanceof Refusal && error.code === "INVALID_TYPE") return { rows: [], next: null };
    throw error;
  });
  const items = rows.flatMap((row): GroupRecord[] => {
    const externalId = salesforceId(row.Id);
    if (!externalId) return [];
    return [{ externalId, name: text(row.Name) ?? "", updatedAt: time(row.LastModifiedDate) }];
  });
  return { items, next, total: null };
}

/**
 * A Lead that became a Contact stays in the campaign as that one. @throws Refusal with 404 when there is no such
 * campaign
 */
export async function campaignMembers(
  http: SalesforceHttp,
  campaign: string,
  cursor: string | null,
): Promise<Page<string>> {
  const where = `CampaignId = '${idIn(campaign)}' AND Id > '${idIn(cursor)}'`;
  const q = `SELECT Id,ContactId,LeadId FROM CampaignMember WHERE ${where} ORDER BY Id LIMIT ${pageSize}`;
  const { rows, next } = await page(http, q);
  // Of a campaign that is no more nobody is a member: its list is as empty as that of one without any.
  if (cursor === null && rows.length === 0) await assertThere(http, campaign);
  const items = rows.flatMap((row) => salesforceId(row.ContactId) ?? salesforceId(row.LeadId) ?? []);
  return { items, next, total: null };
}

async function assertThere(http: SalesforceHttp, campaign: string) {
  const { rows } = await page(http, `SELECT Id FROM Campaign WHERE Id = '${idIn(campaign)}' LIMIT 1`);
  if (rows.length === 0) throw new Refusal(404, "NOT_FOUND", "The org has no such campaign any more.");
}

/** A page that Salesforce cuts short is one like any other: what is behind its last record is asked for next. */
async function page(http: SalesforceHttp, q: string) {
  const { data } = await http.get("query", { q });
  const rows = rowsIn(data);
  const whole = (data as { done?: unknown }).done !== false && rows.length < pageSize;
  return { rows, next: whole ? null : (salesforceId(rows.at(-1)?.Id) ?? null) };
}

const idIn = (given: string | null) => salesforceId(given) ?? "";
