import { forEach } from "@/lib/connectors/calls";
import { Refusal, Unauthorized } from "@/lib/connectors/errors";
import { outbound } from "@/lib/connectors/outbound";
import { Checkouts } from "@/lib/connectors/stripe/checkouts";
import { eventTypes, readEvent } from "@/lib/connectors/stripe/events";
import { readFacts } from "@/lib/connectors/stripe/facts";
import { withHistory } from "@/lib/connectors/stripe/history";
import { Credentials, type StripeHttp, stripeHttp } from "@/lib/connectors/stripe/http";
import { list } from "@/lib/connectors/stripe/lists";
import { readCustomer, stripeId } from "@/lib/connectors/stripe/payloads";
import { atOnce, chargePage, salesById, sessionPage } from "@/lib/connectors/stripe/sales";
import { webhookCalls } from "@/lib/connectors/stripe/webhooks";
import type { Change, ConnectSettings, Page, StoreApi } from "@/lib/connectors/types";

/** Opens an account's API with a restricted key. Nothing is called yet; only wrong settings throw here. */
export function openAccount(settings: ConnectSettings): StoreApi {
  const credentials = Credentials.safeParse(settings.credentials);
  if (!credentials.success) throw new Unauthorized("The key is missing or damaged. Connect the account again.");
  const { key } = credentials.data;
  const http = stripeHttp({ key }, outbound({ allowPrivate: settings.apiUrl !== undefined }), settings.apiUrl);
  const checkouts = new Checkouts(http);
  const told = async (people: Change[]) => (settings.wholeHistory ? withHistory(http, people) : people);
  return {
    facts: () => readFacts(http, key),
    counts: async () => ({ customers: null, orders: null }),
    customers: async (cursor, since) => {
      // Changed customers come with the changed orders, from one journal.
      const page = since ? nobody : await allCustomers(http, cursor);
      return { ...page, items: await told(page.items) };
    },
    customersById: async (ids) => told(await forEach(ids, atOnce, (id) => customerById(http, id))),
    ordersById: (ids) => salesById(http, ids),
    orders: async (cursor, since) => {
      const page = await orders(http, checkouts, cursor, since);
      return { ...page, items: await told(page.items) };
    },
    customerIds: async (cursor) => {
      const { rows, next } = await list(http, "customers", {}, cursor);
      return { items: rows.flatMap((row) => stripeId(row.id) ?? []), next, total: null };
    },
    // A payment cannot be deleted, so nobody asks: `abilities.vanish`.
    orderIds: async () => ({ items: [], next: null, total: null }),
    writeConsent: async (choices) =>
      choices.map(({ externalId }) => ({ externalId, outcome: "declined", reason: "Stripe keeps no consent." })),
    ...webhookCalls(http),
  };
}

const nobody: Page<Change> = { items: [], next: null, total: null };
const day = 86_400_000;

/** Events are kept for thirty days; a gap near to that is closed by reading everything. */
const reaches = (since: Date): boolean => Date.now() - since.getTime() < 28 * day;

async function allCustomers(http: StripeHttp, cursor: string | null): Promise<Page<Change>> {
  const { rows, next, askedAt, clock } = await list(http, "customers", {}, cursor);
  return { items: rows.map((row) => readCustomer(row, askedAt)), next, total: null, clock };
}

async function customerById(http: StripeHttp, id: string): Promise<Change> {
  try {
    const { data, askedAt } = await http.get(`customers/${id}`);
    return readCustomer(data, askedAt);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return { kind: "customer-gone", externalId: id };
    throw error;
  }
}

type Part = "events" | "customers" | "sessions" | "charges";

/**
 * All: sessions, then charges of none. Changes: what the journal of events names, asked for; where it does not reach so
 * far back, everything, customers too. The cursor begins with its part.
 */
async function orders(
  http: StripeHttp,
  checkouts: Checkouts,
  cursor: string | null,
  since: Date | null,
): Promise<Page<Change>> {
  const [part, at] = cursor === null ? [firstPart(since), null] : placeIn(cursor);
  const page = await pageOf(http, checkouts, part, at, since);
  if (page.next !== null) return { ...page, next: `${part} ${page.next}` };
  const after = part === "customers" ? "sessions " : part === "sessions" ? "charges " : null;
  return { ...page, next: after };
}

const firstPart = (since: Date | null): Part => (since === null ? "sessions" : reaches(since) ? "events" : "customers");

function placeIn(cursor: string): [Part, string | null] {
  const space = cursor.indexOf(" ");
  return [cursor.slice(0, space) as Part, cursor.slice(space + 1) || null];
}

function pageOf(http: StripeHttp, checkouts: Checkouts, part: Part, at: string | null, since: Date | null) {
  if (part === "events") return changes(http, since, at);
  if (part === "customers") return allCustomers(http, at);
  return part === "charges" ? chargePage(http, checkouts, at) : sessionPage(http, at);
}

/** One page of events, newest first; each record they name is asked for once. */
async function changes(http: StripeHttp, since: Date | null, cursor: string | null): Promise<Page<Change>> {
  const from = Math.floor((since?.getTime() ?? 0) / 1000);
  const { rows, next, clock } = await list(http, "events", { "created[gte]": from, "types[]": eventTypes }, cursor);
  const told = rows.map(readEvent);
  const named = (of: "customer" | "order") => [
    ...new Set(told.flatMap((change) => (change.kind === "look" && change.of === of ? change.externalId : []))),
  ];
  const deleted = told.filter(({ kind }) => kind === "customer-gone");
  const people = await forEach(named("customer"), atOnce, (id) => customerById(http, id));
  return { items: [...deleted, ...people, ...(await salesById(http, named("order")))], next, total: null, clock };
}
