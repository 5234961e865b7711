import { Unauthorized } from "@/lib/connectors/errors";
import { fieldsIn, text } from "@/lib/connectors/fields";
import { outbound } from "@/lib/connectors/outbound";
import { Credentials } from "@/lib/connectors/salesforce/approval";
import { campaignMembers, campaigns } from "@/lib/connectors/salesforce/campaigns";
import { readCounts, readFacts } from "@/lib/connectors/salesforce/facts";
import { rowsIn, type SalesforceHttp, salesforceHttp } from "@/lib/connectors/salesforce/http";
import { Columns, peoplePage } from "@/lib/connectors/salesforce/lists";
import { type Kind, readPerson, salesforceId } from "@/lib/connectors/salesforce/people";
import { writeConsent } from "@/lib/connectors/salesforce/write-consent";
import type { Change, ConnectSettings, Page, StoreApi } from "@/lib/connectors/types";

/** Opens an org's API with a session. Nothing is called yet; only wrong settings throw here. */
export function openOrg(settings: ConnectSettings): StoreApi {
  const credentials = Credentials.safeParse(settings.credentials);
  if (!credentials.success) throw new Unauthorized("The org's access is missing or damaged. Connect the org again.");
  const fetch = outbound({ allowPrivate: settings.apiUrl !== undefined });
  const http = salesforceHttp(settings.apiUrl ?? settings.url, credentials.data.accessToken, fetch);
  const columns = new Columns(http);
  let pages = 0;
  /** A page is always read, so that a pass goes on however little of the day is left; the next one may have to wait. */
  const people = (cursor: string | null, since: Date | null, of: Pick<Columns, "of"> = columns) => {
    const pause = http.pause();
    if (pages++ > 0 && pause) return Promise.reject(pause);
    return peoplePage(http, of, cursor, since);
  };
  return {
    facts: () => readFacts(http, columns, settings.url),
    counts: () => readCounts(http),
    // It tells of no order and of no yes.
    kinds: async () => ({ subscriber: 0, buyer: 0, contact: (await readCounts(http)).customers }),
    customers: async (cursor, since) =>
      // Changed people come with the pull of changes.
      since ? nobody : people(cursor, null),
    customersById: (ids) => peopleById(http, columns, ids),
    orders: async (cursor, since) =>
      since ? people(cursor, new Date(since.getTime() - overlap)) : { ...nobody, clock: new Date() },
    ordersById: async (ids) => ids.map((externalId) => ({ kind: "order-gone", externalId })),
    customerIds: async (cursor) => {
      const page = await people(cursor, null, bare);
      return { ...page, items: page.items.flatMap((change) => ("record" in change ? change.record.externalId : [])) };
    },
    orderIds: async () => ({ items: [], next: null, total: null }),
    groups: (cursor) => campaigns(http, cursor),
    groupMembers: (campaign, cursor) => campaignMembers(http, campaign, cursor),
    writeConsent: (choices) => writeConsent(http, choices),
    webhooks: async () => [],
    registerWebhook: () => Promise.reject(noWebhooks()),
    reviveWebhook: () => Promise.reject(noWebhooks()),
    removeWebhook: async () => {},
  };
}

const nobody: Page<Change> = { items: [], next: null, total: null };
const noWebhooks = () => new Error("Salesforce has no webhooks to register.");

/** A change is dated when it is made and seen when it is committed: what is a little older is read again. */
const overlap = 10 * 60_000;

/** What of a person is asked for to know that they are there. */
const bare = { of: async () => "Id,SystemModstamp" };

const kinds: [prefix: string, kind: Kind][] = [
  ["00Q", "Lead"],
  ["003", "Contact"],
];

/** Asked for together, by kind: an id begins with what it is of. Also in the bin: it tells what one was merged into. */
async function peopleById(http: SalesforceHttp, columns: Columns, wanted: string[]): Promise<Change[]> {
  const told = new Map<string, Change>();
  for (const [prefix, kind] of kinds) {
    const ids = wanted.flatMap((id) => (id.startsWith(prefix) ? (salesforceId(id) ?? []) : []));
    const select = ids.length > 0 ? await columns.of(kind) : null;
    for (let start = 0; select !== null && start < ids.length; start += 200) {
      const some = ids.slice(start, start + 200).map((id) => `'${id}'`);
      const { data } = await http.get("queryAll", {
        q: `SELECT ${select} FROM ${kind} WHERE Id IN (${some.join(",")})`,
      });
      for (const row of rowsIn(data))
        told.set(salesforceId(fieldsIn(row).Id) ?? text(row.Id) ?? "", readPerson(row, kind));
    }
  }
  return wanted.map((externalId) => told.get(externalId) ?? { kind: "customer-gone", externalId });
}
