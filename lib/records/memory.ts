/** What is stored about the people of a batch, as far as it was read. */
import type { Addresses } from "@/lib/contacts/identity";
import type { Working } from "@/lib/tenancy";
import {
  type AccountRow,
  aliasesOf,
  type ContactRow,
  contactsById,
  contactsByKey,
  hasJoined,
  type PurchaseRow,
  purchasesOf,
  type StandingRow,
  type StoreFrame,
  standings,
  storedAccounts,
  storedPurchases,
} from "./stored";

/**
 * Nothing is asked for twice. Within a store a contact is the only one with its account, address and number, so who was
 * found by one of them is not looked up by the others: for people the store knows, one look-up in place of five.
 */
export class Memory {
  readonly accounts = new Map<string, AccountRow>();
  readonly purchases = new Map<string, PurchaseRow>();
  readonly contacts = new Map<string, ContactRow>();
  readonly standings = new Map<string, StandingRow>();
  /** Further addresses by contact. */
  readonly aliases = new Map<string, string[]>();
  private readonly known = { accounts: new Set<string>(), emails: new Set<string>(), phones: new Set<string>() };
  private readonly askedAccounts = new Set<string>();
  private readonly askedAliases = new Set<string>();

  constructor(
    private readonly ctx: Working,
    private readonly store: StoreFrame,
  ) {}

  async readAccounts(ids: Iterable<string>) {
    const unknown = fresh(ids, this.askedAccounts);
    if (unknown.length === 0) return;
    for (const row of await storedAccounts(this.ctx, this.store, unknown)) this.accounts.set(row.external_id, row);
  }

  /** The accounts that the orders read so far name. */
  async readAccountsOfPurchases() {
    await this.readAccounts([...this.purchases.values()].flatMap((row) => row.customer_external_id ?? []));
  }

  async readPurchases(externalIds: string[]) {
    if (externalIds.length > 0) this.addPurchases(await storedPurchases(this.ctx, this.store, externalIds));
  }

  /** All orders that name these accounts or hang on these contacts. Gives whether there are any not known before. */
  async readPurchasesOf(accounts: string[], contacts: string[]): Promise<boolean> {
    const before = this.purchases.size;
    this.addPurchases(await purchasesOf(this.ctx, this.store, accounts, contacts));
    return this.purchases.size > before;
  }

  async readAliases(said: Pick<Addresses, "email" | "phone">[]) {
    const addresses = fresh(
      said.flatMap(({ email, phone }) => [email ?? [], phone ?? []].flat()),
      this.askedAliases,
    );
    if (addresses.length === 0) return;
    for (const { address, contact_id } of await aliasesOf(this.ctx, this.store, addresses)) {
      this.aliases.set(contact_id, [...(this.aliases.get(contact_id) ?? []), address]);
    }
  }

  /** The contacts of all accounts and orders read so far, then whoever holds a key of theirs or of these addresses. */
  async readContacts(addresses: Pick<Addresses, "email" | "phone">[]) {
    const said = [...addresses, ...this.purchases.values()];
    await this.readAliases(said);
    const owners = [...this.accounts.values(), ...this.purchases.values()].flatMap((row) => row.contact_id ?? []);
    const ids = [...new Set([...owners, ...this.aliases.keys()])].filter((id) => !this.contacts.has(id));
    if (ids.length > 0) this.addContacts(await contactsById(this.ctx, this.store, ids));
    const externalIds = hasJoined(this.store) ? [] : fresh(this.askedAccounts, this.known.accounts);
    const emails = fresh(
      said.flatMap(({ email }) => email ?? []),
      this.known.emails,
    );
    const phones = fresh(
      said.flatMap(({ phone }) => phone ?? []),
      this.known.phones,
    );
    if (externalIds.length + emails.length + phones.length === 0) return;
    this.addContacts(await contactsByKey(this.ctx, this.store, { externalIds, emails, phones }));
  }

  /** Orders and choices of all contacts read. */
  async readStandings() {
    if (this.contacts.size === 0) return;
    for (const row of await standings(this.ctx, [...this.contacts.keys()])) this.standings.set(row.id, row);
  }

  private addPurchases(rows: PurchaseRow[]) {
    for (const row of rows) this.purchases.set(row.external_id, row);
  }

  private addContacts(rows: ContactRow[]) {
    for (const row of rows) {
      this.contacts.set(row.id, row);
      if (row.external_id) this.known.accounts.add(row.external_id);
      if (row.email) this.known.emails.add(row.email);
      if (row.phone_key) this.known.phones.add(row.phone_key);
    }
  }
}

/** Those of `keys` that are not in `known`, each once; from now on they are. */
function fresh(keys: Iterable<string>, known: Set<string>): string[] {
  const unknown = new Set<string>();
  for (const key of keys) if (!known.has(key)) unknown.add(key);
  for (const key of unknown) known.add(key);
  return [...unknown];
}
