/** Where every record of a store becomes contacts, orders, consent and timeline: webhooks and syncs both end here. */
import type { ConsentClaim } from "@/lib/connectors/types";
import { tellAccounts, tellSource } from "@/lib/consent/accounts";
import { type ContactClaim, hearClaims } from "@/lib/consent/apply";
import { hear, stateOf } from "@/lib/consent/consent";
import { type DerivedStore, derive } from "@/lib/contacts/derive";
import { type Kind, kinds, kindsOf, meets } from "@/lib/contacts/selection";
import { takeTurn } from "@/lib/contacts/turn";
import { keepPlans, together, type Working } from "@/lib/tenancy";
import { type Batch, type News, reduce } from "./batch";
import type { Entry } from "./entries";
import { findErased } from "./erased";
import { writeLabels } from "./labels";
import { addOnceMore } from "./once-more";
import { writeOrders } from "./orders";
import { writeAccounts, writeContacts } from "./people";
import { recall } from "./recall";
import type { Roster } from "./roster";
import { datedBy } from "./shown";
import { hasJoined } from "./stored";
import { showToldAnew } from "./told-anew";

/**
 * What is needed to know of a store to take its records in. `label` is what the merchant reads: "WooCommerce · Outlet".
 * `home`: the store whose contacts they become, mostly itself. `peopleOnly`: all it tells of is of the kind Contact.
 */
export type Receiving = {
  id: number;
  home: DerivedStore;
  label: string;
  country: string | null;
  currency: string;
  selection: readonly Kind[];
  peopleOnly: boolean;
};

/**
 * What became of a batch. Ids are the platform's, per kind of record: `stale` was older than what is known,
 * `passedOver` is of no kind the merchant takes, `erased` of somebody who was erased, `changed` counts records that
 * differ from what was stored.
 */
export type Absorbed = {
  changed: number;
  passedOver: Set<string>;
  erased: Set<string>;
  stale: Set<string>;
  contacts: number[];
};

export const recordKey = (kind: "customer" | "order", externalId: string) => `${kind} ${externalId}`;

/**
 * Takes in a batch of one store's records, in any order and any number of times: the platform's clock decides, the
 * newest wins per record (product.md, "Identity"). A store's batches wait for each other, so no two ever decide at
 * once.
 */
export async function absorb(outer: Working, store: Receiving, news: News[]): Promise<Absorbed> {
  const told = reduce(news, store.country);
  if (told.customers.size + told.orders.size === 0) {
    return { changed: 0, passedOver: new Set(), erased: new Set(), stale: new Set(), contacts: [] };
  }
  const ctx = await keepPlans(outer);
  const someErased = await takeTurn(ctx, store.home.id);
  const erased = someErased ? await erasedKeys(ctx, store, told) : new Set<string>();
  const batch = erased.size > 0 ? without(told, erased) : told;
  const choosy = store.selection.length < kinds.length;
  const rosterOf = await recall(ctx, store, batch, { standing: choosy });
  let roster = rosterOf(batch);
  roster.resolve();
  const optOuts: { entry: Entry; claim: ConsentClaim }[] = [];
  const passedOver = new Set<string>();
  if (choosy) {
    const refused = judge(store, roster, optOuts);
    if (refused.size > 0) {
      roster = rosterOf(without(batch, refused));
      roster.resolve();
      for (const key of refused) passedOver.add(key);
    }
  }
  const contacts = await write(ctx, store, roster, optOuts);
  return { changed: changedOf(roster), passedOver, erased, stale: staleOf(batch, roster, passedOver), contacts };
}

async function erasedKeys(ctx: Working, store: Receiving, told: Batch): Promise<Set<string>> {
  const { customers, orders } = await findErased(ctx, store, told);
  return new Set([
    ...[...customers].map((id) => recordKey("customer", id)),
    ...[...orders].map((id) => recordKey("order", id)),
  ]);
}

async function write(ctx: Working, store: Receiving, roster: Roster, optOuts: { entry: Entry; claim: ConsentClaim }[]) {
  const sharing = await writeContacts(ctx, store, roster);
  const rekeyed = [
    ...roster.merges.flatMap(({ survivor }) => roster.current(survivor)?.id ?? []),
    ...[...roster.entries].flatMap((entry) => (entry.id !== null && renamed(entry) ? [entry.id] : [])),
  ];
  const claims = [...claimsOf(roster), ...optOuts.map(({ entry, claim }) => ({ contactId: entry.id!, claim }))];
  const [ofAccounts, ofOrders, heard] = await together([
    writeAccounts(ctx, store, roster),
    writeOrders(ctx, store.id, roster),
    hearClaims(ctx, claims, store.label, store.id),
  ]);
  await writeLabels(ctx, store, roster);
  const told = new Set([...ofAccounts, ...heard, ...rekeyed, ...sharing]);
  const touched = new Set([...told, ...ofOrders]);
  await tellAccounts(
    ctx,
    [...roster.entries].flatMap((entry) => (isNewlyAccount(entry) ? [entry.id!] : [])),
  );
  if (hasJoined(store)) await tellSource(ctx, store.id, newlyKnown(roster));
  const derived = await addOnceMore(ctx, store, roster, new Set(touched), told);
  const others = new Set([...ofOrders, ...heard, ...rekeyed, ...sharing]);
  await derive(ctx, store.home, await showToldAnew(ctx, store, roster, derived, others), [...rekeyed, ...sharing]);
  return [...touched];
}

/** Known before as somebody without this account. */
const isNewlyAccount = ({ id, externalId, stored }: Entry) =>
  id !== null && stored !== null && externalId !== null && externalId !== stored.externalId;

/** Known before, and from now on by this source too; whom it shows as opted out it need not be told. */
const newlyKnown = (roster: Roster) =>
  [...roster.accounts.values()].flatMap(({ contact, storedContact, endedAt, shown }) => {
    const entry = roster.current(contact);
    const isNew = entry?.stored && entry.id !== storedContact && !endedAt && shown?.state !== "unsubscribed";
    return isNew ? [entry.id!] : [];
  });

/** Records of people who are of no kind that is taken. Of people already here, an opt-out is heard all the same. */
function judge(store: Receiving, roster: Roster, optOuts: { entry: Entry; claim: ConsentClaim }[]): Set<string> {
  const refused = new Set<string>();
  for (const [entry, facts] of peopleOf(roster)) {
    const choice = facts.claims.filter((claim) => claim.channel === "email").reduce(hear, entry.choice);
    const subscribed = stateOf(choice) === "subscribed";
    const own: Kind[] = store.peopleOnly ? ["contact"] : kindsOf({ subscribed, bought: facts.bought });
    if (meets(own, store.selection)) continue;
    for (const key of facts.keys) refused.add(key);
    if (entry.id === null) continue;
    for (const claim of facts.claims) if (claim.state === "unsubscribed") optOuts.push({ entry, claim });
  }
  return refused;
}

type Facts = { keys: string[]; claims: ConsentClaim[]; bought: boolean };

function peopleOf(roster: Roster): Map<Entry, Facts> {
  const people = new Map<Entry, Facts>();
  const factsOf = (entry: Entry) => {
    const facts = people.get(entry) ?? { keys: [], claims: [], bought: false };
    people.set(entry, facts);
    return facts;
  };
  const known = new Map<Entry, number>();
  for (const account of roster.accounts.values()) {
    const entry = roster.current(account.contact);
    if (!entry || account.endedAt) continue;
    const facts = factsOf(entry);
    facts.bought ||= account.hasBought;
    if (!account.fresh || !account.news) continue;
    facts.keys.push(recordKey("customer", account.externalId));
    facts.claims.push(...datedBy(account.shown, account.news.consents));
  }
  for (const purchase of roster.purchases.values()) {
    if (purchase.storedContact !== null && purchase.contact) {
      known.set(purchase.contact, (known.get(purchase.contact) ?? 0) + 1);
    }
    if (!purchase.contact || purchase.endedAt) continue;
    const facts = factsOf(purchase.contact);
    facts.bought ||= purchase.counts;
    if (!purchase.fresh || !purchase.news) continue;
    facts.keys.push(recordKey("order", purchase.externalId));
    facts.claims.push(...purchase.news.consents);
  }
  // Orders that this batch does not speak of are known only by their number.
  for (const [entry, facts] of people) facts.bought ||= entry.orders > (known.get(entry) ?? 0);
  return people;
}

function claimsOf(roster: Roster): ContactClaim[] {
  const claims: ContactClaim[] = [];
  for (const account of roster.accounts.values()) {
    const contactId = roster.current(account.contact)?.id;
    if (account.fresh && account.news && contactId) {
      const told = datedBy(account.shown, account.news.consents);
      claims.push(...told.map((claim) => ({ contactId, claim })));
    }
  }
  for (const purchase of roster.purchases.values()) {
    const contactId = purchase.contact?.id;
    if (purchase.fresh && purchase.news && contactId) {
      claims.push(...purchase.news.consents.map((claim) => ({ contactId, claim })));
    }
  }
  return claims;
}

const renamed = (entry: Entry) =>
  entry.stored !== null && (entry.externalId !== entry.stored.externalId || entry.email !== entry.stored.email);

function changedOf(roster: Roster): number {
  const records = [...roster.accounts.values(), ...roster.purchases.values()];
  return records.filter((record) => record.fresh && record.changed).length;
}

function without(batch: Batch, refused: Set<string>): Batch {
  const left = <R>(map: Map<string, R>, kind: "customer" | "order") =>
    new Map([...map].filter(([id]) => !refused.has(recordKey(kind, id))));
  return { customers: left(batch.customers, "customer"), orders: left(batch.orders, "order") };
}

function staleOf(batch: Batch, roster: Roster, passedOver: Set<string>): Set<string> {
  const stale = new Set<string>();
  for (const id of batch.customers.keys()) if (!roster.accounts.get(id)?.fresh) stale.add(recordKey("customer", id));
  for (const id of batch.orders.keys()) if (!roster.purchases.get(id)?.fresh) stale.add(recordKey("order", id));
  for (const key of passedOver) stale.delete(key);
  return stale;
}
