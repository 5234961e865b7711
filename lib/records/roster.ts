/**
 * Who is who in one store, for the records of one batch. Pure: it decides in memory, people.ts and orders.ts make it
 * so. An account owns its contact; an order belongs to its account's contact, else to its e-mail address's, else to its
 * phone number's. Because this looks only at the records as they stand, any order of arrival ends in the same contacts.
 */
import { stands } from "@/lib/contacts/edited";
import type { Addresses } from "@/lib/contacts/identity";
import { type Account, type Entry, type Purchase, untoldOf } from "./entries";

export class Roster {
  readonly entries = new Set<Entry>();
  readonly merges: { loser: Entry; survivor: Entry }[] = [];
  private byExternal = new Map<string, Entry>();
  private byEmail = new Map<string, Entry>();
  private byPhone = new Map<string, Entry>();
  private byAlias = new Map<string, Entry>();
  /** Addresses by which a contact that was merged by hand is to be found from now on. */
  readonly aliased: { entry: Entry; address: string }[] = [];

  constructor(
    stored: Iterable<Entry>,
    readonly accounts: Map<string, Account>,
    readonly purchases: Map<string, Purchase>,
  ) {
    for (const entry of stored) this.add(entry);
  }

  /** Settles every account of the batch, then every order that is in the batch or may have to move. */
  resolve() {
    for (const account of this.accounts.values()) {
      if (!account.fresh) continue;
      if (account.endedAt) this.release(account);
    }
    for (const account of [...this.accounts.values()]) if (account.fresh && account.into) this.unite(account);
    for (const account of this.accounts.values()) {
      if (account.fresh && !account.endedAt && !account.untold) this.claim(account);
    }
    for (const purchase of this.purchases.values()) {
      if (!purchase.endedAt) purchase.contact = this.owner(purchase);
    }
    // A later order may have shown that an earlier one's contact is somebody else's number.
    for (const purchase of this.purchases.values()) purchase.contact = this.current(purchase.contact);
  }

  /** Follows merges to the contact that stands. */
  current(entry: Entry | null): Entry | null {
    let standing = entry;
    while (standing?.mergedInto) standing = standing.mergedInto;
    return standing;
  }

  /** Whether its number leads to it and not to somebody the store knew before. */
  hasNumber(entry: Entry): boolean {
    return entry.phone !== null && this.byPhone.get(entry.phone) === entry;
  }

  protected release(account: Account) {
    const contact = this.byExternal.get(account.externalId);
    account.contact = this.current(account.contact) ?? contact ?? null;
    if (!contact) return;
    this.byExternal.delete(account.externalId);
    contact.externalId = null;
  }

  protected claim(account: Account) {
    const { email, phone } = account.addresses;
    let contact = this.byExternal.get(account.externalId) ?? null;
    if (!contact && this.speaksFor(account)) return;
    const holder = email ? this.holderOf(email) : undefined;
    if (holder && holder !== contact) {
      // Two accounts of a store never share an address: the other one's is out of date and will be told anew.
      if (holder.externalId) this.yieldEmail(holder, email);
      else contact = contact ? this.merge(contact, holder) : holder;
    }
    contact ??= this.phoneOnly(phone) ?? this.open(account.addresses, account.createdAt);
    contact.externalId = account.externalId;
    this.byExternal.set(account.externalId, contact);
    if (!stands(contact.edited, email, account.updatedAt)) {
      contact.edited = null;
      this.setEmail(contact, email, account.addresses.emailTyped);
    }
    account.contact = this.absorbPhoneOnly(contact, phone);
  }

  /**
   * The platform made one account of two. One that was not told of yet inherits the contact, and its words come later.
   */
  private unite(ended: Account) {
    const loser = this.current(ended.contact);
    const heir = loser && this.heirOf(ended);
    if (!heir || heir.endedAt) return;
    const own = this.current(heir.contact);
    const email = loser.email;
    if (own) heir.contact = own === loser ? own : this.mergeInto(own, loser);
    else {
      heir.contact = loser;
      heir.storedEmail = email;
      if (!loser.externalId) this.giveKey(loser, heir);
    }
    if (email) this.lead(email, heir.contact);
  }

  protected giveKey(contact: Entry, account: Account) {
    contact.externalId = account.externalId;
    this.byExternal.set(account.externalId, contact);
  }

  /** The account that this one became, in as many steps as it took; made up where nothing was told of it yet. */
  private heirOf(ended: Account): Account | null {
    const passed = new Set([ended]);
    let heir: Account | undefined = ended;
    while (heir.into && heir.endedAt) {
      const next: Account = this.accounts.get(heir.into) ?? untoldOf(heir.into, ended);
      if (passed.has(next)) return null;
      passed.add(next);
      this.accounts.set(next.externalId, next);
      heir = next;
    }
    return heir;
  }

  /** One person, who is called by the address of `keeper`; the other's leads there. */
  protected mergeInto(keeper: Entry, other: Entry): Entry {
    const { email, emailTyped, externalId, edited } = keeper;
    const theirs = other.email;
    const whole = this.merge(keeper, other);
    if (externalId) whole.externalId = externalId;
    if (whole.externalId) this.byExternal.set(whole.externalId, whole);
    if (email && whole.email !== email) {
      this.setEmail(whole, email, emailTyped);
      whole.edited = edited;
    }
    if (theirs && theirs !== whole.email) this.lead(theirs, whole);
    return whole;
  }

  /** From now on the address leads to the contact, unless it is somebody's own. */
  protected lead(address: string, entry: Entry) {
    if (this.byEmail.has(address)) return;
    this.byAlias.set(address, entry);
    this.aliased.push({ entry, address });
  }

  /** A contact merged by hand has several accounts: one is its key, the others' addresses only lead to it. */
  private speaksFor(account: Account): boolean {
    const { email, phone } = account.addresses;
    const contact = this.current(account.contact);
    if (!contact?.externalId) return false;
    const { email: own, emailTyped } = contact;
    const holder = email ? this.byEmail.get(email) : undefined;
    const whole = holder && holder !== contact && !holder.externalId ? this.merge(contact, holder) : contact;
    if (whole.email !== own) this.setEmail(whole, own, emailTyped);
    if (email && !this.holderOf(email)) {
      this.byAlias.set(email, whole);
      this.aliased.push({ entry: whole, address: email });
    }
    account.contact = this.absorbPhoneOnly(whole, phone);
    return true;
  }

  /** Gives its address up for the account that now has it; one that a member had written goes back to the store's. */
  private yieldEmail(holder: Entry, email: string | null) {
    if (holder.email !== email) return;
    const told = holder.edited?.was ?? null;
    holder.edited = null;
    const free = told !== null && told !== email && !this.byEmail.has(told);
    this.setEmail(holder, free ? told : null, free ? told : null);
  }

  private owner(purchase: Purchase): Entry | null {
    const { email, phone } = purchase.addresses;
    const account = purchase.customerExternalId ? this.accounts.get(purchase.customerExternalId) : undefined;
    if (account?.contact && !account.endedAt) return this.current(account.contact);
    if (email) {
      const known = this.holderOf(email) ?? this.phoneOnly(phone);
      if (known && !known.email) this.setEmail(known, email, purchase.addresses.emailTyped);
      return this.absorbPhoneOnly(known ?? this.open(purchase.addresses, purchase.createdAt), phone);
    }
    if (!phone) return null;
    return this.numberOf(phone) ?? this.open(purchase.addresses, purchase.createdAt);
  }

  protected open(addresses: Addresses, bornAt: Date): Entry {
    const entry: Entry = {
      ...addresses,
      id: null,
      externalId: null,
      bornAt,
      orders: 0,
      choice: { optedInAt: null, optedOutAt: null, claimedAt: null, pendingAt: null },
      edited: null,
      aliases: [],
      plain: false,
      stored: null,
      mergedInto: null,
    };
    this.add(entry);
    return entry;
  }

  private add(entry: Entry) {
    this.entries.add(entry);
    if (entry.externalId) this.byExternal.set(entry.externalId, entry);
    if (entry.email) this.byEmail.set(entry.email, entry);
    if (entry.phone && !this.byPhone.has(entry.phone)) this.byPhone.set(entry.phone, entry);
    for (const alias of entry.aliases) this.byAlias.set(alias, entry);
  }

  /** Whom an address leads to: its own contact first, then the one that is also known by it. */
  protected holderOf(email: string): Entry | undefined {
    return this.byEmail.get(email) ?? this.alias(email);
  }

  protected numberOf(phone: string): Entry | undefined {
    return this.byPhone.get(phone) ?? this.alias(phone);
  }

  private alias(address: string): Entry | undefined {
    return this.current(this.byAlias.get(address) ?? null) ?? undefined;
  }

  protected setEmail(entry: Entry, email: string | null, typed: string | null) {
    if (entry.email && entry.email !== email) this.byEmail.delete(entry.email);
    entry.email = email;
    entry.emailTyped = typed;
    if (email) this.byEmail.set(email, entry);
  }

  /** The contact known by nothing but this number. One with an address or account of its own may be somebody else. */
  protected phoneOnly(phone: string | null): Entry | null {
    const entry = phone ? this.numberOf(phone) : undefined;
    return entry && !entry.email && !entry.externalId ? entry : null;
  }

  protected absorbPhoneOnly(contact: Entry, phone: string | null): Entry {
    const other = this.phoneOnly(phone);
    return other && other !== contact ? this.merge(contact, other) : contact;
  }

  /** Two contacts are one person: the older survives (product.md, "Identity"). */
  private merge(a: Entry, b: Entry): Entry {
    const [survivor, loser] = older(a, b) ? [a, b] : [b, a];
    loser.mergedInto = survivor;
    this.entries.delete(loser);
    this.merges.push({ loser, survivor });
    survivor.externalId ??= loser.externalId;
    if (survivor.externalId) this.byExternal.set(survivor.externalId, survivor);
    if (!survivor.email && loser.email) this.setEmail(survivor, loser.email, loser.emailTyped);
    else if (loser.email && this.byEmail.get(loser.email) === loser) this.byEmail.delete(loser.email);
    for (const [phone, entry] of this.byPhone) if (entry === loser) this.byPhone.set(phone, survivor);
    survivor.orders += loser.orders;
    return survivor;
  }
}

function older(a: Entry, b: Entry): boolean {
  if (a.bornAt.getTime() !== b.bornAt.getTime()) return a.bornAt < b.bornAt;
  return (a.id ?? Number.POSITIVE_INFINITY) <= (b.id ?? Number.POSITIVE_INFINITY);
}
