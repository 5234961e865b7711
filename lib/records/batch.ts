/** What one batch says, reduced to the newest news per record; see absorb.ts. */
import type { Change, CustomerRecord, OrderRecord } from "@/lib/connectors/types";
import { type Addresses, addressesOf, nobody } from "@/lib/contacts/identity";

/**
 * A change and when it was known to be so: a delivery's arrival, a pull's start. `authority`: read from the store
 * itself just now, so it may lift a tombstone that an out-of-order deletion left.
 */
export type News = { change: Change; asOf: Date; authority: boolean };

/** `into`: whose an ended record's person is from now on. */
export type Said<R> = { record: R | null; addresses: Addresses; asOf: Date; authority: boolean; into?: string };

export type Batch = { customers: Map<string, Said<CustomerRecord>>; orders: Map<string, Said<OrderRecord>> };

/**
 * One entry per record, with its addresses read in the store's country: the newest by the platform's clock; a deletion
 * ends what was known before it.
 */
export function reduce(news: News[], country: string | null): Batch {
  const batch: Batch = { customers: new Map(), orders: new Map() };
  for (const { change, asOf, authority } of news) {
    const ended = { record: null, addresses: nobody, asOf, authority };
    if (change.kind === "customer-gone") keep(batch.customers, change.externalId, { ...ended, into: change.into });
    if (change.kind === "order-gone") keep(batch.orders, change.externalId, ended);
    if (change.kind === "customer")
      keep(batch.customers, change.record.externalId, { ...ended, record: change.record });
    if (change.kind === "order") keep(batch.orders, change.record.externalId, { ...ended, record: change.record });
  }
  for (const said of [...batch.customers.values(), ...batch.orders.values()]) {
    if (said.record) said.addresses = addressesOf(said.record.person, country);
  }
  return batch;
}

function keep<R extends { updatedAt: Date }>(map: Map<string, Said<R>>, id: string, said: Said<R>) {
  const known = map.get(id);
  if (!known || supersedes(said, known)) map.set(id, said);
}

function supersedes<R extends { updatedAt: Date }>(next: Said<R>, known: Said<R>): boolean {
  if (!next.record) return true;
  if (!known.record) return mayReturn(next.record.updatedAt, next, known.asOf);
  return next.record.updatedAt >= known.record.updatedAt;
}

/** Whether news of a living record beats a deletion known at `endedAt`. */
export function mayReturn(updatedAt: Date, said: { asOf: Date; authority: boolean }, endedAt: Date): boolean {
  return updatedAt > endedAt || (said.authority && said.asOf > endedAt);
}
