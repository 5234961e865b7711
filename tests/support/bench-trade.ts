/** A store that has traded for years, made by SQL as `absorb` would have left it, and an inbox full of its news. */

import { woocommerce } from "@/lib/connectors/woocommerce";
import { database } from "@/lib/tenancy";
import { keep } from "@/lib/webhooks/inbox";
import { type Body, customerBody, families, names, orderBody, signed } from "./bench-deliveries";
import type { TestStore } from "./organization";

/** `people` accounts with an order each. Account n has the id n and the address pn@example.com; orders likewise. */
export async function fillStore(orgId: number, storeId: number, people: number) {
  const { sql } = database();
  await sql`insert into contacts (org_id, store_id, source, external_id, email, email_typed, phone, phone_key, first_name,
      last_name, line1, city, postcode, country, special_tags, born_at)
    select ${orgId}, ${storeId}, 'ecommerce', i::text, ${email(sql)}, ${email(sql)}, ${phone(sql)}, ${phone(sql)},
      (${names}::text[])[i % 10 + 1], (${families}::text[])[i / 10 % 10 + 1] || ' ' || i / 100,
      'Musterweg 1', 'Berlin', '10115', 'DE', '{buyer}', timestamptz '2026-11-01'
    from generate_series(1, ${people}::int) as i`;
  await sql`insert into store_customers (org_id, store_id, external_id, contact_id, updated_at, created_at, person)
    select org_id, store_id, external_id, id, born_at, born_at, jsonb_build_object('email', email, 'emailTyped', email,
      'phone', phone, 'firstName', first_name, 'lastName', last_name, 'address',
      jsonb_build_object('line1', line1, 'city', city, 'postcode', postcode, 'country', country))
    from contacts where org_id = ${orgId} and store_id = ${storeId}`;
  // Without statistics the join below is a nested loop over everything.
  await sql`analyze contacts, store_customers`;
  await sql`insert into orders (org_id, store_id, external_id, contact_id, number, status, platform_status, currency, total,
      customer_external_id, email, placed_at, updated_at, person)
    select c.org_id, c.store_id, c.external_id, c.id, c.external_id, 'placed', 'completed', 'EUR', 24, c.external_id,
      c.email, c.born_at, c.born_at, s.person from contacts c
    join store_customers s on s.org_id = c.org_id and s.store_id = c.store_id and s.external_id = c.external_id
    where c.org_id = ${orgId} and c.store_id = ${storeId}`;
  await sql`insert into contact_activity (org_id, contact_id, orders, spent, first_order_at, last_order_at,
      last_interaction_at, ordered_at, order_sums)
    select org_id, id, 1, 24, born_at, born_at, born_at, array[floor(extract(epoch from born_at) / 60)::int],
      array[240000]::bigint[] from contacts where org_id = ${orgId} and store_id = ${storeId}`;
  await sql`vacuum analyze contacts, store_customers, orders, contact_activity`;
}

const email = (sql: ReturnType<typeof database>["sql"]) => sql`'p' || i || '@example.com'`;
const phone = (sql: ReturnType<typeof database>["sql"]) => sql`'+49151' || lpad(i::text, 8, '0')`;

/**
 * `count` deliveries: of ten, three accounts that moved house, one new account, four new orders of accounts, one
 * changed order and one guest's first order every second time; so one in about seven tells of somebody new. Each round
 * is of other people, and each piece of news is a second later than the one before.
 */
export async function fillInbox(
  place: { orgId: number; store: TestStore; people: number },
  count: number,
  round: number,
) {
  const { orgId, store, people } = place;
  const waiting: Promise<void>[] = [];
  for (let at = 0; at < count; at++) {
    const delivery = newsOf(store, people, at, round);
    const { topic, objectId } = woocommerce.read(delivery, {});
    const dedupeKey = woocommerce.dedupeKey(delivery);
    waiting.push(keep({ orgId, storeId: store.id, topic, objectId, dedupeKey, ...delivery }));
  }
  await Promise.all(waiting);
}

function newsOf(store: TestStore, people: number, at: number, round: number) {
  const fresh = 10_000_000 * (round + 1) + at;
  const known = 1 + (((at + round * 50_021) * 7919) % people);
  const address = `p${known}@example.com`;
  const now = new Date(Date.UTC(2026, 10, 2) + (round * 100_000 + at) * 1000).toISOString().slice(0, 19);
  const placed = { date_created_gmt: now, date_modified_gmt: now, date_paid_gmt: now };
  const account = (id: number, email: string, more: Body = {}) =>
    customerBody(id, email, { date_modified_gmt: now, ...more });
  if (at % 10 < 3)
    return signed(store.secret, "customer.updated", movedTo(`Ring ${fresh}`, account(known, address, born)), fresh);
  if (at % 20 === 3) return signed(store.secret, "customer.created", account(fresh, `p${fresh}@example.com`));
  if (at % 20 === 14)
    return signed(store.secret, "order.created", orderBody(fresh, 0, `g${fresh}@example.com`, placed));
  if (at % 10 === 9)
    return signed(store.secret, "order.updated", orderBody(known, known, address, { date_modified_gmt: now }), fresh);
  return signed(store.secret, "order.created", orderBody(fresh, known, address, placed));
}

/** When `fillStore` says that its accounts were made. */
const born = { date_created_gmt: "2026-11-01T00:00:00" };

const movedTo = (line: string, body: Body): Body => ({
  ...body,
  billing: { ...(body.billing as Body), address_1: line },
});
