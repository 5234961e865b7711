/** Reads what is stored about the people of a batch, and makes the roster of it. */
import { hash } from "node:crypto";
import type { CustomerRecord, OrderRecord } from "@/lib/connectors/types";
import { type Choice, undecided } from "@/lib/consent/consent";
import { editOf } from "@/lib/contacts/edited";
import { type Addresses, nobody } from "@/lib/contacts/identity";
import type { Working } from "@/lib/tenancy";
import { type Batch, mayReturn, type Said } from "./batch";
import type { Account, Entry, Purchase } from "./entries";
import { JoinedRoster } from "./joined-roster";
import { Memory } from "./memory";
import { Roster } from "./roster";
import { shownBy } from "./shown";
import {
  type AccountRow,
  type ContactRow,
  hasJoined,
  type PurchaseRow,
  type StandingRow,
  type StoreFrame,
} from "./stored";

/**
 * Reads everything that the batch may touch. Gives a maker of rosters, each with a batch's newer records laid over what
 * is stored: one may be made, looked at and thrown away, then another of a part of the batch. `standing`: also what the
 * choice of kinds has to know.
 */
export async function recall(
  ctx: Working,
  store: StoreFrame,
  batch: Batch,
  { standing }: { standing: boolean },
): Promise<(part: Batch) => Roster> {
  const memory = new Memory(ctx, store);
  const told = [...addressesIn(batch.customers), ...addressesIn(batch.orders)];
  const owners = [...batch.orders.values()].flatMap((said) => said.record?.customerExternalId ?? []);
  const heirs = [...batch.customers.values()].flatMap(({ into }) => into ?? []);
  await Promise.all([
    memory.readAccounts([...batch.customers.keys(), ...owners, ...heirs]),
    memory.readPurchases([...batch.orders.keys()]),
    memory.readAliases(told),
  ]);
  await memory.readAccountsOfPurchases();
  await memory.readContacts(told);
  const joined = hasJoined(store);
  // What a source that joined tells of never takes an order from anybody: the address it was found by still leads
  // there.
  if (!joined) await readMovable(memory, batch, standing);
  if (standing) await memory.readStandings();
  return (part) => assemble(part, memory, joined);
}

/**
 * Orders outside the batch that may move, because the account or the address they hang on changes hands. Those of an
 * account that keeps its contact and its address do not, unless somebody is here of whom only a number is known: any
 * order with that number may tell who it is. `all`: theirs too.
 */
async function readMovable(memory: Memory, batch: Batch, all: boolean) {
  const told = [...batch.orders.values()].flatMap((said) => (said.record ? said.addresses : []));
  const named = [...memory.contacts.values(), ...memory.purchases.values(), ...told].every(({ email }) => email);
  const stay = !all && named && memory.aliases.size === 0;
  const accounts = new Set<string>();
  const emails = new Set<string | null>();
  for (const [id, said] of batch.customers) {
    const row = memory.accounts.get(id);
    const contact = row?.contact_id && !row.ended_at ? memory.contacts.get(row.contact_id) : undefined;
    if (stay && said.record && contact && keeps(contact, id, said.addresses)) continue;
    accounts.add(id);
    if (said.addresses.email) emails.add(said.addresses.email);
  }
  if (accounts.size === 0) return;
  const concerned = ({ external_id, email }: ContactRow) =>
    (external_id !== null && accounts.has(external_id)) || emails.has(email);
  const contacts = [...memory.contacts.values()].filter(concerned).map(({ id }) => id);
  if (!(await memory.readPurchasesOf([...accounts], contacts))) return;
  await memory.readAccountsOfPurchases();
  await memory.readContacts([]);
}

const keeps = (contact: ContactRow, accountId: string, { email }: Addresses) =>
  contact.external_id === accountId && contact.email === email && contact.edited_email === null;

const addressesIn = (records: Map<string, { addresses: Addresses }>) =>
  [...records.values()].map((said) => said.addresses);

function assemble(batch: Batch, memory: Memory, joined: boolean): Roster {
  // The older of two decides who stays, so they come in the order in which they were made.
  const rows = [...memory.contacts.values()].sort((a, b) => Number(a.id) - Number(b.id));
  const contacts = new Map(rows.map((row) => [Number(row.id), entryFrom(row, memory)]));
  const accounts = new Map([...memory.accounts].map(([id, row]) => [id, accountFrom(row, contacts)]));
  const purchases = new Map([...memory.purchases].map(([id, row]) => [id, purchaseFrom(row, contacts)]));
  for (const [id, said] of batch.customers) layAccount(accounts, id, said);
  for (const [id, said] of batch.orders) layPurchase(purchases, id, said);
  const RosterOf = joined ? JoinedRoster : Roster;
  return new RosterOf(contacts.values(), inOrder(accounts), inOrder(purchases));
}

/** As the store came to know them, whatever brought them here: who is first decides among equals. */
function inOrder<R extends { createdAt: Date; externalId: string }>(records: Map<string, R>): Map<string, R> {
  const earlier = ([, a]: [string, R], [, b]: [string, R]) =>
    a.createdAt.getTime() - b.createdAt.getTime() || (a.externalId < b.externalId ? -1 : 1);
  return new Map([...records].sort(earlier));
}

function layAccount(accounts: Map<string, Account>, id: string, said: Said<CustomerRecord>) {
  const known = accounts.get(id);
  if (!said.record) {
    accounts.set(id, {
      ...(known ?? unknownAccount(id, said.asOf)),
      tags: null,
      endedAt: said.asOf,
      into: said.into ?? null,
      news: null,
      fresh: true,
      changed: !known?.endedAt,
    });
    return;
  }
  const record = said.record;
  if (known?.endedAt && !mayReturn(record.updatedAt, said, known.endedAt)) return;
  if (known && !known.endedAt && record.updatedAt < known.updatedAt) return;
  const digest = digestOf(record);
  accounts.set(id, {
    externalId: id,
    addresses: said.addresses,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    endedAt: null,
    hasBought: record.hasBought,
    whole: false,
    shown: shownBy(record, said.asOf, known),
    tags: record.tags ?? known?.tags ?? null,
    tagsBefore: known?.tags ?? null,
    contact: known?.contact ?? null,
    storedContact: known?.storedContact ?? null,
    storedEmail: known?.storedEmail ?? null,
    into: null,
    untold: false,
    language: record.person.language ?? null,
    digest,
    before: known ?? null,
    news: record,
    fresh: true,
    changed: known?.endedAt !== null || known.digest !== digest,
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
  const digest = digestOf(record);
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
    digest,
    news: record,
    fresh: true,
    changed: known?.endedAt !== null || known.digest !== digest,
  });
}

/** When an undated record was read is nothing that it says, nor is what its products are called. */
function digestOf(record: (CustomerRecord & { products?: never }) | OrderRecord): string {
  const { undated, products } = record;
  const unsaid = { undated: undefined, products: undefined, ...(undated ? { updatedAt: undefined } : {}) };
  return hash("md5", JSON.stringify(undated || products ? { ...record, ...unsaid } : record), "base64url");
}

const told = { digest: "", news: null, fresh: true, changed: true };
const unlinked = { storedContact: null, storedEmail: null, into: null, untold: false, language: null, before: null };

function unknownAccount(externalId: string, at: Date): Account {
  const base = { addresses: nobody, createdAt: at, updatedAt: at, hasBought: false, whole: false, shown: null };
  return { ...base, ...unlinked, ...told, tags: null, tagsBefore: null, contact: null, externalId, endedAt: at };
}

function unknownPurchase(externalId: string, at: Date): Purchase {
  const base = { addresses: nobody, createdAt: at, updatedAt: at, counts: false, contact: null, storedContact: null };
  return { ...base, ...told, id: null, externalId, customerExternalId: null, endedAt: at };
}

function entryFrom(row: ContactRow, { standings, aliases }: Memory): Entry {
  const standing = standings.get(row.id);
  const edited = editOf(row.edited_email);
  return {
    id: Number(row.id),
    externalId: row.external_id,
    email: row.email,
    emailTyped: row.email_typed,
    phone: row.phone_key,
    bornAt: new Date(row.born_at),
    orders: standing?.orders ?? 0,
    choice: standing ? choiceFrom(standing) : undecided,
    edited,
    aliases: aliases.get(row.id) ?? [],
    plain: row.plain,
    stored: { externalId: row.external_id, email: row.email, edited },
    mergedInto: null,
  };
}

function choiceFrom({ opted_in_at, opted_out_at, claimed_at, pending_at }: StandingRow): Choice {
  const date = (text: string | null) => (text ? new Date(text) : null);
  return {
    optedInAt: date(opted_in_at),
    optedOutAt: date(opted_out_at),
    claimedAt: date(claimed_at),
    pendingAt: date(pending_at),
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
    whole: row.whole,
    tags: row.tags,
    tagsBefore: row.tags,
    shown: row.shown && row.shown_at ? { state: row.shown, at: new Date(row.shown_at) } : null,
    contact: row.contact_id ? (contacts.get(Number(row.contact_id)) ?? null) : null,
    storedContact: row.contact_id && !row.ended_at && !isUntold(row) ? Number(row.contact_id) : null,
    storedEmail: row.email,
    into: null,
    untold: false,
    language: row.language,
    before: null,
    digest: row.digest,
    news: null,
    fresh: false,
    changed: false,
  };
}

/** Kept for the one that another account became, until its own record comes. */
const isUntold = (row: AccountRow) => new Date(row.updated_at).getTime() === 0;

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
