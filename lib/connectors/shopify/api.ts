import { z } from "zod";
import { Unauthorized } from "@/lib/connectors/errors";
import { fieldsIn } from "@/lib/connectors/fields";
import { outbound } from "@/lib/connectors/outbound";
import * as documents from "@/lib/connectors/shopify/documents";
import { readFacts } from "@/lib/connectors/shopify/facts";
import { listGroups, listMembers } from "@/lib/connectors/shopify/groups";
import { Credentials, type ShopifyHttp, shopifyHttp } from "@/lib/connectors/shopify/http";
import { countKinds } from "@/lib/connectors/shopify/kinds";
import { changed, type Listed, readCursor, whole } from "@/lib/connectors/shopify/lists";
import {
  checkoutPage,
  customerIds,
  customers,
  customersIn,
  customersNamed,
  idsIn,
  orderIds,
  orders,
  ordersIn,
  ordersNamed,
  type Reach,
  reachOf,
} from "@/lib/connectors/shopify/reading";
import { webhookCalls } from "@/lib/connectors/shopify/webhooks";
import { writeConsent } from "@/lib/connectors/shopify/write-consent";
import type { Change, ConnectSettings, Page, StoreApi } from "@/lib/connectors/types";

/** Opens a shop's API by its token. Nothing is called yet; only wrong settings throw here. */
export function openStore({ url, credentials, allowPrivate, apiUrl }: ConnectSettings): StoreApi {
  const given = Credentials.safeParse(credentials);
  if (!given.success) throw new Unauthorized("The store's token is missing or damaged. Connect the store again.");
  const http = shopifyHttp(apiUrl ?? url, given.data, outbound({ allowPrivate }));
  const count = (what: "customers" | "orders") => () => countsOf(http).then((told) => told[what]);
  let known: Promise<Reach> | undefined;
  const reach = () => {
    known ??= reachOf(http);
    return known;
  };
  return {
    facts: () => readFacts(http),
    counts: () => countsOf(http),
    kinds: () => countKinds(http),
    // Whether a change of consent moves a customer's date is not documented: every night all are read.
    customers: async (cursor) => customersIn(await whole(http, customers, cursor, count("customers"))),
    customersById: (ids) => customersNamed(http, ids),
    orders: (cursor, since) => (since ? changes(http, cursor, since, count) : allOrders(http, cursor, count("orders"))),
    ordersById: (ids) => ordersNamed(http, ids, reach),
    customerIds: async (cursor) => idsIn(await whole(http, customerIds, cursor, count("customers"))),
    orderIds: (cursor) => allOrderIds(http, cursor, count("orders")),
    groups: (cursor) => listGroups(http, cursor),
    groupMembers: (groupId, cursor) => listMembers(http, groupId, cursor),
    writeConsent: (choices, channel) => writeConsent(http, choices, channel),
    ...webhookCalls(http),
  };
}

async function countsOf(http: ShopifyHttp) {
  const { data } = await http.ask(documents.counts);
  const [people, sales] = [fieldsIn(data.customersCount).count, fieldsIn(data.ordersCount).count];
  return { customers: typeof people === "number" ? people : null, orders: typeof sales === "number" ? sales : null };
}

type Count = () => Promise<number | null>;

/** Where a pull is that goes through several lists, one after the other. */
const Part = z.object({ part: z.enum(["customers", "orders", "checkouts"]), at: z.string().nullable() });
type Part = z.infer<typeof Part>;

const placeIn = (cursor: string | null, first: Part["part"]): Part =>
  cursor === null ? { part: first, at: null } : readCursor(Part, cursor);

/** The next of the same part, or the beginning of the next. */
function onward<T>(page: Page<T>, part: Part["part"], then: Part["part"] | null): Page<T> {
  const place: Part | null = page.next !== null ? { part, at: page.next } : then && { part: then, at: null };
  return { ...page, next: place && JSON.stringify(place) };
}

const nothing = <T>(): Page<T> => ({ items: [], next: null, total: null });

async function allOrders(http: ShopifyHttp, cursor: string | null, count: Count): Promise<Page<Change>> {
  const { part, at } = placeIn(cursor, "orders");
  if (part === "checkouts") return onward((await checkoutPage(http, at, null)) ?? nothing(), part, null);
  return onward(await ordersIn(http, await whole(http, orders, at, count)), "orders", "checkouts");
}

async function allOrderIds(http: ShopifyHttp, cursor: string | null, count: Count): Promise<Page<string>> {
  const { part, at } = placeIn(cursor, "orders");
  if (part !== "checkouts") return onward(idsIn(await whole(http, orderIds, at, count)), "orders", "checkouts");
  const page = (await checkoutPage(http, at, null)) ?? nothing<Change>();
  const items = page.items.flatMap((change) => (change.kind === "order" ? change.record.externalId : []));
  return onward({ ...page, items }, part, null);
}

/** A change is dated when it is made and seen when it is committed: what is a little older is read again. */
const overlap = 10 * 60_000;

async function changes(
  http: ShopifyHttp,
  cursor: string | null,
  since: Date,
  count: (what: "customers" | "orders") => Count,
): Promise<Page<Change>> {
  const { part, at } = placeIn(cursor, "customers");
  const from = new Date(since.getTime() - overlap);
  if (part === "checkouts") return onward((await checkoutPage(http, at, from)) ?? nothing(), part, null);
  const list = part === "customers" ? customers : orders;
  const read = (listed: Listed) => (part === "customers" ? customersIn(listed) : ordersIn(http, listed));
  const then = part === "customers" ? "orders" : "checkouts";
  // What was too much for a list goes on as everything, under a cursor that says so.
  const everything = at?.startsWith("all ");
  const few = everything ? null : await changed(http, list, at, from);
  if (few) return onward(await read(few), part, then);
  const place = everything ? at!.slice(4) || null : null;
  const page = await read(await whole(http, list, place, count(part)));
  return onward({ ...page, next: page.next && `all ${page.next}` }, part, then);
}
