/** Reads what is stored about the people of a batch, in three statements, and makes the roster of it. */
import { createHash } from "node:crypto";
import type { CustomerRecord, OrderRecord } from "@/lib/connectors/types";
import { type Choice, undecided } from "@/lib/consent/consent";
import { editOf } from "@/lib/contacts/edited";
import { nobody } from "@/lib/contacts/identity";
import type { Working } from "@/lib/tenancy";
import { type Batch, mayReturn, type Said } from "./batch";
import { type Account, type Entry, type Purchase, Roster } from "./roster";
import { shownBy } from "./shown";
import {
  type AccountRow,
  type ContactRow,
  type PurchaseRow,
  type StoreFrame,
  storedAccounts,
  storedContacts,
  storedPurchases,
} from "./stored";

/**
 * Reads everything that the batch may touch. Gives a maker of rosters, each with a batch's newer records laid over what
 * is stored: one may be made, looked at and thrown away, then another of a part of the batch.
 */
export async function recall(ctx: Working, store: StoreFrame, batch: Batch): Promise<(part: Batch) => Roster> {
  const people = [...batch.customers.values(), ...batch.orders.values()].map((said) => said.addresses);
  const accountIds = new Set(batch.customers.keys());
  for (const said of batch.orders.values()) {
    if (said.record?.customerExternalId) accountIds.add(said.record.customerExternalId);
  }
  const customerEmails = compact([...batch.customers.values()].map((said) => said.addresses.email));
  const purchaseRows = await storedPurchases(ctx, store, batch, customerEmails);
  for (const row of purchaseRows) if (row.customer_external_id) accountIds.add(row.customer_external_id);
  const accountRows = await storedAccounts(ctx, store, [...accountIds]);
  const contacts = await storedContacts(ctx, store, {
    externalIds: [...accountIds],
    emails: compact([...people.map((p) => p.email), ...purchaseRows.map((row) => row.email)]),
    phones: compact([...people.map((p) => p.phone), ...purchaseRows.map((row) => row.phone)]),
    ids: compact([...accountRows.map((row) => row.contact_id), ...purchaseRows.map((row) => row.contact_id)]).map(
      Number,
    ),
  });
  return (part) => assemble(part, contacts, accountRows, purchaseRows);
}

function assemble(
  batch: Batch,
  contactRows: ContactRow[],
  accountRows: AccountRow[],
  purchaseRows: PurchaseRow[],
): Roster {
  const contacts = new Map(contactRows.map((row) => [Number(row.id), entryFrom(row)]));
  const accounts = new Map(accountRows.map((row) => [row.external_id, accountFrom(row, contacts)]));
  const purchases = new Map(purchaseRows.map((row) => [row.external_id, purchaseFrom(row, contacts)]));
  for (const [id, said] of batch.customers) layAccount(accounts, id, said);
  for (const [id, said] of batch.orders) layPurchase(purchases, id, said);
  return new Roster(contacts.values(), accounts, purchases);
}

function layAccount(accounts: Map<string, Account>, id: string, said: Said<CustomerRecord>) {
  const known = accounts.get(id);
  if (!said.record) {
    accounts.set(id, {
      ...(known ?? unknownAccount(id, said.asOf)),
      endedAt: said.asOf,
      news: null,
      fresh: true,
      changed: !known?.endedAt,
    });
    return;
  }
  const record = said.record;
  if (known?.endedAt && !mayReturn(record.updatedAt, said, known.endedAt)) return;
  if (known && !known.endedAt && record.updatedAt < known.updatedAt) return;
  accounts.set(id, {
    externalId: id,
    addresses: said.addresses,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    endedAt: null,
    hasBought: record.hasBought,
    shown: shownBy(record, said.asOf, known),
    contact: known?.contact ?? null,
    digest: digestOf(record),
    news: record,
    fresh: true,
    changed: known?.endedAt !== null || known.digest !== digestOf(record),
  });
}

function layPurchase(purchases: Map<string, Purchase>, id: string, said: Said<OrderRecord>) {
  const known = purchases.get(id);
  if (!said.record) {
    const before = known ?? unknownPurchase(id, said.asOf);
    purchases.set(id, { ...before, endedAt: said.asOf, news: null, fresh: true, changed: !known?.endedAt });
    return;
  }
  const record = said.record;
  if (known?.endedAt && !mayReturn(record.updatedAt, said, known.endedAt)) return;
  if (known && !known.endedAt && record.updatedAt < known.updatedAt) return;
  purchases.set(id, {
    id: known?.id ?? null,
    externalId: id,
    customerExternalId: record.customerExternalId,
    addresses: said.addresses,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    endedAt: null,
    counts: record.status === "placed" || record.status === "refunded",
    contact: known?.contact ?? null,
    storedContact: known?.storedContact ?? null,
    digest: digestOf(record),
    news: record,
    fresh: true,
    changed: known?.endedAt !== null || known.digest !== digestOf(record),
  });
}

const digestOf = (record: object) => createHash("md5").update(JSON.stringify(record)).digest("base64url");

const told = { digest: "", news: null, fresh: true, changed: true };

function unknownAccount(externalId: string, at: Date): Account {
  const base = { addresses: nobody, createdAt: at, updatedAt: at, hasBought: false, shown: null, contact: null };
  return { ...base, ...told, externalId, endedAt: at };
}

function unknownPurchase(externalId: string, at: Date): Purchase {
  const base = { addresses: nobody, createdAt: at, updatedAt: at, counts: false, contact: null, storedContact: null };
  return { ...base, ...told, id: null, externalId, customerExternalId: null, endedAt: at };
}

function entryFrom(row: ContactRow): Entry {
  const date = (text: string | null) => (text ? new Date(text) : null);
  const choice: Choice =
    row.opted_in_at || row.opted_out_at || row.claimed_at || row.pending_at
      ? {
          optedInAt: date(row.opted_in_at),
          optedOutAt: date(row.opted_out_at),
          claimedAt: date(row.claimed_at),
          pendingAt: date(row.pending_at),
        }
      : undecided;
  const edited = editOf(row.edited_email);
  return {
    id: Number(row.id),
    externalId: row.external_id,
    email: row.email,
    emailTyped: row.email_typed,
    phone: row.phone_key,
    bornAt: new Date(row.born_at),
    kept: row.kept,
    gone: row.gone,
    orders: row.orders,
    choice,
    edited,
    aliases: row.aliases,
    stored: { externalId: row.external_id, email: row.email, edited },
    mergedInto: null,
  };
}

function accountFrom(row: AccountRow, contacts: Map<number, Entry>): Account {
  return {
    externalId: row.external_id,
    addresses: { ...nobody, email: row.email },
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    endedAt: row.ended_at ? new Date(row.ended_at) : null,
    hasBought: row.has_bought,
    shown: row.shown && row.shown_at ? { state: row.shown, at: new Date(row.shown_at) } : null,
    contact: row.contact_id ? (contacts.get(Number(row.contact_id)) ?? null) : null,
    digest: row.digest,
    news: null,
    fresh: false,
    changed: false,
  };
}

function purchaseFrom(row: PurchaseRow, contacts: Map<number, Entry>): Purchase {
  return {
    id: Number(row.id),
    externalId: row.external_id,
    customerExternalId: row.customer_external_id,
    addresses: { email: row.email, emailTyped: row.email, phone: row.phone },
    createdAt: new Date(row.placed_at),
    updatedAt: new Date(row.updated_at),
    endedAt: row.ended_at ? new Date(row.ended_at) : null,
    counts: row.counts,
    contact: row.contact_id ? (contacts.get(Number(row.contact_id)) ?? null) : null,
    storedContact: row.contact_id ? Number(row.contact_id) : null,
    digest: row.digest,
    news: null,
    fresh: false,
    changed: false,
  };
}

const compact = <T>(values: (T | null | undefined)[]) => [...new Set(values.filter((value) => value != null))] as T[];
