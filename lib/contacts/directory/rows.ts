/** One row of the contacts list, with everything its columns show, read for a page of ids at once. */
import { type SQL, sql } from "drizzle-orm";
import { eachId } from "@/lib/sets";
import { executeKept, type Working } from "@/lib/tenancy";
import { activeSince } from "../active";
import { segmentNames } from "../segment-names";
import { asText, type Order, orderBy } from "./sorts";

export type Consent = "never" | "pending" | "subscribed" | "unsubscribed";

/** Moments are ISO texts in UTC, money exact decimals in `currency`. `id` is the public id. */
export type Row = {
  id: string;
  email: string | null;
  phone: string | null;
  pushId: string | null;
  firstName: string;
  lastName: string;
  emailConsent: Consent;
  smsConsent: Consent;
  pushConsent: Consent;
  /** Why nobody may write to this address, whatever the consent. */
  suppressed: string | null;
  disabledAt: string | null;
  excludedAt: string | null;
  active: boolean;
  source: string;
  platform: string;
  storeName: string;
  specialTags: string[];
  tags: { name: string; colour: string }[];
  /** Names, in their order; while excluded, none. */
  segments: string[];
  /** How many it is on; while excluded, none. */
  lists: number;
  spent: string;
  currency: string;
  orders: number;
  lastInteractionAt: string | null;
  createdAt: string;
  language: string | null;
  country: string | null;
};

/** What `rowsOf` gives: the organization's time zone, by which a row is active, and the texts a cursor is made of. */
export type Placed = Omit<Row, "active"> & { zone: string; place: (string | null)[] };

/**
 * Reads the rows of `page` (see `rowsOf`). Prepared, because planning takes as long as reading: only for a page whose
 * plan is the same whatever it is asked for.
 */
export async function readRows(ctx: Working, page: SQL, order: Order): Promise<Placed[]> {
  return [...(await executeKept<Placed>(ctx.db, rowsOf(ctx.orgId, page, order, byKeys(order))))];
}

/** Reads these rows, in this order. */
export async function readFound(ctx: Working, ids: string[], order: Order): Promise<Placed[]> {
  const page = sql`select * from ${eachId(ids)} with ordinality as found(id, place)`;
  return [...(await executeKept<Placed>(ctx.db, rowsOf(ctx.orgId, page, order, sql`page.place`)))];
}

/** `page` is a query of (id, k0, k1, …) in any order; the rows come in the order's, or as `sorted` says. */
export function rowsOf(orgId: number, page: SQL, order: Order, sorted: SQL): SQL {
  return sql`
    with page as materialized (${page})
    select c.public_id as id, coalesce(c.email_typed, c.email) as email, c.phone, c.push_id as "pushId",
      c.first_name as "firstName", c.last_name as "lastName",
      c.email_consent as "emailConsent", c.sms_consent as "smsConsent", c.push_consent as "pushConsent",
      (select min(h.reason) from suppressions h
        where h.org_id = ${orgId} and h.channel = 'email' and h.address = c.email) as suppressed,
      ${iso(sql`c.disabled_at`)} as "disabledAt", ${iso(sql`c.excluded_at`)} as "excludedAt",
      c.source, s.platform, s.name as "storeName", c.special_tags as "specialTags",
      case when n.tags > 0 then (
        select json_agg(json_build_object('name', t.name, 'colour', t.colour) order by t.name)
        from contact_tags ct join tags t on t.org_id = ct.org_id and t.id = ct.tag_id
        where ct.org_id = ${orgId} and ct.contact_id = c.id) else '[]' end as tags,
      ${segmentNames(orgId)} as segments,
      case when c.excluded_at is null then coalesce(n.lists, 0) else 0 end as lists,
      coalesce(a.spent, 0)::text as spent, s.currency, coalesce(a.orders, 0) as orders,
      ${iso(sql`a.last_interaction_at`)} as "lastInteractionAt", ${iso(sql`c.created_at`)} as "createdAt",
      c.language, c.country,
      (select time_zone from organizations where id = ${orgId}) as zone,
      json_build_array(${sql.join(order.columns.slice(0, -1).map(asText), sql`, `)}) as place
    from page
    join contacts c on c.org_id = ${orgId} and c.id = page.id
    join stores s on s.org_id = ${orgId} and s.id = c.store_id
    left join contact_activity a on a.org_id = ${orgId} and a.contact_id = c.id
    left join contact_counts n on n.org_id = ${orgId} and n.contact_id = c.id
    order by ${sorted}`;
}

/** A row as it is shown: with whether it is active. */
export function shown({ place: _, zone, ...row }: Placed): Row {
  return { ...row, active: row.lastInteractionAt !== null && new Date(row.lastInteractionAt) >= activeSince(zone) };
}

const byKeys = (order: Order) =>
  orderBy(
    order,
    keys(order).map((key) => `page.${key}`),
  );

/** The names under which the inner query hands on its sort columns; the last is the tie. */
export function keys(order: Order): string[] {
  return order.columns.map((_, place) => (place === order.columns.length - 1 ? "id" : `k${place}`));
}

/** A moment as ISO text in UTC, to the microsecond. */
export function iso(name: SQL): SQL {
  return sql`to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
