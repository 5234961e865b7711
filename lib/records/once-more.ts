/**
 * Who bought once more, and of whom nothing else is new: the order is put at the end of the histories, where deriving
 * them anew would read all that was ever bought. What lib/contacts/derive.ts would write is written, or nothing.
 */
import { sql } from "drizzle-orm";
import { minuteOf, summedUp } from "@/lib/contacts/histories";
import { anyId, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Purchase } from "./entries";
import { itemsOf } from "./facts";
import type { Roster } from "./roster";

/**
 * `touched`: the contacts that have news. Those whose only news was one more order are brought up to date; gives the
 * others, which are to be derived. `told`: contacts of whom there is other news.
 */
export async function addOnceMore(
  ctx: Working,
  store: { currency: string },
  roster: Roster,
  touched: Set<number>,
  told: Set<number>,
): Promise<number[]> {
  const orders = [...onlyOrders(roster)].filter(([id]) => touched.has(id) && !told.has(id));
  if (orders.length === 0) return [...touched];
  const rows = orders.map(([id, { news, customerExternalId }]) => ({
    contact_id: id,
    account: customerExternalId,
    at: news!.createdAt,
    amount: news!.currency === store.currency ? news!.total : 0,
    is_foreign: news!.currency !== store.currency,
    products: itemsOf(news!)
      .sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
      .flatMap(({ productId }) => productId ?? []),
  }));
  const done = await ctx.db.execute<{ contact_id: string }>(sql`
    update contact_activity a set orders = a.orders + 1, spent = a.spent + r.amount, last_order_at = r.at,
      foreign_orders = a.foreign_orders + r.is_foreign::int,
      last_interaction_at = greatest(a.last_interaction_at, r.at), ordered_at = a.ordered_at || ${minuteOf(sql`r.at`)},
      order_sums = a.order_sums || ${summedUp(sql`(a.spent + r.amount)`)}, products = a.products || r.products,
      products_at = a.products_at || array_fill(${minuteOf(sql`r.at`)}, array[cardinality(r.products)])
    from ${rowsOf(rows)} as r(contact_id bigint, account text, at timestamptz, amount numeric(20,4), is_foreign boolean,
      products text[])
    where a.org_id = ${ctx.orgId} and a.contact_id = r.contact_id
      and a.contact_id = ${anyId(rows.map((row) => row.contact_id))}
      and a.orders > 0 and a.orders = cardinality(a.ordered_at) and a.last_order_at < r.at
      and not exists (select from store_customers s where s.org_id = ${ctx.orgId} and s.contact_id = a.contact_id
        and s.external_id <> r.account and s.ended_at is null)
    returning a.contact_id::text`);
  for (const row of done) touched.delete(Number(row.contact_id));
  return [...touched];
}

/** The new order of each contact that stands, undisturbed, on an account which tells everything that is shown of it. */
function onlyOrders(roster: Roster): Map<number, Purchase> {
  const found = new Map<number, Purchase>();
  const others = new Set<number>();
  for (const purchase of roster.purchases.values()) {
    const { contact, storedContact, changed } = purchase;
    if (!changed && contact?.id === (storedContact ?? undefined)) continue;
    const id = isOneMore(purchase, roster) ? contact!.id! : null;
    if (id !== null && !found.has(id)) found.set(id, purchase);
    else for (const one of [contact?.id, storedContact]) if (one) others.add(one);
  }
  for (const id of others) found.delete(id);
  return found;
}

function isOneMore(
  { id, news, endedAt, contact, customerExternalId, storedContact }: Purchase,
  roster: Roster,
): boolean {
  const account = customerExternalId === null ? undefined : roster.accounts.get(customerExternalId);
  if (id !== null || storedContact !== null || endedAt || news?.status !== "placed") return false;
  // What was consented with it may be the newest that is known of a person, and a language may be told by it alone.
  if (news.refunds.length + news.consents.length > 0 || news.person.language) return false;
  if (!account?.whole || account.endedAt) return false;
  return contact !== null && contact.id !== null && contact.plain && account.contact === contact;
}
